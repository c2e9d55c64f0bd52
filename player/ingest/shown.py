"""A cell -> the text that people see in it: 1200 under `#,##0` is 1,200, 0.256 under `0%` is 26%, 44016 under `yyyy"年"m"月"` is 2020年7月.

A number format (ECMA-376 part 1, 18.8.31) has up to four parts: for positive numbers, negative ones, zero, texts; a part may have a
condition of its own, as `[>=10000]0.0,"万"`. In a part stand places for digits (`0` always, `#` only where there is one, `?` as a
blank), a point, a comma that groups or, at the end, divides by a thousand, `%`, an exponent, a fraction, and literal words.

Days are written as they are seen where the format says so in Chinese; every other way to write a day depends on the machine that shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from player.model.table import Cell, Sort

_TOKEN = re.compile(
    r'"([^"]*)"?|[\\!](.)|_(.)|\*(.)|\[\$([^\]\-]*)(?:-[^\]]*)?\]|\[(DBNum[123])\]|\[([<>=]{1,2}-?[\d.]+)\]|\[(h+|m+|s+)\]|\[[^\]]*\]'
    r"|(General|G/通用格式)|([eE][+-])|(AM/PM|A/P|上午/下午)|(y+|m+|d+|h+|s+|a{3,4}|e+)|([0#?])|(\.)|(,)|(%)|(/)|(@)|(.)",
    re.IGNORECASE | re.DOTALL,
)
_NAMES = (
    *("quoted", "escaped", "blank", "filled", "currency", "han", "condition", "length", "general", "exponent"),
    *("half", "part", "digit", "point", "comma", "percent", "slash", "text", "sign"),
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)(-?[\d.]+)")
_HAN_DIGITS = {"DBNUM1": "〇一二三四五六七八九", "DBNUM2": "零壹贰叁肆伍陆柒捌玖", "DBNUM3": "０１２３４５６７８９"}
_WEEK = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIRST = date(1899, 12, 30)
_LARGEST = 1e21
"""From this value on a number is not written in full."""

_LONG = 12
"""Characters of a number with decimals that a cell without a format shows."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a format: what sort it is, and what is written."""

    sort: str
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the parts of a format between its semicolons."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, float] | None = None
    han: str = ""

    def has(self, *sorts: str) -> bool:
        """Whether a token of one of the sorts is in it."""
        return any(token.sort in sorts for token in self.tokens)


def shown(cell: Cell) -> str:
    """What is seen in the cell; its own text where its format says nothing, or where that depends on the machine."""
    if cell.number is None or abs(cell.number) >= _LARGEST:
        return cell.text
    if not cell.form:
        return _in_general(cell)
    if cell.sort in (Sort.NUMBER, Sort.PERCENT):
        said = _number(cell.number, cell.form)
    elif cell.sort in (Sort.DATE, Sort.MOMENT, Sort.TIME, Sort.TEXT):
        said = _day(cell.number, cell.form)
    else:
        return cell.text
    return said if said.strip() else cell.text


def _in_general(cell: Cell) -> str:
    """A number without a format: no more than ten digits where it has decimals."""
    if cell.sort is not Sort.NUMBER or cell.number is None or "." not in cell.text or len(cell.text) <= _LONG:
        return cell.text
    return ("-" if cell.number < 0 else "") + _general(abs(Decimal(cell.text)))


def is_grouped(cell: Cell) -> bool:
    """Whether the thousands of its number are seen set apart: 1,200."""
    return cell.sort is Sort.NUMBER and bool(re.search(r"\d,\d{3}(?!\d)", shown(cell))) and "/" not in cell.form


# The format


@lru_cache(maxsize=256)
def _parts(form: str) -> tuple[_Part, ...]:
    parts: list[list[_Token]] = [[]]
    for token in _tokens(form):
        if token == _Token("sign", ";"):
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_part(tokens) for tokens in parts[:4])


def _tokens(form: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(form):
        at = match.lastindex
        if at is None:
            if match[0][0] not in "[_*":
                yield _Token("quoted", "")  # ""
            continue  # [Red], [$-804]
        yield _Token(_NAMES[at - 1], match[at])


def _part(tokens: list[_Token]) -> _Part:
    condition = next((token.text for token in tokens if token.sort == "condition"), "")
    han = next((token.text.upper() for token in tokens if token.sort == "han"), "")
    match = _CONDITION.fullmatch(condition)
    try:
        told = None if match is None else (match[1], float(match[2]))
    except ValueError:
        told = None
    return _Part(tuple(token for token in tokens if token.sort not in ("condition", "han", "filled")), told, han)


def _chosen(number: float, form: str) -> tuple[_Part, bool]:
    """The part for the number, and whether a minus stands before what it says."""
    parts = _parts(form)
    numbers = parts[:3] if len(parts) > 1 else parts
    if any(part.condition for part in numbers):
        for part in numbers:
            if part.condition is None or _holds(number, *part.condition):
                return part, number < 0 and not (part.condition or ("", 1))[0].startswith("<")
        return numbers[-1], number < 0
    if number < 0 and len(numbers) > 1:
        return numbers[1], False
    if number == 0 and len(numbers) > 2:
        return numbers[2], False
    return numbers[0], number < 0


def _holds(number: float, sign: str, other: float) -> bool:
    return {
        "<": number < other, ">": number > other, "=": number == other,
        "<=": number <= other, ">=": number >= other, "<>": number != other,
    }[sign]  # fmt: skip


# Numbers


def _number(number: float, form: str) -> str:
    part, minus = _chosen(number, form)
    value = abs(Decimal(f"{number:.15g}"))
    if part.han:
        return ("-" if minus else "") + _in_han(value, part)
    if part.has("part", "half", "length", "text") and not part.has("digit", "general"):
        return ""
    if part.has("general"):
        said = "".join(_general(value) if token.sort == "general" else _literal(token) for token in part.tokens)
    elif not part.has("digit"):
        said = "".join(map(_literal, part.tokens))
        minus = False
    elif part.has("slash") and _is_fraction(part):
        said = _fraction(value, part)
    else:
        said = _digits(value, part)
    if minus and re.search("[1-9]", said):
        said = f"-{said}"
    return " ".join(said.split())


def _literal(token: _Token) -> str:
    if token.sort in ("quoted", "escaped", "currency", "sign", "percent", "slash", "part"):
        return token.text
    return " " if token.sort == "blank" else ""


def _general(value: Decimal) -> str:
    """A number without a format: its digits, ten of them where it has decimals."""
    whole = value == value.to_integral_value()
    said = format(value if whole else Decimal(f"{value:.10g}"), "f")
    return said.rstrip("0").rstrip(".") if "." in said else said


def _digits(value: Decimal, part: _Part) -> str:
    """The number in the places of the part: `#,##0.00`, `0.0,"万"`, `000-0000`, `0.00E+00`."""
    tokens = list(part.tokens)
    places = [at for at, token in enumerate(tokens) if token.sort == "digit"]
    exponent_at = next((at for at, token in enumerate(tokens) if token.sort == "exponent"), len(tokens))
    point = next((at for at, token in enumerate(tokens) if token.sort == "point"), exponent_at)
    whole = [at for at in places if at < point]
    decimals = [at for at in places if point < at < exponent_at]
    last = max((at for at in places if at < exponent_at), default=-1)
    commas = [at for at, token in enumerate(tokens) if token.sort == "comma"]
    grouped = any(at < last and at < point and whole and at > whole[0] for at in commas)
    divided = sum(1 for at in commas if at > last or (at > (whole[-1] if whole else -1) and at < point and decimals))
    value *= Decimal(100) ** sum(token.sort == "percent" for token in tokens)
    value /= Decimal(1000) ** divided
    exponent = 0
    if exponent_at < len(tokens):
        exponent = _exponent(value, len(whole), len(decimals))
        value /= Decimal(10) ** exponent
    text = format(value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP), "f")
    left, _, right = text.partition(".")
    out = dict.fromkeys(range(len(tokens)), "")
    _fill_whole("" if left == "0" else left, tokens, whole, out, grouped=grouped)
    _fill_decimals(right, tokens, decimals, out)
    if exponent_at < len(tokens):
        sign = "-" if exponent < 0 else "+" if tokens[exponent_at].text.endswith("+") else ""
        count = sum(1 for at in places if at > exponent_at)
        out[exponent_at] = f"E{sign}{abs(exponent):0{max(count, 1)}d}"
    mark = "." if any(out[at] for at in decimals) or not decimals else ""  # 26 under `#.##` is 26, not 26.
    return "".join(
        out[at] if token.sort in ("digit", "exponent") else mark if token.sort == "point" else _literal(token)
        for at, token in enumerate(tokens)
    )


def _exponent(value: Decimal, whole: int, decimals: int) -> int:
    """The power of ten: a multiple of as many as there are places before the point."""
    if not value:
        return 0
    step = max(whole, 1)
    power = value.adjusted() // step * step if step > 1 else value.adjusted()
    rounded = (value / Decimal(10) ** power).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return power + step if rounded >= Decimal(10) ** step else power


def _fill_whole(digits: str, tokens: list[_Token], places: list[int], out: dict[int, str], *, grouped: bool) -> None:
    """The digits before the point, from the right; the first place takes all that are left."""
    count = 0
    for number, at in enumerate(reversed(places)):
        first = number == len(places) - 1
        own = digits if first else digits[-1:]
        digits = "" if first else digits[:-1]
        if not own:
            own = {"0": "0", "?": " "}.get(tokens[at].text, "")
        said = ""
        for digit in reversed(own):
            if grouped and count and count % 3 == 0 and digit.isdigit():
                said = f",{said}"
            said = digit + said
            count += 1
        out[at] = said


def _fill_decimals(digits: str, tokens: list[_Token], places: list[int], out: dict[int, str]) -> None:
    """The digits behind the point; those that are nothing at the end only where their places want them."""
    needed = len(digits.rstrip("0"))
    for number, at in enumerate(places):
        if number < needed or tokens[at].text == "0":
            out[at] = digits[number] if number < len(digits) else "0"
        else:
            out[at] = " " if tokens[at].text == "?" else ""


def _is_fraction(part: _Part) -> bool:
    slash = next(at for at, token in enumerate(part.tokens) if token.sort == "slash")
    around = part.tokens[slash - 1 : slash] + part.tokens[slash + 1 : slash + 2]
    return len(around) == 2 and all(token.sort == "digit" or token.text.isdigit() for token in around)


def _fraction(value: Decimal, part: _Part) -> str:
    """`# ?/?`: a whole number and the nearest fraction with a denominator of so many digits."""
    slash = next(at for at, token in enumerate(part.tokens) if token.sort == "slash")
    below = 0
    while slash + 1 + below < len(part.tokens) and part.tokens[slash + 1 + below].sort == "digit":
        below += 1
    mixed = sum(1 for token in part.tokens[:slash] if token.sort == "digit") > below
    found = Fraction(value).limit_denominator(10 ** max(below, 1) - 1)
    whole, rest = divmod(found, 1) if mixed else (0, found)
    said = f"{rest.numerator}/{rest.denominator}" if rest or not mixed else ""
    return f"{whole} {said}".strip() if whole or not said else said


# Chinese numerals


def _in_han(value: Decimal, part: _Part) -> str:
    """`[DBNum1]`: 1200 as 一千二百; `[DBNum2]`: 壹仟贰佰, `[DBNum3]`: full-width figures."""
    plain = _Part(part.tokens)
    if not plain.has("general"):
        said = " ".join((_digits(value, plain) if plain.has("digit") else "".join(map(_literal, plain.tokens))).split())
        return _digit_by_digit(said, part.han)
    text = _general(value)
    whole, _, rest = text.partition(".")
    said = _digit_by_digit(whole, part.han) if part.han == "DBNUM3" else _han(int(whole), part.han)
    said += f".{_digit_by_digit(rest, part.han)}" if rest else ""
    return "".join(said if token.sort == "general" else _literal(token) for token in part.tokens)


def _digit_by_digit(text: str, han: str) -> str:
    digits = _HAN_DIGITS[han]
    return "".join(digits[int(char)] if char in "0123456789" else char for char in text)


def _han(number: int, han: str) -> str:
    """The number in Chinese: 一千二百, 一十 as spreadsheets write it."""
    digits = _HAN_DIGITS[han]
    units = ("", *("拾佰仟" if han == "DBNUM2" else "十百千"))
    if number == 0:
        return digits[0]
    groups: list[str] = []
    rest, large = number, 0
    while rest:
        rest, low = divmod(rest, 10_000)
        said = ""
        gap = False
        for place, char in enumerate(reversed(f"{low:04}")):
            if char == "0":
                gap = bool(said)
                continue
            said = f"{digits[int(char)]}{units[place]}{digits[0] if gap else ''}{said}"
            gap = False
        short = low < 1000 and rest
        if said:
            groups.append(
                (digits[0] if short else "") + said + ("", "万", "亿", "万亿", "亿亿", "万亿亿")[min(large, 5)]
            )
        large += 1
    return "".join(reversed(groups))


# Days


def _day(number: float, form: str) -> str:
    """The day of a number under a format that says so in Chinese; empty under any other."""
    part = _parts(form)[0]
    if (
        not any(re.search("[\u4e00-\u9fff]", token.text) for token in part.tokens)
        and not part.has("han")
        and not part.han
    ) and not any(token.text.casefold().startswith("aaa") for token in part.tokens):
        return ""
    seconds = round(number * 86_400)
    days, rest = divmod(seconds, 86_400)
    day = _FIRST + timedelta(days=days)
    halves = part.has("half")
    said = []
    clocked = False
    for at, token in enumerate(part.tokens):
        if token.sort == "half":
            said.append("上午" if rest < 43_200 else "下午")
        elif token.sort == "part":
            minutes = token.text[0] in "mM" and len(token.text) < 3 and (clocked or _before_seconds(part, at))
            clocked = token.text[0] in "hH" or (clocked and token.text[0] not in "yYdDmM")
            said.append(_of_day(token.text.casefold(), day, rest, minutes=minutes, halves=halves, han=part.han))
        elif token.sort == "comma":
            said.append(",")
        elif token.sort == "point":
            said.append(".")
        else:
            said.append(_literal(token))
    return "".join(said).strip()


def _before_seconds(part: _Part, at: int) -> bool:
    following = next((token.text for token in part.tokens[at + 1 :] if token.sort == "part"), "")
    return following[:1] in ("s", "S")


def _of_day(name: str, day: date, seconds: int, *, minutes: bool, halves: bool, han: str) -> str:
    """One part of a day or a time: `yyyy`, `m`, `dd`, `aaaa`, `h`."""
    letter, count = name[0], len(name)
    if letter == "a":
        return ("星期" if count > 3 else "周") + _WEEK[day.weekday()]
    if letter in "ye":
        year = f"{day.year:04}" if count > 2 or letter == "e" else f"{day.year % 100:02}"
        return _digit_by_digit(year, han) if han else year
    if letter == "d" and count > 2:
        return "星期" + _WEEK[day.weekday()] if count > 3 else "周" + _WEEK[day.weekday()]
    if letter == "m" and not minutes and count > 2:
        return _MONTHS[day.month - 1] if count == 3 else f"{_HAN_MONTHS[day.month - 1]}月"
    hour = seconds // 3600
    number = {
        "h": (hour - 1) % 12 + 1 if halves else hour,
        "s": seconds % 60,
        "d": day.day,
        "m": seconds // 60 % 60 if minutes else day.month,
    }[letter]
    if han and han != "DBNUM3":
        return _han_small(number, han)
    return f"{number:0{min(count, 2)}}"


_HAN_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def _han_small(number: int, han: str) -> str:
    """A number up to 99 as days are said: 十一, not 一十一."""
    said = _han(number, han)
    return said[1:] if 10 <= number < 20 else said
