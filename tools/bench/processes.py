"""A process and all its descendants, read from /proc: their memory, processor time and wakeups. Linux alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of one process: by the kernel's ticks, ended threads included; exactly, by its living threads; of reaped descendants."""

    ticks: float
    exact: float
    reaped: float = 0.0

    @property
    def own(self) -> float:
        """Its own seconds, as well as one reading tells."""
        return max(self.ticks, self.exact)

    def since(self, before: Spent) -> float:
        """Its own seconds between two readings: exact ones, unless threads that ended took ticks that these do not know of."""
        ticks, exact = self.ticks - before.ticks, self.exact - before.exact
        return exact if ticks - exact < 2 / _TICK else ticks


@dataclass(frozen=True, slots=True)
class Use:
    """What a family has used since it was started: seconds of processor time, and how often a thread of it slept."""

    cpu: float
    wakeups: int
    parts: Mapping[int, Spent] = field(default_factory=dict)

    def since(self, before: Use) -> Use:
        """What was used between two readings. A process that ended takes its wakeups with it: never below 0."""
        cpu = self.cpu - before.cpu
        for pid in self.parts.keys() & before.parts.keys():
            now, then = self.parts[pid], before.parts[pid]
            cpu += now.since(then) - (now.own - then.own)
        return Use(max(0.0, cpu), max(0, self.wakeups - before.wakeups))


def family(root: int) -> list[int]:
    """The process and its living descendants."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdecimal() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found.extend(children.get(pid, ()))
    return found


def memory(root: int, *, part: str = "Pss") -> float:
    """MiB of the family by PSS: what is shared counts in parts. `part` "Pss_Anon": without any mapped file."""
    return sum(_pss(pid, part) for pid in family(root)) / 1024


def use(root: int) -> Use:
    """What the family has used, descendants that ended included in the processor time."""
    parts, wakeups = {}, 0
    for pid in family(root):
        fields = _stat(pid)
        if fields is None:
            continue
        ticks, reaped = (sum(map(int, fields[at : at + 2])) / _TICK for at in (11, 13))
        exact, slept = _threads(pid)
        parts[pid] = Spent(ticks, exact, reaped)
        wakeups += slept
    return Use(sum(spent.own + spent.reaped for spent in parts.values()), wakeups, parts)


def names(root: int) -> dict[int, str]:
    """The processes of the family and how they call themselves."""
    found = {}
    for pid in family(root):
        with suppress(OSError):
            found[pid] = (_PROC / str(pid) / "comm").read_text().strip()
    return found


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name, which may hold anything; None for a process that is gone."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _pss(pid: int, part: str) -> int:
    """KiB; 0 for a process that is gone."""
    with suppress(OSError):
        for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith(f"{part}:"):
                return int(line.split()[1])
    return 0


def _threads(pid: int) -> tuple[float, int]:
    """Exact seconds on a processor of the living threads, and how often they went to sleep of their own accord."""
    seconds, slept = 0.0, 0
    for thread in _tasks(pid):
        with suppress(OSError, ValueError):
            seconds += int((thread / "schedstat").read_text().split()[0]) / 1e9
            status = (thread / "status").read_text()
            slept += int(status.partition("\nvoluntary_ctxt_switches:")[2].split()[0])
    return seconds, slept


def _tasks(pid: int) -> Iterator[Path]:
    with suppress(OSError):
        yield from (_PROC / str(pid) / "task").iterdir()
