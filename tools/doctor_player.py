"""What `doctor` says of the player itself: what it last told of itself, in the very words of the status page.

A player that plays writes `told.json` into its cache whenever its page changes, and every five minutes. So the doctor knows
what is on and what is wrong without asking anybody, and when nobody has written for long it knows that too. What is in
quarantine lies in the cache as well, whether a player plays or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from player.clock import SystemClock
from player.model.problem import NOWHERE, Problem, Severity
from player.model.snapshot import DayTable
from player.model.units import Millis
from player.model.words import Language, Words
from player.roles.barred import FILE as BARRED
from player.roles.barred import read_barred
from player.roles.quarantine import FOLDER as QUARANTINE
from player.roles.quarantine import Quarantine
from player.sources.names import printable
from player.status import saying
from player.status.told import NAME, Told, read
from player.status.verdict import PUT_OUT, stopped
from player.store import last_run
from player.store.problems import PROBLEMS as KEEPING
from player.timeline.calendar import Calendar
from tools.finding import Found, State

_STATES = {Severity.ERROR: State.ERROR, Severity.WARNING: State.WARNING}


def player(cache: Path, zone: str, *, is_on: bool) -> Iterator[Found]:
    """What the player of this cache says of itself; where none is on, how the last one ended."""
    if not is_on:
        yield Found(State.OK, Words("没有在播放", "none is playing"))
        yield from _power(cache, zone)
        return
    told, age = _told(cache)
    if age >= PUT_OUT:
        yield _problem(stopped(age))
    if told is None:
        yield Found(State.OK, Words("正在播放，还没有说明自己的情况", "it plays, and has not told of itself yet"))
        return
    yield Found(State.OK, _now(told, age))
    for notice in told.notices:
        yield _problem(notice)
    for problem in told.problems:
        yield _problem(problem)
    if told.more:
        yield Found(
            State.WARNING,
            Words(f"内容里另有 {told.more} 处", f"{told.more} more in the content"),
            Words("看状态页，或运行 qingbo check。", "See the status page, or run qingbo check."),
        )
    for line in told.lines:
        words = Words(f"{line.name.zh}：{line.value.zh}", f"{line.name.en}: {line.value.en}")
        yield Found(State.OK, _safe(words), code=line.key)


def quarantine(cache: Path) -> Iterator[Found]:
    """What is not tried any more, and how it is released."""
    held, slides = Quarantine(cache / QUARANTINE).stamp(), read_barred(cache)
    if not held and not slides:
        yield Found(State.OK, Words("没有", "nothing"))
        return
    places = [str(cache / QUARANTINE)] * bool(held) + [str(cache / BARRED)] * bool(slides)
    yield Found(
        State.WARNING,
        Words(
            f"制作时出错的 {len(held)} 项，使画面中断的 {len(slides)} 页",
            f"{len(held)} at which painting failed, {len(slides)} slides that ended the picture",
        ),
        Words(
            f"换一个文件或改一改内容就会再试。要把原来的再试一次：删除 {'、'.join(places)}，然后重新启动播放器。",
            f"Another file or a change of the content is tried at once. To try the same again: delete {' and '.join(places)}, then start the player again.",
        ),
    )


def _told(cache: Path) -> tuple[Told | None, Millis]:
    """What the player told last, and how long ago that or its start was, by the disk's clock."""
    begun, written = _changed(cache / "lock"), _changed(cache / NAME)
    age = Millis(max(0, SystemClock().machine() - max(begun, written)))
    if written < begun:
        return None, age  # by the player before it
    try:
        return read((cache / NAME).read_bytes()), age
    except OSError:
        return None, age


def _changed(path: Path) -> int:
    """When the file was last written, in milliseconds of the disk's clock; 0 where it is not there."""
    try:
        return path.stat().st_mtime_ns // 1_000_000
    except OSError:
        return 0


def _now(told: Told, age: Millis) -> Words:
    """What is on, since when that is known, and where the page is."""
    long, page = saying.long(age), printable(told.page)
    zh = f"{told.on.zh}（{long.zh}前）" + (f"；状态页在 {page}" if page else "；状态页写不进去")
    en = f"{told.on.en} ({long.en} ago)" + (
        f"; the status page is {page}" if page else "; the status page is not taken"
    )
    return _safe(Words(zh, en))


def _problem(problem: Problem) -> Found:
    """A problem with its place, the cure and what the screen does, as everywhere."""
    place = problem.place
    zh, en = "", ""
    if place != NOWHERE:
        file = printable(place.file or "")
        zh, en = (f"{file} {saying.place(place, language)}".strip() for language in (Language.ZH, Language.EN))
        zh, en = f"{zh}：", f"{en}: "
    hint = Words(f"{problem.hint.zh}{problem.on_screen.zh}", f"{problem.hint.en} {problem.on_screen.en}".strip())
    message = Words(f"{zh}{problem.message.zh}", f"{en}{problem.message.en}")
    return Found(_STATES[problem.severity], _safe(message), _safe(hint), code=problem.code)


def _safe(words: Words) -> Words:
    """The words as a terminal may have them."""
    return Words(printable(words.zh), printable(words.en))


def _power(cache: Path, zone: str) -> Iterator[Found]:
    """Whether the power failed under the last run."""
    run = last_run.read(cache)
    if run is None:
        return
    if run.power_lost is not None:
        calendar = Calendar(zone, DayTable())
        when = Words(*(saying.full(run.power_lost, calendar, language) for language in (Language.ZH, Language.EN)))
        yield _problem(KEEPING.problem("power-lost", when=when))
    elif run.boot in ("", last_run.this_boot()):
        yield Found(
            State.WARNING,
            Words("上次没有正常退出", "the last run did not end well"),
            Words("内容没有丢，下次启动自动恢复。", "No content was lost; the next start goes on by itself."),
            code="killed",
        )
