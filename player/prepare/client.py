"""The glass's side of a link to a painter: says which frames are wanted, learns which are ready.

One order is under way at a time, so that what is wanted first can change until the last moment. A painter that dies
or loops never answers: the order is given once more, then counted as failed for a while.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from player.model.canon import decode, encode
from player.model.order import Order
from player.model.problem import Problem
from player.prepare.frames import FrameStore

PATIENCE = 30.0
"""Seconds until an order that was not answered is given again: more than the painter's own limit and its start."""

REST = 600.0
"""Seconds until a frame that could not be painted is tried again."""

AGAIN = 20.0
"""Seconds until one at which the job died is tried again, once other frames had their turn: at its second death it is held.
The same where the machine had no room for it: that is no fault of the slide's."""


@dataclass(frozen=True, slots=True)
class Done:
    """An answer: the frame `key` is ready (`error` is None) or could not be painted."""

    key: str
    error: str | None
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _UnderWay:
    order: Order
    since: float
    tries: int = 1


@dataclass(slots=True)
class Painter:
    """What is wanted, under way, ready and failed. `now` is the monotonic clock in seconds, always an argument."""

    link: Connection
    frames: FrameStore
    _under_way: _UnderWay | None = None
    _failed: dict[str, float] = field(default_factory=dict)

    def want(self, orders: Sequence[Order], now: float) -> None:
        """Gives the first of `orders` that is neither ready nor failed, unless one is under way."""
        if self._under_way is not None:
            self._insist(now)
            return
        for order in orders:
            if not self.is_failed(order.key, now) and not self.frames.has(order.key):
                self._under_way = _UnderWay(order, now)
                self._send(order)
                return

    def hear(self, message: bytes, now: float) -> Done | None:
        """What an answer from the link says; None for an answer to an order that nobody remembers."""
        reply: dict[str, Any] = json.loads(message)
        key = reply["key"]
        if self._under_way is not None and self._under_way.order.key == key:
            self._under_way = None
        if reply["error"] is not None:
            self._failed[key] = now + (AGAIN if reply["again"] else REST)
        problems = tuple(decode(Problem, problem) for problem in reply["problems"])
        return Done(key, reply["error"], problems)

    def is_failed(self, key: str, now: float) -> bool:
        """True where the frame could not be painted and its rest is not over."""
        until = self._failed.get(key)
        if until is None:
            return False
        if now >= until:
            del self._failed[key]
            return False
        return True

    def patient_until(self) -> float | None:
        """When to call `want` again even if nothing is heard; None where nothing is under way."""
        return None if self._under_way is None else self._under_way.since + PATIENCE

    def _insist(self, now: float) -> None:
        """Gives an unanswered order once more, then counts it as failed."""
        waiting = self._under_way
        if waiting is None or now - waiting.since < PATIENCE:
            return
        if waiting.tries >= 2:
            self._failed[waiting.order.key] = now + REST
            self._under_way = None
            return
        waiting.tries += 1
        waiting.since = now
        self._send(waiting.order)

    def _send(self, order: Order) -> None:
        self.link.send_bytes(json.dumps({"op": "paint", "order": encode(order)}).encode())
