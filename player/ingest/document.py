"""A document -> its slides: which pages are meant, and a slide for each of them."""

from __future__ import annotations

import re

from player.ingest.clock_words import Unclear
from player.model.content import Value
from player.model.paper import MOST_PAGES, Page, Paper, Span, chosen
from player.model.tokens import spoken, title_from

PAGES = "pages"
"""The field by which staff choose pages."""

_SEPARATOR = re.compile(r"\s*(?:[,;、/]|和|及|与|以及|&)\s*|\s+(?=第?\d)")
_TO = re.compile(r"\s*(?:-|~|到|至|->|\.\.+)\s*")
_NUMBER = re.compile(r"第?\s*(\d{1,6})\s*页?|p\.?\s*(\d{1,6})", re.IGNORECASE)
_LAST = re.compile(r"(?:最后|末|尾|最末)(?:[一1]?页)?|end|last", re.IGNORECASE)
_ALL = ("全部", "所有", "全放", "all", "*", "每页")
_HAN = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def pages(text: str) -> tuple[Span, ...]:
    """The pages of 2-5; 2,4-6; 2-; 第2页至第5页; 第三页; empty for all. Raises Unclear."""
    said = _TO.sub("-", _numbered(spoken(text)).strip(" ,;、"))
    if said.casefold() in _ALL:
        return ()
    spans = tuple(_span(part, text) for part in _SEPARATOR.split(said) if part)
    if not spans:
        raise Unclear("pages-unclear", text=text)
    return spans


def _span(part: str, text: str) -> Span:
    ends = part.split("-")
    if len(ends) > 2 or not any(ends):
        raise Unclear("pages-unclear", text=text)
    first = _page(ends[0], text) if ends[0] else 1
    if len(ends) == 1:
        return first, first
    last = None if not ends[1] or _LAST.fullmatch(ends[1]) else _page(ends[1], text)
    if last is not None and last < first:
        first, last = last, first  # 5-2: what is meant is clear
    return first, last


def _page(said: str, text: str) -> int:
    found = _NUMBER.fullmatch(said.strip())
    number = int(found[1] or found[2]) if found else 0
    if number < 1:
        raise Unclear("pages-unclear", text=text)
    return number


def _numbered(text: str) -> str:
    """The text with Chinese numbers up to 99 as figures."""

    def figure(match: re.Match[str]) -> str:
        said = match[0]
        if "十" not in said:
            return "".join(str(_HAN[sign]) for sign in said)
        tens, _, ones = said.partition("十")
        return str((_HAN.get(tens, 0) if tens else 1) * 10 + (_HAN.get(ones, 0) if ones else 0))

    return (
        re.sub("[〇零一二两三四五六七八九]?十[一二三四五六七八九]?|[〇零一二两三四五六七八九]+", figure, text)
        if not _LAST.fullmatch(text)
        else text
    )


def told(spans: tuple[Span, ...]) -> str:
    """The pages as one writes them: 2-5, 8, 12-."""
    return ", ".join(
        str(first) if first == last else f"{first}-{'' if last is None else last}" for first, last in spans
    )


def beyond(wanted: tuple[Span, ...], count: int) -> str:
    """Which of the pages that were asked for the document does not have; empty where it has all."""
    over = tuple(
        (max(first, count + 1), last) for first, last in wanted if first > count or (last is not None and last > count)
    )
    return told(over)


def remarks(paper: Paper, wanted: tuple[Span, ...]) -> list[tuple[str, dict[str, str | int]]]:
    """What is to be said of the pages that were asked for: codes of the catalogue and their facts."""
    said: list[tuple[str, dict[str, str | int]]] = []
    count = len(chosen(wanted, paper.count))
    if not count:
        return [("pages-nothing", {"pages": told(wanted), "count": paper.count})]
    if over := beyond(wanted, paper.count):
        said.append(("pages-beyond", {"pages": over, "count": paper.count}))
    if count > MOST_PAGES:
        said.append(("pages-many", {"count": count, "limit": MOST_PAGES}))
    return said


def facts(paper: Paper, page: Page) -> dict[str, Value]:
    """What the slide of the page says of it: its name for people, its place, how much there is to read, how large."""
    name = paper.name.rsplit("/", 1)[-1]
    return {
        "document": f"{name} 第{page.number}页" if paper.count > 1 else name,
        "page": page.number,
        "of": paper.count,
        "units": page.units,
        "letter": page.letter,
    }


def name_of(paper: Paper) -> str:
    """What the document is called where nobody said it."""
    return " ".join(title_from(paper.name).split())[:40]
