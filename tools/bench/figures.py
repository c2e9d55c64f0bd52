"""What a measure yields: one figure with its unit, its plain name in both languages, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from player.model.words import Words


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value. `key` is stable; `asked` is the bound (None: only reported), the least where `at_least`."""

    key: str
    name: Words
    value: float
    unit: str
    asked: float | None = None
    at_least: bool = False

    @property
    def ok(self) -> bool | None:
        """Whether the value is within the bound; None where there is none."""
        if self.asked is None:
            return None
        return self.value >= self.asked if self.at_least else self.value <= self.asked


class NotMeasured(Exception):
    """A measure could not be taken here; the message says why."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What every measure is given: where to put its files, how thorough to be, and whom to tell how far it is."""

    scratch: Path
    quick: bool
    tell: Callable[[str], None]

    def folder(self, name: str) -> Path:
        """A folder of that name in the scratch, made if it is not there."""
        path = self.scratch / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def times(self, thorough: int, quick: int) -> int:
        """How often to repeat something."""
        return quick if self.quick else thorough


@dataclass(frozen=True, slots=True)
class Measure:
    """One subject: `take` yields its figures."""

    name: str
    about: Words
    take: Callable[[Bench], Iterator[Figure]] = field(repr=False)


def middle(values: list[float]) -> float:
    """The median: what a machine does that others use as well."""
    return median(values)


def low(values: list[float]) -> float:
    """The 5th percentile: what the machine does where nobody disturbs it."""
    return sorted(values)[len(values) // 20]
