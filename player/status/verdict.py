"""Is all well? Facts come in, a verdict in three steps and what is wrong with the machine go out.

Problems of the content stand for themselves; here is what the content cannot say: the folder is away, the clock is
wrong, a part keeps being restarted, there is nothing to show.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from player.model.problem import Catalogue, Problem, Severity, error, warning
from player.model.units import HOUR, MINUTE, SECOND, Millis
from player.model.words import Language, Words
from player.status import saying
from player.status.facts import StatusFacts

TOLD_AFTER = MINUTE
"""How long the folder may be away before staff are told: shares stumble."""

CLOCK_MAY_BE_OFF = Millis(5 * SECOND)
"""Beyond this, screens that should change together visibly do not."""

RESTARTS = 3
"""So many restarts of one part are worth a word while the last was within the hour."""

PARTS = {
    "glass": Words("画面", "the picture"),
    "intake": Words("读取文件夹", "reading the folder"),
    "painter": Words("制作画面", "making frames"),
    "inspector": Words("检查图片", "inspecting pictures"),
}
"""What the parts of the player do, for people."""

_CLOCK_CURE = (
    "校准这台电脑的系统时间，打开“自动设置时间”；总是不准，可能是主板电池没电了。",
    "Set the machine's time and switch on automatic time; if it keeps going wrong, the mainboard's battery may be empty.",
)

PROBLEMS = Catalogue(
    {
        "folder-away": error(
            "共享文件夹断开：从 {since} 起读不到，已经{long}。", "The folder is away since {since}, for {long}.",
            "看看网络和放共享的那台电脑是否开着，文件夹有没有被改名或移走。恢复以后会自动接上。",
            "Check the network, the machine that shares it, and that it was not renamed or moved. It is picked up again by itself.",
            Words("照常播放上一次读到的全部内容。", "All that was read last keeps playing."),
        ),
        "clock-wrong": error(
            "时钟不准：电脑显示的是 {shown}。", "The clock is wrong: it shows {shown}.",
            *_CLOCK_CURE,
            Words("不看日期的内容照常播放，有日期的先不放。", "What has no dates plays; what has dates waits."),
        ),
        "clock-off": warning(
            "时钟{way}了{long}。", "The clock is {long} {way}.",
            *_CLOCK_CURE,
            Words("照常播放，只是早了或晚了这么多。", "It plays on, that much early or late."),
        ),
        "part-restarted": warning(
            "“{part}”这一部分重新启动了 {count} 次。", "The part for {part} was restarted {count} times.",
            "一般不用管。今天还反复出现，请告诉负责电脑的人，并附上本页。",
            "Usually nothing to do. If it goes on today, tell whoever looks after the machine, with this page.",
            Words("画面保持不断。", "The picture stays up."),
        ),
        "nothing-to-show": warning(
            "还没有可以播放的内容。", "There is nothing to show yet.",
            "把图片、文字或节目单放进文件夹，几秒后就会显示。",
            "Drop pictures, texts or a playlist into the folder; they show within seconds.",
            Words("显示欢迎画面。", "The welcome card is shown."),
        ),
    }
)  # fmt: skip


class Verdict(Enum):
    """All is well; worth a look; something needs doing. The value is the page's word for it."""

    WELL = "well"
    LOOK = "look"
    WRONG = "wrong"


def notices(facts: StatusFacts) -> tuple[Problem, ...]:
    """What is wrong with the machine, worst first."""
    found = (*_away(facts), *_clock(facts), *_restarts(facts), *_empty(facts))
    return tuple(sorted(found, key=lambda notice: notice.severity is not Severity.ERROR))


def verdict(facts: StatusFacts) -> Verdict:
    """How the screen is doing, all told."""
    severities = {one.severity for one in (*facts.problems, *notices(facts))}
    if Severity.ERROR in severities:
        return Verdict.WRONG
    return Verdict.LOOK if severities else Verdict.WELL


def _away(facts: StatusFacts) -> Iterator[Problem]:
    since = facts.away_since
    if since is None or facts.now - since < TOLD_AFTER:
        return
    at = saying.clock(since, facts.calendar, facts.now)
    yield PROBLEMS.problem("folder-away", since=at, long=_long(facts.now - since))


def _clock(facts: StatusFacts) -> Iterator[Problem]:
    if not facts.clock_plausible:
        shown = Words(*(saying.full(facts.now, facts.calendar, language) for language in (Language.ZH, Language.EN)))
        yield PROBLEMS.problem("clock-wrong", shown=shown)
    elif facts.clock_offset is not None and abs(facts.clock_offset) > CLOCK_MAY_BE_OFF:
        way = Words("快", "fast") if facts.clock_offset > 0 else Words("慢", "slow")
        yield PROBLEMS.problem("clock-off", long=_long(abs(facts.clock_offset)), way=way)


def _restarts(facts: StatusFacts) -> Iterator[Problem]:
    for one in facts.restarts:
        if one.count < RESTARTS or one.last is None or facts.now - one.last >= HOUR:
            continue
        part = PARTS.get(one.part, Words(one.part, one.part))
        yield PROBLEMS.problem("part-restarted", part=part, count=one.count)


def _empty(facts: StatusFacts) -> Iterator[Problem]:
    if not facts.slides:
        yield PROBLEMS.problem("nothing-to-show")


def _long(span: float) -> Words:
    """A duration in milliseconds, in both languages."""
    return Words(*(saying.duration(span, language) for language in (Language.ZH, Language.EN)))
