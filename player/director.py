"""Facts and an instant come in; what to show, what to prepare and when to look again go out. Pure.

The director is run at every wake-up on the facts as they are. It remembers nothing: what it decided before is among
the facts (`shown`). Its rules:

1. The cue of the adopted timeline is shown as soon as its frame is ready. Until then, and where the frame could not
   be painted at all, the last good frame stands: a local failure never moves the timeline.
2. A newer snapshot is adopted at the first edge of its own timeline after it was offered, once the frame for that
   instant is ready and when what is shown has been seen for `GLIMPSE`: so its slides are seen whole and none flashes
   by. At once where a takeover begins, or where a card is all there is.
3. Frames are ordered in the order in which they will be due: what is on now, what the newer snapshot will begin
   with, then the next cues.
4. Where nothing is to be shown there is a card, never an empty glass.
5. A slide that is barred (in quarantine) counts as one whose frame could not be made. Where the glass has just
   started and holds no frame that could stand, another one that can be shown stands in.
6. In safe mode nothing is risked: no adoption, nothing to paint, no slide with live digits, only frames that are ready.
7. Where the clock is doubted, what goes by it waits (`always_on`).
8. What stands around the slides (`Plan.around`) has no say in any of this: it comes up when its own frame is ready, and a zone whose
   frame could not be made never hurts the slides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from player.model.content import ALWAYS, Moment, Row, Slide
from player.model.frame import Face
from player.model.order import Order, order_for
from player.model.scene import Cue, Scene
from player.model.settings import Panel
from player.model.units import MINUTE, NEVER, Millis
from player.picture.box import Box
from player.picture.zones import layout, part_of
from player.slides.card import STANDBY, WELCOME, card
from player.slides.kinds import kind_of
from player.timeline.scenes import Timeline

Area = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the glass."""

GLIMPSE = Millis(2_000)
"""The shortest time a slide may be on the glass."""

LATE = Millis(250)
"""How much later than its cue a slide may come up, or end, and count as seen for `GLIMPSE` all the same: a glass is always
some milliseconds late, and slides of just two seconds would keep new content out for ever."""

AHEAD = 2
"""Cues after the present one whose frames are made ready."""

LOOK_BACK = Millis(10 * MINUTE)
"""How far before and after now a stand-in is looked for."""

STAND_INS = 200
"""Cues that are tried for a stand-in, each way."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the glass shows: the frame `key`, for the appearance of `slide` (an id) that began at `start` of its cue.

    `since`: when it came up on the glass. `card`: it is one of the player's own cards. `area`: where, as in `Show`.
    """

    key: str
    slide: str
    start: Millis
    since: Millis
    card: bool = False
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the director knows. `ready` says whether a frame can be shown at once, `failed` that it cannot be made.

    `offered` is a newer snapshot that came at `offered_at`.
    `look` stands for everything beside slide and panel that decides pixels. `folder` is what the welcome card names, `theme` that of the cards.
    """

    timeline: Timeline | None
    offered: Timeline | None
    shown: Shown | None
    ready: Callable[[str], bool]
    failed: Callable[[str], bool]
    panel: Panel
    look: str
    folder: str = ""
    theme: str = "green"
    offered_at: Millis = Millis(0)
    waiting: bool = False
    """True in the first moments of a start, while content may still come: no card yet."""
    barred: Callable[[Slide], bool] = lambda _slide: False
    """Whether a slide must not be shown, whatever its frame is like."""
    safe: bool = False
    """True in safe mode."""
    doubtful: bool = False
    """True where the clock is not believed; the timelines are those of `always_on` then."""


@dataclass(frozen=True, slots=True)
class Show:
    """A frame to put on the glass: for `cue` (None: a card) of `slide`, which begins or began at `start`.

    `area` is where: left, top, width and height in pixels of the glass; None for the whole of it.
    """

    order: Order
    slide: Slide
    start: Millis
    cue: Cue | None
    area: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do now. `show` is None where what is on the glass stays. `adopt`: the offered timeline rules from now.

    `missed` is what should be on the glass and cannot, because its frame could not be made.
    """

    adopt: bool
    show: Show | None
    missed: Show | None
    prepare: tuple[Order, ...]
    wake_at: Millis
    around: tuple[Show, ...] = ()
    """What should stand around the slides now, whether its frames are ready or not; nothing that cannot be shown."""
    main: tuple[int, int, int, int] | None = None
    """Where the slides stand now; None for the whole glass."""
    missing: tuple[Show, ...] = ()
    """What should stand around them and cannot, because its frame could not be made."""


def plan(facts: Facts, now: Millis) -> Plan:
    """What the glass should show at `now`, and all that follows from it."""
    adopt = facts.offered is not None and not facts.safe and _may_adopt(facts, facts.offered, now)
    timeline = facts.offered if adopt else facts.timeline
    offered = None if adopt else facts.offered
    due = _due(facts, timeline, now)
    missed = due if due is not None and _is_out(facts, due, now) else None
    if missed is not None and facts.shown is None:
        due = _stand_in(facts, timeline, now)
    elif missed is not None:
        due = None
    shows = _wanted(facts, timeline, offered, now) if not facts.safe else iter(())
    orders = [show.order for show in shows if not _is_out(facts, show, now)]
    if due is not None and due.cue is None and due.order not in orders:
        orders.insert(0, due.order)
    wake_at = min(_wakes(facts, timeline, offered, now))
    ground = _ground(facts, timeline, now)
    return Plan(
        around=tuple(show for show in ground.shows if not _is_out(facts, show, now)),
        main=ground.main,
        missing=tuple(show for show in ground.shows if facts.failed(show.order.key)),
        adopt=adopt,
        show=due if due is not None and _is_news(facts, due) and facts.ready(due.order.key) else None,
        missed=missed,
        prepare=tuple(orders),
        wake_at=max(wake_at, Millis(now + 1)),
    )


def always_on(timeline: Timeline) -> Timeline:
    """What of the timeline can be shown though nobody knows what time it is: slides that mention none, in their order.

    Its digest is the timeline's own, under which the painters find the slides.
    """
    snapshot = timeline.snapshot
    playlists = (
        replace(playlist, slides=tuple(slide for slide in playlist.slides if _is_timeless(slide, timeline)))
        for playlist in snapshot.playlists
        if playlist.when == ALWAYS and playlist.expires is None
    )
    kept = tuple(playlist for playlist in playlists if playlist.slides)
    zones = (
        replace(zone, slides=tuple(slide for slide in zone.slides if _is_timeless(slide, timeline)))
        for zone in snapshot.zones
        if zone.when == ALWAYS
    )
    around = tuple(zone for zone in zones if zone.slides)
    return Timeline(replace(snapshot, playlists=kept, premieres=(), zones=around), timeline.digest)


def _is_timeless(slide: Slide, timeline: Timeline) -> bool:
    """Whether the slide is right at any time: no condition, no day, no row with a time, nothing that counts."""
    if any(when != ALWAYS for when in slide.when):
        return False
    for _, value in slide.fields:
        rows = value if isinstance(value, tuple) else (value,)
        if any(isinstance(row, Moment) or (isinstance(row, Row) and (row.start or row.end)) for row in rows):
            return False
    kind = kind_of(slide.kind)
    return bool(kind.unsure) or kind.ticking(slide, Millis(0), timeline.calendar) is None


def _is_out(facts: Facts, show: Show, now: Millis) -> bool:
    """Whether it cannot be shown: rules 1, 5 and 6."""
    if facts.failed(show.order.key) or (show.cue is not None and facts.barred(show.slide)):
        return True
    return facts.safe and show.cue is not None and (not facts.ready(show.order.key) or _is_live(facts, show, now))


def _is_live(facts: Facts, show: Show, now: Millis) -> bool:
    """Whether digits tick on it."""
    timeline, kind = facts.timeline, kind_of(show.slide.kind)
    if timeline is None or (facts.doubtful and kind.unsure):
        return False
    return kind.ticking(show.slide, now, timeline.calendar) is not None


def _stand_in(facts: Facts, timeline: Timeline | None, now: Millis) -> Show:
    """A slide to stand for one that cannot be shown: the one before it, else one that comes; else a card."""
    if timeline is not None:
        earlier = tuple(timeline.cues(Millis(now - LOOK_BACK), now))[-STAND_INS:]
        for cue in (*reversed(earlier), *islice(timeline.cues(now, Millis(now + LOOK_BACK)), STAND_INS)):
            at = max(cue.start, Millis(min(cue.end - 1, now)))
            show = _show(facts, timeline, cue, at, _ground(facts, timeline, now).main)
            if facts.ready(show.order.key) and not _is_out(facts, show, now) and not _is_live(facts, show, now):
                return replace(show, start=Millis(0), cue=None)
    return _card(facts, card(STANDBY, "", facts.theme))


def _is_news(facts: Facts, due: Show) -> bool:
    """True where the due frame is not what the glass shows already."""
    return facts.shown is None or (facts.shown.key, facts.shown.area) != (due.order.key, due.area)


def _due(facts: Facts, timeline: Timeline | None, now: Millis) -> Show | None:
    """What `timeline` wants on the glass at `now`; a card where it wants nothing; None in the first moments."""
    if timeline is not None:
        cue = timeline.main_at(now).cue()
        if cue is not None:
            return _show(facts, timeline, cue, now, _ground(facts, timeline, now).main)
        if timeline.snapshot.slides() or facts.doubtful:
            return _card(facts, card(STANDBY, "", facts.theme))
    if timeline is None and facts.waiting and facts.shown is None:
        return None
    return _card(facts, card(WELCOME, facts.folder, facts.theme))


def _show(facts: Facts, timeline: Timeline, cue: Cue, at: Millis, area: Area | None) -> Show:
    panel = facts.panel if area is None else part_of(facts.panel, Box(*area))
    face = _face(facts, cue.slide, at, timeline)
    order = order_for(cue.slide, face.key, panel=panel, look=facts.look, snapshot=timeline.digest)
    return Show(order, cue.slide, cue.start, cue, area)


def _face(facts: Facts, slide: Slide, at: Millis, timeline: Timeline) -> Face:
    """What the slide looks like; where nobody knows the time, what it looks like then."""
    kind = kind_of(slide.kind)
    return Face(kind.unsure) if facts.doubtful and kind.unsure else kind.face(slide, at, timeline.calendar)


def panel_of(timeline: Timeline, slide: str, panel: Panel, at: Millis) -> Panel:
    """The panel for which a slide (an id) is painted: the part of the whole one that its zone has at an instant.

    A zone that is not on then is taken to be on as well.
    """
    zones = timeline.snapshot.zones
    if not zones:
        return panel
    on = [zone for zone, _ in timeline.around(at)[0]]
    own = next((zone for zone in zones if any(one.id == slide for one in zone.slides)), None)
    if own is not None and own not in on:
        on = [*(zone for zone in on if zone.name != own.name), own]
    places = layout(panel, on)
    if own is None:
        return part_of(panel, places.main)
    return next((part_of(panel, box) for name, box in places.zones if name == own.name), panel)


@dataclass(frozen=True, slots=True)
class _Ground:
    """How the glass is divided at an instant: where the slides stand, what is around them, and until when."""

    main: Area | None
    shows: tuple[Show, ...]
    until: Millis


def _ground(facts: Facts, timeline: Timeline | None, at: Millis) -> _Ground:
    """How `timeline` divides the glass at an instant."""
    if timeline is None or not timeline.snapshot.zones:
        return _Ground(None, (), NEVER)
    around, until = timeline.around(at)
    if not around:
        return _Ground(None, (), until)
    places = layout(facts.panel, [zone for zone, _ in around])
    areas = {name: _area(box) for name, box in places.zones}
    shows = tuple(_show(facts, timeline, cue, at, areas[zone.name]) for zone, cue in around if zone.name in areas)
    faces = (_face(facts, show.slide, at, timeline).until for show in shows)
    return _Ground(_area(places.main), shows, min(until, *(face for face in faces if face is not None), until))


def _area(box: Box) -> Area:
    return box.x, box.y, box.width, box.height


def _card(facts: Facts, slide: Slide) -> Show:
    return Show(
        order_for(slide, "", panel=facts.panel, look=facts.look, snapshot=None), slide, start=Millis(0), cue=None
    )


def _may_adopt(facts: Facts, offered: Timeline, now: Millis) -> bool:
    """Rule 2."""
    due = _due(facts, offered, now)
    if due is None or not (facts.ready(due.order.key) or _is_out(facts, due, now)):
        return False
    shown, present = facts.shown, _present(facts, now)
    if shown is None or shown.card or due.cue is None or present is None:
        return True
    if _is_takeover(offered, due.cue) and not _is_takeover(facts.timeline, present):
        return True
    seen_enough = now - shown.since >= GLIMPSE - LATE
    lasts_enough = due.cue.end - now >= GLIMPSE - LATE
    return seen_enough and lasts_enough and due.start >= facts.offered_at


def _present(facts: Facts, now: Millis) -> Cue | None:
    return None if facts.timeline is None else facts.timeline.main_at(now).cue()


def _is_takeover(timeline: Timeline | None, cue: Cue) -> bool:
    """True where the cue's playlist is a takeover."""
    playlists = timeline.snapshot.playlists if timeline is not None else ()
    return any(playlist.takeover and playlist.id == cue.playlist for playlist in playlists)


def _wanted(facts: Facts, timeline: Timeline | None, offered: Timeline | None, now: Millis) -> Iterator[Show]:
    """The frames that will be due, soonest first: rule 3."""
    due = _due(facts, timeline, now)
    if due is not None:
        yield due
    yield from _ground(facts, timeline, now).shows
    if offered is not None:
        yield from _coming(facts, offered, now, count=AHEAD)
    if timeline is not None:
        yield from _coming(facts, timeline, now, count=AHEAD)


def _coming(facts: Facts, timeline: Timeline, now: Millis, *, count: int) -> Iterator[Show]:
    """What `timeline` shows at `now`, the next face of it, and its next `count` cues."""
    at = now
    for _ in range(count + 1):
        scene = timeline.main_at(at)
        cue = scene.cue()
        if cue is not None:
            yield from _changes(facts, timeline, cue, at)
        elif timeline.snapshot.slides():
            yield _card(facts, card(STANDBY, "", facts.theme))
        at = scene.until


def _changes(facts: Facts, timeline: Timeline, cue: Cue, at: Millis) -> Iterator[Show]:
    """The frames of a cue from an instant on: how it looks first and next, what is around it, also where that changes."""
    ground = _ground(facts, timeline, at)
    yield _show(facts, timeline, cue, at, ground.main)
    face = _face(facts, cue.slide, at, timeline)
    if face.until is not None and face.until < cue.end:
        yield _show(facts, timeline, cue, face.until, _ground(facts, timeline, face.until).main)
    yield from ground.shows
    if ground.until < cue.end:
        then = _ground(facts, timeline, ground.until)
        yield _show(facts, timeline, cue, ground.until, then.main)
        yield from then.shows


def _next_other(timeline: Timeline, scene: Scene, latest: Millis) -> Millis:
    """When another slide than the scene's begins, or nothing; not after the first edge past `latest`."""
    here = scene.cue()
    until = scene.until
    while here is not None and until < latest:
        after = timeline.main_at(until)
        cue = after.cue()
        if cue is None or cue.slide.id != here.slide.id:
            break
        until = after.until
    return until


def _wakes(facts: Facts, timeline: Timeline | None, offered: Timeline | None, now: Millis) -> Iterator[Millis]:
    """The instants at which something may change by itself."""
    yield Millis(now + MINUTE)
    for rules in (timeline, offered):
        if rules is None:
            continue
        scene = rules.main_at(now)
        yield scene.until if offered is not None else _next_other(rules, scene, Millis(now + MINUTE))
        cue = scene.cue()
        if cue is not None:
            face = _face(facts, cue.slide, now, rules)
            if face.until is not None:
                yield face.until
            yield _ground(facts, rules, now).until
    if offered is not None and facts.shown is not None and facts.shown.since + GLIMPSE > now:
        yield Millis(facts.shown.since + GLIMPSE)
