"""Where a Chinese line may end: text comes in, words that are never split come out.

Sources: CLREQ (W3C, Requirements for Chinese Text Layout) 3.1.5 and 3.2; GB/T 15834-2011, 5.1.

The theory: a mark that may not start a line sticks to what stands before it, one that may not end a line to what
follows, and a number sticks to its unit. What is left between two words is a place where a line may end. So a forbidden
break cannot happen, whatever is done later with widths.

How good a place is, is its `rank`: 0 the author broke here, 1 after a mark or at a space, 2 between two phrases, 3 anywhere
else. (A lexicon and a phrase model have their place in `_rank`.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NEVER_FIRST = frozenset("、，。；：！？」』）》〉】〕〗〙〛｝］”’…‥·‧・%％‰℃°′″!,.:;?)]}～~々〻ー〜－-–/")
"""Marks that never start a line."""

NEVER_LAST = frozenset("「『（《〈【〔〖〘〚｛［“‘([{$￥¥£№§#＃@＠")
"""Marks that never end a line."""

CLOSING = frozenset("、，。；：！？」』）》〉】〕〗｝］”’")
"""Full-width marks with ink in their left half: half as wide at the end of a line and before another mark."""

OPENING = frozenset("「『（《〈【〔〖｛［“‘")
"""Full-width marks with ink in their right half: half as wide at the start of a line and after another mark."""

MARK, PHRASE, ANYWHERE = 1, 2, 3
"""Ranks of a place where a line may end."""

_NUMBER = r"[+\-−±≥≤<>＋－]?[0-9０-９]+(?:[.,:：/．，][0-9０-９]+)*"
_UNIT = (
    r"(?:[%％‰℃℉°′″㎡㎥㎞㎏㎝㎜]|[A-Za-zμΩ]+(?:[·/][A-Za-z]+)*[²³]?(?:/[A-Za-z]+[²³]?)?"
    r"|(?:平方米|立方米|千瓦时|千瓦|公里|公斤|千克|分钟|小时|个月|毫米|厘米|摄氏度|[万亿千百]*(?:余|多)?(?:[元家吨人次个米度台件张份瓦升克户项条层倍页岁步株棵只辆名位辆类届周天年月日号时点分秒起期楼室]))"
    r"|[万亿])"
)
_QUANTITY = rf"(?:第)?{_NUMBER}(?:{_UNIT})*(?:(?<=[年月])(?:{_NUMBER}{_UNIT}))*"
_RANGE = rf"{_QUANTITY}(?:[至到—–~～－\-](?:{_QUANTITY}))*"
_DATE = rf"{_NUMBER}年(?:{_NUMBER}月(?:{_NUMBER}[日号])?)?|{_NUMBER}月{_NUMBER}[日号]"
_DATES = rf"(?:{_DATE})(?:[至到—–~～－\-](?:{_DATE}|{_NUMBER}[日号]))*"
_LATIN = r"[A-Za-zÀ-ſΑ-ω](?:[A-Za-zÀ-ſΑ-ω0-9₀-₉²³'’_&+.@:/?=%#~\-]*[A-Za-zÀ-ſΑ-ω0-9₀-₉²³/+%#])?"
_WORD = re.compile(rf"{_DATES}|{_RANGE}|{_LATIN}|—+|…+|～+|[ 　\t]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stay together. `spaced`: a space follows in the text. `rank`: how good a line end after it is."""

    text: str
    spaced: bool = False
    rank: int = ANYWHERE


def words(line: str) -> tuple[Word, ...]:
    """The unsplit words of a text without line breaks, in order. Spaces around it are gone."""
    pieces: list[Word] = []
    for match in _WORD.finditer(line.strip()):
        piece = match.group()
        if piece.isspace():
            if pieces:
                pieces[-1] = Word(pieces[-1].text, spaced=True)
            continue
        if pieces and _sticks(pieces[-1], piece):
            pieces[-1] = Word(pieces[-1].text + piece)
        else:
            pieces.append(Word(piece))
    return tuple(Word(word.text, word.spaced, _rank(word)) for word in pieces)


def allowed(before: str, after: str) -> bool:
    """Whether a line may end between two characters, by the marks alone: what the laws are tested with."""
    return before not in NEVER_LAST and after not in NEVER_FIRST and not (before == after and before in "—…")


def _sticks(before: Word, after: str) -> bool:
    last, first = before.text[-1], after[0]
    if last in NEVER_LAST:
        return True  # even over a space: an opening mark never ends a line
    if first in NEVER_FIRST and not (first in "-–－/" and before.spaced):
        return True
    return before.text[-1] == first and first in "—…"


def _rank(word: Word) -> int:
    last = word.text[-1]
    if last == "、":
        return PHRASE  # between the parts of a list
    return MARK if word.spaced or last in CLOSING or last in ",.;:!?)" else ANYWHERE
