"""A slide has one title, wherever it is named."""

from __future__ import annotations

import pytest

from player.model.content import Asset, Value
from player.model.units import Digest
from player.model.words import Language
from player.slides.naming import LONGEST, kind_name, title_of
from tests.support.slides import slide

PHOTO = (Asset(Digest("0" * 64), "大厅/夏至.png", 1, 16, 9),)


@pytest.mark.parametrize(
    ("kind", "fields", "title"),
    [
        ("slogan", {"title": " 节能 \n 降碳 ", "slogan": "绿水"}, "节能 降碳"),
        ("slogan", {"slogan": "绿水\n青山"}, "绿水 青山"),
        ("slogan", {"sub": "第三"}, "第三"),
        ("qr", {"qr": "https://example.org/", "title": "云竞答", "account": "节能宣传"}, "云竞答（节能宣传）"),
        ("image", {}, "夏至"),
    ],
)
def test_a_title_is_what_people_call_it(kind: str, fields: dict[str, Value], title: str) -> None:
    assert title_of(slide(kind, assets=PHOTO, **fields)) == title


def test_a_slide_that_says_nothing_is_called_by_its_kind() -> None:
    assert title_of(slide("slogan")) == "slogan"
    assert [kind_name(slide("slogan"), language) for language in Language] == ["标语", "slogan"]


@pytest.mark.parametrize("longest", [60, LONGEST])
def test_a_title_is_never_longer_than_asked_and_says_that_it_was_cut(longest: int) -> None:
    cut = title_of(slide("slogan", slogan="长" * 200), longest)
    assert len(cut) == longest
    assert cut.endswith("…")
