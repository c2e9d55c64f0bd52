"""Nothing flashes: pictures of what a real window really presents hold at most one reversal a second (WCAG 2.3.1, BT.1702).

Dwells are not waited for: the clock of the measurement jumps over them, the transitions are as long as they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from player.ingest.pipeline import Rules, ingest
from player.ingest.slide_terms import LEAST_DWELL
from player.model.content import Asset
from player.model.frame import Frame
from player.model.settings import Panel
from player.model.units import MINUTE, Millis
from player.screen.pane import Options
from player.screen.window import Window
from player.slides.kinds import kind_of
from player.slides.paint import paint
from player.transitions.table import TRANSITIONS, transition_of
from player.transitions.transition import Layer, Picture, Transition, whole
from tests.ingest.memory import NOW, MemoryFiles
from tests.support.demo import ASSETS, PLAYLISTS, at, week
from tests.support.flashes import COLUMNS, ROWS, Flashes, luminance
from tests.support.frames import plain
from tests.support.xvfb import Xvfb

SIZE = (640, 360)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
LONGEST = Millis(1_000)
NIGHTLY = bool(os.environ.get("QINGBO_NIGHTLY"))


class Filmed(Window):
    """A window of which each picture is looked at on the X server, as soon as it was presented."""

    def __init__(self, display: Xvfb) -> None:
        super().__init__(Options())
        self.display = display
        self.flashes = Flashes()
        self.skipped = 0.0

    def _present(self, areas: list[tuple[int, int, int, int]] | None = None) -> None:
        super()._present(areas)
        self.flashes.see(self.now() + self.skipped, luminance(self.display.capture().pixels, *self.size))


@pytest.fixture
def filmed(display: Xvfb) -> Iterator[Filmed]:
    window = Filmed(display)
    yield window
    window.close()


class Strobe:
    """A transition as there must be none: black and white in turns until the new picture is there."""

    name = "strobe"
    takes_time = True

    def layers(self, progress: float, width: int, height: int) -> tuple[Layer, ...]:
        """One of the two, four times each."""
        return (whole(Picture.IN if int(progress * 8) % 2 else Picture.OUT, width, height),)


def alternating(filmed: Filmed, transition: Transition, duration: Millis, dwell: Millis, changes: int = 4) -> Flashes:
    """Black and white slides in turns, the worst that staff can write."""
    pictures = [plain(*SIZE, colour) for colour in (BLACK, WHITE)]
    filmed.show(pictures[0])
    for change in range(changes):
        out, into = pictures[change % 2], pictures[(change + 1) % 2]
        filmed.play(out, into, transition, duration)
        filmed.skipped += max(0, dwell - duration) / 1e3
    return filmed.flashes


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda each: each.name)
def test_black_and_white_slides_in_turns_do_not_flash(filmed: Filmed, transition: Transition) -> None:
    """At the shortest dwell and with the longest transition even black and white reverse once a second at most."""
    flashes = alternating(filmed, transition, LONGEST, LEAST_DWELL)
    assert flashes.worst() <= 1
    assert flashes.pictures > (8 if transition.takes_time else 4)


def test_a_strobe_is_seen(filmed: Filmed) -> None:
    """The control: a transition that flickers is found out by the same measurement, on the same window."""
    assert alternating(filmed, Strobe(), LONGEST, LEAST_DWELL).worst() > 3  # type: ignore[arg-type]  # nobody may have it


def test_slides_that_change_four_times_a_second_are_seen(filmed: Filmed) -> None:
    """The control of the dwell: were a quarter of a second allowed, the same slides would flash."""
    cut = transition_of("cut")
    assert cut is not None
    assert alternating(filmed, cut, Millis(0), Millis(250), changes=12).worst() > 3


def test_the_shortest_dwell_is_long_enough_by_itself() -> None:
    """What staff write is raised to a dwell in which not even cuts between black and white make two reversals a second."""
    assert LEAST_DWELL >= 1_000


def test_a_small_light_that_blinks_is_no_flash_of_the_screen() -> None:
    """Under a quarter of the screen it does not count, above it does."""
    for share, limit in ((0.2, 0), (0.3, 8)):
        flashes = Flashes()
        for step in range(20):
            light = np.zeros((ROWS, COLUMNS))
            light[:, : round(COLUMNS * share)] = step % 2
            flashes.see(step / 10, light)
        assert flashes.worst() >= limit if limit else flashes.worst() == 0


def test_a_slow_dusk_is_no_flash_and_small_ripples_are_none() -> None:
    flashes = Flashes()
    for step in range(100):
        flashes.see(step / 10, np.full((ROWS, COLUMNS), 1 - step / 100 + 0.04 * (step % 2)))
    assert flashes.worst() == 0


def where(asset: Asset) -> Path:
    """The picture in the demo's folders."""
    return ASSETS / asset.name.removeprefix("assets/") if asset.name.startswith("assets/") else PLAYLISTS / asset.name


def transition_time(transition: Transition) -> Millis:
    """How long it lasts on slides where staff write it."""
    text = f"transition: {transition.name}\nslides:\n  - slogan: 绿水青山"
    files = MemoryFiles({"a.yaml": text.encode()})
    return ingest(files, previous=None, now=NOW, rules=Rules()).snapshot.slides()[0].transition_time


def test_no_change_of_slides_lasts_longer_than_a_second() -> None:
    assert all(transition_time(each) <= LONGEST for each in TRANSITIONS)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("transition", [each for each in TRANSITIONS if each.takes_time], ids=lambda each: each.name)
def test_minutes_of_the_demo_do_not_flash(filmed: Filmed, transition: Transition) -> None:
    """The slides of the campaign as they follow each other, with each transition between all of them."""
    minutes = 12 if NIGHTLY else 1
    timeline = week()
    cues = list(timeline.cues(at("2020-07-02 10:00"), Millis(at("2020-07-02 10:00") + minutes * MINUTE)))
    frames: dict[str, Frame] = {}
    for cue in cues:
        if cue.slide.id not in frames:
            face = kind_of(cue.slide.kind).face(cue.slide, cue.start, timeline.calendar).key
            painted = paint(cue.slide, face, Panel(*SIZE), cue.slide.theme, where)
            frames[cue.slide.id] = Frame(cue.slide.id, *SIZE, memoryview(painted.pixels))
    lasts = transition_time(transition)
    filmed.show(frames[cues[0].slide.id])
    for before, cue in pairwise(cues):
        filmed.play(frames[before.slide.id], frames[cue.slide.id], transition, lasts)
        filmed.skipped += max(0, cue.end - cue.start - lasts) / 1e3
    assert filmed.flashes.pictures > 5 * len(cues)
    assert filmed.flashes.worst() <= 1


def test_large_letters_pushed_in_less_than_its_second_would_flicker() -> None:
    """The control of how long a push lasts: in 0.6 s the letters of a slogan cross the glass as a flicker, in its second they do not."""
    timeline = week()
    cues = list(timeline.cues(at("2020-07-02 10:00"), Millis(at("2020-07-02 10:00") + MINUTE)))[1:3]
    out, into = (np.frombuffer(paint(cue.slide, "", Panel(*SIZE), cue.slide.theme, where).pixels, np.uint8).reshape(SIZE[1], SIZE[0], 4) for cue in cues)  # fmt: skip
    push = transition_of("push")
    assert push is not None
    worst = {}
    for lasts in (600, 1000):
        flashes, steps = Flashes(), lasts * 60 // 1000
        for step in range(steps + 1):
            picture = np.zeros_like(out)
            for layer in push.layers(step / steps, *SIZE):
                left, top, width, height = layer.source
                source = out if layer.picture is Picture.OUT else into
                picture[layer.y : layer.y + height, layer.x : layer.x + width] = source[
                    top : top + height, left : left + width
                ]
            flashes.see(step / 60, luminance(picture.tobytes(), *SIZE))
        worst[lasts] = flashes.worst()
    assert worst[600] > 1 >= worst[1000]
