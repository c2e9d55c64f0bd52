"""Which film is to be heard, from when to when: what the glass tells the speaker, following from the cues alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf
from multiprocessing import Pipe

import pytest

from player.model.content import Asset, Film, Slide, Source, Value
from player.model.frame import Frame
from player.model.scene import MAIN, Cue
from player.model.units import Digest, Millis
from player.prepare.film_ring import FilmLink, Memory
from player.roles.film_glass import FilmMover, Films
from player.roles.voices import Board, Voice, heard, teller_of
from tests.support.fake_clock import FakeClock

SIZE = (32, 18)
START = Millis(1_800_000_000_000)


def slide(name: str = "片.mp4", *, length: int = 2_000, film: Film | None = None, **fields: Value) -> Slide:
    film = film or Film(Millis(length), sound=True)
    asset = Asset(Digest(name[0] * 64), name, 1, *SIZE, film=film)
    return Slide(name, "video", Source(name), Millis(6_000), tuple(sorted(fields.items())), assets=(asset,))


LOUD: dict[str, Value] = {"sound": True}


@dataclass
class World:
    """The films of a glass on a clock that jumps, and what the speaker is told."""

    rate: float = 1.0
    clock: FakeClock = field(default_factory=lambda: FakeClock(START))

    def __post_init__(self) -> None:
        memory = Memory()
        self.memory = memory.map()
        ours, self.worker = Pipe()
        speaker, self.speaker = Pipe()
        link = self.link = FilmLink(ours, memory, speaker)
        teller = teller_of(link, self.memory, self.clock, rate=self.rate)
        self.films = Films(
            ours, self.memory, clock=self.clock, glass_now=self.clock.monotonic, rate=self.rate, teller=teller
        )
        self.at = self.clock.monotonic()

    def begin(self, shown: Slide, start: int = 0, end: int = 6_000, zone: str = MAIN) -> FilmMover | None:
        still = Frame("still", *SIZE, memoryview(bytes(SIZE[0] * SIZE[1] * 4)))
        return self.films.begin(shown, Millis(START + start), still, (0, 0, *SIZE), zone, end=Millis(START + end))

    def told(self) -> tuple[tuple[float, float, int], ...] | None:
        """Start, end (seconds since the beginning) and volume of what is to be heard, as told last; None where nothing new was."""
        voices: tuple[Voice, ...] | None = None
        while self.speaker.poll():
            number, voices = heard(self.speaker.recv_bytes())
            Board(self.memory).heard(number)
        Board(self.memory).live(self.clock.monotonic())
        if voices is None:
            return None
        return tuple((round(one.start - self.at, 3), round(one.end - self.at, 3), one.volume) for one in voices)


def cue(shown: Slide, start: int, end: int, zone: str = MAIN) -> Cue:
    return Cue(zone, shown, "p", Millis(START + start), Millis(START + end))


def test_a_film_that_says_sound_is_heard_as_long_as_its_cue() -> None:
    world = World()
    mover = world.begin(slide(sound=True, volume=60))
    assert mover is not None
    assert world.told() == ((0.0, 6.0, 60),)
    assert b'"sound": true' in world.worker.recv_bytes()
    world.clock.advance(1.0)
    world.films.look_ahead(())
    assert world.told() is None, "nothing has changed"


@pytest.mark.parametrize(
    "shown",
    [
        slide(),
        slide(sound=False),
        slide(sound=True, film=Film(Millis(2_000))),
        slide(sound=True, film=Film(Millis(2_000), sound=True, unheard="dca")),
        slide(sound=True, volume=0),
    ],
)
def test_one_that_is_silent_costs_nothing(shown: Slide) -> None:
    """Nobody is told, and nobody decodes sound."""
    world = World()
    assert world.begin(shown) is not None
    world.films.look_ahead([(cue(shown, 6_000, 12_000), SIZE)])
    assert world.told() is None
    assert b"sound" not in world.worker.recv_bytes()


def test_a_clock_that_runs_faster_is_silent() -> None:
    world = World(rate=10.0)
    assert world.begin(slide(sound=True)) is not None
    assert world.told() is None
    assert b"sound" not in world.worker.recv_bytes()


def test_the_film_that_comes_is_told_ahead() -> None:
    """So the device is open, and its sound begins with its cue."""
    world = World()
    world.begin(slide(**LOUD))
    following = slide("二.mp4", **LOUD)
    world.told()
    world.clock.advance(3.0)
    world.films.look_ahead([(cue(following, 6_000, 12_000), SIZE)])
    assert world.told() == ((0.0, 6.0, 100), (6.0, 12.0, 100))
    world.clock.advance(3.0)
    world.begin(following, 6_000, 12_000)
    assert world.told() == ((6.0, 12.0, 100),)


def test_a_film_that_follows_itself_goes_on() -> None:
    world = World()
    shown = slide(**LOUD)
    world.begin(shown)
    world.told()
    world.clock.advance(3.0)
    world.films.look_ahead([(cue(shown, 6_000, 12_000), SIZE)])
    assert world.told() == ((0.0, 6.0, 100), (6.0, 12.0, 100))


def test_the_slides_film_is_first_and_the_one_beside_it_second() -> None:
    world = World()
    world.begin(slide("边.mp4", sound=30), zone="右边")
    assert world.told() == ((0.0, 6.0, 30),)
    world.begin(slide(sound=80))
    assert world.told() == ((0.0, 6.0, 80), (0.0, 6.0, 30))


def test_it_is_silent_when_another_slide_comes_up_early() -> None:
    """A takeover: what comes up is made before the transition, and says so at once."""
    world = World()
    world.begin(slide(**LOUD))
    world.told()
    world.clock.advance(2.0)
    assert world.begin(Slide("x", "slogan", Source("x"), Millis(1)), 2_000) is None
    assert world.told() == ()


def test_new_content_may_end_a_cue_at_another_time() -> None:
    world = World()
    shown = slide(**LOUD)
    world.begin(shown)
    world.told()
    world.films.goes_on([cue(shown, 0, 9_000)])
    world.films.look_ahead(())
    assert world.told() == ((0.0, 9.0, 100),)


def test_a_film_that_is_dropped_to_its_still_is_silent() -> None:
    """Its decoder died, or the machine does not keep up: no sound over a picture that stands."""
    world = World()
    mover = world.begin(slide(**LOUD))
    assert mover is not None
    world.told()
    number = next(iter(mover.turns)).run.reel.number
    world.films.hear(b'{"number": %d, "error": "died"}' % number)

    class Canvas:
        def copy(self, *_: object) -> None:
            pass

    mover.draw(Canvas(), world.clock.monotonic())  # type: ignore[arg-type]
    assert world.told() == ()


def test_a_film_whose_sound_came_to_nothing_moves_on(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    mover = world.begin(slide(**LOUD))
    assert mover is not None
    number = next(iter(mover.turns)).run.reel.number
    for _ in range(2):
        world.films.hear(b'{"number": %d, "silent": "killed"}' % number)
    assert mover.moves
    assert not mover.turns[0].run.died
    assert len(caplog.records) == 1, "said once"


def test_a_clock_that_is_set_is_followed() -> None:
    """The picture jumps with the wall clock, and so does the sound."""
    world = World()
    world.begin(slide(**LOUD), end=60_000)
    world.told()
    world.clock.jump(START + 500)
    world.films.look_ahead(())
    assert world.told() == ((-0.5, 59.5, 100),)


def test_an_end_that_nobody_knows_is_none() -> None:
    world = World()
    still = Frame("still", *SIZE, memoryview(bytes(SIZE[0] * SIZE[1] * 4)))
    world.films.begin(slide(**LOUD), START, still, (0, 0, *SIZE), MAIN)
    assert world.told() == ((0.0, inf, 100),)
    world.films.look_ahead(())
    assert world.told() is None


def test_a_film_with_rare_pictures_gives_signs_of_life_all_the_same() -> None:
    """A recorded lecture has a picture every ten seconds: its sound goes on between them."""
    world = World()
    loud, silent = world.begin(slide(**LOUD)), World().begin(replace(slide(), fields=()))
    assert loud is not None
    assert silent is not None
    now = world.clock.monotonic()
    assert loud.due(now) <= now + 0.1
