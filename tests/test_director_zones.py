"""What the director says of what stands around the slides: where, when, and that the slides never depend on it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from player.director import Facts, Plan, Show, always_on, panel_of, plan
from player.model.content import Daypart, Slide, Source, When
from player.model.settings import Panel
from player.model.snapshot import Playlist, Snapshot, Zone
from player.model.units import HOUR, SECOND, DayTime, Millis
from player.picture.zones import layout
from player.slides.clock import UNSURE
from player.timeline.scenes import Timeline

MIDNIGHT = Millis(1_593_792_000_000)
NOON = Millis(MIDNIGHT + 12 * HOUR)
PANEL = Panel()
MORNING = When(hours=(Daypart(DayTime(8 * HOUR), DayTime(12 * HOUR)),))


def slide(name: str, kind: str = "slogan") -> Slide:
    return Slide(name, kind, Source("f"), Millis(10 * SECOND), ((kind, name),))


TICKER = Zone("ticker", (slide("run", "ticker"),))
CLOCK = Zone("clock", (slide("time", "clock"),))


def timeline(*zones: Zone, takeover: bool = False) -> Timeline:
    return Timeline(Snapshot(playlists=(Playlist("p", "p", (slide("a"), slide("b")), takeover=takeover),), zones=zones))


def facts(rules: Timeline | None, **other: object) -> Facts:
    base = Facts(rules, None, None, ready=lambda _: True, failed=lambda _: False, panel=PANEL, look="")
    return replace(base, **other)  # type: ignore[arg-type]  # the fields of Facts


def names(done: Plan) -> dict[str, Show]:
    return {show.cue.zone: show for show in done.around if show.cue is not None}


def test_each_has_its_place_and_is_painted_for_it() -> None:
    done = plan(facts(timeline(TICKER, CLOCK)), NOON)
    places = layout(PANEL, (TICKER, CLOCK))
    found = names(done)
    assert set(found) == {"ticker", "clock"}
    for name, show in found.items():
        box = places.box(name)
        assert show.area == (box.x, box.y, box.width, box.height)
        assert (show.order.panel.width, show.order.panel.height) == (box.width, box.height)
    assert done.show is not None
    assert done.show.area == done.main == (0, 0, 1920, places.main.height)
    assert done.show.order.panel.height == places.main.height


def test_without_zones_everything_is_as_it_was() -> None:
    """Neither orders nor places: a folder without zones plays as before there were any."""
    done = plan(facts(timeline()), NOON)
    assert done.around == ()
    assert done.main is None
    assert done.show is not None
    assert done.show.area is None
    assert done.show.order.panel == PANEL


@given(st.integers(0, 24 * 3600).map(lambda at: Millis(MIDNIGHT + at * SECOND)), st.booleans(), st.booleans())
def test_the_slides_go_on_whatever_becomes_of_a_zone(now: Millis, broken: bool, barred: bool) -> None:
    """A zone that cannot be made, or is barred, changes neither the slide nor when it is due."""
    rules = timeline(TICKER, replace(CLOCK, when=MORNING))
    good = plan(facts(rules), now)
    keys = {show.order.key for show in good.around}
    bad = plan(
        facts(rules, failed=lambda key: broken and key in keys, barred=lambda one: barred and one.kind == "ticker"), now
    )
    assert bad.show == good.show
    assert bad.missed == good.missed
    assert bad.main == good.main
    if broken:
        assert bad.around == ()
        assert {show.order.key for show in bad.missing} == keys


def test_what_comes_is_painted_before_it_is_due() -> None:
    """Where a zone goes off the slides have another size: those frames are ordered while it is still on."""
    rules = timeline(replace(TICKER, when=MORNING))
    done = plan(facts(rules), Millis(NOON - 5 * SECOND))
    sizes = {(order.slide, order.panel.height) for order in done.prepare}
    assert {("b", 1080), ("a", layout(PANEL, (TICKER,)).main.height)} & sizes
    assert any(height == 1080 for _, height in sizes)
    assert done.wake_at <= NOON


def test_a_clock_wakes_at_midnight_and_when_the_zone_changes() -> None:
    late = plan(facts(timeline(CLOCK)), Millis(MIDNIGHT - 3 * SECOND))
    assert late.wake_at <= MIDNIGHT
    assert any(order.face == "2020-07-04" for order in late.prepare)


def test_a_doubted_clock_keeps_its_place_and_shows_no_time() -> None:
    """The slides are not painted anew because a battery died: the ticker stays, the clock says --:--."""
    rules = timeline(TICKER, CLOCK, replace(TICKER, name="corner", slides=(slide("c", "corner"),), when=MORNING))
    doubted = plan(facts(always_on(rules), doubtful=True), NOON)
    found = names(doubted)
    assert set(found) == {"ticker", "clock"}
    assert found["clock"].order.face == UNSURE
    believed = names(plan(facts(rules), NOON))["clock"]
    assert believed.order.face == "2020-07-04"
    assert doubted.main == plan(facts(rules), NOON).main


def test_in_safe_mode_what_ticks_is_left_out_and_nothing_is_painted() -> None:
    done = plan(facts(timeline(TICKER, CLOCK), safe=True), NOON)
    assert set(names(done)) == {"ticker"}
    assert plan(facts(timeline(TICKER), safe=True, ready=lambda _: False), NOON).around == ()
    assert all(order.snapshot is None for order in plan(facts(timeline(TICKER), safe=True), NOON).prepare)


def test_a_takeover_has_the_whole_glass() -> None:
    done = plan(facts(timeline(TICKER, CLOCK, takeover=True)), NOON)
    assert done.around == ()
    assert done.main is None


def test_a_card_has_the_whole_glass() -> None:
    empty = Timeline(Snapshot(playlists=(Playlist("p", "p", (slide("a"),), when=MORNING),), zones=(TICKER,)))
    done = plan(facts(empty), Millis(NOON + HOUR))
    assert done.show is not None
    assert done.show.cue is None
    assert done.show.area is None
    assert done.around == ()


def test_the_desk_paints_for_the_same_places() -> None:
    rules = timeline(TICKER, CLOCK)
    found = names(plan(facts(rules), NOON))
    assert panel_of(rules, "run", PANEL, NOON) == found["ticker"].order.panel
    assert panel_of(rules, "a", PANEL, NOON).height == layout(PANEL, (TICKER, CLOCK)).main.height
    off = timeline(replace(TICKER, when=MORNING))
    assert panel_of(off, "run", PANEL, Millis(NOON + HOUR)).height < 200
    assert panel_of(timeline(), "a", PANEL, NOON) == PANEL
