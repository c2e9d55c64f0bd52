"""Names: which are content, and how they are shown."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.ingest.names import never_touched
from player.model.names import STATUS_FOLDER, is_ignored
from player.sources.names import printable

BYTES = st.binary(min_size=1, max_size=60).map(lambda data: data.decode("utf-8", "surrogateescape"))


@given(st.one_of(st.text(st.characters()), BYTES))
def test_whatever_the_name_what_is_shown_can_be_printed(name: str) -> None:
    """Law: the shown name is valid UTF-8, on one line, holds no control and no mark that turns the direction."""
    shown = printable(name)
    assert json.loads(json.dumps(shown).encode()) == shown
    assert len(shown.encode("utf-8").splitlines()) <= 1
    assert not any(ord(char) < 32 or char in "\x7f\u2028\u2029\u202a\u202e\u2066\ufeff" for char in shown)


@given(st.text(st.characters(categories=["L", "N", "Zs", "P", "S"], exclude_characters="\\")))
def test_ordinary_names_are_shown_as_they_are(name: str) -> None:
    """Law: letters, digits, marks and spaces of any script are left alone."""
    assert printable(name) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("第2页 海报（终稿）.png", "第2页 海报（终稿）.png"),
        ("全角\u3000空格.png", "全角\u3000空格.png"),
        ("标语.png".encode("gbk").decode("utf-8", "surrogateescape"), r"\xb1\xea\xd3\xef.png"),
        ("two\nlines.png", r"two\nlines.png"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("绿\U0001f331.png", "绿\U0001f331.png"),
        ("\U0001f468\u200d\U0001f469.png", "\U0001f468\u200d\U0001f469.png"),
    ],
)
def test_examples_of_shown_names(name: str, shown: str) -> None:
    assert printable(name) == shown


@pytest.mark.parametrize(
    "name", ["a.png", "节目单.yaml", "4913.png", "tmp", "part.png", "a~b.png", "状态", "thumbs.db.png"]
)
def test_these_are_content(name: str) -> None:
    assert not is_ignored(name, top=False)


def test_the_status_folder_is_the_players_own_only_at_the_top() -> None:
    assert is_ignored("状态", top=True)


@pytest.mark.parametrize("name", ["THUMBS.DB", "Desktop.ini", "~$节目单.xlsx", "A.TMP", ".~lock.a.odt#"])
def test_case_makes_no_difference(name: str) -> None:
    assert is_ignored(name, top=False)


@given(st.lists(st.text(min_size=1).filter(lambda name: "/" not in name), min_size=1, max_size=3))
def test_what_a_look_ignores_no_playlist_can_name(parts: list[str]) -> None:
    """Law: the scan and the paths in a playlist go by one and the same list."""
    assert never_touched("/".join(parts)) == any(is_ignored(part, top=depth == 0) for depth, part in enumerate(parts))
    assert never_touched(f"{STATUS_FOLDER}/{parts[0]}")


@pytest.mark.parametrize(
    "name", ["a.temp", "a.partial", "a.png.download", "ehthumbs.db", "#recycle", "__MACOSX", "~syncthing~a.tmp"]
)
def test_these_are_ignored_by_the_scan_too(name: str) -> None:
    assert is_ignored(name, top=False)
