"""How long passers-by need to read a slide, so that `dwell: auto` is right by itself.

    dwell = clamp(2.0 s + 1.3 x n / 4.3, 6 s, 30 s)

n counts Han characters, Latin words and numbers; 4.3 of them a second is unhurried reading of a screen in passing, 1.3
the allowance for looking twice. Where a phone is needed, 20 s at least; a picture, whose words nobody counts, 10 s.
"""

from __future__ import annotations

import re

from player.model.content import Asset, Slide
from player.model.units import SECOND, Millis
from player.slides.kind import Kind
from player.slides.kinds import kind_of

MOST = Millis(30 * SECOND)
LEAST_SCANNED = Millis(20 * SECOND)

_READ = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇\U00020000-\U000323af]|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:/]\d+)*"
)
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇\U00020000-\U000323af]")


def units_read(text: str) -> int:
    """How many Han characters, words of other scripts and numbers the text has."""
    spaced = _RUN.sub(lambda match: f" {match[0]} ", text)
    return len(_READ.findall(spaced))


def is_scanned(kind: Kind, assets: tuple[Asset, ...]) -> bool:
    """Whether passers-by may want their phones: the kind is a code, or there is one in a picture."""
    return kind.scanned or any(asset.codes for asset in assets)


def units_in(dwell: Millis) -> int:
    """How many characters, words and numbers can be read while a slide stays that long."""
    return max(0, int((dwell - 2000) * 4.3 / 1300))


def units_on(slide: Slide) -> int:
    """How many characters, words and numbers there are to read on the slide."""
    kind = kind_of(slide.kind)
    counted = slide.value(kind.counted) if kind.counted else None
    return counted if isinstance(counted, int) else units_read(kind.words(slide))


def time_to_read(slide: Slide) -> Millis:
    """How long it takes to read all that the slide says, however long: 2.0 s + 1.3 x n / 4.3 s; 0 for one without words."""
    count = units_on(slide)
    return Millis(round(2000 + 1300 * count / 4.3) if count else 0)


def reading_time(slide: Slide) -> Millis:
    """The dwell that a slide's text asks for, in milliseconds, 6 s to 30 s; 20 s at least where a phone is needed."""
    kind = kind_of(slide.kind)
    if (own := kind.lasts(slide)) is not None:
        return own
    least = LEAST_SCANNED if is_scanned(kind, slide.assets) else kind.least
    return Millis(min(max(time_to_read(slide), least), MOST))
