"""What the glass tells becomes showings: when they begin and end, how long they last, how they went."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from player.model.content import Asset, Slide, Source
from player.model.showing import Showing, Status
from player.model.units import Digest, Millis
from player.store.showing import SLACK, Seen, Witness
from tests.support.fake_clock import FakeClock


class Glass:
    """A witness, the clock it is told of, and what it gave to the journal."""

    def __init__(self) -> None:
        self.clock = FakeClock(0)
        self.kept: list[Showing] = []
        self.witness = Witness("hall", self._keep)

    def _keep(self, showing: Showing) -> bool:
        self.kept.append(showing)
        return True

    def came(self, name: str, dwell: float | None, start: int | None = None) -> None:
        begins = self.clock.now() if start is None else Millis(start)
        end = None if dwell is None else Millis(begins + round(dwell * 1e3))
        seen = Seen(slide(name), begins, end, title=name, playlist="a.yaml", snapshot=Digest("ab" * 32))
        self.witness.came(seen, self.clock.now(), self.clock.monotonic())

    def went(self, status: Status | None = None) -> None:
        self.witness.went(self.clock.now(), self.clock.monotonic(), status)

    def told(self) -> list[tuple[str, int, int, int, Status]]:
        return [(one.slide, one.start, one.end, one.duration, one.status) for one in self.kept]


def slide(name: str, **fields: str) -> Slide:
    asset = Asset(Digest("cd" * 32), "海报.png", 9, 16, 9)
    return Slide(name, "slogan", Source("a.yaml", 3), Millis(8_000), tuple(sorted(fields.items())), (asset,))


def test_a_showing_lasts_until_the_next_picture_is_there() -> None:
    glass = Glass()
    glass.came("a", 8)
    glass.clock.advance(8.6)  # and the fade to the next one
    glass.came("b", 8, start=8_000)
    glass.clock.advance(8)
    glass.went()
    assert glass.told() == [
        ("a", 0, 8_600, 8_600, Status.SUCCESS),
        ("b", 8_600, 16_600, 8_000, Status.SUCCESS),
    ]
    one = glass.kept[0]
    assert (one.screen, one.kind, one.file, one.playlist, one.zone) == ("hall", "slogan", "a.yaml", "a.yaml", "main")
    assert (one.snapshot, one.assets, one.title) == ("ab" * 32, ("cd" * 32,), "a")


def test_what_leaves_before_its_cue_ends_was_interrupted() -> None:
    glass = Glass()
    glass.came("a", 8)
    glass.clock.advance(3)
    glass.came("takeover", 60)
    glass.clock.advance((60_000 - SLACK) / 1e3)
    glass.came("b", 8)
    glass.went()
    assert [status for *_, status in glass.told()] == [Status.INTERRUPTION, Status.SUCCESS, Status.INTERRUPTION]


def test_a_slide_painted_anew_goes_on() -> None:
    glass = Glass()
    glass.came("countdown", 20)
    for _ in range(20):
        glass.clock.advance(1)
        glass.came("countdown", 20, start=0)
    assert glass.told() == []
    glass.came("countdown", 20)
    assert glass.told() == [("countdown", 0, 20_000, 20_000, Status.SUCCESS)]


def test_durations_do_not_follow_a_clock_that_is_set() -> None:
    glass = Glass()
    glass.came("a", 8)
    glass.clock.advance(4)
    glass.clock.jump(86_400_000)
    glass.clock.advance(4)
    glass.went()
    assert glass.told() == [("a", 0, 86_404_000, 8_000, Status.SUCCESS)]


def test_a_slide_that_cannot_be_made_fails_once_a_cue_and_what_stands_in_goes_on() -> None:
    glass = Glass()
    glass.came("a", 8)
    glass.clock.advance(8)
    bad = Seen(slide("bad"), Millis(8_000), Millis(16_000), title="bad")
    for _ in range(5):
        glass.witness.failed(bad, glass.clock.now())
        glass.clock.advance(1)
    glass.came("b", 8)
    assert glass.told() == [
        ("bad", 8_000, 8_000, 0, Status.CONTENT_FAILURE),
        ("a", 0, 13_000, 13_000, Status.SUCCESS),
    ]


def test_a_display_that_dies_is_a_hardware_failure() -> None:
    glass = Glass()
    glass.came("a", 8)
    glass.clock.advance(2)
    glass.went(Status.HARDWARE_FAILURE)
    glass.went()
    assert glass.told() == [("a", 0, 2_000, 2_000, Status.HARDWARE_FAILURE)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20_000)), max_size=30))
def test_showings_tile_the_time(steps: list[tuple[int, int]]) -> None:
    """Law: from the first picture to the last, each showing begins when the one before ended, and nothing is counted twice."""
    glass = Glass()
    for name, wait in steps:
        glass.came(f"s{name}", 8)
        glass.clock.advance(wait / 1e3)
    glass.went()
    total = sum(wait for _, wait in steps)
    assert sum(one.duration for one in glass.kept) == total == (glass.kept[-1].end if glass.kept else 0)
    for before, after in zip(glass.kept, glass.kept[1:], strict=False):
        assert before.end == after.start
