"""How each file was understood, in a sentence, for the status page and `check`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from player.ingest.when import is_over, moment_text
from player.ingest.zones import zone_files, zones_words
from player.model.content import ALWAYS, Daypart, Days, Moment, Slide, When
from player.model.snapshot import Playlist, Snapshot
from player.model.words import Words, printable
from player.slides.kinds import kind_of
from player.slides.video import volume_of

_LONGEST = 500
_WEEK = "一二三四五六日"
_WEEK_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Understood:
    """What became of a file or folder (`file` relative to the watched folder)."""

    file: str
    words: Words


def understood(snapshot: Snapshot, now: Moment) -> tuple[Understood, ...]:
    """A sentence for every playlist, and one for every dropped file."""
    told: list[Understood] = []
    for playlist in snapshot.playlists:
        words, around = _playlist(playlist, now), zones_words(playlist.id, snapshot.zones)
        if around.zh:
            words = Words(f"{words.zh}；{around.zh}", f"{words.en}; {around.en}")
        told.append(Understood(playlist.id, _sayable(words)))
        told += [
            Understood(slide.id, _sayable(_slide(slide, now)))
            for slide in playlist.slides
            if slide.id == slide.source.file
        ]
    told += [Understood(file, _sayable(words)) for file, words in zone_files(snapshot.zones).items()]
    return tuple(told)


def _sayable(words: Words) -> Words:
    """The sentence as it can be said: names in it are anybody's."""
    return Words(printable(words.zh, _LONGEST), printable(words.en, _LONGEST))


def _playlist(playlist: Playlist, now: Moment) -> Words:
    count = len(playlist.slides)
    heard = sum(1 for slide in playlist.slides if volume_of(slide))
    when = when_words(playlist.when)
    if playlist.when == ALWAYS and all(slide.when for slide in playlist.slides):
        when = Words("每页有自己的时间", "each slide at its own times")
    zh, en = [f"{playlist.name}：{count} 页", when.zh], [f"{playlist.name}: {count} slide{'s' * (count != 1)}", when.en]
    if playlist.takeover:
        zh.append("紧急插播")
        en.append("takeover")
    if heard:
        zh.append(f"{heard} 段视频有声")
        en.append(f"{heard} film{'s' * (heard != 1)} with sound")
    if playlist.priority:
        zh.append(f"优先级 {playlist.priority}")
        en.append(f"priority {playlist.priority}")
    if is_over(playlist.when, now):
        zh.append("已结束，不再播放")
        en.append("over, it will not play again")
    return Words("；".join(zh), "; ".join(en))


def _slide(slide: Slide, now: Moment) -> Words:
    kind = kind_of(slide.kind)
    seconds = f"{slide.dwell / 1000:.3g}"
    whens = [when for when in slide.when if when != ALWAYS]
    said = [when_words(when) for when in whens]
    over = any(is_over(when, now) for when in whens)
    sound = _sound(slide)
    zh = [
        f"{kind.alias}{sound.zh}，停留 {seconds} 秒",
        *(_only(words.zh) for words in said),
        *["已过，不再播放"] * over,
    ]
    en = [
        f"{kind.name}{sound.en}, {seconds} s",
        *(f"only {words.en}" for words in said),
        *["over, it will not play again"] * over,
    ]
    return Words("；".join(zh), "; ".join(en))


def _only(when: str) -> str:
    """`只在 工作日 播放`; what has an end alone says it by itself: `放到 2020-07-05 为止`."""
    return f"放{when}" if when.startswith("到 ") and when.endswith("为止") else f"只在 {when} 播放"


def _sound(slide: Slide) -> Words:
    """What is said of a slide's sound; nothing of one without."""
    volume = volume_of(slide)
    if not volume:
        return Words("", "")
    loud = "" if volume == 100 else f" {volume}%"
    return Words(f"，有声{loud}", f" with sound{loud}")


def when_words(when: When) -> Words:
    """The conditions as people say them."""
    if when == ALWAYS:
        return Words("一直播放", "always")
    zh: list[str] = []
    en: list[str] = []
    if when.start is not None and when.start == when.until and when.start.at is None:
        zh.append(f"{moment_text(when.start)} 当天")
        en.append(f"on {moment_text(when.start)}")
        when = replace(when, start=None, until=None)
    if when.start is not None and when.until is not None:
        zh.append(f"{moment_text(when.start)} 至 {moment_text(when.until)}")
        en.append(f"from {moment_text(when.start)} until {moment_text(when.until)}")
    elif when.start is not None:
        zh.append(f"{moment_text(when.start)} 起")
        en.append(f"from {moment_text(when.start)}")
    elif when.until is not None:
        zh.append(f"到 {moment_text(when.until)} 为止")
        en.append(f"until {moment_text(when.until)}")
    if when.days is not None:
        days = days_words(when.days)
        zh.append(days.zh)
        en.append(days.en)
    if when.hours:
        hours = ", ".join(_window(part) for part in when.hours)
        zh.append(hours)
        en.append(hours.replace("次日", ""))
    return Words("，".join(zh), ", ".join(en))


def days_words(days: Days) -> Words:
    """The days as people say them."""
    zh = [f"周{_WEEK[day]}" for day in days.weekdays] + ["工作日"] * days.workdays + ["节假日"] * days.holidays
    en = [_WEEK_EN[day] for day in days.weekdays] + ["workdays"] * days.workdays + ["holidays"] * days.holidays
    return Words("、".join(zh), ", ".join(en))


def _window(part: Daypart) -> str:
    night = "次日" if part.end <= part.start else ""
    return f"{_clock(part.start)}-{night}{_clock(part.end)}"


def _clock(at: int) -> str:
    minutes = at // 60_000
    return f"{minutes // 60:02}:{minutes % 60:02}"
