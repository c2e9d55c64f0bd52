"""How long a slide stays when nobody says: by what there is to read."""

from __future__ import annotations

import pytest

from player.model.content import Slide, Source
from player.model.units import Millis
from player.slides.reading import MOST, reading_time, time_to_read, units_in, units_read


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


def test_how_long_reading_takes_is_told_without_bounds() -> None:
    """What auto cannot give is still told: 120 characters take 39 seconds, none take none."""
    assert time_to_read(slide("slogan", slogan="字" * 120)) == round(2000 + 1300 * 120 / 4.3)
    assert time_to_read(slide("image", image="a.png")) == 0


@pytest.mark.parametrize("dwell", range(2_000, 60_000, 1_700))
def test_what_can_be_read_in_a_time_takes_no_longer(dwell: int) -> None:
    """The advice holds: cut to so many characters, the text can be read; with one more it could not."""
    most = units_in(Millis(dwell))
    assert time_to_read(slide("slogan", slogan="字" * most)) <= dwell or most == 0
    assert time_to_read(slide("slogan", slogan="字" * (most + 1))) > dwell
    assert units_in(MOST) == 92
