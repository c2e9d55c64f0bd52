"""Thirty days in an hour: the real player on a virtual display, a fast clock, and faults without end.

    .venv/bin/python -m tests.support.soak --seed 1 --minutes 50

What happens and when follows from the seed alone. What was seen lies in a folder afterwards and is judged there
(`soak_judge.py`), so that it can be judged again. Method and figures: docs/explanation/soak.md.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from player.model.units import DAY, Millis
from tests.support.player import ROOT
from tests.support.soak_campaign import START, WIDE, Campaign
from tests.support.soak_clock import make_rule
from tests.support.soak_faults import KINDS, Fault, Kind, NotNow
from tests.support.soak_play import HURRY, SoakOrders
from tests.support.soak_watch import GROUND, Nurse, Reader, Watcher
from tests.support.xvfb import Xvfb

LOG = logging.getLogger("soak")

RATE = 864.0
"""Times that the clock is as fast: a day is 100 s, thirty days are 50 minutes, a slide of half an hour is two seconds."""

EVERY = 1.5
"""Real seconds between two faults, on average: one in 21 minutes of the simulated time."""

RECOVERY = 2.5
"""Real seconds for which what a fault had for itself is left alone after it, so that each one's harm is its own."""

RECOVERY_OF_INTAKE = 8.0
"""The same for what keeps the intake from reading: it wants two looks two seconds apart, and once a minute that is nothing."""

STALE_FAULT = 25.0
"""Real seconds after which a fault that never could happen is given up."""

SAVED = 120.0
"""Real seconds between two times that the record is written down: a harness may break too."""

QUIET = 3.0
"""Real seconds without faults once there is content, and at the end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a soak is to be. `kinds`: names, all where empty; `without`: a protection that is left out, for a control."""

    seed: int
    seconds: float
    rate: float = RATE
    every: float = EVERY
    kinds: tuple[str, ...] = ()
    without: str = ""
    each: int = 0
    """Where it is given, each kind comes so many times, and `every` does not count."""
    brisk: bool = False
    """Slides of half a minute and not of half an hour: for what wears by being shown."""


@dataclass(frozen=True, slots=True)
class Due:
    """A fault that is to come, at so many seconds from the start."""

    at: float
    kind: Kind
    number: int


def planned(plan: Plan) -> list[Due]:
    """The faults in their order: it follows from the seed."""
    chance = random.Random(plan.seed)
    able = os.geteuid() == 0
    kinds = [kind for kind in KINDS if (not plan.kinds or kind.name in plan.kinds) and (able or not kind.root)]
    end = plan.seconds - 2 * QUIET
    if plan.each:
        row = kinds * plan.each
        chance.shuffle(row)
        step = (end - QUIET) / max(1, len(row))
        return [Due(QUIET + step * number, kind, number) for number, kind in enumerate(row)]
    found: list[Due] = []
    at, weights = QUIET, [kind.weight for kind in kinds]
    while at < end and any(weights):
        found.append(Due(at, chance.choices(kinds, weights)[0], len(found)))
        at += plan.every * chance.uniform(0.5, 1.5)
    return found


@dataclass(slots=True)
class Record:
    """What was seen and done; judged afterwards."""

    plan: dict[str, Any]
    orders: dict[str, Any]
    begun: float
    ended: float = 0.0
    faults: list[dict[str, Any]] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    seen: list[tuple[Any, ...]] = field(default_factory=list)
    published: list[tuple[Any, ...]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    vitals: list[tuple[Any, ...]] = field(default_factory=list)
    rooms: list[tuple[Any, ...]] = field(default_factory=list)
    steps: list[tuple[float, int]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """Writes it down."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, path: Path) -> Self:
        """What was written."""
        return cls(**json.loads(path.read_text("utf-8")))


class Soak:
    """One soak in the folder `root`. Use it in a `with`; `run` does all."""

    place = ROOT

    def __init__(self, plan: Plan, root: Path) -> None:
        self.plan = plan
        self.root = root
        self.cache = root / "cache"
        self.process: subprocess.Popen[bytes] | None = None
        self.said: list[tuple[str, str]] = []
        self.steps: list[tuple[float, int]] = []
        self._mounted: list[Path] = []
        self._later: list[tuple[float, int, Callable[[], object]]] = []
        self._busy: dict[str, float] = {}
        self._used: dict[str, float] = {}
        self._ends: list[float] = []
        self._count = 0

    def __enter__(self) -> Self:
        self.root.mkdir(parents=True, exist_ok=True)
        make_rule(self.root / "clock")
        self.cache.mkdir()
        self._mount(["-t", "tmpfs", "-o", "size=96m", "none", str(self.cache)], self.cache)
        (self.root / "服务器").mkdir()
        self.share = self.root / "共享"
        self.share.mkdir()
        self.mount_share()
        self.campaign = Campaign(
            self.share, self.root / "truth", random.Random(f"{self.plan.seed} campaign"), brisk=self.plan.brisk
        )
        self.display = Xvfb(*WIDE, number=2000 + os.getpid() % 4000)
        self.display.paint(*GROUND)
        start = Millis(round(datetime.fromisoformat(START).timestamp() * 1000))
        self.orders = SoakOrders(
            str(self.root),
            str(self.campaign.share),
            str(self.cache),
            start,
            self.plan.rate,
            time.monotonic(),
            self.plan.without,
        )
        self.clock = self.orders.clock()
        self.watcher = Watcher(self.display, self.root / "unknown")
        self.reader = Reader(self.cache, self.root / "snapshots")
        self.nurse = Nurse(lambda: None if self.process is None else self.process.pid, self.cache)
        return self

    def __exit__(self, *_: object) -> None:
        for watch in (self.watcher, self.reader, self.nurse):
            watch.stop()
        if self.process is not None and self.process.poll() is None:
            self.stop_player()
        self.display.stop()
        for name in ("", "objects", "snapshots", "frames"):
            subprocess.run(["chattr", "-i", str(self.cache / name)], check=False, capture_output=True)
        kept = self.root / "kept"
        shutil.copytree(
            self.cache, kept, ignore=shutil.ignore_patterns("frames", "ballast", "filler"), dirs_exist_ok=True
        )
        for place in reversed(self._mounted):
            subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)

    # the whole of it

    def run(self) -> Record:
        """The soak, from the start of the player to its end."""
        self.start_player()
        for watch in (self.watcher, self.reader, self.nurse):
            watch.start()
        self._await_content()
        begun = time.monotonic()
        record = Record(asdict(self.plan), asdict(self.orders), begun)
        faults = planned(self.plan)
        waiting: list[Due] = []
        saved = begun
        while (now := time.monotonic()) < begun + self.plan.seconds or waiting:
            if now - saved > SAVED:
                saved = now
                self._write_down(record)
            self._do_later(now)
            self._must_run()
            waiting += [due for due in faults if due.at <= now - begun]
            faults = [due for due in faults if due.at > now - begun]
            for due in list(waiting):
                self._do_later(time.monotonic())  # what is over is over before the next begins
                if self._try(due, record):
                    waiting.remove(due)
                elif now - begun - due.at > STALE_FAULT * (3 if self.plan.each else 1):
                    waiting.remove(due)
                    record.given_up.append(due.kind.name)
            time.sleep(0.03)
        while self._later:
            self._do_later(time.monotonic())
            time.sleep(0.03)
        time.sleep(1.0)
        ended = time.monotonic()
        pids = {one.pid for one in self.nurse.vitals}
        for watch in (self.watcher, self.reader, self.nurse):
            watch.stop()
        code = self.stop_player()
        if code != 0:
            self.say("end", f"it left with {code}")
        record.left = [str(pid) for pid in pids if Path(f"/proc/{pid}").exists()]
        self._write_down(record, ended=ended)
        return record

    def _write_down(self, record: Record, *, ended: float | None = None) -> None:
        """Puts what was seen so far into the record, and the record on the disk."""
        record.ended = time.monotonic() if ended is None else ended
        record.said, record.steps = self.said, self.steps
        record.seen = [(one.at, *one.size, one.sum, one.colour) for one in self.watcher.seen]
        record.published = [(one.since, one.digest) for one in self.reader.found]
        record.entries = [asdict(one) for one in self.campaign.entries]
        record.vitals = [tuple(asdict(one).values()) for one in self.nurse.vitals]
        record.rooms = [tuple(asdict(one).values()) for one in self.nurse.rooms]
        record.save(self.root / "record.json")

    def _await_content(self) -> None:
        """Waits until something has been published and painted: before that there is nothing to hurt."""
        deadline = time.monotonic() + 60.0
        while time.monotonic() < deadline and not (self.reader.found and self._shows_picture()):
            time.sleep(0.05)

    def _shows_picture(self) -> bool:
        """Whether a picture is on the glass: in the night, when it begins, nothing else is shown."""
        seen = self.watcher.seen[-1] if self.watcher.seen else None
        return seen is not None and seen.colour is not None and not seen.bare

    def _try(self, due: Due, record: Record) -> bool:
        """Has the fault happen, where it can at this moment."""
        kind, now = due.kind, time.monotonic()
        touched = kind.alone | kind.with_others
        if any(self._busy.get(one, 0.0) > now for one in touched):
            return False
        if any(self._used.get(one, 0.0) > now for one in kind.alone):
            return False
        try:
            lasts = kind.act(self, random.Random(f"{self.plan.seed} {due.number}"))
        except (NotNow, ProcessLookupError):
            return False
        except (OSError, ValueError, subprocess.SubprocessError):
            self.say("harness", f"{kind.name}: {traceback.format_exc(limit=-3)}")
            self._must_run()
            lasts = 0.0
        until = max(now + lasts, time.monotonic() if not lasts else now + lasts)
        for one in kind.alone:
            self._busy[one] = until + (RECOVERY_OF_INTAKE if one == "intake" else RECOVERY)
        for one in kind.with_others:
            self._used[one] = max(self._used.get(one, 0.0), until + 0.2)
        record.faults.append(asdict(Fault(kind.name, now, until)))
        LOG.info("%8.2f %s (%.1f s)", now - record.begun, kind.name, lasts)
        return True

    def later(self, seconds: float, what: Callable[[], object]) -> None:
        """Does `what` after so many seconds."""
        self._count += 1
        self._later.append((time.monotonic() + seconds, self._count, what))

    def _do_later(self, now: float) -> None:
        for one in sorted(self._later):
            if one[0] <= now:
                self._later.remove(one)
                try:
                    one[2]()
                except OSError as error:
                    self.say("harness", f"{error}: {traceback.format_exc(limit=-2)}")

    def say(self, who: str, what: str) -> None:
        """Puts something into the record that must not be."""
        LOG.error("%s: %s", who, what)
        self.said.append((who, what))

    # the player

    def start_player(self) -> None:
        """Starts it."""
        with (self.root / "player.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.orders.command(), cwd=self.place, env=self.display.env(), stdout=log, stderr=log
            )

    def kill_player(self) -> None:
        """Kills it without a word."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop_player(self) -> int:
        """Asks it to leave; its exit code."""
        assert self.process is not None
        self.process.terminate()
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.say("stop", "it did not leave in 20 s")
            self.process.kill()
            code = self.process.wait()
        if code != 0:
            self.say("stop", f"it left with {code}")
        return code

    def _must_run(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            self.say("supervisor", f"it ended by itself with {self.process.returncode}")
            self.start_player()

    def find(self, name: str) -> int | None:
        """The process of a part, by its name; None where it does not run."""
        assert self.process is not None
        with suppress(OSError):
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            for child in children:
                with suppress(OSError):
                    state = Path(f"/proc/{child}/stat").read_text()
                    if state.partition("(")[2].startswith(f"{name})") and ") Z" not in state:
                        return int(child)
        return None

    def part(self, name: str) -> int:
        """The same; raises NotNow where it does not run."""
        pid = self.find(name)
        if pid is None:
            raise NotNow
        return pid

    def glass_may_end(self, times: int = 1) -> None:
        """Raises NotNow where one more end of the glass would be safe mode, unless that is what is wanted."""
        now = time.monotonic()
        window = 600.0 / HURRY + 1.0
        self._ends = [at for at in self._ends if now - at < window]
        if (times == 1 and len(self._ends) >= 3) or self.find("glass") is None:
            raise NotNow
        self._ends += [now] * times

    # the world

    def _mount(self, options: list[str], place: Path) -> None:
        if os.geteuid() == 0:
            subprocess.run(["mount", *options], check=True, capture_output=True)
            self._mounted.append(place)

    def mount_share(self) -> None:
        """The share is mounted where the player looks for it."""
        for child in list(self.share.iterdir()):  # what was written below while nothing was mounted
            shutil.rmtree(child)
        self._mount(["--bind", str(self.root / "服务器"), str(self.share)], self.share)

    def step(self, wrong_by: int) -> None:
        """The clock is ahead by so many milliseconds from now on."""
        self.clock.step(wrong_by)
        self.steps.append((time.monotonic(), wrong_by))

    def kill_display(self) -> None:
        """The X server dies, and nobody looks until it is back."""
        self.watcher.blind().acquire()
        self.watcher.shut()
        eye, self.display._eye = self.display._eye, None
        if eye is not None:
            eye.close()
        self.display.process.kill()
        self.display.process.wait()

    def revive_display(self) -> None:
        """It is there again, under the same name."""
        number = self.display.name.removeprefix(":")
        for left in (Path(f"/tmp/.X{number}-lock"), Path(f"/tmp/.X11-unix/X{number}")):
            left.unlink(missing_ok=True)
        new = Xvfb(*WIDE, number=int(number))
        self.display.process = new.process
        self.display.paint(*GROUND)
        self.watcher.blind().release()


def main(given: Sequence[str] | None = None) -> int:
    """Soaks, judges, prints; 0 where all is within its bounds."""
    from tests.support.soak_judge import Judgement

    parser = argparse.ArgumentParser(description="Thirty days of the player in an hour, with faults all the time.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=50.0, help="of real time")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--every", type=float, default=EVERY, help="real seconds between two faults")
    parser.add_argument("--each", type=int, default=0, help="each kind so many times")
    parser.add_argument("--kinds", nargs="*", default=[], help="only these kinds of faults")
    parser.add_argument("--brisk", action="store_true", help="slides of half a minute: for what wears by being shown")
    parser.add_argument("--without", default="", help="restart, settling, doubt, memory, news: a control arm")
    parser.add_argument("--out", type=Path, default=None, help="a folder that does not exist, for what was seen")
    parser.add_argument("--judge", action="store_true", help="only judge what lies in --out")
    options = parser.parse_args(given)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was mounted and started goes with it
    out = options.out or Path(tempfile.mkdtemp(prefix="soak-"))
    if options.judge:
        record = Record.load(out / "record.json")
    else:
        plan = Plan(
            options.seed,
            options.minutes * 60,
            options.rate,
            options.every,
            tuple(options.kinds),
            options.without,
            options.each,
            options.brisk,
        )
        with Soak(plan, out) as soak:
            record = soak.run()
    judgement = Judgement(record, out)
    print(judgement.told())
    (out / "figures.json").write_text(json.dumps(judgement.figures(), ensure_ascii=False, indent=1), "utf-8")
    return 0 if judgement.ok else 1


def days(seconds: float, rate: float) -> float:
    """Simulated days in so many real seconds."""
    return seconds * rate * 1e3 / DAY


if __name__ == "__main__":
    sys.exit(main())
