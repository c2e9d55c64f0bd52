"""What staff are told by a player, as a program reads it: the report beside the status page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def report(folder: Path) -> dict[str, Any]:
    """The report; empty before there is any, and while another takes its place."""
    try:
        found: dict[str, Any] = json.loads((folder / "状态" / "状态.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def problems(folder: Path) -> dict[str, dict[str, str]]:
    """What is wrong, by its codes; of several with one code the last."""
    return {problem["code"]: problem for problem in report(folder).get("problems", ())}
