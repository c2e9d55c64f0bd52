"""What the intake tells: facts of the others come in by shared memory, the page, its report and the doctor's memory go out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from player.model.problem import Place, Problem
from player.model.restart import Cause
from player.model.snapshot import Snapshot
from player.model.units import DAY, HOUR, Digest, Millis
from player.prepare.frames import FrameStore
from player.roles.barred import bar, key_of
from player.roles.beat import Beat
from player.roles.orders import Orders
from player.roles.tally import Shared, Tally
from player.roles.telling import PAINTING, Known, Telling, remembered
from player.sources.remarks import Away, problem_of_away
from player.status.told import NAME, read
from player.status.write import AT_MOST, EVERY
from player.store.problems import PROBLEMS
from tests.support.fake_clock import FakeClock
from tests.support.status import slogan, timeline


class Room:
    """The telling of one screen, without any process."""

    def __init__(self, place: Path) -> None:
        (place / "folder").mkdir()
        (place / "cache").mkdir()
        self.clock = FakeClock()
        self.orders = Orders(place / "folder", place / "cache", self.clock, look="look")
        self.shared = Shared(Beat(), Tally(("glass", "intake"), self.clock.monotonic()))
        self.shared.glass.tell_size(640, 360)
        self.telling = Telling(self.orders, self.shared)
        self.timeline = timeline(slogan("甲", "a.yaml"), slogan("乙", "b.yaml"))

    def told(self, *problems: Problem, after: float = 3.0, **changes: Any) -> dict[str, Any]:
        """The report after so many seconds."""
        self.clock.advance(after)
        shown = self.timeline
        since = changes.pop("away_since", None)
        self.telling.tell(Known(shown.snapshot, shown.digest, (), problems, since, **changes))
        place = self.orders.folder if since is None else self.orders.cache
        found: dict[str, Any] = json.loads((place / "状态" / "状态.json").read_text("utf-8"))
        return found


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def codes(report: dict[str, Any]) -> list[str]:
    return [one["code"] for one in (*report["notices"], *report["problems"])]


def test_a_folder_that_is_away_is_told_once_with_its_reason_and_since_when(room: Room) -> None:
    why = problem_of_away(Away.SILENT, root="/srv")
    since = Millis(room.clock.now() - 90_000)
    report = room.told(why, away_since=since, away=why)
    assert codes(report) == ["folder-silent"]
    assert "已经1分33秒" in report["notices"][0]["message"]
    assert report["folder_away_since"] is not None
    assert codes(room.told()) == []


def test_what_the_supervisor_did_is_told_with_the_slide_and_its_line(room: Room) -> None:
    room.shared.tally.count("glass", room.clock.monotonic())
    room.shared.tally.count("glass", room.clock.monotonic(), Cause.MEMORY)
    room.shared.tally.broke_off("乙")
    room.shared.glass.safe = True
    slide = room.timeline.snapshot.slides()[1]
    assert bar(room.orders.cache, key_of(slide, room.telling._panel(640, 360), "look"))
    report = room.told()
    assert codes(report) == ["safe-mode", "slide-quarantined"]
    (held,) = [one for one in report["problems"] if one["code"] == "slide-quarantined"]
    assert (held["file"], held["line"]) == ("b.yaml", 3)
    assert [(one["part"], one["cause"], one["count"]) for one in report["restarts"]] == [
        ("glass", "ended", 1),
        ("glass", "memory", 1),
    ]
    assert report["broke_off"] == "乙"
    assert report["size"] == [640, 360]


def test_a_clock_that_the_glass_doubts_is_told(room: Room) -> None:
    room.shared.glass.doubts_clock = True
    assert codes(room.told()) == ["clock-wrong"]


def test_the_doctors_memory_says_what_the_page_says_wherever_the_page_is(room: Room) -> None:
    room.told(PROBLEMS.problem("power-lost", when="昨天"), hears=True)
    told = read((room.orders.cache / NAME).read_bytes())
    assert told is not None
    assert told.page == str(room.orders.folder / "状态" / "状态.html")
    assert told.on.zh == "正在播放“甲”"
    assert [one.code for one in told.problems] == ["power-lost"]
    room.clock.advance(3)
    away = Known(room.timeline.snapshot, room.timeline.digest, (), (), Millis(room.clock.now() - 120_000))
    room.telling.tell(away)
    told = read((room.orders.cache / NAME).read_bytes())
    assert told is not None
    assert told.page == str(room.orders.cache / "状态" / "状态.html")
    assert [one.code for one in told.notices] == ["folder-away"]


def test_what_came_is_told_for_a_day_and_by_the_next_intake_too(room: Room) -> None:
    digest = room.timeline.digest
    assert digest is not None
    room.telling.published(room.timeline.snapshot, digest, Snapshot(), room.clock.now())
    assert [one["title"] for one in room.told()["arrivals"]] == ["甲", "乙"]
    room.telling = Telling(room.orders, room.shared)
    assert [one["title"] for one in room.told()["arrivals"]] == ["甲", "乙"]
    assert room.told(after=DAY / 1e3)["arrivals"] == []


@pytest.mark.parametrize("data", [b"", b"{}", b'[{"slide": 1}]', b"[" * 100_000])
def test_a_memory_of_arrivals_that_is_none_is_no_reason_to_stop(room: Room, data: bytes) -> None:
    (room.orders.cache / "arrivals.json").write_bytes(data)
    room.telling = Telling(room.orders, room.shared)
    assert room.told()["arrivals"] == []


def test_a_disk_that_takes_nothing_is_no_reason_to_stop(room: Room) -> None:
    (room.orders.cache / NAME).mkdir()
    (room.orders.cache / "arrivals.json").mkdir()
    digest = room.timeline.digest
    assert digest is not None
    room.telling.published(room.timeline.snapshot, Digest(digest), Snapshot(), room.clock.now())
    assert room.told(PROBLEMS.problem("disk-low", Place()))["state"] == "look"


def test_the_page_has_its_picture_as_soon_as_the_frame_is_there(room: Room) -> None:
    """While what is on is being painted the page is looked at again soon; once it has the picture nobody wakes for it."""
    room.told()
    assert room.telling.wake_at == room.clock.monotonic() + AT_MOST
    cue = room.timeline.scene_at(room.clock.now()).cue()
    assert cue is not None
    key = room.telling._key_of(cue.slide, room.timeline, room.clock.now())
    frames = FrameStore(room.orders.cache / "frames")
    frames.write(key, width=640, height=360, pixels=b"\x80" * (640 * 360 * 4), live=None, strip=b"")
    page = room.orders.folder / "状态" / "状态.html"
    assert "data:image" not in page.read_text("utf-8")
    room.told(after=AT_MOST)
    written = page.read_bytes()
    assert b"data:image" in written
    assert wake_of(room.telling) is None
    room.told(after=AT_MOST)
    assert page.read_bytes() == written, "it was written once for it"


def test_what_the_other_parts_write_while_nothing_else_happens_is_told_at_the_next_look(room: Room) -> None:
    """Looks at which nothing changed gather nothing; each of these ends that."""
    now = room.clock.now()
    on = room.timeline.scene_at(now).cue()
    assert on is not None
    keys = {slide: room.telling._key_of(slide, room.timeline, now) for slide in room.timeline.snapshot.slides()}
    frames = FrameStore(room.orders.cache / "frames")
    frames.write(keys.pop(on.slide), width=640, height=360, pixels=b"\x80" * (640 * 360 * 4), live=None, strip=b"")
    for _ in range(3):
        assert codes(room.told()) == []
    assert wake_of(room.telling) is None
    (other,) = keys.values()
    frames.hold(other, [PROBLEMS.problem("disk-no-room", Place(), free="1 MB")])
    assert codes(room.told()) == ["disk-no-room"]
    room.shared.glass.safe = True
    assert codes(room.told()) == ["safe-mode", "disk-no-room"]
    room.shared.glass.safe = False
    room.shared.tally.count("glass", room.clock.monotonic())
    assert [one["part"] for one in room.told()["restarts"]] == ["glass"]
    assert codes(room.told(after=EVERY)) == ["disk-no-room"], "and in any case every five minutes"


def test_a_frame_that_does_not_come_is_not_waited_for_every_other_second(room: Room) -> None:
    room.told()
    assert wake_of(room.telling) is not None
    room.told(after=PAINTING + 1.0)
    assert wake_of(room.telling) is None


def wake_of(telling: Telling) -> float | None:
    return telling.wake_at


@pytest.mark.fault(29)
def test_what_came_under_a_clock_that_is_doubted_is_told_by_what_time_it_is(room: Room) -> None:
    """The intake knows better than the clock what time it is: what came stays told for a day of that."""
    right = room.clock.now()
    room.clock.jump(4_102_444_800_000)
    digest = room.timeline.digest
    assert digest is not None
    room.telling.published(room.timeline.snapshot, digest, Snapshot(), right)
    assert len(remembered(room.orders.cache)) == 2
    known = Known(room.timeline.snapshot, digest, (), (), None)
    page = room.orders.folder / "状态" / "状态.json"
    for later, count in ((Millis(right + HOUR), 2), (Millis(right + 2 * DAY), 0)):
        room.clock.advance(400)
        room.telling.tell(known, later)
        assert len(json.loads(page.read_text("utf-8"))["arrivals"]) == count
