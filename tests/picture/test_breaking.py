"""Where a Chinese line may end."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.picture.breaking import NEVER_FIRST, NEVER_LAST, allowed, words
from player.picture.phrases import MARK, PHRASE

MIXED = st.text(alphabet="绿水青山节能增效就是，。！？：；、（）《》「」『』“”—…·%℃26年7月日 aZ-/.,:", max_size=60)


def split(text: str) -> str:
    return "|".join(word.text + ("_" if word.spaced else "") for word in words(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("绿水青山，节能增效", "绿|水|青|山，|节|能|增|效"),
        ("夏季不低于26℃，冬季不高于20℃。", "夏|季|不|低|于|26℃，|冬|季|不|高|于|20℃。"),
        ("7月4日9:00至5日17:00", "7月4日9:00|至5日17:00"),
        ("2020年6月29日至7月5日", "2020年6月29日至7月5日"),
        ("下降6%以上", "下|降|6%|以|上"),
        ("18.48kgce/m²", "18.48kgce/m²"),
        ("约158.6万家", "约|158.6万家"),
        ("第30届", "第30届"),
        ("《公民生态环境行为规范（试行）》第二条", "《公|民|生|态|环|境|行|为|规|范|（试|行）》|第二条"),
        ("节约——从我做起……", "节|约|——|从|我|做|起……"),
        ("Green office day", "Green_|office_|day"),
        ("看 https://example.org/a?b=c 吧", "看_|https://example.org/a?b=c_|吧"),
        ("“双碳”行动", "“双|碳”|行|动"),
        ("CO₂排放", "CO₂|排|放"),
        ("国办发〔2007〕42号", "国|办|发|〔2007〕|42号"),
        ("9:00-17:00", "9:00-17:00"),
        ("走进四川·天津", "走|进|四|川·|天|津"),
        ("   ", ""),
    ],
)
def test_words_are_never_split(text: str, expected: str) -> None:
    assert split(text) == expected


@given(MIXED)
def test_no_forbidden_break(text: str) -> None:
    """Between two words there is never a place where the marks forbid a line's end."""
    found = words(text)
    for before, after in itertools.pairwise(found):
        spaced_dash = before.spaced and after.text[0] in "-–－/"
        assert spaced_dash or allowed(before.text[-1], after.text[0]), (before, after)


@given(MIXED)
def test_nothing_is_lost(text: str) -> None:
    """The words are the text without its spaces."""
    assert "".join(word.text for word in words(text)) == "".join(text.split())


def test_ranks() -> None:
    ranks = {word.text: word.rank for word in words("灯、水，电 气")}
    assert ranks == {"灯、": PHRASE, "水，": MARK, "电": MARK, "气": MARK}


def test_the_law_can_fail() -> None:
    assert not allowed("山", "，")
    assert not allowed("《", "山")
    assert not allowed("—", "—")
    assert allowed("山", "节")
    assert not NEVER_FIRST & NEVER_LAST


def test_a_dash_after_a_space_begins_nothing_behind_an_opening_bracket() -> None:
    """An upright bracket (﹇) opens like any other: no line ends between it and a dash after a space."""
    assert "﹇–" in "".join(word.text + ("|" if word.spaced else "") for word in words("节﹇ –节"))
