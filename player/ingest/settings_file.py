"""`player.yaml` -> Settings: the same forgiving front end, every setting with a default, every problem told."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from player.ingest.clock_words import Unclear, flat, time_of_day
from player.ingest.desk import Desk, is_empty, pairs_of
from player.ingest.loose_desk import loose_desk
from player.ingest.parse import parse
from player.ingest.shapes import flag, whole_number
from player.ingest.tree import Items, Node, Table, Text
from player.ingest.vocabulary import BASIS_WORDS, NO, PANEL_WORDS, SETTINGS_KEYS, Word
from player.model.problem import Problem
from player.model.settings import PanelKind, Settings
from player.model.words import Words

FILE = "player.yaml"

LED_THEME = "dark"
"""The theme of an LED wall for which none is named: a pale one glares there, and its gradients show bands."""
_HOST = re.compile(r"(?i)(?:https?://)?((?:[a-z0-9_-]+\.)*[a-z0-9_-]+|(?:[\w-]+\.)+[\w-]+)(?::\d+)?(?:/.*)?")


def read_settings(data: bytes) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings; what is not said, or cannot be read, has its default."""
    desk = loose_desk(FILE)
    parsed = parse(data, desk.report)
    if not parsed.readable or not isinstance(parsed.node, Table | None):
        desk.add("settings-unreadable")
        return Settings(), tuple(desk.report.problems)
    said: dict[str, Any] = {}
    if parsed.node is not None:
        for word, key, value in pairs_of(parsed.node, SETTINGS_KEYS, desk):
            read = _read(word, key, value, desk)
            if read is not None:
                said[word.name] = read
    if said.get("panel") is PanelKind.LED:
        said.setdefault("theme", LED_THEME)
    return Settings(**said), tuple(desk.report.problems)


def _read(word: Word, key: Text, node: Node, desk: Desk) -> Any:
    if is_empty(node):
        return None
    if word.name == "hosts":
        items = node.items if isinstance(node, Items) else [node]
        texts = [part for item in items if isinstance(item, Text) for part in _parts(item)]
        hosts = (desk.read(_host, text) for text in texts)
        return tuple(host for host in hosts if host is not None) or None
    if not isinstance(node, Text):
        desk.add("value-shape", node.spot, key=key.value, example=f"{word.name}: {word.example}")
        return None
    return desk.read(_READERS.get(word.name, str), node)


def _parts(text: Text) -> list[Text]:
    return [Text(text.spot, part) for part in re.split(r"[\s,;、，；]+", text.value) if part]


def _refused(key: str, text: str, zh: str, en: str) -> Unclear:
    example = next(word.example for word in SETTINGS_KEYS if word.name == key)
    return Unclear("settings-value", key=key, text=text, reason=Words(zh, en), example=f"{key}: {example}")


def _host(text: str) -> str:
    match = _HOST.fullmatch(flat(text))
    if match is None:
        raise _refused("hosts", text, "不是网站名", "it is not a host")
    return match[1].casefold()


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _refused("zone", text, "没有这个时区", "there is no such time zone") from error
    return text


def _measure(key: str, low: float, high: float, units: str) -> Callable[[str], float]:
    def read(text: str) -> float:
        match = re.fullmatch(rf"(\d{{1,5}}(?:\.\d{{1,6}})?) *(?:{units})?", flat(text).casefold())
        if match is None or not low <= float(match[1]) <= high:
            raise _refused(
                key, text, f"应是 {low:g} 到 {high:g} 的数", f"it should be a number from {low:g} to {high:g}"
            )
        return float(match[1])

    return read


def _panel(text: str) -> PanelKind:
    word = PANEL_WORDS.find(text)
    if word is None:
        raise _refused("panel", text, "只有 lcd 和 led", "there are lcd and led")
    return PanelKind(word.name)


def _basis(text: str) -> str:
    word = BASIS_WORDS.find(text)
    if word is None:
        raise _refused("basis", text, "只有 measured（实测）和 nameplate（铭牌）", "there are measured and nameplate")
    return word.name


def _report(text: str) -> int:
    """The time of day, or -1 where there is to be no reminder."""
    return -1 if flat(text).casefold() in NO else time_of_day(text)


_READERS: dict[str, Callable[[str], Any]] = {
    "zone": _zone,
    "display": lambda text: whole_number(text, 0, 15, "display: 0"),
    "diagonal": _measure("diagonal", 5, 1000, '寸|英寸|吋|inch|inches|in|"|″'),
    "distance": _measure("distance", 0.3, 200, "米|m|metres|meters"),
    "panel": _panel,
    "locked": flag,
    "watts": _measure("watts", 1, 100_000, "瓦|w|watts"),
    "basis": _basis,
    "factor": _measure("factor", 0.01, 3, "kg|千克|公斤"),
    "factor_year": lambda text: whole_number(text, 2000, 2100, "factor_year: 2023"),
    "report": _report,
}
