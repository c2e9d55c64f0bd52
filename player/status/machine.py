"""The machine behind a screen, line by line, for the status page and for `doctor`: where it reads, how it runs, what was restarted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from player.model.restart import Cause, Restart
from player.model.words import Words
from player.sources.names import printable
from player.status import saying
from player.status.facts import StatusFacts

PARTS = {
    "glass": Words("画面", "the picture"),
    "intake": Words("读取文件夹", "reading the folder"),
    "painter": Words("制作画面", "making frames"),
    "inspector": Words("检查图片", "inspecting pictures"),
    "film": Words("播放视频", "playing films"),
    "speaker": Words("播放声音", "playing sound"),
    "album": Words("留截图", "keeping screenshots"),
}
"""What the parts of the player do, for people."""

CAUSES = {
    Cause.ENDED: Words("中断", "broke off"),
    Cause.HUNG: Words("没有响应", "hung"),
    Cause.MEMORY: Words("内存到限重启", "renewed for its memory"),
    Cause.DISPLAY: Words("显示器断开", "lost its display"),
}
"""Why a part was started again."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact. `key` is its stable name for programs."""

    key: str
    name: Words
    value: Words


def lines(facts: StatusFacts) -> tuple[Line, ...]:
    """All that is known of the machine."""
    return tuple(_lines(facts))


def part_name(part: str) -> Words:
    """What people call a part of the player."""
    return PARTS.get(part, Words(printable(part), printable(part)))


def _lines(facts: StatusFacts) -> Iterator[Line]:
    yield Line("folder", Words("文件夹", "folder"), _same(facts.folder))
    if facts.hears is not None:
        yield Line("hears", Words("发现新文件", "new files"), _HEARD[facts.hears])
    if facts.machine:
        yield Line("machine", Words("电脑", "machine"), _same(facts.machine))
    yield Line("slides", Words("内容", "content"), Words(f"{facts.slides} 页", f"{facts.slides} slides"))
    if facts.size is not None:
        yield Line("size", Words("画面大小", "picture"), _same("{}×{}".format(*facts.size)))
    if facts.frame_age is not None:
        long = saying.long(facts.frame_age * 1000)
        yield Line("frame", Words("上次换画面", "last frame"), Words(f"{long.zh}前", f"{long.en} ago"))
    if facts.uptime is not None:
        yield Line("uptime", Words("已运行", "running for"), saying.long(facts.uptime * 1000))
    yield Line("restarts", Words("重新启动过", "restarted"), _restarted(facts))
    if facts.memory is not None:
        yield Line("memory", Words("内存", "memory"), _same(f"{facts.memory:.0f} MiB"))
    if facts.clock_offset is not None:
        yield Line("clock-offset", Words("时钟误差", "clock offset"), _same(f"{facts.clock_offset / 1000:+.2f} s"))
    yield Line("version", Words("版本", "version"), _same(facts.version))
    if facts.snapshot is not None:
        yield Line("snapshot", Words("内容编号", "snapshot"), _same(facts.snapshot[:12]))


_HEARD = {
    True: Words("放进来就知道", "known at once"),
    False: Words("定时查看（系统不通知，或文件夹在共享上）", "looked for at intervals (the system does not tell, or it is a share)"),
}  # fmt: skip


def _restarted(facts: StatusFacts) -> Words:
    """Which parts were restarted, how often and why, when last."""
    found = sorted((one for one in facts.restarts if one.count), key=lambda one: one.part)
    told = [_one(part, list(group), facts) for part, group in groupby(found, key=lambda one: one.part)]
    if not told:
        return Words("没有", "never")
    return Words("；".join(words.zh for words in told), "; ".join(words.en for words in told))


def _one(part: str, restarts: list[Restart], facts: StatusFacts) -> Words:
    name, total = part_name(part), sum(one.count for one in restarts)
    whys = [Words(f"{CAUSES[one.cause].zh} {one.count}", f"{CAUSES[one.cause].en} {one.count}") for one in restarts]
    last = max((one.last for one in restarts if one.last is not None), default=None)
    if last is not None:
        at = saying.clock(last, facts.calendar, facts.now)
        whys.append(Words(f"最近 {at}", f"last at {at}"))
    if part == "glass" and facts.broke_off:
        on = printable(facts.broke_off)
        whys.append(Words(f"上次中断时在放“{on}”", f"when it broke off “{on}” was on"))
    zh = "，".join(why.zh for why in whys)
    en = ", ".join(why.en for why in whys)
    return Words(f"{name.zh} {total} 次（{zh}）", f"{name.en} {total}× ({en})")


def _same(text: str) -> Words:
    return Words(text, text)
