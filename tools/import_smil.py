"""A SMIL playlist as signage players have it: `seq`, `par`, `img`, `video`, `dur`, `begin` and `end` as wallclock, `repeatCount`.

Read by defusedxml: entities and what lies outside the file are refused. Of several regions the largest comes over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # the type alone: defusedxml reads

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from player.model.words import Words
from tools.importing import Entry, Foreign
from tools.refused import Refused

_DEEPEST = 32
_MOST_TIMES = 50
_MOST_STEPS = 20_000
_SHOWN = ("img", "video", "ref", "animation")
_GROUPS = ("seq", "par", "excl", "priorityclass", "body", "switch")
_SILENT = ("prefetch", "head", "metadata", "title")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WALLCLOCK = re.compile(r"wallclock\((.*?)\)", re.IGNORECASE)
_DAY_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?")
_DAILY = re.compile(r"R\d*/(?:\d{4}-\d\d-\d\d)?(?:[+-]w([1-7]))?T?(\d\d:\d\d)(?::\d\d)?/P(1D|1W|7D)", re.IGNORECASE)
When = tuple[tuple[str, str], ...]


def read(data: bytes) -> Foreign:
    """The list. Raises Refused where it is no SMIL."""
    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Refused(
            f"这个文件不是看得懂的 SMIL（{type(error).__name__}）。",
            f"This is no SMIL that can be read ({type(error).__name__}).",
        ) from error
    if _tag(root) != "smil":
        raise Refused("这个文件不是 SMIL 播放列表。", "This is no SMIL playlist.")
    foreign = Foreign()
    walk = _Walk(foreign, _areas(root))
    walk.head(root)
    for child in root:
        if _tag(child) == "body":
            walk.group(child, (), 1)
    return foreign


@dataclass(slots=True)
class _Walk:
    foreign: Foreign
    areas: dict[str, float]
    steps: int = 0  # elements visited: repeats within repeats would go on for years

    def head(self, root: Element) -> None:
        """What the head asks of the player and does not come over."""
        if len(self.areas) > 1:
            self.leave(
                f"{len(self.areas)} 个分区只带过来最大的一个。",
                f"Of {len(self.areas)} regions the largest is taken over.",
            )
        for meta in root.iter():
            if _tag(meta) == "meta" and "refresh" in str(meta.attrib).lower():
                self.leave(
                    "定时刷新不需要：文件夹一变就更新。",
                    "No refresh is needed: a change of the folder is seen at once.",
                )

    def leave(self, zh: str, en: str) -> None:
        """Remembers what does not come over, once."""
        words = Words(zh, en)
        if all(one.words != words for one in self.foreign.left):
            self.foreign.leave(words)

    def group(self, element: Element, when: When, depth: int) -> None:
        """Takes what stands in a container, as often as it is repeated."""
        if depth > _DEEPEST:
            self.leave("套得太深的部分没有带过来。", "What is nested too deeply is left.")
            return
        name = _tag(element)
        if name in ("excl", "priorityclass", "switch"):
            self.leave(
                f"<{name}> 的优先关系没有带过来，里面的按顺序放。",
                f"The priorities of <{name}> are left; what is in it plays in order.",
            )
        self.conditions(element)
        held = self.times(element, when)
        if held is None:
            return
        children = self.of_one_region(element)
        for _ in range(self.repeats(element)):
            for child in children:
                self.child(child, held, depth)
            if self.steps > _MOST_STEPS or not children:
                break

    def child(self, element: Element, when: When, depth: int) -> None:
        """Takes one element of a container."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            self.leave("重复得太多，后面的没有带过来。", "So much is repeated that the rest is left.")
            return
        name = _tag(element)
        if name in _GROUPS:
            self.group(element, when, depth + 1)
        elif name in _SHOWN:
            self.conditions(element)
            held = self.times(element, when)
            source = element.get("src", "").strip()
            if held is None or not source:
                return
            for _ in range(self.repeats(element)):
                if not self.foreign.add(Entry(source, None, self.length(element), held)):
                    return
        elif name not in _SILENT and name:
            shown = element.get("src", "")[:80]
            self.leave(f"<{name}> {shown} 放不了。", f"<{name}> {shown} cannot be shown.")

    def conditions(self, element: Element) -> None:
        """Told, for what they guarded plays at all times now."""
        for key, text in element.attrib.items():
            name = key.rpartition("}")[2]
            if name == "expr" or name.startswith("system"):
                shown = f"{name}={text[:60]}"
                self.leave(
                    f"条件“{shown}”没有带过来，它管的内容会一直放；不该放的请删掉。",
                    f"The condition “{shown}” is left: what it guarded plays always; remove what should not.",
                )

    def of_one_region(self, element: Element) -> list[Element]:
        """What is in the largest region, and what names none: all else was never where the slides will be."""
        regions = {child: _regions(child) for child in element}
        named = set().union(*regions.values())
        largest = max((self.areas.get(region, 0.0) for region in named), default=0.0)
        if largest < max(self.areas.values(), default=0.0) and any(not each for each in regions.values()):
            largest = max(self.areas.values())  # what names no region plays in the largest
        best = {region for region in named if self.areas.get(region, 0.0) >= largest}
        if _tag(element) == "par" and len(best) > 1:
            best = {min(best)}  # they play at the same time
        for region in sorted(named - best):
            self.leave(
                f"分区“{region}”里的内容没有带过来：它不是最大的分区。要放就自己加进节目单。",
                f"What is in the region “{region}” is left, since it is not the largest. Add it to the playlist if you want it.",
            )
        return [child for child, held in regions.items() if not held or held & best]

    def repeats(self, element: Element) -> int:
        """How often it plays; what is repeated for ever does so here by itself."""
        count = element.get("repeatCount", "1")
        if re.fullmatch(r"\d{1,6}(?:\.0+)?", count):
            return min(max(int(float(count)), 1), _MOST_TIMES)
        return 1

    def length(self, element: Element) -> float | None:
        """The dwell in seconds; None where it goes by its own."""
        written = element.get("dur", "").strip()
        if written.lower() in ("", "media", "indefinite"):
            return None
        clock = re.fullmatch(r"(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)", written)
        if clock:
            return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3])
        unit = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(h|min|s|ms)?", written)
        if unit:
            return float(unit[1]) * {"h": 3600, "min": 60, "s": 1, "ms": 0.001, None: 1}[unit[2]]
        self.leave(
            f"看不懂时长“{written[:40]}”，按默认时长放。",
            f"The length “{written[:40]}” cannot be read; the usual one is taken.",
        )
        return None

    def times(self, element: Element, when: When) -> When | None:
        """The conditions with those of the element; None, told, where they cannot be read."""
        begin, end = (element.get(name, "").strip() for name in ("begin", "end"))
        found = dict(when)
        ends = {name: _WALLCLOCK.findall(text) for name, text in (("begin", begin), ("end", end))}
        for name, text in (("begin", begin), ("end", end)):
            if text and not ends[name] and not re.fullmatch(r"0(?:s)?|indefinite", text):
                self.leave(
                    f"{name}=“{text[:40]}”没有带过来，挨着前一页放。",
                    f"{name}=“{text[:40]}” is left; it follows what is before it.",
                )
        if len(ends["begin"]) > 1 or len(ends["end"]) > 1:
            self.leave("一项里写了几段时间，没有带过来。", "An entry with several times is left.")
            return None
        daily = [_DAILY.fullmatch(texts[0]) if texts else None for texts in ends.values()]
        if daily[0] is not None and daily[1] is not None:
            found["hours"] = f"{daily[0][2]}-{daily[1][2]}"
            if daily[0][1]:
                found["days"] = _WEEKDAYS[int(daily[0][1]) - 1]
            return tuple(found.items())
        for key, texts in (("from", ends["begin"]), ("until", ends["end"])):
            if not texts:
                continue
            match = _DAY_TIME.fullmatch(texts[0].strip())
            if match is None:
                self.leave(
                    f"看不懂时间“{texts[0][:60]}”，这一项没有带过来。",
                    f"The time “{texts[0][:60]}” cannot be read; its entry is left.",
                )
                return None
            found[key] = f"{match[1]} {match[2]}" if match[2] else match[1]
            if re.search(r"(?:Z|[+-]\d\d:?\d\d)$", texts[0]) and match[2]:
                self.leave(
                    "时间里的时区没有带过来，按屏幕当地时间放。",
                    "The zones of times are left; they are local to the screen.",
                )
        return tuple(found.items())


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _regions(element: Element, depth: int = 0) -> set[str]:
    """The region of an element, or those of what is in it."""
    own = element.get("region", "")
    if own or depth > _DEEPEST:
        return {own} - {""}
    return set().union(*(_regions(child, depth + 1) for child in element))


def _areas(root: Element) -> dict[str, float]:
    """Each region with its area, in square pixels or in what part of the screen it takes."""
    areas: dict[str, float] = {}
    for element in root.iter():
        if _tag(element) == "region":
            names = [value for key, value in element.attrib.items() if key.rpartition("}")[2] in ("regionName", "id")]
            sides = [
                float(match[1]) if (match := re.match(r"(\d+(?:\.\d+)?)", element.get(side, "0"))) else 0.0
                for side in ("width", "height")
            ]
            areas.update(dict.fromkeys(names[:1], sides[0] * sides[1]))
    return areas
