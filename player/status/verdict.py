"""Is all well? Facts come in, a verdict in three steps and what is wrong with the machine go out.

Problems of the content stand for themselves; here is what the content cannot say: the folder is away, the clock is
wrong, a part keeps being restarted, there is nothing to show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from itertools import groupby

from player.model.problem import Catalogue, Problem, Severity, error, warning
from player.model.restart import Cause
from player.model.units import HOUR, MINUTE, SECOND, Millis
from player.model.words import Language, Words
from player.status import saying
from player.status.facts import StatusFacts
from player.status.machine import part_name

TOLD_AFTER = MINUTE
"""How long the folder may be away before staff are told: shares stumble."""

CLOCK_MAY_BE_OFF = Millis(5 * SECOND)
"""Beyond this, screens that should change together visibly do not."""

RESTARTS = 3
"""So many restarts of one part are worth a word while the last was within the hour."""

PUT_OUT = 10 * MINUTE
"""A page that old is not being renewed: the player has stopped, or does not reach it."""

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
        "updates-stopped": error(
            "更新已停止{long}。", "Updates have stopped for {long}.",
            "重新启动屏幕后面的电脑。还是这样，请告诉负责电脑的人：日志在缓存的 log 文件夹里。",
            "Restart the machine behind the screen. If it goes on, tell whoever looks after it: the log is in the cache, in `log`.",
            Words("照常播放停止以前的内容，新放进来的还不会上屏。", "What was there keeps playing; nothing new comes up."),
        ),
        "page-old": error(
            "这一页已经 {long}没有更新，下面是那时的情况。", "This page was not renewed for {long}; below is how it was then.",
            "去看看屏幕。还在换画面：那台电脑连不上这个文件夹，看看网络和共享。停住或黑了：重新启动那台电脑。两台电脑的时间对不上时，也会这样说。",
            "Go and look at the screen. It still changes: its machine does not reach this folder, so check network and share. It stands or is dark: restart its machine. Clocks that differ look the same.",
            Words("多半照常播放最后读到的内容。", "Most likely it plays on with what it read last."),
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
            "“{part}”这一部分重新启动了 {count} 次。{on}", "The part for {part} was restarted {count} times. {on}",
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


def stopped(since: float) -> Problem:
    """Nothing was heard of the player for `since` milliseconds."""
    return PROBLEMS.problem("updates-stopped", long=saying.long(since))


def _away(facts: StatusFacts) -> Iterator[Problem]:
    """Why the folder is away, and since when."""
    since = facts.away_since
    if since is None or facts.now - since < TOLD_AFTER:
        return
    at, long = saying.clock(since, facts.calendar, facts.now), saying.long(facts.now - since)
    if facts.away is None:
        yield PROBLEMS.problem("folder-away", since=at, long=long)
        return
    why = facts.away.message
    message = Words(f"{why.zh}从 {at} 起，已经{long.zh}。", f"{why.en} Since {at}, for {long.en}.")
    yield replace(facts.away, message=message)


def _clock(facts: StatusFacts) -> Iterator[Problem]:
    if not facts.clock_plausible:
        shown = Words(*(saying.full(facts.now, facts.calendar, language) for language in (Language.ZH, Language.EN)))
        yield PROBLEMS.problem("clock-wrong", shown=shown)
    elif facts.clock_offset is not None and abs(facts.clock_offset) > CLOCK_MAY_BE_OFF:
        way = Words("快", "fast") if facts.clock_offset > 0 else Words("慢", "slow")
        yield PROBLEMS.problem("clock-off", long=saying.long(abs(facts.clock_offset)), way=way)


def _restarts(facts: StatusFacts) -> Iterator[Problem]:
    """The parts that were started again so often and so lately that it is no accident; renewals are none at all."""
    broken = sorted((one for one in facts.restarts if one.cause is not Cause.MEMORY), key=lambda one: one.part)
    for part, group in groupby(broken, key=lambda one: one.part):
        ones = list(group)
        count, last = (
            sum(one.count for one in ones),
            max((one.last for one in ones if one.last is not None), default=None),
        )
        if count < RESTARTS or last is None or facts.now - last >= HOUR:
            continue
        on = facts.broke_off if part == "glass" else ""
        said = Words(f"上次中断时在放“{on}”。", f"When it last broke off “{on}” was on.") if on else ""
        yield PROBLEMS.problem("part-restarted", part=part_name(part), count=count, on=said)


def _empty(facts: StatusFacts) -> Iterator[Problem]:
    if not facts.slides:
        yield PROBLEMS.problem("nothing-to-show")
