"""What one player is told at its start: one value, built in `app.py`, of which each process takes what concerns it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from player.clock import Clock, SimulatedClock
from player.model.settings import Settings
from player.model.words import Language


@dataclass(frozen=True, slots=True)
class Orders:
    """What `qingbo play` was asked for. `assets` is the second tree in which playlists find pictures, where there is one.

    `look` stands for the code and the themes that decide pixels; `settings_file` is where the settings are from, `settings_bytes`
    what stood there then. With `rate` the clock runs that many times as fast.
    """

    folder: Path
    cache: Path
    clock: Clock
    assets: Path | None = None
    settings: Settings = Settings()
    rate: float = 1.0
    look: str = ""
    settings_file: Path | None = None
    settings_bytes: bytes = b""
    size: tuple[int, int] | None = None
    windowed: bool = False
    headless: bool = False
    require_display: bool = False
    language: Language = Language.ZH

    @property
    def is_trial(self) -> bool:
        """Whether the clock is a simulated one: what is shown by it is no proof of anything."""
        return isinstance(self.clock, SimulatedClock)
