"""How the last run of the player ended: it was asked to, it was killed, or the machine went down under it.

    run     the boot and the supervisor's process of the run that is on, in one line; gone after a good end

A run that finds the file of another run did not follow a good end. Where the machine has been started since, nobody
stopped the player before it went down: the power failed, or somebody pulled the plug. On the same boot it was killed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from player.model.units import Millis
from player.store.atomic import replace, sync_folder

NAME = "run"
"""The name of the file in the cache."""

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_LONGEST = 200  # bytes


@dataclass(frozen=True, slots=True)
class Run:
    """A run: the machine's boot, the supervisor's process, when it began by the machine's clock, and what it found.

    `power_lost` is when the run before it was last known to be alive, where the power failed under it.
    """

    boot: str
    process: int
    began: Millis
    power_lost: Millis | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """The run that is on, and whether this start of a part is the first that knows of the one before."""

    run: Run
    killed: bool = False
    is_news: bool = False


def begin(root: Path, *, process: int, now: Millis, boot: str | None = None) -> Begun:
    """Notes that the run of that supervisor is on, and says how the one before it ended. Never raises for a disk's sake."""
    boot = this_boot() if boot is None else boot
    before = read(root)
    if before is not None and (before.boot, before.process) == (boot, process):
        return Begun(before)
    went_down = before is not None and before.boot not in ("", boot) and boot != ""
    run = Run(boot, process, now, _alive(root) if went_down else None)
    with suppress(OSError):
        replace(root / NAME, _line(run))
    return Begun(run, killed=before is not None and not went_down, is_news=before is not None)


def end(root: Path) -> None:
    """Notes that the run ended well."""
    with suppress(OSError):
        (root / NAME).unlink()
        sync_folder(root)


def this_run() -> dict[str, object]:
    """What the journal notes at a start, so that a report can tell a power cut from a part that was started again."""
    return {"boot": this_boot()[:8], "run": os.getppid()}


def read(root: Path) -> Run | None:
    """The run that is on, or that ended without a good end; None where there is none or its file is no such file."""
    try:
        with (root / NAME).open("rb") as file:
            boot, process, began, lost = file.read(_LONGEST).decode("ascii").split(" ")
        return Run(boot, int(process), Millis(int(began)), Millis(int(lost)) if lost.strip() != "-" else None)
    except (OSError, ValueError):
        return None


def this_boot() -> str:
    """What stands for this start of the machine; empty where the system does not say."""
    if sys.platform == "win32":
        return _windows_boot()
    try:
        return _BOOT.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def _windows_boot() -> str:
    """Windows counts its starts in the registry."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  # Windows alone has it

        place = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            return str(winreg.QueryValueEx(key, "BootId")[0])
    return ""


def _line(run: Run) -> bytes:
    lost = "-" if run.power_lost is None else str(run.power_lost)
    return f"{run.boot} {run.process} {run.began} {lost}\n".encode("ascii", "replace")


def _alive(root: Path) -> Millis | None:
    """When the player last wrote something that it writes all the time, by the machine's clock."""
    stamps = list(_stamps(root))
    return Millis(max(stamps) // 1_000_000) if stamps else None


def _stamps(root: Path) -> Iterator[int]:
    with suppress(OSError):
        yield (root / NAME).stat().st_mtime_ns
        newest = max((root / "journal").glob("????-??-??.jsonl"), default=None)
        if newest is not None:
            yield newest.stat().st_mtime_ns
