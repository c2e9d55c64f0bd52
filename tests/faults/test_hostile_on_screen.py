"""While hostile files pour into the folder the glass goes on in time: no change comes late, no fade stands still.

Seen from outside, on a real window: how long after its end a slide could still be seen, and how long one picture of a
fade stood. Both are lower bounds of what happened and no guess: a recorder that was held up itself sees less, not more.

The bound of 100 ms holds on a machine of one's own (`QINGBO_NIGHTLY=1` asks for it). Here it is 300 ms for three of four: two cores are
shared with other tests.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle, groupby
from pathlib import Path

import pytest

from player.clock import SystemClock
from player.model.units import Millis
from player.timeline.scenes import Timeline
from tests.support.fixtures import display_of
from tests.support.hostile import Hostile, broken, mutant, seeds, vast
from tests.support.hostile_crafted import endless
from tests.support.player import COLOURS, Program, nearest, picture, playing, yaml_of
from tests.support.xvfb import Capture, Recorder, Xvfb

pytestmark = [
    pytest.mark.timeout(400),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a virtual display is needed"),
]
ON_TIME = 100
"""Milliseconds by which a frame may be late."""

STRICT = bool(os.environ.get("QINGBO_NIGHTLY"))
SECONDS = 90.0 if STRICT else 14.0
EVERY = 0.1
"""Seconds between two hostile files."""

Look = tuple[Millis, tuple[int, int, int]]


@dataclass
class Lateness:
    """What was seen of a rotation, in milliseconds: each change, and the picture that stood longest in each fade."""

    changes: list[int] = field(default_factory=list)
    stills: list[int] = field(default_factory=list)

    def said(self) -> str:
        """The figures in a line."""
        if not self.changes:
            return "no change was seen"
        shares = f"worst {max(self.changes)} ms, median {sorted(self.changes)[len(self.changes) // 2]} ms"
        still = f"longest still in a fade {max(self.stills, default=0)} ms"
        return f"{len(self.changes)} changes: late {shares}; {still}"


display = display_of(1280, 720)


@pytest.mark.fault(16)
def test_no_frame_is_late_while_hostile_files_pour_in(display: Xvfb, tmp_path: Path, cache: Path) -> None:
    with _rotation(display, tmp_path, cache) as program:
        rain = Rain(program.folder)
        with rain, Recorder(display, _judge) as recorder:
            nice = _niceness(program, SECONDS)
        rules = program.timeline()
        taken = sum(1 for path in (cache / "objects").rglob("*") if path.is_file()) - len(rules.snapshot.slides())
        glass = program.part("glass")
    found = lateness([look for _, look in recorder.seen], rules)
    print(f"{rain.fallen} hostile files, {taken} taken in; {found.said()}; seen {recorder.rate:.0f} times a second")
    assert glass is not None
    assert nice["glass"] == {0}
    assert nice["painter"] <= {5, 10}, "a worker and its children give way"
    assert nice["painter"]
    assert nice["intake"] == {5}
    assert program.said().count("重启 (ended, starts again)") == 0, program.said()
    assert rain.fallen > 20
    assert taken > 0, "the decoders were at work"
    assert len(found.changes) >= SECONDS / 2 - 4
    assert len(found.stills) >= len(found.changes) // 2
    for late in (found.changes, found.stills):
        assert sorted(late)[len(late) * 3 // 4] < (ON_TIME if STRICT else 3 * ON_TIME), found
        assert max(late) < (ON_TIME if STRICT else 20 * ON_TIME), found


@pytest.mark.control(16, 17, 18)
def test_a_glass_that_is_held_up_would_be_seen(display: Xvfb, tmp_path: Path, cache: Path) -> None:
    """The same harness over a glass that does not get to run: what hostile files must not do, done by hand."""
    with _rotation(display, tmp_path, cache) as program:
        glass = program.part("glass")
        assert glass is not None
        with Recorder(display, _judge) as recorder:
            for _ in range(4):
                os.kill(glass, signal.SIGSTOP)
                time.sleep(0.6)
                os.kill(glass, signal.SIGCONT)
                time.sleep(0.9)
        rules = program.timeline()
    found = lateness([look for _, look in recorder.seen], rules)
    print(found.said())
    assert max((*found.changes, *found.stills)) > 2 * ON_TIME, found


class Rain:
    """Hostile files that fall into a folder, some under the names of others, until the end of the `with`."""

    def __init__(self, folder: Path) -> None:
        self.fallen = 0
        self._folder = folder
        self._heavy = [Hostile("vast", vast()), Hostile("many scans", endless(100)), Hostile("broken", broken())]
        seeds()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._fall, name="rain", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join(30)

    def _fall(self) -> None:
        heavy = cycle(self._heavy)
        while not self._done.wait(EVERY):
            one = next(heavy) if self.fallen % 3 == 0 else mutant(self.fallen)
            ending = ("png", "jpg", "yaml", "txt")[self.fallen % 7 % 4]
            (self._folder / f"hostile-{self.fallen % 60}.{ending}").write_bytes(one.data)
            self.fallen += 1


@contextmanager
def _rotation(display: Xvfb, root: Path, cache: Path) -> Iterator[Program]:
    """Three colours, two seconds each with the usual fade, above all that may come into the folder beside them."""
    folder, assets = root / "节目", root / "assets"
    folder.mkdir()
    assets.mkdir()
    names = [picture(assets / f"{colour}.png", colour).name for colour in ("red", "green", "blue")]
    (folder / "节目单.yaml").write_text(
        yaml_of([{"image": name, "dwell": "2秒"} for name in names], priority=500), "utf-8"
    )
    with playing(display, folder, cache) as program:
        for name in names:
            program.until_colour(name.partition(".")[0])
        yield program


def _niceness(program: Program, seconds: float) -> dict[str, set[int]]:
    """How nice the glass and the workers were seen to be during that time."""
    found: dict[str, set[int]] = {"glass": set(), "painter": set(), "intake": set()}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for name in found:
            pid = program.part(name)
            with suppress(ProcessLookupError):
                found[name] |= set() if pid is None else {os.getpriority(os.PRIO_PROCESS, pid)}
        time.sleep(0.5)
    return found


def _judge(seen: Capture) -> Look:
    time.sleep(0.002)  # some hundred looks a second are enough, and leave the processor to the player
    return SystemClock().now(), seen.pixel(640, 360)


def lateness(looks: list[Look], rules: Timeline) -> Lateness:
    """What the looks say of each change of the timeline that was seen whole."""
    found = Lateness()
    scene = rules.scene_at(looks[0][0])
    while scene.until + 2_000 < looks[-1][0]:
        edge, scene = scene.until, rules.scene_at(scene.until)
        before = [pixel for at, pixel in looks if edge - 1_000 < at < edge]
        after = [(at, pixel) for at, pixel in looks if edge <= at < edge + 1_900]
        if not before or nearest(before[-1]) not in COLOURS:
            continue
        old, new = before[-1], after[-1][1] if after else before[-1]
        if nearest(new) not in COLOURS or new == old:
            continue
        found.changes.append(max((at - edge for at, pixel in after if pixel == old), default=0))
        stills = [
            [at for at, _ in group]
            for pixel, group in groupby(after, key=lambda look: look[1])
            if pixel not in (old, new)
        ]
        if stills:
            found.stills.append(max(still[-1] - still[0] for still in stills))
    return found
