"""Timetables written by hand: a week, the quiz window, a takeover. What a reviewer reads is what the screen does."""

from __future__ import annotations

from dataclasses import replace

from player.model.content import Days, Moment, Slide, When
from player.model.snapshot import DayTable, Snapshot
from player.model.units import DAY, HOUR, MINUTE, SECOND, Millis
from player.timeline.scenes import Timeline, scene_at
from tests.timeline.worlds import at, hours, moment, playlist, slide

QUIZ = When(moment("2020-07-04 9:00"), moment("2020-07-05 17:00"))
NOT_YET = When(until=moment("2020-07-04 9:00"))
OVER = When(moment("2020-07-05 17:00"))


def minutes(name: str, number: float, *, every: int = 0, when: tuple[When, ...] = ()) -> Slide:
    return slide(name, number * 60, every=every, when=when)


WEEK = Snapshot(
    playlists=(
        playlist(
            "office",
            (minutes("theme", 60), minutes("tip", 45), minutes("saving", 50)),
            When(days=Days(workdays=True), hours=hours("8:00-12:00", "13:30-18:00")),
        ),
        playlist("low-carbon", (minutes("low", 360),), When(moment("2020-07-02"), moment("2020-07-02")), priority=1),
        playlist(
            "night",
            (minutes("stars", 80), minutes("moon", 50)),
            When(days=Days((4,)), hours=hours("22:00-2:00")),
            priority=1,
        ),
        playlist(
            "weekend",
            (
                minutes("soon", 120, when=(NOT_YET,)),
                minutes("themes", 180),
                minutes("quiz", 60, when=(QUIZ,), every=2),
                minutes("rules", 150),
                minutes("thanks", 120, when=(OVER,)),
            ),
            When(days=Days(holidays=True)),
        ),
        playlist(
            "urgent",
            (minutes("storm", 20),),
            When(moment("2020-07-01 14:10")),
            takeover=True,
            expires=Millis(1_593_589_200_000),  # 2020-07-01 15:40
        ),
    ),
    days=DayTable((2020,), off=(moment("2020-06-29").day,)),  # the Monday is off
)


def written(timeline: Timeline, start: str, days: int) -> str:
    """Each local day a line and its cues: when they begin, and when the last ends."""
    calendar, lines = timeline.calendar, []
    day = moment(start).day
    for _ in range(days):
        cues = list(timeline.cues(calendar.midnight(day), Millis(calendar.midnight(day) + DAY)))
        line = []
        for place, cue in enumerate(cues):
            line.append(f"{wall(calendar.moment(cue.start))} {cue.slide.id}")
            if place + 1 == len(cues) or cues[place + 1].start != cue.end:
                line.append(f"{wall(calendar.moment(cue.end))} -")
        lines.append(f"{day:%a %m-%d}  " + ", ".join(line))
        day = day.fromordinal(day.toordinal() + 1)
    return "\n".join(lines)


def wall(instant: Moment) -> str:
    return f"{(instant.at or 0) // HOUR:02}:{(instant.at or 0) // MINUTE % 60:02}"


GOLDEN = """
Mon 06-29  00:00 soon, 02:00 themes, 05:00 rules, 07:30 soon, 09:30 themes, 12:30 rules, 15:00 soon, 17:00 themes, \
20:00 rules, 22:30 soon, 00:00 -
Tue 06-30  08:00 theme, 09:00 tip, 09:45 saving, 10:35 theme, 11:35 tip, 12:00 -, \
13:30 theme, 14:30 tip, 15:15 saving, 16:05 theme, 17:05 tip, 17:50 saving, 18:00 -
Wed 07-01  08:00 theme, 09:00 tip, 09:45 saving, 10:35 theme, 11:35 tip, 12:00 -, \
13:30 theme, 14:10 storm, 14:30 storm, 14:50 storm, 15:10 storm, 15:30 storm, 15:40 theme, 16:40 tip, 17:25 saving, 18:00 -
Thu 07-02  00:00 low, 06:00 low, 12:00 low, 18:00 low, 00:00 -
Fri 07-03  08:00 theme, 09:00 tip, 09:45 saving, 10:35 theme, 11:35 tip, 12:00 -, \
13:30 theme, 14:30 tip, 15:15 saving, 16:05 theme, 17:05 tip, 17:50 saving, 18:00 -, 22:00 stars, 23:20 moon, 00:10 -
Sat 07-04  23:20 moon, 00:10 stars, 01:30 moon, 02:00 soon, 04:00 themes, 07:00 rules, \
09:00 themes, 12:00 rules, 14:30 quiz, 15:30 themes, 18:30 rules, 21:00 quiz, 22:00 themes, 00:00 -
Sun 07-05  00:00 themes, 03:00 rules, 05:30 quiz, 06:30 themes, 09:30 rules, 12:00 quiz, 13:00 themes, 16:00 rules, \
17:00 themes, 20:00 rules, 22:30 thanks, 00:00 -
Mon 07-06  08:00 theme, 09:00 tip, 09:45 saving, 10:35 theme, 11:35 tip, 12:00 -, \
13:30 theme, 14:30 tip, 15:15 saving, 16:05 theme, 17:05 tip, 17:50 saving, 18:00 -
"""


def test_a_week() -> None:
    """A day off, office hours, a takeover on Wednesday, a day of its own, a night, and the quiz at the weekend."""
    assert "\n" + written(Timeline(WEEK), "2020-06-29", 8) + "\n" == GOLDEN


def test_the_quiz_window_is_exact() -> None:
    """The quiz shows from 2020-07-04 09:00:00.000 and not at 17:00:00.000 the next day, to the millisecond."""
    snapshot = Snapshot(
        playlists=(
            playlist("quiz", (slide("code", 20, when=(QUIZ,)),)),
            playlist("base", (slide("theme"),), priority=-1),
        )
    )
    timeline = Timeline(snapshot)
    opens, closes = at(timeline.calendar, "2020-07-04 9:00"), at(timeline.calendar, "2020-07-05 17:00")
    assert (opens, closes) == (1_593_824_400_000, 1_593_939_600_000)
    for instant, shown in ((opens - 1, "theme"), (opens, "code"), (closes - 1, "code"), (closes, "theme")):
        scene = scene_at(snapshot, Millis(instant))
        assert [cue.slide.id for cue in scene.cues] == [shown]
    assert timeline.scene_at(Millis(opens - 1)).until == opens
    assert timeline.scene_at(Millis(closes - 1)).until == closes
    assert timeline.next_showing("code", Millis(opens - 40 * DAY)).start == opens
    assert timeline.next_showing("code", closes) is None
    inside = [cue for cue in timeline.cues(Millis(opens - DAY), Millis(closes + DAY)) if cue.slide.id == "code"]
    assert (inside[0].start, inside[-1].end) == (opens, closes)
    assert sum(cue.end - cue.start for cue in inside) == closes - opens


def test_a_quiz_among_other_slides_is_as_exact() -> None:
    """Conditions of a slide divide stretches: its neighbours begin anew at 09:00:00.000 and at 17:00:00.000."""
    slides = (slide("theme", 7), slide("tip", 9), slide("code", 20, when=(QUIZ,), every=2))
    timeline = Timeline(Snapshot(playlists=(playlist("p", slides),)))
    for text in ("2020-07-04 9:00", "2020-07-05 17:00"):
        edge = at(timeline.calendar, text)
        assert timeline.scene_at(Millis(edge - 1)).until == edge
        assert timeline.scene_at(edge).cues[0].start == edge
        assert timeline.scene_at(edge).cues[0].slide.id == "theme"
    assert timeline.next_showing("code", Millis(0)) is None  # more than a year ahead
    opens = at(timeline.calendar, "2020-07-04 9:00")
    assert timeline.next_showing("code", Millis(opens - 1)).start == opens + 16 * SECOND
    closes = at(timeline.calendar, "2020-07-05 17:00")
    last = [
        cue
        for cue in timeline.cues(Millis(closes - 60 * SECOND), Millis(closes + 60 * SECOND))
        if cue.slide.id == "code"
    ][-1]
    assert last.end <= closes


def test_a_takeover_cuts_in_at_once_and_ends_at_its_instant() -> None:
    """Whatever the priorities: in the midst of a cue it cuts in, and at `expires` the others are back."""
    base = playlist("base", (slide("theme", 600),), priority=1000)
    timeline = Timeline(Snapshot(playlists=(base,)))
    cuts, ends = at(timeline.calendar, "2020-07-01 10:03:21.007"), at(timeline.calendar, "2020-07-01 10:44:44.044")
    urgent = playlist(
        "紧急", (slide("storm", 60),), When(moment("2020-07-01 10:03:21.007")), takeover=True, expires=ends
    )
    timeline = Timeline(Snapshot(playlists=(base, urgent)))
    assert timeline.scene_at(Millis(cuts - 1)).until == cuts
    assert timeline.scene_at(cuts).cues[0].slide.id == "storm"
    assert timeline.scene_at(Millis(ends - 1)).cues[0].slide.id == "storm"
    assert (timeline.scene_at(ends).cues[0].slide.id, timeline.scene_at(ends).cues[0].start) == ("theme", ends)


def test_of_two_takeovers_the_higher_priority_rules_and_equals_take_turns() -> None:
    one = playlist("a", (slide("a"),), takeover=True)
    two = playlist("b", (slide("b"),), takeover=True)
    timeline = Timeline(Snapshot(playlists=(one, two)))
    start = at(timeline.calendar, "2020-07-01")
    assert [cue.slide.id for cue in timeline.cues(start, Millis(start + 30_000))] == ["a", "b", "a"]
    timeline = Timeline(Snapshot(playlists=(one, replace(two, priority=1))))
    assert [cue.slide.id for cue in timeline.cues(start, Millis(start + 30_000))] == ["b", "b", "b"]


def test_nothing_to_show_is_answered_too() -> None:
    """Where nothing rules there is no cue, and it is worth asking again at the next edge or midnight."""
    empty = Timeline(Snapshot())
    noon = at(empty.calendar, "2020-07-01 12:00")
    assert empty.scene_at(noon).cues == ()
    assert empty.scene_at(noon).until == at(empty.calendar, "2020-07-02")
    assert list(empty.cues(noon, Millis(noon + DAY))) == []
    closed = Timeline(
        Snapshot(playlists=(playlist("p", (slide("a"),), When(hours=hours("13:00-14:00"))), playlist("q", ())))
    )
    assert closed.scene_at(noon).until == at(closed.calendar, "2020-07-01 13:00")
    assert closed.scene_at(noon).cue() is None


def test_memory_is_bounded() -> None:
    """A screen that runs for years remembers some days, not all."""
    timeline = Timeline(WEEK)
    start = at(timeline.calendar, "2020-01-01")
    for days in range(400):
        timeline.scene_at(Millis(start + days * DAY))
    assert len(timeline._base._days) <= 16
    assert len(timeline._base._rotations) <= 32


def test_the_last_two_seconds_are_a_cue_and_a_millisecond_less_is_not() -> None:
    """What is left at the end of a stretch is shown if it lasts 2 s, otherwise the slide before it keeps the glass."""
    for closes, lengths in (("9:00:12", [10_000, 2_000]), ("9:00:11.999", [11_999]), ("9:00:01", [1_000])):
        timeline = Timeline(
            Snapshot(playlists=(playlist("p", (slide("a"), slide("b")), When(hours=hours(f"9:00-{closes}"))),))
        )
        start = at(timeline.calendar, "2020-07-04")
        assert [cue.end - cue.start for cue in timeline.cues(start, Millis(start + DAY))] == lengths
        assert (
            timeline.scene_at(Millis(at(timeline.calendar, f"2020-07-04 {closes}") - 1)).cues[0].slide.id
            == "ab"[len(lengths) - 1]
        )
