"""How long a slide stays when nobody says: by what there is to read."""

from __future__ import annotations

import pytest

from player.model.content import Slide, Source
from player.model.units import Millis
from player.slides.reading import reading_time, units_read


def slide(kind: str, **fields: str) -> Slide:
    return Slide("x", kind, Source("x"), Millis(0), tuple(sorted(fields.items())))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("绿水青山，节能增效", 8),
        ("26℃", 1),
        ("LED 灯 122瓦", 4),
        ("don't stop", 2),
        ("2020-07-04 9:00", 4),
        ("〇𠮷", 2),
        ("……！", 0),
    ],
)
def test_what_there_is_to_read(text: str, count: int) -> None:
    assert units_read(text) == count


def test_a_short_text_stays_six_seconds_a_long_one_thirty_a_code_twenty() -> None:
    assert reading_time(slide("slogan", slogan="绿水青山")) == 6_000
    assert reading_time(slide("slogan", slogan="字" * 20)) == round(2000 + 1300 * 20 / 4.3)
    assert reading_time(slide("notice", notice="字", text="字" * 500)) == 30_000
    assert reading_time(slide("qr", qr="https://a.cn", title="答题")) == 20_000


@pytest.mark.parametrize("count", range(0, 120, 7))
def test_more_to_read_never_means_less_time(count: int) -> None:
    less, more = (reading_time(slide("slogan", slogan="字" * number)) for number in (count, count + 7))
    assert less <= more
