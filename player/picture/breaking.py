"""Where a Chinese line may end: text comes in, words that are never split come out.

Sources: CLREQ (W3C, Requirements for Chinese Text Layout) 3.1.5 and 3.2; GB/T 15834-2011, 5.1; UAX #14 (Unicode 16).

The theory: a mark that may not start a line sticks to what stands before it, one that may not end a line to what
follows, and a number sticks to its unit. What is left between two words is a place where a line may end. So a forbidden
break cannot happen, whatever is done later with widths. Where the two standards differ, the stricter one is followed; of
UAX #14 no more is needed than this: without a space a line ends beside a character as wide as a Han character only.

How good a place is, is its `rank` (`phrases.py`): after a mark or at a space, between phrases, between words, inside a
word, inside a term of the campaign. Where the author broke is no place of a line but the end of a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import category, east_asian_width

from player.picture.emoji import is_emoji
from player.picture.phrases import INSIDE, MARK, PHRASE, WORD, joints

NEVER_FIRST = frozenset(
    "、，。；：！？」』）》〉】〕〗〙〛｝］｠｣〞〟”’»›…‥·‧・･%％‰‱℃℉°′″‴⁗￠¢!,.:;?)]}｡､．～~々〻ー〜－-–‐‒/／|｜‼⁇⁈⁉‽゛゜ゝゞヽヾ〽〵〴゠†‡⁄∕"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯｰ‵⋯〼\u00ad\u2024"
)
"""Marks that never start a line; with them the small kana."""

NEVER_LAST = frozenset("「『（《〈【〔〖〘〚｛［｟｢〝“‘«‹‚„([{¡¿$￥¥£￡€₩￦₹₽₿₫¤+±∓−＋＄￡№§#＃@＠´ˈˌ\\")
"""Marks that never end a line."""

GLUE = frozenset("\u00a0\u2011\u202f\u2060")
"""What never begins nor ends a line, and may be written to keep words together: spaces and a hyphen that do not break."""

CLOSING = frozenset("、，。；：！？」』）》〉】〕〗｝］”’")
"""Full-width marks with ink in their left half: half as wide at the end of a line and before another mark."""

OPENING = frozenset("「『（《〈【〔〖｛［“‘")
"""Full-width marks with ink in their right half: half as wide at the start of a line and after another mark."""

_N = "[0-9０-９]"
_NUMBER = rf"[+\-−±≥≤<>＋－≈～]?{_N}+(?:[.,:/．，：]{_N}+)*"
_COUNTED = "元家吨人次个米度台件张份瓦升克户项条层倍页岁步株棵只辆名位类届周天年月日号时点分秒起期楼室场轮批座盏把支套组部册本卷篇幅幢栋间面块片根批款种"
_UNIT = (
    r"(?:[%％‰℃℉°′″㎡㎥㎞㎏㎝㎜]| ?(?:[A-Za-zμΩ]+(?:[·/][A-Za-z]+)*[²³]?(?:/[A-Za-z]+[²³]?)?)(?![a-z])"
    rf"|(?:平方米|立方米|平方公里|千瓦时|千瓦|兆瓦|公里|公斤|千克|分钟|小时|个月|个百分点|毫米|厘米|摄氏度|标准煤|[万亿千百]*(?:余|多)?[{_COUNTED}])"
    r"|[万亿]+)"
)
_JOIN = "[至到—–~～－-]"
_QUANTITY = rf"第?{_NUMBER}(?: (?=[%％‰℃℉°㎡㎥㎞㎏㎝㎜])|{_UNIT})*(?:(?<=[年月])(?:{_NUMBER}{_UNIT}))*"
_RANGE = rf"{_QUANTITY}(?:[至到—–~～－\-±×÷+＋]—?(?:{_QUANTITY}))*"
_WEEKDAY = "[（(](?:星期|周|礼拜)[一二三四五六日天][）)]"
_DATE = rf"(?:{_NUMBER}年(?:{_NUMBER}月(?:{_NUMBER}[日号])?)?|{_NUMBER}月{_NUMBER}[日号])(?:{_WEEKDAY})?"
_DATES = rf"{_DATE}(?:{_JOIN}—?(?:{_DATE}|{_NUMBER}[日号](?:{_WEEKDAY})?))*"
_CLOCK = rf"(?:上午|下午|早上|晚上|中午)?{_N}{{1,2}}[:：]{_N}{{2}}(?:[:：]{_N}{{2}})?"
_DAY = rf"(?:{_DATE}|{_NUMBER}[日号]|{_N}{{4}}[-/.]{_N}{{1,2}}[-/.]{_N}{{1,2}})"
_MOMENT = rf"{_DAY} ?{_CLOCK}(?:{_JOIN}{_CLOCK})?"
_UNTIL = rf"(?<={_N})[至到](?:{_MOMENT}|{_CLOCK})"
_CALL = (
    r"(?<![0-9])(?:[0-9]{3,4}[ -][0-9]{3,4}[ -][0-9]{4}|[0-9]{3,4}[ -][0-9]{7,8}|1[0-9]{2} [0-9]{4} [0-9]{4})(?![0-9])"
)
_ORDER = rf"第[一二三四五六七八九十百千零〇两]+[{_COUNTED}章节编款届名位]?"
_WEEKDAYS = r"每?(?:周|星期)[一二三四五六日天](?:[至到—-](?:周|星期)?[一二三四五六日天])?"
_LATIN = r"[A-Za-zÀ-ſΑ-ω](?:[A-Za-zÀ-ſΑ-ω0-9₀-₉²³'’_&+.@:/?=%#~\-]*[A-Za-zÀ-ſΑ-ω0-9₀-₉²³/+%#])?"
_SPLIT = re.compile(
    rf"{_CALL}|{_MOMENT}|{_UNTIL}|{_DATES}|{_RANGE}|{_ORDER}|{_WEEKDAYS}|{_LATIN}|[ 　\t]+|.", re.DOTALL
)
_DIGITS = "0123456789０１２３４５６７８９,.:/"
_GLUED = re.compile(r"(?<=[0-9０-９]) (?=[%％‰℃℉°㎡㎥㎞㎏㎝㎜])")


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stay together. `spaced`: a space follows in the text. `rank`: how good a line end after it is."""

    text: str
    spaced: bool = False
    rank: int = INSIDE


def words(line: str, own: tuple[str, ...] = ()) -> tuple[Word, ...]:
    """The unsplit words of a text without line breaks, in order. Spaces around it are gone."""
    text = _GLUED.sub("", line.strip(" \t\u3000"))
    pieces: list[_Piece] = []
    for match in _SPLIT.finditer(text):
        start, end = match.span()
        if match.group().isspace() and match.group() not in GLUE:
            continue
        if pieces and sticks(text, pieces[-1].end, start):
            pieces[-1] = _Piece(pieces[-1].text + match.group(), pieces[-1].start, end)
        else:
            pieces.append(_Piece(match.group(), start, end))
    ranks = joints(text, own)
    following = [piece.start for piece in pieces[1:]] + [len(text)]
    return tuple(
        Word(piece.text, piece.end < start, _rank(text, piece.end, start, ranks))
        for piece, start in zip(pieces, following[: len(pieces)], strict=True)
    )


class _Piece(NamedTuple):
    """What will be a word, and where it stands in the text; spaces before a mark are not part of it."""

    text: str
    start: int
    end: int


def sticks(text: str, end: int, start: int) -> bool:
    """Whether no line may end before `text[start]`, what stands before it having ended at `end` (spaces between)."""
    before, after = text[end - 1], text[start]
    if start > end and after in "-–－~～" and before not in NEVER_LAST and category(before) != "Ps":
        return False  # a dash after a space begins something
    if not allowed(before, after) or _rides(after):
        return True
    return start == end and not _parted(before, after, text[start + 1 : start + 2], text[max(0, end - 2) : end - 1])


def _parted(before: str, after: str, then: str, earlier: str) -> bool:
    """Whether a line may end between two letters that stand side by side: where one of them is wide, by UAX #14.

    Beside Latin a quotation mark is part of what it stands at (LB19a), and a sign of money of its amount (LB24, LB25).
    """
    if _rides(before) or not (wide(before) or wide(after)) or before in "\"'«»‹›" or after in "\"'«»‹›":
        return False
    if (_counts(before) and not wide(after)) or (_counts(after) and not wide(before)):
        return False
    if (category(before) == "Pe" or before in "、。，．") and earlier and earlier in _DIGITS and _leads(after):
        return False
    if category(after) == "Ps" and (_counts(before) or before in "%‰℃℉°′″") and then and not wide(then):
        return False
    if after in "“‘":
        return wide(before) and bool(then) and wide(then)
    return before not in "”’" or (wide(after) and bool(earlier) and wide(earlier))


def _rides(letter: str) -> bool:
    """Whether it is drawn on the letter before it: accents, tone marks, the lower half of a sign of repetition."""
    return letter == "〵" or category(letter)[0] == "M"


def _leads(letter: str) -> bool:
    """Whether it stands before a number as part of it: money, plus, number sign (PR of UAX #14)."""
    return category(letter) == "Sc" or letter in "+±∓−＋№\\"


def _counts(letter: str) -> bool:
    return letter == "％" or category(letter) == "Sc"


def allowed(before: str, after: str) -> bool:
    """Whether a line may end between two characters, by the marks alone: what the laws are tested with."""
    if before in NEVER_LAST or after in NEVER_FIRST or before in GLUE or after in GLUE:
        return False
    return category(before) != "Ps" and category(after) != "Pe" and not (before == after and before in "—…⸺⸻")


def wide(letter: str) -> bool:
    """Whether it is as wide as a Han character in any text (UAX #11, W, F and H): the East Asian ones of UAX #14."""
    return (east_asian_width(letter) in "WFH" and not _rides(letter)) or is_emoji(letter)


def _rank(text: str, end: int, start: int, ranks: tuple[int, ...]) -> int:
    """How good it is to end a line at `end`, the next word beginning at `start`."""
    if start >= len(text):
        return MARK
    last, first = text[end - 1], text[start]
    if last == "、":
        return PHRASE  # between the parts of a list
    if start > end:
        return MARK if wide(last) == wide(first) else WORD  # a space beside Latin is the typist's, not a pause
    if last in CLOSING or last in ",.;:!?)":
        return MARK if last not in "”’" else WORD
    return ranks[end]
