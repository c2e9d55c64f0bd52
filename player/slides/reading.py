"""How long passers-by need to read a slide."""

from __future__ import annotations

import re

from player.model.content import Slide
from player.model.units import Millis
from player.slides.kinds import kind_of

PACE = 4.3
"""Words (Han characters, Latin words, numbers) that one reads in a second on a screen in passing."""

START = 2_000
"""Milliseconds until one has noticed the slide and begun."""

SHORTEST, LONGEST, SCANNED = 6_000, 30_000, 20_000

_COUNTED = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[0-9]+(?:[.,:][0-9]+)*|[A-Za-zÀ-ſ]+")


def reading_time(slide: Slide) -> Millis:
    """2 s and 1.3 times the reading itself, from 6 to 30 s; with a code to scan at least 20 s."""
    kind = kind_of(slide.kind)
    count = len(_COUNTED.findall(kind.words(slide)))
    needed = min(LONGEST, max(SHORTEST, round(START + 1_300 * count / PACE)))
    return Millis(max(needed, SCANNED) if kind.scanned else needed)
