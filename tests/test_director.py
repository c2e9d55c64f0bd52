"""The director's rules, on real timelines: what it shows, when it adopts, what it prepares, when it wakes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.director import GLIMPSE, Facts, Plan, Shown, always_on, plan
from player.model.content import ALWAYS, Daypart, Days, Moment, Slide, Source, When
from player.model.order import frame_key
from player.model.settings import Panel
from player.model.snapshot import Playlist, Snapshot
from player.model.units import DAY, HOUR, SECOND, DayTime, Millis
from player.timeline.scenes import Timeline

NOON = Millis(1_593_835_200_000)
PANEL = Panel()


def slide(name: str, seconds: int = 10) -> Slide:
    return Slide(name, "slogan", Source("f"), Millis(seconds * SECOND), (("slogan", name),))


def timeline(*slides: Slide, takeover: bool = False, under: tuple[Slide, ...] = ()) -> Timeline:
    lists = (Playlist("p", "p", slides, takeover=takeover),)
    if under:
        lists = (Playlist("base", "base", under), *lists)
    return Timeline(Snapshot(playlists=lists))


class Desk:
    """A glass that does at once what the director plans; every frame but those in `missing` and `broken` can be made.

    With `late` it wakes so many milliseconds after it should, and its frames come up as much later.
    """

    def __init__(self, first: Timeline | None, late: int = 0) -> None:
        self.late = late
        self.facts = Facts(
            timeline=first,
            offered=None,
            shown=None,
            ready=lambda key: key not in self.missing and key not in self.broken,
            failed=lambda key: key in self.broken,
            panel=PANEL,
            look="",
        )
        self.missing: set[str] = set()
        self.broken: set[str] = set()
        self.log: list[tuple[Millis, str]] = []

    def step(self, now: Millis) -> Plan:
        done = plan(self.facts, now)
        if done.adopt:
            self.facts = replace(self.facts, timeline=self.facts.offered, offered=None)
        if done.show is not None:
            show = done.show
            before = self.facts.shown
            same = before is not None and (before.slide, before.start) == (show.slide.id, show.start)
            since = before.since if before is not None and same else Millis(now + self.late)
            shown = Shown(show.order.key, show.slide.id, show.start, since, card=show.cue is None)
            self.facts = replace(self.facts, shown=shown)
            self.log.append((now, show.slide.id))
        return done

    def offer(self, newer: Timeline, now: Millis) -> None:
        self.facts = replace(self.facts, offered=newer, offered_at=now)

    def run(self, start: Millis, end: Millis) -> None:
        now = start
        while now < end:
            now = Millis(self.step(now).wake_at + self.late)

    @property
    def shown(self) -> str:
        assert self.facts.shown is not None
        return self.facts.shown.slide


def key(one: Slide) -> str:
    return frame_key(one, "", PANEL, "")


def test_what_is_shown_is_what_the_timeline_says_at_every_wake_up() -> None:
    rules = timeline(slide("a"), slide("b", 7), slide("c", 13))
    desk = Desk(rules)
    desk.run(NOON, Millis(NOON + 300 * SECOND))
    for (at, name), (until, _) in pairwise(desk.log):
        for now in (at, (at + until) // 2, until - 1):
            cue = rules.scene_at(Millis(now)).cue()
            assert cue is not None
            assert cue.slide.id == name


def test_before_any_content_there_is_a_card_that_names_the_folder_but_not_in_the_first_moments() -> None:
    desk = Desk(None)
    desk.facts = replace(desk.facts, waiting=True)
    assert desk.step(NOON).show is None
    desk.facts = replace(desk.facts, waiting=False, folder="节目")
    desk.step(NOON)
    assert desk.shown.startswith("card:")
    assert "节目" in desk.shown


def test_a_snapshot_without_anything_shows_a_card_at_once() -> None:
    desk = Desk(Timeline(Snapshot()))
    desk.facts = replace(desk.facts, waiting=True)
    desk.step(NOON)
    assert desk.shown.startswith("card:")


def test_content_replaces_the_card_at_once() -> None:
    desk = Desk(None)
    desk.step(NOON)
    desk.offer(timeline(slide("a")), Millis(NOON + 3))
    desk.step(Millis(NOON + 4))
    assert desk.shown == "a"


def test_the_last_good_frame_stands_in_for_one_that_is_late_and_the_timeline_does_not_move() -> None:
    a, b, c = slide("a"), slide("b"), slide("c")
    rules = timeline(a, b, c)
    desk = Desk(rules)
    desk.missing = {key(b)}
    desk.run(NOON, Millis(NOON + 60 * SECOND))
    for at, name in desk.log:
        cue = rules.scene_at(at).cue()
        assert cue is not None
        assert cue.slide.id == name != "b"


def test_a_frame_that_cannot_be_made_is_not_ordered_again_and_holds_up_nothing() -> None:
    a, b = slide("a"), slide("b")
    desk = Desk(timeline(a, b))
    desk.broken = {key(b)}
    desk.run(NOON, Millis(NOON + 60 * SECOND))
    assert {name for _, name in desk.log} == {"a"}
    assert key(b) not in {order.key for order in desk.step(Millis(NOON + 61 * SECOND)).prepare}


def test_the_present_frame_is_ordered_first_then_the_offered_one_then_the_next() -> None:
    a, b, c = slide("a"), slide("b"), slide("c")
    desk = Desk(timeline(a, b, c))
    now = NOON
    first = desk.step(now).prepare
    on = desk.facts.timeline.scene_at(now).cue() if desk.facts.timeline else None
    assert on is not None
    assert first[0].key == key(on.slide)
    assert {order.key for order in first} == {key(a), key(b), key(c)}
    new = slide("new")
    desk.offer(timeline(new), now)
    orders = [order.key for order in desk.step(Millis(now + 1)).prepare]
    assert orders.index(key(new)) == 1


@given(st.integers(0, 10_000_000), st.lists(st.integers(2, 15), min_size=1, max_size=5), st.integers(2, 15))
def test_a_new_snapshot_is_adopted_at_an_edge_of_its_own(offset: int, dwells: list[int], dwell: int) -> None:
    """Law: the first slide of a new snapshot comes at its cue's start, at most a glimpse later; no slide flashes by."""
    old = timeline(*(slide(f"old{n}", seconds) for n, seconds in enumerate(dwells)))
    new = timeline(*(slide(f"new{n}", seconds) for n, seconds in enumerate([dwell, *dwells])))
    desk = Desk(old)
    now = Millis(NOON + offset)
    desk.step(now)
    desk.run(now, Millis(now + 20 * SECOND))
    at = Millis(now + 20 * SECOND)
    desk.offer(new, at)
    desk.run(at, Millis(at + 60 * SECOND))
    came = [(when, name) for when, name in desk.log if name.startswith("new")]
    assert came, "it is adopted within its longest cue"
    for number, (when, name) in enumerate(came):
        cue = new.scene_at(when).cue()
        assert cue is not None
        assert cue.slide.id == name
        assert when - cue.start < (GLIMPSE if number == 0 else 1)
    times = [when for when, _ in desk.log]
    assert all(later - earlier >= GLIMPSE for earlier, later in pairwise(times[1:]))


def test_a_new_snapshot_waits_until_its_frame_is_ready() -> None:
    new = slide("new", 5)
    desk = Desk(timeline(slide("old", 5)))
    desk.step(NOON)
    desk.missing = {key(new)}
    desk.offer(timeline(new), NOON)
    desk.run(NOON, Millis(NOON + 60 * SECOND))
    assert desk.shown == "old"
    desk.missing = set()
    desk.run(Millis(NOON + 60 * SECOND), Millis(NOON + 70 * SECOND))
    assert desk.shown == "new"


def test_a_takeover_cuts_in_at_once() -> None:
    calm = (slide("calm", 30),)
    desk = Desk(timeline(*calm))
    desk.step(Millis(NOON + 5))
    urgent = slide("urgent", 30)
    desk.offer(timeline(urgent, takeover=True, under=calm), Millis(NOON + 3 * SECOND))
    desk.step(Millis(NOON + 3 * SECOND))
    assert desk.shown == "urgent"


def test_a_takeover_whose_frame_cannot_be_made_does_not_blacken_or_block() -> None:
    calm, urgent = slide("calm", 30), slide("urgent", 30)
    desk = Desk(timeline(calm))
    desk.step(NOON)
    desk.broken = {key(urgent)}
    desk.offer(timeline(urgent, takeover=True, under=(calm,)), NOON)
    desk.run(NOON, Millis(NOON + 60 * SECOND))
    assert desk.shown == "calm"


def test_offering_what_is_removed_again_leaves_the_old_timeline_alone() -> None:
    desk = Desk(timeline(slide("old", 10)))
    desk.step(NOON)
    desk.offer(Timeline(Snapshot()), NOON)
    desk.run(NOON, Millis(NOON + 30 * SECOND))
    assert desk.shown.startswith("card:"), "an empty folder is shown as such"


@pytest.mark.parametrize("dwells", [(2, 2), (2, 2, 6), (2, 3, 2)])
@pytest.mark.parametrize("late", [0, 5, 60])
def test_slides_no_longer_than_a_glimpse_do_not_keep_new_content_out(dwells: tuple[int, ...], late: int) -> None:
    """A real glass is some milliseconds late at each edge, so no slide of two seconds is ever seen for two seconds."""
    desk = Desk(timeline(slide("a", 2), slide("b", 2)), late)
    desk.run(NOON, Millis(NOON + 9 * SECOND))
    desk.offer(
        timeline(*(slide(f"new {number}", dwell) for number, dwell in enumerate(dwells))), Millis(NOON + 9 * SECOND)
    )
    desk.run(Millis(NOON + 9 * SECOND), Millis(NOON + 30 * SECOND))
    assert desk.facts.offered is None, "it was adopted"
    assert all(later - earlier >= 1_700 for (earlier, _), (later, _) in pairwise(desk.log)), "and no slide flashed by"


@pytest.mark.parametrize("state", ["nothing", "playing", "offered"])
def test_a_plan_always_wakes_later_than_now_and_within_a_minute(state: str) -> None:
    desk = Desk(None if state == "nothing" else timeline(slide("a")))
    if state == "offered":
        desk.offer(timeline(slide("b")), NOON)
    done = plan(desk.facts, NOON)
    assert NOON < done.wake_at <= NOON + 60 * SECOND


def test_a_slide_in_quarantine_keeps_its_time_and_the_one_before_it_stands() -> None:
    a, b, c = slide("a"), slide("b"), slide("c")
    rules = timeline(a, b, c)
    desk = Desk(rules)
    desk.facts = replace(desk.facts, barred=lambda one: one == b)
    desk.run(NOON, Millis(NOON + 120 * SECOND))
    assert {name for _, name in desk.log} <= {"a", "c"}
    for at, name in desk.log[1:]:
        cue = rules.scene_at(at).cue()
        assert cue is not None
        assert cue.slide.id == name, "the others come when they would have come"
    missed = [plan(desk.facts, Millis(NOON + at * SECOND)).missed for at in range(60)]
    assert sum(one is not None and one.slide == b for one in missed) == 20
    assert key(b) not in {
        order.key for at in range(60) for order in plan(desk.facts, Millis(NOON + at * SECOND)).prepare
    }


def test_after_a_restart_in_the_time_of_a_slide_in_quarantine_another_stands_in() -> None:
    a, b = slide("a"), slide("b", 20)
    rules = timeline(a, b)
    start = next(cue.start for cue in rules.cues(NOON, Millis(NOON + 60 * SECOND)) if cue.slide == b)
    desk = Desk(rules)
    desk.facts = replace(desk.facts, barred=lambda one: one == b)
    desk.step(Millis(start + 5))
    assert desk.shown == "a"
    desk.run(Millis(start + 5), Millis(start + 60 * SECOND))
    assert {name for _, name in desk.log} == {"a"}
    alone = Desk(timeline(b))
    alone.facts = replace(alone.facts, barred=lambda _one: True)
    alone.step(NOON)
    assert alone.shown.startswith("card:"), "with nothing else a card"


def test_safe_mode_shows_ready_stills_and_asks_for_nothing() -> None:
    a, b = slide("a"), slide("b")
    count = Slide("n", "countdown", Source("f"), Millis(10_000), (("countdown", DayTime(17 * HOUR)),))
    desk = Desk(timeline(a, b, count))
    desk.missing = {key(b)}
    desk.facts = replace(desk.facts, safe=True)
    desk.offer(timeline(slide("new", 5)), NOON)
    desk.run(NOON, Millis(NOON + 120 * SECOND))
    assert {name for _, name in desk.log} == {"a"}
    assert not plan(desk.facts, Millis(NOON + 121 * SECOND)).prepare
    assert desk.facts.offered is not None, "nothing is adopted"
    desk.facts = replace(desk.facts, safe=False)
    desk.run(Millis(NOON + 121 * SECOND), Millis(NOON + 200 * SECOND))
    assert desk.shown == "new", "and everything when it is over"


def test_without_a_clock_what_mentions_no_time_plays_and_the_rest_waits() -> None:
    plain = slide("plain")
    day = Moment(date(2020, 7, 4))
    dated = (
        replace(slide("until"), when=(When(until=day),)),
        replace(slide("from"), when=(When(start=day),)),
        replace(slide("workdays"), when=(When(days=Days(workdays=True)),)),
        replace(slide("hours"), when=(When(hours=(Daypart(DayTime(0), DayTime(HOUR)),)),)),
        Slide("daily", "countdown", Source("f"), Millis(10_000), (("countdown", DayTime(17 * HOUR)),)),
        Slide("once", "countdown", Source("f"), Millis(10_000), (("countdown", day),)),
    )
    urgent = Playlist("u", "u", (slide("urgent"),), takeover=True, expires=Millis(NOON + DAY))
    weekly = Playlist("w", "w", (slide("weekly"),), When(days=Days(weekdays=(0,))))
    rules = Timeline(
        Snapshot(
            playlists=(Playlist("p", "p", (plain, replace(slide("free"), when=(ALWAYS,)), *dated)), urgent, weekly)
        )
    )
    left = always_on(rules)
    assert {one.id for one in left.snapshot.slides()} == {"plain", "free"}
    assert left.digest == rules.digest, "the painters know the slides by it"
    for now in (0, NOON, 4_102_444_800_000):
        cue = left.scene_at(Millis(now)).cue()
        assert cue is not None
        assert cue.slide.id in {"plain", "free"}


def test_the_cards_are_in_the_theme_of_the_screen() -> None:
    """On a dark wall a pale card would flash: what the player says itself looks like the rest."""
    desk = Desk(None)
    desk.facts = replace(desk.facts, theme="dark")
    done = desk.step(Millis(0))
    assert done.show is not None
    assert done.show.slide.theme == "dark"
    assert desk.shown == "card:welcome@dark:"


def test_without_a_clock_and_with_dated_slides_alone_the_card_says_so_rather_than_welcome() -> None:
    dated = replace(slide("dated"), when=(When(until=Moment(date(2020, 7, 4))),))
    desk = Desk(always_on(timeline(dated)))
    desk.facts = replace(desk.facts, doubtful=True)
    desk.step(Millis(0))
    assert desk.shown == "card:standby:"
