"""The catalogue: every problem that content can have, in words that help. The page `docs/reference/problems.md` is made from it.

A code is stable; its sentences may improve. `{…}` are filled with facts of the case.
"""

from __future__ import annotations

from player.ingest.catalogue import CATALOGUE
from player.ingest.names import printable
from player.model.problem import Place, Problem
from player.model.words import Words

Fact = str | int | Words
"""What fills a `{…}`: the same in both languages, or `Words`."""

_LONGEST_FACT = 160


class _Facts(dict[str, str]):
    """The facts in one language; one that was not given is left out of the sentence rather than break it."""

    def __missing__(self, key: str) -> str:
        return ""


def problem(code: str, place: Place, *, excerpt: str = "", **facts: Fact) -> Problem:
    """The problem `code` of the catalogue at `place`, its sentences filled with `facts`."""
    sort = CATALOGUE[code]
    zh = _Facts({name: _said(fact, chinese=True) for name, fact in facts.items()})
    en = _Facts({name: _said(fact, chinese=False) for name, fact in facts.items()})
    return Problem(
        code=code,
        severity=sort.severity,
        place=place,
        message=_filled(sort.message, zh, en),
        hint=_filled(sort.hint, zh, en),
        on_screen=sort.on_screen,
        excerpt=excerpt,
    )


def _said(fact: Fact, *, chinese: bool) -> str:
    text = (fact.zh if chinese else fact.en) if isinstance(fact, Words) else str(fact)
    return printable(text, _LONGEST_FACT)


def _filled(words: Words, zh: _Facts, en: _Facts) -> Words:
    return Words(words.zh.format_map(zh).strip(), words.en.format_map(en).strip())
