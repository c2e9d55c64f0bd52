"""Readers: the text of a value -> the value. One for each `Shape` of a field and for what rules when a slide plays.

Each raises Unclear, which names a problem of the catalogue, for what it cannot read.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from player.ingest.clock_words import Said, Unclear, flat, moment, time_of_day, unclear
from player.ingest.decode_text import is_han
from player.ingest.vocabulary import DAY_WORDS, NO, YES, plain, suggestion
from player.model.content import Daypart, Days, Moment
from player.model.tokens import spoken
from player.model.units import DAY, HOUR, DayTime

_MARKS = "，。、；：！？“”‘’（）《》〈〉【】「」『』…—"
_MONTH = 31
_NEW_LINE = re.compile(r"<br\s*/?>|(?<=[\u3000-\u9fff\uff00-\uffef])\\n(?=[\u3000-\u9fff\uff00-\uffef])", re.IGNORECASE)
_BREAK = re.compile(r"(?<=(.)) *[/／] *(?=(.))")
_SEPARATOR = re.compile(r"\s*(?:[,;、]|和|及|与|以及|&)\s*")
_TO = re.compile(r"\s*(?:-|~|到|至|->|\bto\b|\.\.)\s*")
_WINDOWS = re.compile(r"\s*(?:[,;、/]|和|及)\s*|(?<=[\d点时半分]) +(?=(?:上午|中午|下午|晚上|晚)?\d{1,2} *[:点时])")
_DAYS = {
    **{name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
    **{
        name: number
        for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    },
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
    **{name: number for number, name in enumerate("一二三四五六日")},
    "天": 6,
}
_NUMBERED = re.compile(r"[周星期礼拜每1-7 ~\-到至、,，;和及]+")
_BY_NUMBER = str.maketrans("1234567", "一二三四五六日")
_OTHER_DAYS = {
    **dict.fromkeys(("上班日", "平日", "法定工作日", "workday", "working days"), "工作日"),
    **dict.fromkeys(("每日", "天天", "一周七天", "everyday", "every day"), "每天"),
    **dict.fromkeys(("双休日", "双休", "weekends"), "周末"),
    "holiday": "节假日",
}
"""What people call the days for which there is a word."""

_COMPACT = re.compile(r"(?<!\d)(\d\d)([0-5]\d)( *[-~到至] *)(\d\d)([0-5]\d)(?!\d)")
_NEXT_DAY = re.compile("^(?:次日|翌日|第二天|转天) *")
_DAILY = re.compile(r"(?:每天|每日|daily|every day) *")
_WEEK = re.compile(r"周|星期|礼拜")
_EVERY_DAY = Days(weekdays=(0, 1, 2, 3, 4, 5, 6))


def bare(text: str) -> str:
    """The text without the comma or full stop that ends it, for values that are one word."""
    return text.strip().rstrip(",，;；。、").rstrip()


def flag(text: str) -> bool:
    """Yes or no. Raises Unclear."""
    said = plain(bare(text))
    if said in YES:
        return True
    if said in NO:
        return False
    raise Unclear("flag-unclear", text=text)


_SOUND = {
    **dict.fromkeys(("有", "有声", "有声音", "出声", "放声音", "打开", "开启", "sound", "with sound"), True),
    **dict.fromkeys(("无", "没有", "无声", "静音", "不出声", "关闭", "关掉", "mute", "muted", "silent", "none"), False),
}
_LOUD = {
    "大": 100,
    "大声": 100,
    "中": 60,
    "适中": 60,
    "小": 30,
    "小声": 30,
    "loud": 100,
    "medium": 60,
    "low": 30,
    "soft": 30,
}
_PERCENT = re.compile(r"(?:音量)?(\d{1,3}(?:\.\d+)?)(%?)")


def sound(text: str) -> bool | int:
    """Whether something is to be heard, or at how many percent. Raises Unclear."""
    said = plain(text)
    if said in YES or said in NO:
        return flag(text)
    if said in _SOUND:
        return _SOUND[said]
    try:
        return percent(text)
    except Unclear:
        raise Unclear("sound-unclear", text=text) from None


def percent(text: str) -> int:
    """How loud, 0 to 100: 60%, 60, 0.6 as a spreadsheet has it, 小. Raises Unclear."""
    said = flat(text).replace(" ", "").casefold()
    if said in _LOUD:
        return _LOUD[said]
    found = _PERCENT.fullmatch(said)
    number = float(found[1]) if found else -1.0
    if found and not found[2] and number <= 1:
        number *= 100
    if 0 <= number <= 100:
        return round(number)
    raise Unclear("volume-unclear", text=text)


def broken_lines(text: str) -> str:
    """The text with its lines broken where the author wants: at new lines, and at a `/` between spaces or Chinese characters."""

    def split(match: re.Match[str]) -> str:
        spaced = match[0].startswith(" ") and match[0].endswith(" ")
        chinese = all(is_han(char) or char in _MARKS for char in (match[1], match[2]))
        return "\n" if spaced or chinese else match[0]

    return lines(_BREAK.sub(split, text) if "/" in text or "／" in text else text)


def lines(text: str) -> str:
    """The text without spaces around its lines and empty lines around it; `<br>` and a program's sign for a new line are new lines."""
    text = with_new_lines(text)
    if "\n" not in text:
        return text.strip()
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


def with_new_lines(text: str) -> str:
    """The text with new lines where `<br>` or a program's sign stands for one."""
    if "<" in text or "&" in text or "\\" in text:
        return _NEW_LINE.sub("\n", text).replace("&nbsp;", " ")
    return text


def whole_number(text: str, low: int, high: int, example: str) -> int:
    """The whole number from `low` to `high`. Raises Unclear."""
    said = flat(text).replace(" ", "")
    if re.fullmatch(r"[+-]?\d{1,9}", said) and low <= int(said) <= high:
        return int(said)
    raise Unclear("number-unclear", text=text, low=low, high=high, example=example)


def target(text: str, said: Said) -> Moment | DayTime:
    """What a countdown counts to: a day, a day and time, or a time of every day. Raises Unclear."""
    daily = _DAILY.match(spoken(text))
    try:
        return time_of_day(spoken(text)[daily.end() :] if daily else text)
    except Unclear as unclear:
        if daily or unclear.code == "time-impossible":
            raise
    return moment(text, said)


def is_long_past(day: date, today: date) -> bool:
    """Whether the day is one of a year before, and more than a month ago: the year was probably left as it was."""
    return day.year < today.year and (today - day).days > _MONTH


@lru_cache(maxsize=256)
def days(text: str) -> Days:
    """The days of 工作日, 周一至周五, 周一三五, mon..fri, 周末, 节假日 and lists of these. Raises Unclear."""
    weekdays: set[int] = set()
    workdays = holidays = False
    said = spoken(text).strip(" ,;、")
    if _WEEK.search(said) and _NUMBERED.fullmatch(said):  # 周1-周5
        said = said.translate(_BY_NUMBER)
    for part in _SEPARATOR.split(said):
        word = DAY_WORDS.find(_OTHER_DAYS.get(part.casefold(), part))
        if word is not None and word.name == "workdays":
            workdays = True
        elif word is not None and word.name == "holidays":
            holidays = True
        elif word is not None:
            weekdays |= {5, 6} if word.name == "weekend" else set(range(7))
        else:
            weekdays |= _weekdays(part, text)
    if len(weekdays) == 7:
        return _EVERY_DAY
    return Days(tuple(sorted(weekdays)), workdays=workdays, holidays=holidays)


def _weekdays(part: str, text: str) -> set[int]:
    said = _WEEK.sub("", part.casefold().removeprefix("每"))
    ends = [end.replace(" ", "") for end in _TO.split(said)]
    numbers = [_DAYS.get(end.rstrip(".")) for end in ends]
    if len(ends) == 2 and None not in numbers:
        first, last = (number for number in numbers if number is not None)
        return {number % 7 for number in range(first, last + 1 if last >= first else last + 8)}
    said = said.replace(" ", "")
    if len(ends) == 1 and numbers[0] is not None:
        return {numbers[0]}
    if said and _WEEK.search(part) and all(char in _DAYS for char in said):  # 周一三五
        return {_DAYS[char] for char in said}
    choices = [form for word in DAY_WORDS for form in (word.name, word.alias)] + list(_DAYS)
    raise Unclear("days-unclear", text=text, near=suggestion(choices, part))


def days_of_week(text: str) -> Days:
    """The days, where nothing but days can be meant: 1-5 and 1,3,5 count from Monday, 7 is Sunday. Raises Unclear."""
    said = spoken(text).strip(" ,;、")
    if re.fullmatch(r"[1-7](?:(?: *[-~到至,、;和及] *| *)[1-7])*", said):
        said = re.sub(r"(?<=[1-7])\s*(?=[1-7])", ",", said).translate(_BY_NUMBER)
    elif re.fullmatch("[一二三四五六日天]{2,7}", said):
        said = ",".join(said)
    try:
        return days(said)
    except Unclear as unclear:
        raise Unclear(unclear.code, **{**unclear.facts, "text": text}) from unclear


@lru_cache(maxsize=256)
def hours(text: str) -> tuple[Daypart, ...]:
    """The windows of 08:00-12:00, 13:30-18:00; 22:00-02:00; 9点到17点半; 8-12点. Raises Unclear."""
    said = re.sub("-{2,}|→", "-", spoken(text).replace("∼", "~")).strip(" ,;、")
    parts = tuple(_daypart(part, text) for part in _WINDOWS.split(said) if part)
    if not parts:
        raise Unclear("hours-unclear", text=text)
    return tuple(sorted(set(parts), key=lambda part: (part.start, part.end)))


def hours_of_day(text: str) -> tuple[Daypart, ...]:
    """The windows, where nothing but hours can be meant: 0900-1700 is 9:00-17:00. Raises Unclear."""
    try:
        return hours(_COMPACT.sub(r"\1:\2\3\4:\5", spoken(text)))
    except Unclear as unclear:
        raise Unclear(unclear.code, **{**unclear.facts, "text": text}) from unclear


def _daypart(part: str, text: str) -> Daypart:
    if part in ("全天", "整天"):
        return Daypart(DayTime(0), DayTime(DAY))
    ends = _TO.split(re.sub("^(?:每天|每日|从|自) *", "", part))
    if len(ends) != 2 or not all(ends):
        raise unclear("hours-unclear", text)
    first, last = ends[0], _NEXT_DAY.sub("", ends[1])
    next_day = last != ends[1]
    unit = re.search("[点时]", last)
    if first.isdigit() and (unit or last.isdigit() or ":" in last):
        first += ":00" if not unit else "点"
    if last.isdigit() and ":" in first:
        last += ":00"
    try:
        start, end = time_of_day(first), time_of_day(last)
    except Unclear as reason:
        if reason.code == "time-unclear":
            raise unclear("hours-unclear", text) from reason
        raise
    afternoon = re.match("下午|晚上|傍晚", first)
    if afternoon and end <= start and end < 12 * HOUR and not re.match(r"\D", last):
        end = DayTime(end + 12 * HOUR)  # 下午2点-5点
    if next_day and end >= start:
        raise Unclear("hours-unclear", text=text)  # 9:00-次日10:00 is longer than a day
    if start in (end, DayTime(DAY)):
        raise Unclear("hours-empty", text=text)
    return Daypart(start, end)
