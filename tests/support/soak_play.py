"""The player as the soak runs it: the real one, with a clock that is fast and can be set wrong, and a shorter memory.

`python -m tests.support.soak_play ORDERS` where ORDERS is `SoakOrders` as JSON. What is changed, and nothing else:

* the clock (`soak_clock.py`), by which showings are written to the journal as by a real one;
* what the player remembers of faults that are over, since here many hours of faults lie in a few minutes (`shorten`);
* for the control arms: protections that are left out (`without`).
"""

from __future__ import annotations

import ctypes
import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from player import app, supervise
from player.model.settings import Settings
from player.model.units import DAY, HOUR, Millis
from player.roles import crashes
from player.roles.orders import Orders
from tests.support.soak_clock import Hurried, SoakClock

HURRY = 40
"""A fault comes every second and a half and not every minute: so much shorter is what is remembered of them."""

LEAKS = "leaks"
"""In the root: while it is there, the glass takes a megabyte every 20 ms, until it is over its limit."""

LIMIT = 128 << 20
"""Bytes that the glass may take: at the size of the soak's window it needs half of them."""

FRAMES = 48 << 20
"""Bytes of frames that are kept: some hundred, so that old ones do make room."""


@dataclass(frozen=True, slots=True)
class SoakOrders:
    """What to play and how. `root` is the soak's own folder, `without` names protections to leave out."""

    root: str
    folder: str
    cache: str
    start: int
    rate: float
    origin: float
    without: str = ""

    def clock(self) -> SoakClock:
        """The clock of this soak."""
        return SoakClock(Millis(self.start), self.rate, self.origin, Path(self.root) / "clock")

    def command(self) -> list[str]:
        """How to start the player."""
        return [sys.executable, "-m", "tests.support.soak_play", json.dumps(asdict(self))]


def put(room: Any, **values: Any) -> None:
    """These names of a module have other values from now on; each must have had one."""
    for name, value in values.items():
        assert hasattr(room, name), f"{room.__name__} has no {name} any more"
        setattr(room, name, value)


def shorten() -> None:
    """Shortens what the supervisor remembers of faults: `HURRY` times. What others remember is shortened in their process."""
    put(crashes, CONVICTING_TIME=60.0 / HURRY, MANY_TIME=600.0 / HURRY, SAFE_TIME=1200.0 / HURRY)
    put(supervise, CALM=60.0 / HURRY, WEIGHING=120.0 / HURRY, SAFE_TIME=1200.0 / HURRY)
    put(app, GLASS_MEMORY=LIMIT)


def hurry_clock(role: Any) -> None:
    """The role judges its clock in simulated seconds."""
    keeper = role.Timekeeper
    put(role, Timekeeper=lambda fast, *rest: keeper(Hurried(fast), *rest))


def shorten_intake(rate: float) -> None:
    """The same for what the intake remembers; the ages of the store's files go by the calendar, which runs `rate` times as fast."""
    from player.roles import intake, upkeep
    from player.store import collect

    hurry_clock(intake)
    put(upkeep, SCRUB=60.0 / HURRY)
    put(intake, PATIENCE=10.0, AWAY=60.0 / HURRY)
    age = Millis(round(DAY / rate))
    put(collect, DAY=age, _OBJECT_AGE=age, _SNAPSHOT_AGE=Millis(round(HOUR / rate) + 30_000))


def leave_out(protections: str) -> None:
    """The control arms: the intake without some of its protections."""
    from player.sources import folder, lease, settle

    if "settling" in protections:
        put(folder, QUIET=0.0, lack_of=lambda _data: None)
        put(lease, has_writer=lambda _fd: False)
    if "doubt" in protections:
        put(settle, GONE_MASS=settle.GONE, GONE_MANY=settle.GONE)


def named(name: str, role: Callable[..., None]) -> Callable[..., None]:
    """The part, under a name that a list of processes shows."""

    def run(*arguments: Any, **how: Any) -> None:
        ctypes.CDLL(None).prctl(15, name.encode(), 0, 0, 0)  # PR_SET_NAME
        role(*arguments, **how)

    return run


def glass_of(orders: SoakOrders) -> Callable[..., None]:
    """The glass, with a clock that is judged in simulated seconds, and leaking when told to."""
    run_glass = app.run_glass

    def run(*arguments: Any, **how: Any) -> None:
        from player.prepare import client
        from player.roles import glass

        hurry_clock(glass)
        put(glass, FRAME_BUDGET=FRAMES)
        put(client, REST=600.0 / HURRY)
        if "news" in orders.without:
            put(glass.GlassRole, _hear_intake=lambda _role, _message: None)
        if "memory" in orders.without:
            threading.Thread(target=leak, args=(lambda: True, 10_000, LIMIT), daemon=True).start()
        told = Path(orders.root) / LEAKS
        threading.Thread(target=leak, args=(told.exists, 1 << 20, LIMIT * 3 // 4), daemon=True).start()
        run_glass(*arguments, **how)

    return run


def intake_of(orders: SoakOrders) -> Callable[..., None]:
    """The intake, with the shorter memory, and for a control arm without a protection."""
    run_intake = app.run_intake

    def run(*arguments: Any) -> None:
        shorten_intake(orders.rate)
        leave_out(orders.without)
        run_intake(*arguments)

    return run


def leak(told: Callable[[], bool], much: int, most: int) -> None:
    """Takes that many bytes every 20 ms while it is told to, `most` in all, and gives nothing back."""
    taken: list[bytes] = []
    while True:
        if told() and len(taken) * much < most:
            taken.append(b"x" * much)
        time.sleep(0.02)


def main(orders: SoakOrders) -> int:
    """Plays until told to stop."""
    shorten()
    if "restart" in orders.without:
        put(supervise, PAUSES=(1e9,))
    paints = app.run_painter
    put(
        app,
        run_glass=named("glass", glass_of(orders)),
        run_intake=named("intake", intake_of(orders)),
        run_painter=lambda cache, name, link: named(name, paints)(cache, name, link),
    )
    folder = Path(orders.folder)
    return app.play(
        Orders(
            folder=folder,
            cache=Path(orders.cache),
            clock=orders.clock(),
            assets=folder.parent / "assets",
            settings=Settings(screen="soak"),
            rate=orders.rate,
        )
    )


if __name__ == "__main__":
    sys.exit(main(SoakOrders(**json.loads(sys.argv[1]))))
