"""Names of files: which are never touched, in which order they stand, what they say."""

from __future__ import annotations

import re
import unicodedata

from player.model.names import is_ignored
from player.model.tokens import bare_name
from player.model.traditional import simplified

_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_ONES = {char: value for digits in (_DIGITS, _FORMAL) for value, char in enumerate(digits)} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "拾": 10, "佰": 100, "仟": 1000}
_SCORES = {"廿": "二十", "卅": "三十"}
_NUMBER = re.compile(f"([0-9]+|[{''.join(_ONES)}{''.join(_TENS)}{''.join(_SCORES)}]+)")
_HIDDEN = re.compile(r"[^.]\.(ya?ml|csv|url|md)\.txt$")
_ENDING = re.compile(r"\.[a-z]\w{0,4}$")


def never_touched(path: str) -> bool:
    """Whether the path (with `/`) is one that no content comes from: hidden, temporary, a lock, the status folder."""
    return any(is_ignored(part, top=not depth) for depth, part in enumerate(path.split("/")))


Key = tuple[tuple[tuple[int, int, str], ...], str, str]


def natural_key(name: str) -> Key:
    """A key that sorts 第2页 before 第10页, 2 before 10, 二 before 十, ② before ⑩; total, so that the order is the same everywhere.

    Tokens take no part in it, nor does the ending unless all else is equal; names that differ in nothing else stand by their characters.
    """
    flat = simplified(unicodedata.normalize("NFKC", bare_name(name))).casefold().strip()
    ending = _ENDING.search(flat)
    stem = flat[: ending.start()].rstrip() if ending else flat
    return tuple(_part(part) for part in _NUMBER.split(stem) if part), ending[0] if ending else "", name


def _part(part: str) -> tuple[int, int, str]:
    if part.isascii() and part.isdigit():
        return (0, int(part[:18]), "") if len(part) < 18 else (0, 10**18, part)
    value = han_number(part)
    return (1, 0, part) if value is None else (0, value, "")


def path_key(path: str) -> tuple[Key, ...]:
    """The natural key of a path with `/`, folder by folder."""
    return tuple(natural_key(part) for part in path.split("/"))


def han_number(text: str) -> int | None:
    """The number written in Han numerals (十二, 二十, 廿一, 一百零五, 二〇二〇, 壹佰), or None."""
    for score, digits in _SCORES.items():
        text = text.replace(score, digits)
    if not text or any(char not in _ONES and char not in _TENS for char in text) or len(text) > 12:
        return None
    if all(char in _ONES for char in text):  # digit by digit: 二〇二〇
        return int("".join(str(_ONES[char]) for char in text))
    total, section, digit = 0, 0, 0
    for char in text:
        if char in _ONES:
            digit = _ONES[char]
        elif char == "万":
            total, section, digit = (total + section + digit or 1) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * _TENS[char], 0
    return total + section + digit


def ending_of(path: str) -> str:
    """The ending in lower case without its dot; empty where there is none."""
    name = path.rsplit("/", 1)[-1]
    hidden = hidden_ending(name)
    if hidden:
        return hidden
    stem, dot, ending = name.rpartition(".")
    return unicodedata.normalize("NFKC", ending).casefold() if dot and stem else ""


def hidden_ending(name: str) -> str:
    """The ending that was meant where the machine hid the true one: `yaml` of 节目单.yaml.txt; empty for any other name."""
    match = _HIDDEN.search(unicodedata.normalize("NFKC", name).casefold())
    return match[1] if match else ""


def folder_of(path: str) -> str:
    """The folder of a path with `/`; empty at the root."""
    return path.rpartition("/")[0]
