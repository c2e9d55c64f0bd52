"""What painting brings to light, seen told: a text that is too long for its slide, or so long that it gets small."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.model.settings import Panel
from player.slides.paint import paint
from tests.support.slides import slide

FAR = Panel(1920, 1080, diagonal=32, distance=8)


@pytest.mark.parametrize(
    ("panel", "kind", "count", "code"),
    [
        (Panel(), "slogan", 60, None),
        (Panel(), "notice", 400, "text-small"),
        (FAR, "slogan", 20, "text-small"),
        (FAR, "notice", 200, "text-cut"),
    ],
    ids=str,
)
def test_a_text_that_does_not_fit_or_cannot_be_read_is_told(panel: Panel, kind: str, count: int, code: str) -> None:
    painted = paint(slide(kind, **{kind: "水" * count}), "", panel, "green", lambda _: Path())
    assert [one.code for one in painted.problems] == ([] if code is None else [code])
    for one in painted.problems:
        assert (one.place.file, one.place.line) == ("a.yaml", 3)
        assert ("水水水" if code == "text-cut" else "毫米") in one.message.zh
