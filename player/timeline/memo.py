"""The last few results of a pure function: a key comes in, its value goes out, the oldest is dropped beyond the bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V], Generic[K, V]):
    """A dict that makes what it lacks with `make` and never holds more than `bound` values.

    A screen runs for years: without the bound it would remember every day that it ever showed.
    """

    def __init__(self, bound: int, make: Callable[[K], V]) -> None:
        super().__init__()
        self._bound = bound
        self._make = make

    def __missing__(self, key: K) -> V:
        value = self._make(key)
        if len(self) >= self._bound:
            del self[next(iter(self))]
        self[key] = value
        return value
