"""When and how long, as the names of files and folders say it: 海报[7.4-7.5][9:00-17:00][20秒].png, 【工作日】.

What is a token is decided in `model/tokens.py`; here tokens are read. Those of one name: days of the week and hours add up
(`[9:00-10:00][14:00-15:00]` are two windows), all else must hold together; so must the names of a file and its folders.
A date without a year is the one nearest to today, a range the one around today if there is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from player.ingest.clock_words import Unclear, duration, real_day, time_of_day
from player.ingest.desk import Desk
from player.ingest.names import hidden_ending
from player.ingest.report import NOWHERE, caret_under
from player.ingest.slide_terms import read_dwell
from player.ingest.tree import Text
from player.ingest.vocabulary import suggestion
from player.ingest.when import moment_text, read_when
from player.model.content import ALWAYS, Daypart, Days, Moment, When
from player.model.problem import Severity
from player.model.tokens import Token, is_length, length_in, parts_of, rounded_of, tokens_of
from player.model.units import DAY, Millis
from player.model.words import Words

_EXAMPLES = (
    ("length", "[20秒]"),
    ("week", "[工作日]、[周一至周五]"),
    ("hours", "[9点-17点]"),
    ("days", "[7.4-7.5]、[2020-07-04]"),
)
_WEEKISH = re.compile("周|星期|礼拜|[工公][做作坐]|节|每|末|日$|day")
_CLOCKISH = re.compile(r"[点时店:;_]|^\d{4}-\d{4}$|^\d{1,2}[-~]\d{1,2}$|am|pm")
_HHMM = re.compile(r"(\d\d)(\d\d)([-~至到])(\d\d)(\d\d)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d\d)([-~至到])(\d{1,2})\.(\d\d)")
_SHORT_END = re.compile(r"(\d{4})(\d\d)(\d\d)[-~至到](\d\d)(\d\d)(?![\d-])")
_BEFORE = re.compile("(?:前|之前|以前|下架|撤下|停播|到期|过期|失效|前有效|前播放)$")
_EXCEPT = re.compile("非.*|除.*|.*除外")
_AT_WORK = re.compile("(?:上班|下班)(?:时间|时|后)")
_OFF = re.compile(
    r"[\[［【(（]\s*(?:已?停播|停止播放|暂停播放|暂不?播放?|先?不播放?|暂?先?不放|已?下架|已?撤下|草稿)\s*[\]］】)）]"
)
_FULL_RANGE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}|\d{8})-((?:\d{4}-)?\d{1,2}-\d{1,2}|\d{8})")
_SIDES = re.compile(r"[+-]?(?:从|自)?(.+?)(?:起|开始|以后|之后)?")


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says: conditions that must hold, and a dwell where it has one. `token` is the dwell as it was written."""

    when: When = ALWAYS
    dwell: Millis | None = None
    token: str = ""


NOTHING = Named()


def read_name(name: str, desk: Desk) -> Named:
    """What the name of one file or folder says; what cannot be read is told with the name and a caret under it."""
    said = NOTHING
    for token in tokens_of(name):
        shown = name[token.start : token.start + len(token.text) + 2]
        if token.closed:
            said = _with(said, token, shown, name, desk)
        else:
            _tell(
                desk,
                "name-bracket",
                name,
                token,
                token=name[token.start : token.start + len(token.text) + 1],
                example=f"[{token.text}]",
            )
    if hidden := hidden_ending(name):
        desk.add("name-hidden", ending=hidden, fixed=name[:-4])
    if (off := _OFF.search(name)) is not None:
        _tell(desk, "name-off", name, Token("", off.start()), token=off[0])
    for round_one in rounded_of(name):
        _tell(desk, "name-round", name, round_one, token=round_one.text, example=f"[{round_one.text}]")
    return said


def is_range(text: str, desk: Desk) -> bool:
    """Whether the text reads as days from one to a later one."""
    when = _read(text.casefold(), desk.quiet())
    return when is not None and when.start is not None and when.until is not None and when.start != when.until


def joined(*whens: When) -> tuple[When, ...]:
    """Conditions that hold when all of `whens` do, as few as can say it; none where all are always."""
    first, rest = ALWAYS, []
    for when in whens:
        first, left = _both(first, when)
        rest += [left] if left != ALWAYS else []
    return tuple(each for each in (first, *rest) if each != ALWAYS)


def never(whens: tuple[When, ...]) -> tuple[str, str] | None:
    """The two ends that exclude each other, for a sentence; None where the conditions can hold together."""
    first = whens[0] if whens else ALWAYS
    if first.start is None or first.until is None or _key(first.start, 0) < _key(first.until, DAY):
        return None
    return moment_text(first.start), moment_text(first.until)


def _both(one: When, other: When) -> tuple[When, When]:
    """One condition for both, and what of the other does not go into it."""
    starts = [end for end in (one.start, other.start) if end is not None]
    untils = [end for end in (one.until, other.until) if end is not None]
    merged = When(
        start=max(starts, key=lambda end: _key(end, 0), default=None),
        until=min(untils, key=lambda end: _key(end, DAY), default=None),
        days=one.days or other.days,
        hours=one.hours or other.hours,
    )
    left = When(
        days=other.days if one.days is not None and other.days != one.days else None,
        hours=other.hours if one.hours and other.hours != one.hours else (),
    )
    return merged, left


def _key(end: Moment, whole: int) -> tuple[int, int]:
    """For the order of ends: the day's number and the time in it, `whole` for one that has none."""
    at = whole if end.at is None else int(end.at)
    return end.day.toordinal() + at // DAY, at % DAY


def _with(said: Named, token: Token, shown: str, name: str, desk: Desk) -> Named:
    """What was said so far with this token; with none of it where a part of it cannot be read."""
    result = said
    for part in parts_of(token.text):
        if is_length(part):
            dwell = _dwell(part, token, shown, name, desk)
            if dwell is None:
                return said
            result = replace(result, dwell=dwell, token=token.text)
            continue
        when = _when(part, token, shown, name, desk)
        if when is None:
            return said
        result = replace(result, when=_added(result.when, when))
    return result


def _added(one: When, other: When) -> When:
    """The conditions of one name together: hours and days of the week add up, dates must both hold."""
    merged, _ = _both(replace(one, days=None, hours=()), replace(other, days=None, hours=()))
    return replace(merged, days=_either(one.days, other.days), hours=_windows(one.hours + other.hours))


def _either(one: Days | None, other: Days | None) -> Days | None:
    if one is None or other is None:
        return one or other
    weekdays = tuple(sorted({*one.weekdays, *other.weekdays}))
    return Days(weekdays, workdays=one.workdays or other.workdays, holidays=one.holidays or other.holidays)


def _windows(parts: tuple[Daypart, ...]) -> tuple[Daypart, ...]:
    return tuple(sorted(set(parts), key=lambda part: (part.start, part.end)))


def _dwell(part: str, token: Token, shown: str, name: str, desk: Desk) -> Millis | None:
    length = length_in(part)
    try:
        duration(length)
    except Unclear as unclear:
        reason, example = Words("没有这样的时间单位。", "there is no such unit of time."), "[20秒]、[2分钟]"
        if unclear.code == "digit-letter":
            reason, example = (
                Words("数字里混进了字母。", "there is a letter among its digits."),
                f"[{unclear.facts['fixed']}]",
            )
        _tell(desk, "name-unclear", name, token, token=shown, reason=reason, example=example)
        return None
    return read_dwell(Text(NOWHERE, length), desk)


def _when(part: str, token: Token, shown: str, name: str, desk: Desk) -> When | None:
    quiet = desk.quiet()
    when = _read(part, quiet)
    if when is not None:
        desk.report.problems += [
            one for one in quiet.report.problems if one.code != "date-year"
        ]  # the year is told with the file
        return when
    reasons = [one for one in quiet.report.problems if one.severity is Severity.ERROR]
    reason = _odd(part) or suggestion(("工作日", "节假日", "周末", "每天"), part)
    if not reason.zh:
        reason = Words("看不出是日期、钟点还是星期。", "it is neither days nor hours.")
    if reasons and reasons[-1].code not in ("when-unclear", "hours-unclear", "days-unclear", "date-unclear"):
        reason = reasons[-1].message
    elif (impossible := _impossible(part, quiet)) is not None:
        reason = impossible
    elif re.fullmatch(r"\D*\d{1,2}(?:[:点时]\d{0,2})?\D*", part):
        reason = Words("只写了一个钟点，不知道到几点。", "it names one time of day, not until when.")
    elif _BEFORE.search(part):
        reason = Words("含不含当天说不清。", "it does not say whether the day itself counts.")
    _tell(desk, "name-unclear", name, token, token=shown, reason=reason, example=_example(part))
    return None


def _impossible(part: str, quiet: Desk) -> Words | None:
    """Why one time of day alone cannot be."""
    try:
        time_of_day(part)
    except Unclear as unclear:
        if unclear.code in ("time-impossible", "digit-letter"):
            quiet.add(unclear.code, **unclear.facts)
            return quiet.report.problems[-1].message
    return None


def _odd(part: str) -> Words | None:
    """Why it is no rule though one knows what is meant; None where that is not so."""
    if _EXCEPT.fullmatch(part):
        return Words(
            "只能写哪几天放，不能写哪几天不放。",
            "it can name the days on which it plays, not those on which it does not.",
        )
    if _AT_WORK.fullmatch(part):
        return Words("这里不知道你们几点上班。", "when your office opens is not known here.")
    if _either_way(part):
        return Words("说不清是钟点还是日期。", "it may be times of day or days.")
    return None


def _example(part: str) -> str:
    """How it may be written: an example of the sort that was probably meant."""
    known = dict(_EXAMPLES)
    if _BEFORE.search(part):
        return "[至7.5]（含7月5日）"
    if _EXCEPT.fullmatch(part):
        return "[节假日]" if part.startswith("非工") else "[工作日]"
    if _AT_WORK.fullmatch(part):
        return known["hours"]
    if (ways := _either_way(part)) is not None:
        return "、".join(ways)
    if _WEEKISH.search(part) and not re.search(r"\d", part):
        return known["week"]
    if _CLOCKISH.search(part) and not re.search(r"月|\.|\d{4}", part):
        return known["hours"]
    return known["days"]


def _read(part: str, quiet: Desk) -> When | None:
    """The conditions of one part, by the reader of `when:` in playlists, or None with the reason in its report."""
    said = _usual(part)
    end = re.fullmatch(r"(?:至|到|截至|截止到?|[-~])(.+?)(?:止|为止)?|(.+?)(?:止|为止|截止)", said)
    if end is not None and not re.search("[-~至到]", end[1] or end[2]):
        one = _one_day(end[1] or end[2], quiet)
        return None if one is None else When(until=one)
    start = re.fullmatch(r"(?:从|自)?(.+?)(?:起|开始|以后|之后|[-~至到])", said)
    if start is not None and not re.search("[~至到]", start[1]):
        one = _one_day(start[1], quiet)
        return None if one is None else When(start=one)
    text = Text(NOWHERE, re.sub("^(?:从|自)|(?:止|为止)$", "", said))
    return read_when(text, text, quiet)


def _one_day(text: str, quiet: Desk) -> Moment | None:
    when = read_when(Text(NOWHERE, text), Text(NOWHERE, text), quiet)
    return None if when is None else when.start


def _usual(part: str) -> str:
    """The part as a playlist would have it: forms that only names have, since `:` cannot stand in a name on Windows."""
    said = re.sub(r"(\d)_(\d\d)(?=\D|$)", r"\1:\2", part) if part.count("_") < 4 and "." not in part else part
    said = re.sub(r"(\d)_(?=\d)", r"\1-", said)
    said = re.sub(r"(周|星期|礼拜)([1-7]) ?([-~至到]) ?([1-7])$", r"\1\2\3\1\4", said)
    said = re.sub(r"(周|星期|礼拜)([1-7]+)(?!\d)", _by_numbers, said)
    said = _SHORT_END.sub(r"\1-\2-\3~\4-\5", said)
    four = _HHMM.fullmatch(said)
    if four is not None and not _either_way(said):
        return ("{}.{}{}{}.{}" if _are_dates(four) else "{}:{}{}{}:{}").format(*four.groups())
    dotted = _DOTTED.fullmatch(said)
    if dotted is not None and not (_is_day(dotted[1], dotted[2]) and _is_day(dotted[4], dotted[5])):
        return "{}:{}{}{}:{}".format(*dotted.groups())
    return _FULL_RANGE.sub(r"\1~\2", said)


def _by_numbers(match: re.Match[str]) -> str:
    """周135 as 周一三五."""
    return match[1] + "".join("一二三四五六日"[int(number) - 1] for number in match[2])


def _are_dates(four: re.Match[str]) -> bool:
    """Whether 0704-0731 are days: no office opens at 7:04."""
    return bool(int(four[2]) % 5 or int(four[5]) % 5) and _is_day(four[1], four[2]) and _is_day(four[4], four[5])


def _either_way(part: str) -> tuple[str, str] | None:
    """The days and the times of day that 0620-0705 may be; None where it is plainly one of them: 0704-0731, 0830-1130."""
    four = _HHMM.fullmatch(part)
    if four is None or not (_is_day(four[1], four[2]) and _is_day(four[4], four[5])) or _are_dates(four):
        return None
    hour, minute, last_hour, last_minute = (int(four[group]) for group in (1, 2, 4, 5))
    if minute % 15 == 0 == last_minute % 15 and last_hour > hour:
        return None
    return f"[{hour}.{minute}-{last_hour}.{last_minute}]", f"[{four[1]}点{four[2]}-{four[4]}点{four[5]}]"


def _is_day(month: str, day: str) -> bool:
    try:
        real_day(2000, int(month), int(day))
    except Unclear:
        return False
    return True


def _tell(desk: Desk, code: str, name: str, where: Token, **facts: str | Words) -> None:
    """The problem with the name itself, a caret under the bracket."""
    desk.add(code, **facts)
    if desk.report.problems and desk.report.problems[-1].code == code:
        desk.report.problems[-1] = replace(desk.report.problems[-1], excerpt=caret_under(name, where.start + 1))
