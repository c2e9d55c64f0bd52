"""Tokens: brackets in the names of files and folders that say when and how long, such as 海报[7.4-7.5][20秒].png.

This file decides what is a token and what is plainly a title. It reads nothing: a token that looks like a time and is none
is told by ingest. Titles lose their tokens, and tokens take no part in the order of names.

A bracket is `[…]`, `［…］` or `【…】`, and a token where everything in it looks like one of
    a length of time in seconds or minutes      20秒 1分30秒 20s
    days of the week                            工作日 节假日 周末 每周一三五 周一至周五
    hours of the day                            9:00-17:00 9点-17点 9.00-17.00 (`:` cannot stand in a name on Windows)
    days                                        7.4 7月4日 2020-06-29~07-05 7.4起 至7.5
so `[通知]`, `[2020]`, `[1]`, `[1-2]`, `[16:9]`, `[v1.2]`, `[3楼]`, `[24小时]` are titles. In round brackets it is a title, always.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from player.model.traditional import simplified
from player.model.words import plain_name

_HAN = "零〇一二两三四五六七八九十廿卅"


@lru_cache(maxsize=2048)
def flat(text: str) -> str:
    """The text half-width, with one form of dash, and single spaces."""
    if text.isascii():
        return " ".join(text.split())
    half = (
        re.sub("[－—–―−‐‑‒﹣]+|(?<=[\\d日号点])[一ー](?=\\d)", "-", unicodedata.normalize("NFKC", text))
        .replace("〜", "~")
        .replace("∶", ":")
        .replace("。", ".")
    )
    return " ".join(half.split())


@lru_cache(maxsize=2048)
def spoken(text: str) -> str:
    """The flat text, the traditional characters of our words (九點, 週一) as simplified ones."""
    return simplified(flat(text))


class Token(NamedTuple):
    """A bracket that looks like a time: what stands in it, where in the name its bracket begins (from 0), whether it is closed."""

    text: str
    start: int
    closed: bool = True


_BRACKETS = "[［【]］】"
_BRACKET = re.compile(r"[\[［【]([^\[［【\]］】]*)[\]］】]")
_HALF = re.compile(r"[\[［【]([^\[［【\]］】]+)|^([^\[［【\]］】]+)[\]］】]")
_ROUND = re.compile(r"[(（{｛〔「『《<]([^()（）{}｛｝〔〕「」『』《》<>\[［【\]］】]*)[)）}｝〕」』》>]")

_D = f"(?:[0-9ol]{{1,2}}|[{_HAN}]{{1,3}})"  # a small number; o and l are told to be letters
_UNIT = "(?:秒钟|秒|妙|抄|秘|渺|s|secs?|seconds?|分钟|分种|分中|min|mins|minutes?)"
_LEAD = "(?:停留|停|播放|播|显示|展示|放映|放|时长|每[张页次])(?:时间|时长)?[: ]*"
_AMOUNT = rf"(?:(?=[ol]*\d)[0-9ol]{{1,4}}(?:\.\d)?|[{_HAN}百半]{{1,4}})"
_LENGTH = rf"(?:{_LEAD})?(?:(?:{_AMOUNT}分)?{_AMOUNT} ?{_UNIT}|{_AMOUNT}分钟?半)|(?:停留?|时长)[: ]*\d{{1,3}}"
_DAY_NAMES = (
    "工作日 节假日 周末 每天 每日 平日 上班日 休息日 双休日 法定节假日 工做日 工作曰 工作目 工坐日 节价日 假节日 节假曰 周未 每曰 "
    "非工作日 非节假日 节假日除外 除节假日外 周末除外 除周末外 上班时间 上班时 下班后 下班时间 "
    "workdays? weekdays? weekends? holidays? daily"
).replace(" ", "|")  # the wrong ones too: they are told
_ENGLISH = r"(?:mon|tues?|weds?|thu|thur|thurs|fri|sat|sun)(?:day|nesday|rsday|urday)?"
_WEEK = "(?:周|星期|礼拜)"
_WEEKDAYS = (
    rf"每?{_WEEK}[一二三四五六日天七八九1-9](?: ?(?:-|~|\.\.|至|到|、|,|和)? ?{_WEEK}?[一二三四五六日天七八九1-9])*"
    rf"|{_ENGLISH}(?: ?(?:-|~|\.\.|to) ?{_ENGLISH})?"
)
_PERIOD = "(?:凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里|夜间|am|pm)?"
_CLOCK = rf"{_PERIOD} ?{_D}(?: ?[:;_] ?[0-9ol]{{2}}(?: ?: ?\d\d)?| ?[点时店](?:半|整|钟| ?[一三13]刻| ?{_D}分?)?) ?(?:am|pm)?"
_TO = r" ?(?:-|~|至|到|\.\.|->|to) ?"
_YEAR = rf"(?:[0-9ol]{{4}}|[{_HAN}]{{4}})"
_FULL_DAY = rf"{_YEAR} ?[-.年_] ?{_D} ?[-.月_] ?{_D} ?[日号曰]?|(?:19|20|21)\d{{6}}"
_DAY = rf"(?:{_FULL_DAY}|{_D} ?月 ?{_D} ?[日号曰]?|(?<![\d.]){_D}\.[0-9ol]{{1,2}}(?![\d.])(?: ?[日号])?)"
_DAY_AT = rf"{_DAY}(?: ?[(（]?{_WEEK}[一二三四五六日天][)）]?)?(?: ?{_CLOCK})?"
_LOOKS = tuple(
    re.compile(pattern)
    for pattern in (
        _LENGTH,
        rf"{_DAY_NAMES}|{_WEEKDAYS}",
        rf"(?:{_CLOCK}|{_D}){_TO}{_CLOCK}|{_CLOCK}{_TO}\d{{1,2}}|{_CLOCK}(?:{_TO}|起|开始|以后|前|止)?",
        rf"\d{{1,2}}\.\d\d{_TO}\d{{1,2}}\.\d\d",
        rf"{_DAY_AT}{_TO}(?:{_DAY_AT}|{_CLOCK}|\d{{1,2}} ?[日号]?|\d\d?[-_]\d\d?)",
        rf"{_DAY_AT}",
        rf"{_DAY_AT} ?(?:起|开始|以后|之后|后|止|为止|截止|以前|之前|前|-|~|至|到)",
        rf"{_DAY_AT} ?(?:下架|撤下|停播|到期|过期|失效|前有效|前播放)",
        rf"(?:从|自)?{_DAY_AT}(?:起|开始)?(?:{_TO}{_DAY_AT})(?:止|为止)?",
        rf"(?:至|到|截至|截止到?|-|~){_DAY_AT}(?:止|为止)?",
        r"(?:19|20|21)\d{6}(?:-|~|至|到)\d{4}",
        r"\d{1,2},\d{1,2}-\d{1,2},\d{1,2}",
        r"\d{1,2}[-_]\d{1,2}(?:~|至|到)\d{1,2}[-_]\d{1,2}",
        r"\d{2}\.\d{1,2}\.\d{1,2}(?:-|~|至|到)\d{2}\.\d{1,2}\.\d{1,2}",
    )
)
_NOT = re.compile(r"16:10|\d{1,2}:\d|\d{1,2}\.0+")
_HHMM = re.compile(r"([01]\d|2[0-4])([0-5]\d)[-~至到]([01]\d|2[0-4])([0-5]\d)")
_HOURS = re.compile(r"(\d{1,2})[-~](\d{1,2})")
_SECOND = re.compile(r"(?i)(?<=.)\.(?:txt|md|ya?ml|csv|xlsx?|url|png|jpe?g|gif|bmp|webp|pdf|docx?|pptx?|mp4)$")
_SEPARATOR = re.compile(
    r"\s*[,;、]\s*|\s+|(?<=[日末天一二三四五六])(?:和|及|与|以及)(?=[周星礼节工双每])|(?<=[\d日号])(?=每[天日])"
)
_LEADING = re.compile(f"^{_LEAD}")
_AROUND = re.compile("^(?:播放|播出|展示|有效)(?:时间|日期|期间|时段|期)?[: ]*|(?:播放|播出|展示|有效)$")


def parts_of(text: str) -> list[str]:
    """The text of a bracket in half-width parts: whole where it is one time, else cut at spaces and commas."""
    said = spoken(text).casefold()
    return _whole(said) or [one for part in _SEPARATOR.split(said) if part for one in _whole(part) or [part]]


def _whole(said: str) -> list[str]:
    """The text as one time, or as days of the week with hours behind them (工作日9点-17点); empty where it is neither."""
    for form in dict.fromkeys((said, _AROUND.sub("", said))):
        if _looks(form):
            return [form]
        for at in range(2, len(form) - 2):
            if _LOOKS[1].fullmatch(form[:at]) and _LOOKS[2].fullmatch(form[at:]):
                return [form[:at], form[at:]]
    return []


@lru_cache(maxsize=4096)
def is_token(text: str) -> bool:
    """Whether what stands in a bracket is a time, or was meant to be one."""
    if not text.strip() or len(text) > 60:
        return False
    parts = parts_of(text)
    return bool(parts) and all(_looks(part) for part in parts)


def is_length(part: str) -> bool:
    """Whether a part of a token is a length of time."""
    return bool(_LOOKS[0].fullmatch(part))


def length_in(part: str) -> str:
    """The length of time itself, of a part that is one: 20秒 of 停留20秒."""
    return _LEADING.sub("", part)


def _looks(said: str) -> bool:
    if _NOT.fullmatch(said):
        return False
    four = _HHMM.fullmatch(said)
    if four is not None:
        return not 1949 <= int(four[1] + four[2]) <= int(four[3] + four[4]) <= 2099  # [2019-2021] are years
    hours = _HOURS.fullmatch(said)
    if hours is not None:
        return 6 <= int(hours[1]) <= 10 and int(hours[2]) in (11, 12, 16, 17, 18, 19, 21, 22)  # [9-17], not [1-2]
    dotted = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", said)
    if dotted is not None:
        return 1 <= int(dotted[1]) <= 12 and 1 <= int(dotted[2]) <= 31  # [1.0] and [2.55] are versions
    return any(look.fullmatch(said) for look in _LOOKS)


@lru_cache(maxsize=8192)
def tokens_of(name: str) -> tuple[Token, ...]:
    """The tokens of a name (of one file or one folder), from left to right; one whose bracket is not closed comes last."""
    if not any(char in name for char in _BRACKETS):
        return ()
    found = [Token(match[1], match.start()) for match in _BRACKET.finditer(name) if is_token(match[1])]
    half = _HALF.search(_BRACKET.sub(lambda match: "\0" * len(match[0]), name))
    if half is not None and half[1]:
        text = next((half[1][:end] for end in range(len(half[1]), 1, -1) if is_token(half[1][:end])), "")
        found += [Token(text, half.start(), closed=False)] * bool(text)
    elif half is not None and is_token(half[2]):
        found.append(Token(half[2], 0, closed=False))
    return tuple(found)


def rounded_of(name: str) -> tuple[Token, ...]:
    """What stands in other brackets and can be nothing but a rule of playing: days of the week, hours, a length. Days are titles."""
    return tuple(
        Token(match[1], match.start()) for match in _ROUND.finditer(name) if _is_rule(spoken(match[1]).casefold())
    )


def _is_rule(said: str) -> bool:
    length, week, clocks = _LOOKS[:3]
    if length.fullmatch(said):
        return said[-1:] in "秒钟s"
    if re.fullmatch("工作日|节假日|周末|每天", said) or (week.fullmatch(said) and said.startswith(("每周", "每星期"))):
        return True
    return bool(clocks.fullmatch(said)) and bool(re.search(r"[-~至到]\D*\d", said)) and not _NOT.fullmatch(said)


@lru_cache(maxsize=8192)
def bare_name(name: str) -> str:
    """The name of a file or folder without its tokens; the name itself where nothing else is in it."""
    closed = [token for token in tokens_of(name) if token.closed]
    if not closed:
        return name
    starts = {token.start for token in closed}
    bare = _BRACKET.sub(lambda match: "" if match.start() in starts else match[0], name)
    bare = re.sub(r" {2,}", " ", re.sub(r"[ _-]+(?=\.\w{1,5}$)", "", bare)).strip(" ")
    stem = bare.rpartition(".")[0] if re.search(r"\.\w{1,5}$", bare) else bare
    return bare if stem.strip(" _-") else name


def title_from(path: str) -> str:
    """What a file or folder is called: its name without folders, endings (通知.txt.txt has two) and tokens."""
    name = plain_name(bare_name(path.rsplit("/", 1)[-1]))
    return _SECOND.sub("", name) or name
