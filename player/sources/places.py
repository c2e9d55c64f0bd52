"""What a command asks of a folder that may be away before it begins: a share that is down must not keep the player from starting."""

from __future__ import annotations

from pathlib import Path

from player.sources.errands import Errands

_PATIENCE = 5.0  # seconds


def is_folder(path: Path) -> bool:
    """Whether the folder is there and can be seen. One that answers with an error, or not at all, cannot."""
    try:
        return Errands(_PATIENCE).do(path.is_dir)
    except OSError:
        return False


def resolved(path: Path) -> Path:
    """The path without links, as far as they can be followed: the same whether the folder is there or away."""
    try:
        return Errands(_PATIENCE).do(path.resolve)
    except OSError:
        return path.absolute()
