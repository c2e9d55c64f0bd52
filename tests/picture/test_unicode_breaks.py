"""No line ends where Unicode forbids it (UAX #14), held against another's reading of the rules and against Unicode's own test.

`uniseg` reads them as of Unicode 16. Unicode's test file comes with Debian's `unicode-data` (version 15); of what it forbids,
one thing has been allowed since: an end beside some quotation marks (LB15, LB19).
"""

from __future__ import annotations

import itertools
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from player.picture.assets import asset_root
from player.picture.breaking import words
from player.picture.coverage import characters

OFFICIAL = Path("/usr/share/unicode/auxiliary/LineBreakTest.txt")
NIGHTLY = "QINGBO_NIGHTLY" in os.environ
FONT = characters(asset_root() / "fonts" / "NotoSansSC-Regular.otf")
SIGNS = sorted(chr(code) for code in FONT if not (0x3400 <= code < 0xA000 or code >= 0x20000) and code != 0x3000)
"""Every character that our fonts have but Han, of which one is like the other, and the full-width space."""

LETTERS = st.one_of(
    st.sampled_from("节能绿水青山的A9z "),
    st.sampled_from("、，。；：！？“”‘’（）《》—…·%℃-–/.:,;!?()[]\"'$￥#+±×÷～~→①★●々ー々゛っ"),
    st.sampled_from(SIGNS),
)


def ends(text: str) -> list[int]:
    """Before which characters of the text a line may begin."""
    solid = [place for place, letter in enumerate(text) if letter not in " \u3000\t"]
    counts = itertools.accumulate(len(re.sub(r"[ \u3000\t]", "", word.text)) for word in words(text))
    return [solid[count] for count in counts if count < len(solid)]


def forbidden(text: str) -> list[str]:
    """Where a line may end by our rules and not by Unicode's."""
    allowed = set(line_break_boundaries(text))
    return [f"{text[:place]}|{text[place:]}" for place in ends(text) if place not in allowed]


@settings(max_examples=20_000 if NIGHTLY else 1_000, deadline=None)
@given(st.text(LETTERS, max_size=12))
@example("节9》￥")  # found by a long run: money after a closed number
@example("节%〈8")
def test_no_line_ends_where_unicode_forbids_it(text: str) -> None:
    """Whatever is written with the characters of our fonts."""
    assert not forbidden(text)


@pytest.mark.timeout(900)
def test_no_pair_of_signs_is_parted_against_unicode() -> None:
    """Signs before and after others, between Han, between Latin, and with a space; each sign beside Han and Latin."""
    pairs = random.Random(14).sample(list(itertools.product(SIGNS, SIGNS)), 40_000 if NIGHTLY else 3_000)
    pairs += [pair for sign in SIGNS for pair in ((sign, "节"), ("节", sign), (sign, "a"), ("8", sign))]
    shapes = ("节{}{}节", "a{}{}a", "节{} {}节", "节{}{}8") if NIGHTLY else ("节{}{}节", "节{} {}a")
    found = (bad for one, other in pairs for shape in shapes for bad in forbidden(shape.format(one, other)))
    assert list(itertools.islice(found, 5)) == []


def test_the_other_reading_tells() -> None:
    """The judge is no yes-man: what is forbidden is seen, what is allowed is not."""
    allowed = set(line_break_boundaries("节能，（绿水） a-b 9%"))
    assert {1, 3} <= allowed
    assert not {2, 4, 6, 7, 13} & allowed


def official() -> Iterator[tuple[str, set[int]]]:
    """The lines of Unicode's test that can be written with our fonts: the text, and before what no line begins."""
    for line in OFFICIAL.read_text("utf-8").splitlines():
        given_marks = line.partition("#")[0].split()
        codes = [int(code, 16) for code in given_marks[1::2]]
        text = "".join(map(chr, codes))
        if set(codes) <= FONT | {0x20}:
            yield text, {place for place, mark in enumerate(given_marks[::2]) if mark == "×"}


@pytest.mark.skipif(not OFFICIAL.exists(), reason="Unicode's test file is not installed (Debian: unicode-data)")
def test_unicodes_own_test() -> None:
    """In none of its lines that our fonts can show does a line end where it says that none may."""
    looked, bad = 0, []
    for text, never in official():
        looked += 1
        for place in ends(text):
            quoted = any(letter in "“”‘’«»\"'" for letter in text[:place].rstrip()[-1:] + text[place])
            if place in never and not (quoted and not forbidden(text)):
                bad.append(f"{text[:place]}|{text[place:]}")
    assert looked > 500
    assert not bad
