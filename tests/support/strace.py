"""What `strace` wrote down of a program's work on a folder, and how it is told to spoil it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CHANGING = frozenset({"write", "mkdir", "rename", "unlink", "utimensat", "ftruncate", "truncate", "fsync"})
"""The calls that change a file system, where none opens a file anew."""

_CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\w+)")
_PIDS = re.compile(r"\d+(?=-[0-9a-f]{12}\.part)")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the work: its name, the how manyeth of that name it is (from 1), and what it was about."""

    name: str
    ordinal: int
    about: str
    result: str
    counts: tuple[tuple[str, int], ...]
    """How many calls of each name there were before it."""

    def once(self, fault: str) -> list[str]:
        """The options that spoil this very call, such as by `error=EIO`."""
        return ["-e", f"inject={self.name}:{fault}:when={self.ordinal}"]

    def ever_after(self, fault: str, names: Iterable[str]) -> list[str]:
        """The options that spoil this call and all that come later, as far as they are called so."""
        before = dict(self.counts)
        return [
            part for name in sorted(names) for part in ("-e", f"inject={name}:{fault}:when={before.get(name, 0) + 1}+")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.ordinal}: {self.about}"


def calls(trace: str, folder: str) -> list[Call]:
    """The calls that were about the folder or what is in it, in order."""
    found, before = [], Counter[str]()
    for name, about, result in _lines(trace):
        counts = tuple(before.items())
        before[name] += 1
        if folder in about:
            found.append(Call(name, before[name], about.replace(folder, "")[:160], result, counts))
    return found


def flushed(trace: str) -> set[str]:
    """The folders and files that were flushed."""
    return {
        about.partition("<")[2].rstrip(">")
        for name, about, result in _lines(trace)
        if name == "fsync" and result == "0"
    }


def _lines(trace: str) -> Iterator[tuple[str, str, str]]:
    for line in trace.splitlines():
        if match := _CALL.match(line):
            yield match[1], match[2], match[3]
