"""What is seen, on a glass in memory: the slides and what stands around them, each in its place, none hurting another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.director import Show
from player.model.content import Slide, Source
from player.model.frame import Frame, Live
from player.model.order import Order
from player.model.scene import MAIN, Cue
from player.model.settings import Panel
from player.model.units import Millis
from player.picture.zones import letter_of
from player.prepare.frames import FrameStore
from player.roles.crawl import Crawl, Pages, crawl_of
from player.roles.held import Held
from player.roles.shows import MOVING_LOOK, Shows
from player.screen.headless import Headless
from player.screen.moving import Area
from player.slides.ticker import BEATS, offset, page_time, passing, speed
from tests.support.fake_clock import FakeClock
from tests.support.frames import BLUE, GREEN, RED, WHITE, Colour, pixel

SIZE = (640, 360)
BAR: Area = (0, 320, 640, 40)
ABOVE: Area = (0, 0, 640, 320)
COLOURS = {"red": RED, "blue": BLUE, "green": GREEN, "white": WHITE}


@dataclass
class Hall:
    """A glass in memory, its frames on a disk, a clock that jumps."""

    glass: Headless
    frames: FrameStore
    shows: Shows
    clock: FakeClock

    def paint(
        self, key: str, size: tuple[int, int], colour: Colour, live: Live | None = None, strip: bytes = b""
    ) -> None:
        pixels = pixel(colour) * (size[0] * size[1])
        self.frames.write(key, width=size[0], height=size[1], pixels=pixels, live=live, strip=strip)

    def at(self, x: int, y: int) -> bytes:
        return self.glass.screenshot()[(y * SIZE[0] + x) * 4 :][:4]

    def put(self, show: Show, around: Sequence[Show] = ()) -> bool:
        done = self.shows.put(show, None, plain=False, around=around)
        self.shows.surround(around, show.area, None, plain=False)
        return done


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    clock, frames = FakeClock(), FrameStore(tmp_path)
    glass = Headless(SIZE)
    yield Hall(glass, frames, Shows(glass, frames, clock, rate=1.0, keep_going=lambda: True), clock)
    glass.close()


def show(key: str, area: Area | None, zone: str = MAIN, kind: str = "slogan", start: int = 0) -> Show:
    slide = Slide(key, kind, Source("a"), Millis(10_000), transition="cut", transition_time=Millis(0))
    order = Order(key, None, key, "", Panel())
    return Show(order, slide, Millis(start), Cue(zone, slide, "", Millis(start), Millis(start + 10_000)), area)


def test_zones_that_are_ready_come_up_with_the_slide(hall: Hall) -> None:
    """Where all frames are there, as after a restart or with an heir, the first picture is the whole one."""
    hall.paint("red", ABOVE[2:], RED)
    hall.paint("blue", BAR[2:], BLUE)
    bar = show("blue", BAR, "ticker")
    assert hall.shows.put(show("red", ABOVE), None, plain=False, around=(bar,))
    assert hall.glass.presented == 1
    assert (hall.at(0, 0), hall.at(0, 359)) == (pixel(RED), pixel(BLUE))
    assert hall.shows.surround((bar,), ABOVE, None, plain=False).came == (bar,)
    assert hall.shows.surround((bar,), ABOVE, None, plain=False).came == ()


def test_a_zone_that_is_not_ready_is_plain_and_never_black(hall: Hall) -> None:
    hall.paint("red", ABOVE[2:], RED)
    hall.put(show("red", ABOVE), (show("blue", BAR, "ticker"),))
    assert hall.at(320, 340) == pixel(RED)
    hall.paint("blue", BAR[2:], BLUE)
    hall.shows.surround((show("blue", BAR, "ticker"),), ABOVE, None, plain=False)
    assert hall.at(320, 340) == pixel(BLUE)
    assert hall.at(320, 319) == pixel(RED)


def test_a_zone_whose_frame_cannot_be_had_keeps_what_it_showed_and_hurts_nobody(hall: Hall) -> None:
    for key, size in (("red", ABOVE[2:]), ("green", ABOVE[2:]), ("blue", BAR[2:])):
        hall.paint(key, size, COLOURS[key])
    hall.put(show("red", ABOVE), (show("blue", BAR, "ticker"),))
    lost = show("lost", BAR, "ticker", start=10_000)
    assert hall.put(show("green", ABOVE, start=10_000), (lost,))
    assert (hall.at(0, 0), hall.at(0, 359)) == (pixel(GREEN), pixel(BLUE))


def test_the_slides_change_and_the_zone_stays(hall: Hall) -> None:
    """A slide's transition touches its own rectangle alone, and nothing of the zone is drawn for it."""
    for key, size in (("red", ABOVE[2:]), ("green", ABOVE[2:]), ("blue", BAR[2:])):
        hall.paint(key, size, COLOURS[key])
    bar = show("blue", BAR, "ticker")
    hall.put(show("red", ABOVE), (bar,))
    before = hall.glass.presented
    hall.put(show("green", ABOVE, start=10_000), (bar,))
    assert hall.glass.presented == before + 1
    assert (hall.at(0, 319), hall.at(0, 320)) == (pixel(GREEN), pixel(BLUE))


def test_the_glass_is_divided_anew_only_when_the_slide_for_it_is_ready(hall: Hall) -> None:
    """Until then everything stays as it was, with its zones; then all of it changes in one picture."""
    hall.paint("red", ABOVE[2:], RED)
    hall.paint("blue", BAR[2:], BLUE)
    bar = show("blue", BAR, "ticker")
    hall.put(show("red", ABOVE), (bar,))
    whole = show("white", None, start=10_000)
    assert not hall.put(whole)
    assert hall.shows.surround((), None, None, plain=False).gone == ()
    assert (hall.at(0, 0), hall.at(0, 359)) == (pixel(RED), pixel(BLUE))
    hall.paint("white", SIZE, WHITE)
    assert hall.put(whole)
    assert (hall.at(0, 0), hall.at(0, 359)) == (pixel(WHITE), pixel(WHITE))


def test_a_zone_that_goes_and_comes_back_is_told(hall: Hall) -> None:
    hall.paint("red", ABOVE[2:], RED)
    hall.paint("blue", BAR[2:], BLUE)
    bar = show("blue", BAR, "ticker")
    hall.put(show("red", ABOVE), (bar,))
    assert hall.shows.surround((), ABOVE, None, plain=False).gone == ("ticker",)
    assert hall.shows.surround((bar,), ABOVE, None, plain=False).came == (bar,)
    later = replace(bar, start=Millis(10_000), cue=replace(bar.cue or show("x", BAR).cue, start=Millis(10_000)))  # type: ignore[type-var]
    assert hall.shows.surround((later,), ABOVE, None, plain=False).came == (later,)


PIECES = 12
WIDE = 64


def line(hall: Hall, **fields: bool) -> Show:
    """A ticker whose frame has pieces of one colour each, so that it can be seen which is where."""
    strip = b"".join(pixel((20 + piece * 15, 90, 200)) * (WIDE * 40) for piece in range(PIECES))
    live = Live(WIDE, 40, "".join(chr(0x4E00 + piece) for piece in range(PIECES)), ((0, 0), (640 - WIDE, 0)))
    hall.paint("line", BAR[2:], BLUE, live, strip)
    made = show("line", BAR, "ticker", kind="ticker")
    slide = replace(made.slide, fields=tuple(fields.items()))
    return replace(made, slide=slide, cue=replace(made.cue, slide=slide) if made.cue else None)


def piece_at(hall: Hall, x: int) -> int:
    return (hall.at(x, 340)[2] - 20) // 15


def test_a_ticker_moves_by_the_time_alone(hall: Hall) -> None:
    """Two glasses, one of which was started later, show the same picture at the same instant."""
    bar = line(hall)
    mapped = hall.frames.open("line")
    pictures = []
    for begun in (0.0, 1000.0):
        glass = Headless(SIZE)
        glass.show(Frame("", *SIZE, memoryview(b"\0" * (SIZE[0] * SIZE[1] * 4))))
        mover = crawl_of(Held(bar, mapped.frame, BAR, began=begun))
        assert mover is not None
        brush = glass._brush(mover.area)
        assert brush is not None
        mover.draw(brush, begun + 3.21)
        pictures.append(glass.screenshot())
        mover.close()
        glass.close()
    assert pictures[0] == pictures[1]


def test_the_ticker_goes_on_while_slides_change_and_stops_when_it_is_taken_away(hall: Hall) -> None:
    hall.paint("red", ABOVE[2:], RED)
    hall.put(show("red", ABOVE), (line(hall),))
    assert hall.shows.patience == MOVING_LOOK
    before = hall.glass.screenshot()
    assert hall.glass.wait(0.4) == ()
    assert hall.glass.screenshot() != before
    hall.shows.surround((), ABOVE, None, plain=False)
    still = hall.glass.presented
    hall.glass.wait(0.1)
    assert hall.glass.presented == still
    assert hall.shows.patience > 60


def test_in_safe_mode_nothing_moves(hall: Hall) -> None:
    hall.paint("red", ABOVE[2:], RED)
    bar = line(hall)
    hall.shows.put(show("red", ABOVE), None, plain=True, around=(bar,))
    hall.shows.surround((bar,), ABOVE, None, plain=True)
    still = hall.glass.presented
    hall.glass.wait(0.1)
    assert hall.glass.presented == still
    assert hall.at(320, 340) == pixel(BLUE)


@given(st.floats(0, 200_000), st.integers(8, 200), st.integers(1, 40_000))
def test_a_beat_moves_the_line_by_whole_pixels(seconds: float, letter: int, length: int) -> None:
    """From one beat to the next the line moves by the same number of pixels, always; so motion is even."""
    beat = round(seconds * BEATS)
    one, other = (offset((beat + step) / BEATS, letter, length) for step in (0, 1))
    assert 0 <= one < length
    assert (other - one - speed(letter)) % length == 0


@given(st.integers(100, 4000), st.integers(1, 40_000))
def test_a_text_shown_once_comes_in_and_goes_out_whole(window: int, length: int) -> None:
    assert passing(0.0, window, length) == -window
    assert passing(1.0, window, length) == length


@given(st.floats(0, 1000), st.booleans())
def test_a_mover_is_due_after_every_instant(after: float, still: bool) -> None:
    """`due` lies strictly later, and asking at it gives the next one: no step twice, none left out."""
    frame = Frame(
        "f",
        640,
        40,
        memoryview(pixel(BLUE) * (640 * 40)),
        Live(64, 40, "ab", ((0, 0), (576, 0))),
        memoryview(b"\0" * (64 * 40 * 8)),
    )
    slide = Slide("t", "ticker", Source(""), Millis(0), fields=(("still", True),) if still else ())
    made = show("t", BAR, "ticker")
    mover = crawl_of(Held(replace(made, slide=slide), frame, BAR, began=0.0))
    assert isinstance(mover, Pages if still else Crawl)
    first = mover.due(after)
    step = page_time(640, letter_of(40)) if still else 1 / BEATS
    assert after < first <= after + step * 1.01
    assert mover.due(first) - first == pytest.approx(step, rel=1e-3)


def test_the_pieces_stand_side_by_side_without_a_gap(hall: Hall) -> None:
    """At any instant the window shows consecutive pieces, the last followed by the first."""
    bar = line(hall)
    hall.glass.show(Frame("", *SIZE, memoryview(b"\0" * (SIZE[0] * SIZE[1] * 4))))
    mapped = hall.frames.open("line")
    mover = crawl_of(Held(bar, mapped.frame, BAR, began=0.0))
    assert mover is not None
    for beat in (0, 1, 17, 333, 999):
        brush = hall.glass._brush(BAR)
        assert brush is not None
        assert list(mover.draw(brush, beat / BEATS)) == [(0, 0, 640, 40)]
        gone = offset(beat / BEATS, letter_of(40), PIECES * WIDE)
        assert [piece_at(hall, x) for x in range(0, 640, 7)] == [(gone + x) // WIDE % PIECES for x in range(0, 640, 7)]
    mover.close()
    mapped.close()


def test_a_text_shown_once_leaves_the_ground_before_and_after_it(hall: Hall) -> None:
    bar = line(hall, once=True)
    mapped = hall.frames.open("line")
    hall.glass.show(Frame("", *SIZE, memoryview(b"\0" * (SIZE[0] * SIZE[1] * 4))))
    mover = crawl_of(Held(bar, mapped.frame, BAR, began=0.0))
    assert mover is not None
    brush = hall.glass._brush(BAR)
    assert brush is not None
    for at in (0.0, 10.0):
        mover.draw(brush, at)
        assert {hall.at(x, 340) for x in range(0, 640, 9)} == {pixel(BLUE)}
    for at in (1.0, 9.5):
        mover.draw(brush, at)
        gone = passing(at / 10, 640, PIECES * WIDE)
        for x in range(0, 640, 7):
            inside = 0 <= gone + x < PIECES * WIDE
            assert hall.at(x, 340) == pixel(BLUE) if not inside else piece_at(hall, x) == (gone + x) // WIDE
    mover.close()
    mapped.close()


def test_pages_take_turns(hall: Hall) -> None:
    live = Live(640, 40, "ab", ((0, 0),))
    hall.paint("pages", BAR[2:], BLUE, live, pixel(RED) * (640 * 40) + pixel(GREEN) * (640 * 40))
    made = show("pages", BAR, "ticker", kind="ticker")
    slide = replace(made.slide, fields=(("still", True),))
    hall.glass.show(Frame("", *SIZE, memoryview(b"\0" * (SIZE[0] * SIZE[1] * 4))))
    mapped = hall.frames.open("pages")
    mover = crawl_of(Held(replace(made, slide=slide), mapped.frame, BAR, began=0.0))
    brush = hall.glass._brush(BAR)
    assert mover is not None
    assert brush is not None
    lasts = page_time(640, letter_of(40))
    for number, colour in enumerate((RED, GREEN, RED)):
        mover.draw(brush, number * lasts)
        assert hall.at(0, 340) == pixel(colour)
    mover.close()
    mapped.close()
