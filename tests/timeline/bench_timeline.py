"""What the timeline costs on this machine, printed: `python tests/timeline/bench_timeline.py`. Not a test."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from player.model.content import Daypart, Days, Moment, Slide, Source, When  # noqa: E402  # after the path is set
from player.model.snapshot import Playlist, Premiere, Snapshot  # noqa: E402  # after the path is set
from player.model.units import DAY, HOUR, DayTime, Millis  # noqa: E402  # after the path is set
from player.timeline.scenes import Timeline  # noqa: E402  # after the path is set

START = Millis(1_593_792_000_000)  # 2020-07-04 00:00 in Shanghai
QUIZ = When(Moment(date(2020, 7, 4), DayTime(9 * HOUR)), Moment(date(2020, 7, 5), DayTime(17 * HOUR)))
OFFICE = When(days=Days(workdays=True), hours=(Daypart(DayTime(8 * HOUR), DayTime(18 * HOUR)),))


def slides(
    number: int, name: str = "s", *, dwell: int = 10_000, every: int = 0, dated: bool = False
) -> tuple[Slide, ...]:
    """Slides of 10 s; dated ones each have days of their own."""
    whens = (
        (When(Moment(date(2020, 7, 1 + place % 9)), Moment(date(2020, 7, 5 + place % 20))),) for place in range(number)
    )
    conditions = whens if dated else (() for _ in range(number))
    return tuple(
        Slide(f"{name}{place}", "slogan", Source("bench.yaml"), Millis(dwell), when=when, every=every)
        for place, when in enumerate(conditions)
    )


def campaign() -> Snapshot:
    """Like a real week: themes, office hours, guests, a quiz window, a night, a takeover, premieres."""
    quiz = Slide("quiz", "qr", Source("bench.yaml"), Millis(20_000), when=(QUIZ,), every=2)
    night = When(hours=(Daypart(DayTime(22 * HOUR), DayTime(2 * HOUR)),))
    return Snapshot(
        playlists=(
            Playlist("base", "base", (*slides(12), quiz, *slides(2, "tip", every=5))),
            Playlist("office", "office", slides(8, "o"), OFFICE, shuffle=True),
            Playlist("night", "night", slides(5, "n"), night, priority=1),
            Playlist("urgent", "urgent", slides(1, "u"), takeover=True, expires=Millis(START + HOUR)),
        ),
        premieres=tuple(Premiere(f"s{place}", Millis(START + place * 3 * HOUR)) for place in range(8)),
    )


WORLDS: dict[str, Callable[[], Snapshot]] = {
    "20 slides": lambda: Snapshot(playlists=(Playlist("p", "p", slides(20)),)),
    "20 slides, shuffled": lambda: Snapshot(playlists=(Playlist("p", "p", slides(20), shuffle=True),)),
    "20 slides and 3 guests": lambda: Snapshot(playlists=(Playlist("p", "p", slides(20) + slides(3, "g", every=3)),)),
    "a campaign": campaign,
    "500 slides": lambda: Snapshot(playlists=(Playlist("p", "p", slides(500)),)),
    "500 slides, shuffled": lambda: Snapshot(playlists=(Playlist("p", "p", slides(500), shuffle=True),)),
    "500 slides, each dated": lambda: Snapshot(playlists=(Playlist("p", "p", slides(500, dated=True)),)),
    "500 slides in 50 playlists": lambda: Snapshot(
        playlists=tuple(Playlist(f"{n}", f"{n}", slides(10, f"{n}."), OFFICE, priority=n % 5) for n in range(50))
    ),
}


def seconds(work: Callable[[], object]) -> float:
    """The best of five, which other work on the machine disturbs least."""
    best = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def measured(snapshot: Snapshot) -> tuple[float, float, float, float]:
    """Milliseconds to compile and answer once, microseconds a query within a day, seconds a week of cues, and of looking ahead."""
    instants = [Millis(START + number * 7_919_773 % DAY) for number in range(5_000)]
    timeline = Timeline(snapshot)

    def ask() -> None:
        for instant in instants:
            timeline.scene_at(instant)

    compiled = seconds(lambda: Timeline(snapshot).scene_at(START))
    ask()
    asked = seconds(ask) / len(instants)
    week = seconds(lambda: [None for _ in Timeline(snapshot).cues(START, Millis(START + 7 * DAY))])
    never = Timeline(snapshot).snapshot.slides()[-1].id
    ahead = seconds(lambda: Timeline(snapshot).next_showing(never, Millis(START + 30 * DAY)))
    return compiled * 1e3, asked * 1e6, week, ahead * 1e3


if __name__ == "__main__":
    print(f"{'':30}{'compile, ms':>14}{'query, us':>12}{'week, s':>10}{'next, ms':>10}")
    for title, make in WORLDS.items():
        compile_ms, query_us, week_s, next_ms = measured(make())
        print(f"{title:30}{compile_ms:14.2f}{query_us:12.1f}{week_s:10.2f}{next_ms:10.1f}")
