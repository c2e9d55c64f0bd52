"""A document and its pages: what of a PDF must be known to make slides of it, without a byte of it."""

from __future__ import annotations

from dataclasses import dataclass

from player.model.content import Asset, CodeSeen
from player.model.units import Digest

MOST_PAGES = 100
"""Pages of one document that are shown at most: at ten seconds each, a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it will be seen: `number` from 1, `width` and `height` in points (1/72 inch), turned as it is to be read.

    `units`: how many characters, words and numbers there are to read. `letter`: how high the characters of its running text
    are, in ten-thousandths of the page's height; 0 where it has no text. `codes`: what phones would scan on it.
    """

    number: int
    width: int
    height: int
    units: int = 0
    letter: int = 0
    codes: tuple[CodeSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document whose bytes are the store's object `digest`; `name` as of an asset. `count`: how many pages it has.

    `pages` are those that were asked for, in that order, at most `MOST_PAGES`.
    """

    digest: Digest
    name: str
    size: int
    count: int
    pages: tuple[Page, ...] = ()

    def asset(self, page: Page) -> Asset:
        """The document as what a slide of that page needs."""
        return Asset(self.digest, self.name, self.size, page.width, page.height, page.codes)


Span = tuple[int, int | None]
"""Pages from the first to the last, both meant; None: to the end."""


def chosen(wanted: tuple[Span, ...], count: int) -> tuple[int, ...]:
    """The numbers that are wanted of so many pages, each once, in the order they were asked for; all where nothing was."""
    spans = wanted or ((1, None),)
    runs = (range(max(1, first), min(count, count if last is None else last) + 1) for first, last in spans)
    return tuple(dict.fromkeys(number for run in runs for number in run))
