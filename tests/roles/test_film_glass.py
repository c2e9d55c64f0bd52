"""Films on the glass: which picture is seen is decided by the cue's start and the time alone, whatever the decoder does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from multiprocessing import Pipe

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.model.canon import decode
from player.model.content import Asset, Film, Slide, Source
from player.model.frame import Frame
from player.model.scene import MAIN, Cue
from player.model.showing import Status
from player.model.units import Digest, Millis
from player.prepare.film_ring import Memory, Reel, Writer
from player.roles.film_glass import HUNGRY, PATIENCE, RESTS, FilmMover, Films
from player.screen.moving import Area
from player.slides.video import place
from tests.support.fake_clock import FakeClock

SIZE = (32, 18)
START = Millis(1_800_000_000_000)
RATE = 25
STEP = 40


def slide(name: str = "片.mp4", *, length: int = 2_000, digest: str = "a", size: tuple[int, int] = SIZE) -> Slide:
    asset = Asset(Digest(digest * 64), name, 1, *size, film=Film(Millis(length), rate=RATE * 1000))
    return Slide(name, "video", Source(name), Millis(6_000), assets=(asset,))


def still_frame() -> Frame:
    return Frame("still", *SIZE, memoryview(bytes([200]) * (SIZE[0] * SIZE[1] * 4)))


@dataclass
class Canvas:
    """A brush that remembers the first byte of what was copied."""

    seen: list[int] = field(default_factory=list)

    def copy(self, picture: Frame, source: Area, x: int, y: int) -> None:
        self.seen.append(picture.pixels[0])


@dataclass
class World:
    """The films of a glass on a clock that jumps, and a decoder that does as it is told."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(START))
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.memory = Memory().map()
        self.ours, self.theirs = Pipe()
        self.films = Films(
            self.ours,
            self.memory,
            clock=self.clock,
            glass_now=self.clock.monotonic,
            tell=self.told.append,
            well=self.told.remove,
        )
        self.writers: dict[int, Writer] = {}
        self.put: dict[int, int] = {}
        self.asked: list[tuple[Reel, ...]] = []

    def begin(self, shown: Slide, start: int = START) -> FilmMover | None:
        return self.films.begin(shown, Millis(start), still_frame(), (0, 0, *SIZE), MAIN)

    def decode(self, *, until: float = inf) -> None:
        """The worker looks at its link, and fills what has room with pictures before `until` ms: each bears its number."""
        while self.theirs.poll():
            reels = decode(tuple[Reel, ...], json.loads(self.theirs.recv_bytes())["reels"])
            self.asked.append(reels)
            self.writers = {number: one for number, one in self.writers.items() if number in {r.number for r in reels}}
            for reel in reels:
                if reel.number not in self.writers:
                    writer = Writer(self.memory, next(t for t in (0, 1) if not self._taken(t)), reel)
                    writer.begin()
                    self.writers[reel.number] = writer
                    self.put[reel.number] = reel.begin // STEP
        for number, writer in self.writers.items():
            while writer.has_room and self.put[number] * STEP < until:
                count = self.put[number]
                pixels = bytes([count % 150]) * (SIZE[0] * SIZE[1] * 4)
                writer.put(float(count * STEP), memoryview(pixels), SIZE[0] * 4)
                self.put[number] = count + 1

    def _taken(self, track: int) -> bool:
        return any(writer.track == track for writer in self.writers.values())

    def watch(self, mover: FilmMover, seconds: float, *, decoding: bool = True) -> list[tuple[int, int]]:
        """(ms since the start, first byte) of each picture that is drawn during that time, drawn when it is due."""
        canvas, seen = Canvas(), []
        end = self.clock.monotonic() + seconds
        while self.clock.monotonic() < end:
            if decoding:
                self.decode()
            before = len(canvas.seen)
            mover.draw(canvas, self.clock.monotonic())
            if len(canvas.seen) > before:
                seen.append((self.clock.now() - START, canvas.seen[-1]))
            due = min(mover.due(self.clock.monotonic()), end)
            self.clock.advance(max(0.001, round(due - self.clock.monotonic(), 3)))
        return seen


@pytest.fixture
def world() -> World:
    return World()


def numbers(seen: Sequence[tuple[int, int]]) -> list[int]:
    return [number for _, number in seen]


def test_each_picture_is_seen_at_its_time(world: World) -> None:
    """Number n comes n / 25 s after the start of the cue, in the second round as in the first; none is left out."""
    mover = world.begin(slide())
    assert mover is not None
    seen = world.watch(mover, 4.5)
    assert numbers(seen) == list(range(len(seen)))
    assert len(seen) >= 111
    assert all(abs(at - number * STEP) <= 17 for at, number in seen)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 20_000), st.integers(1, 4))
def test_a_glass_that_starts_late_is_where_all_others_are(late: int, rounds: int) -> None:
    """The picture follows from the cue's start and the time: not from when this glass began to look."""
    world = World()
    world.clock.jump(START + late)
    mover = world.begin(slide(length=rounds * 1_000))
    assert mover is not None
    world.films.look_ahead(())
    seen = world.watch(mover, 0.3)
    assert seen
    assert all(((at + 1) // STEP - number) % 150 <= 1 for at, number in seen)
    assert world.asked[0][0].begin == late


def test_the_next_film_stands_by_and_begins_at_once(world: World) -> None:
    """Four seconds ahead its decoder is asked for; at its cue the first picture is there without a wait."""
    first, second = slide(), slide("二.mp4", digest="b")
    mover = world.begin(first)
    assert mover is not None
    cue = Cue(MAIN, second, "p", Millis(START + 6_000), Millis(START + 12_000))
    assert world.films.look_ahead([(cue, SIZE)]) == START + 2_000
    world.watch(mover, 2.0)
    world.films.look_ahead([(cue, SIZE)])
    world.decode()
    assert len(world.asked[-1]) == 2
    world.watch(mover, 4.0)
    mover.close()
    following = world.begin(second, START + 6_000)
    assert following is not None
    canvas = Canvas()
    assert following.draw(canvas, world.clock.monotonic()) == ((0, 0, *SIZE),)
    assert canvas.seen == [0]


def test_a_slide_that_follows_itself_goes_on_without_a_gap(world: World) -> None:
    """Its dwell is a whole number of rounds: the same reel, and each picture in its turn over the edge."""
    shown = slide()
    mover = world.begin(shown)
    assert mover is not None
    seen = []
    for cue_number in (1, 2, 3):
        begin = START + 6_000 * cue_number
        world.films.look_ahead([(Cue(MAIN, shown, "p", Millis(begin), Millis(begin + 6_000)), SIZE)])
        world.clock.advance(0)
        seen += world.watch(mover, 3.0)
        world.films.look_ahead([(Cue(MAIN, shown, "p", Millis(begin), Millis(begin + 6_000)), SIZE)])
        seen += world.watch(mover, 3.0)
    assert len({reel.number for reels in world.asked for reel in reels}) == 1
    assert [(later - before) % 150 for before, later in zip(numbers(seen), numbers(seen)[1:], strict=False)] == [1] * (
        len(seen) - 1
    )


def test_a_dwell_that_is_no_whole_number_of_rounds_begins_anew(world: World) -> None:
    """At the edge the film is at its beginning, as on a glass that starts there: from a reel that stood by."""
    shown = slide(length=3_200)
    mover = world.begin(shown)
    assert mover is not None
    cue = Cue(MAIN, shown, "p", Millis(START + 5_000), Millis(START + 10_000))
    world.watch(mover, 2.0)
    world.films.look_ahead([(cue, SIZE)])
    seen = world.watch(mover, 4.0)
    edge = [number for at, number in seen if at >= 5_000]
    assert edge[:3] == [0, 1, 2]
    assert [number for at, number in seen if at < 5_000][-1] == 124


@pytest.mark.fault(18)
def test_a_machine_that_cannot_keep_up_goes_back_to_the_still(world: World) -> None:
    """The decoder brings a picture a second: after some seconds the still stands, which is told, and it is tried again later."""
    shown = slide(length=60_000)
    mover = world.begin(shown)
    assert mover is not None
    canvas, told = Canvas(), 0.0
    for step in range(200):
        world.decode(until=step * 10)
        mover.draw(canvas, world.clock.monotonic())
        if not mover.moves:
            told = step / 10
            break
        world.clock.advance(0.1)
    assert 3.9 < told < 10
    assert canvas.seen[-1] == 200, "the still"
    assert world.told == [shown.assets[0].digest]
    assert mover.due(world.clock.monotonic()) > world.clock.monotonic() + RESTS[0] - 1
    assert world.begin(shown) is None
    world.clock.advance(RESTS[0] + 1)
    again, start = world.begin(shown, world.clock.now()), world.clock.now()
    assert again is not None
    world.films.judge(shown, START)
    assert world.told, "the showing before was none of a film that moves"
    world.watch(again, 6.0)
    assert world.films.judge(shown, start) is None
    assert world.told == [], "it went well since: nothing more is said"


def test_a_film_that_is_on_all_day_comes_back_after_its_rest(world: World) -> None:
    """A folder with one film: nothing else ever comes up, so the film itself tries again, where it should be by then."""
    mover = world.begin(slide(length=60_000))
    assert mover is not None
    world.watch(mover, 2.0)
    world.watch(mover, 15.0, decoding=False)
    assert not mover.moves
    seen: list[tuple[int, int]] = []
    for _ in range(45):
        world.films.look_ahead(())
        seen += world.watch(mover, 1.0)
    assert mover.moves
    assert len(seen) > 200
    at, number = seen[-1]
    assert ((at + 1) // STEP - number) % 150 <= 1
    mover.close()
    assert mover.due(world.clock.monotonic()) == inf


def test_one_hiccup_is_no_reason(world: World) -> None:
    """A second and a half without a picture: the last one stands, then the film is where it should be."""
    mover = world.begin(slide(length=60_000))
    assert mover is not None
    world.watch(mover, 5.0)
    world.watch(mover, 1.5, decoding=False)
    seen = world.watch(mover, 3.0)
    assert mover.moves
    at, number = seen[-1]
    assert (at // STEP - number) % 150 <= 1


@pytest.mark.fault(17)
def test_a_decoder_that_died_leaves_the_still(world: World) -> None:
    mover = world.begin(slide(length=60_000))
    assert mover is not None
    world.watch(mover, 1.0)
    world.films.hear(json.dumps({"number": world.asked[0][0].number, "error": "the job died"}).encode())
    canvas = Canvas()
    assert mover.draw(canvas, world.clock.monotonic())
    assert canvas.seen == [200]
    assert not mover.moves
    world.films.look_ahead(())
    world.decode()
    assert world.asked[-1] == ()


def test_a_worker_that_was_started_again_is_told_what_is_wanted(world: World) -> None:
    """The message went to one that is gone: whoever gets no pictures says again what it wants."""
    mover = world.begin(slide(length=60_000))
    assert mover is not None
    world.watch(mover, 1.0)
    world.writers.clear()
    before = len(world.asked)
    for _ in range(3):
        world.watch(mover, HUNGRY * 0.7)
        world.films.look_ahead(())
    assert len(world.asked) > before
    assert mover.moves
    assert len(world.watch(mover, 0.5)) > 5


def test_no_decoder_at_all_leaves_the_still(world: World) -> None:
    mover = world.begin(slide())
    assert mover is not None
    world.watch(mover, PATIENCE + 1, decoding=False)
    assert not mover.moves


def test_a_showing_of_a_still_is_a_content_failure(world: World) -> None:
    """The journal says success only where the film was seen to move."""
    shown = slide(length=6_000)
    mover = world.begin(shown)
    assert mover is not None
    world.watch(mover, 6.0)
    assert world.films.judge(shown, START) is None
    mover.close()
    second = world.begin(shown, START + 6_000)
    assert second is not None
    world.watch(second, 6.0, decoding=False)
    assert world.films.judge(shown, Millis(START + 6_000)) is Status.CONTENT_FAILURE
    assert world.films.judge(Slide("x", "slogan", Source("x"), Millis(1)), START) is None


@pytest.mark.control(17, 18)
def test_a_mover_that_believes_its_decoder_stands_on_half_a_film(world: World) -> None:
    """What the judge is for: without it the last picture that came stands for good, and nobody is told."""
    mover = world.begin(slide(length=60_000))
    assert mover is not None
    mover._judge.lenient = True
    world.watch(mover, 1.0)
    seen = world.watch(mover, 30.0, decoding=False)
    assert mover.moves
    assert len(seen) < 12
    assert world.told == []


def test_other_slides_and_a_glass_without_memory_move_nothing(world: World) -> None:
    assert world.begin(Slide("x", "slogan", Source("x"), Millis(1))) is None
    films = Films(None, None, clock=world.clock, glass_now=world.clock.monotonic)
    assert films.begin(slide(), START, still_frame(), (0, 0, *SIZE), MAIN) is None
    assert films.look_ahead([(Cue(MAIN, slide(), "p", Millis(START + 1), Millis(START + 9)), SIZE)]) > START


@given(st.integers(16, 4096), st.integers(16, 4096), st.integers(160, 3840), st.integers(90, 2160), st.booleans())
def test_a_film_stands_whole_in_its_own_shape(wide: int, high: int, width: int, height: int, captioned: bool) -> None:
    """As large as it goes, nowhere outside, its shape kept but for a pixel or two, above its caption."""
    shown = slide(size=(wide, high))
    if captioned:
        shown = Slide(shown.id, "video", shown.source, shown.dwell, (("caption", "说明"),), shown.assets)
    at = place(shown, width, height)
    room = height - (round(height * 0.12) if captioned else 0)
    assert at.x >= 0
    assert at.y >= 0
    assert at.right <= width
    assert at.bottom <= room
    assert at.width >= width - 2 or at.height >= room - 2
    scale = min(width / wide, room / high)
    assert abs(at.width - wide * scale) <= 2.5
    assert abs(at.height - high * scale) <= 2.5
