"""Which films are heard, and how loud: what staff write, in the words that they use, and what they are told."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.ingest.clock_words import Unclear
from player.ingest.pipeline import Ingested
from player.ingest.shapes import percent, sound
from player.ingest.understood import understood
from player.model.content import Moment
from player.model.words import Language
from player.slides.video import volume_of
from tests.ingest.conftest import Take
from tools import check

HEAD = "slides:\n  - video: 片.mp4\n"
FILM = b"film with sound"


def told(result: Ingested) -> list[str]:
    return [problem.code for problem in result.problems]


def volumes(result: Ingested) -> list[int]:
    return [volume_of(slide) for slide in result.snapshot.slides()]


@pytest.mark.parametrize(
    ("said", "volume"),
    [
        *(
            ("", 0),
            ("    sound: true\n", 100),
            ("    sound: yes\n", 100),
            ("    声音: 开\n", 100),
            ("    声音: 有\n", 100),
        ),
        *(
            ("    声音: 是\n", 100),
            ("    声音: 静音\n", 0),
            ("    声音: 关\n", 0),
            ("    sound: off\n", 0),
            ("    声音: 无\n", 0),
        ),
        *(("    声音: 60%\n", 60), ("    声音: 60\n", 60), ("    声音: 小声\n", 30), ("    音量: 60%\n", 60)),
        *(
            ("    声音: 开\n    音量: ６０％\n", 60),
            ("    声音: 关\n    音量: 60%\n", 0),
            ("    声音: 开\n    音量: 0\n", 0),
        ),
        *(("    声音: 开\n    volume: 0.4\n", 40), ("    sound: 1\n", 100), ("    sound: 0\n", 0)),
    ],
)
def test_what_staff_write_is_heard_so(take: Take, said: str, volume: int) -> None:
    """Silent unless it is asked for; whoever says how loud wants to hear it."""
    result = take({"单.yaml": (HEAD + said).encode(), "片.mp4": FILM})
    assert told(result) == []
    assert volumes(result) == [volume]


@pytest.mark.parametrize(("said", "code"), [("声音: 也许", "sound-unclear"), ("音量: 很响", "volume-unclear")])
def test_what_nobody_understands_is_told_and_the_film_plays_silently(take: Take, said: str, code: str) -> None:
    result = take({"单.yaml": f"{HEAD}    {said}\n".encode(), "片.mp4": FILM})
    assert told(result) == [code]
    assert volumes(result) == [0]


def test_a_film_without_sound_that_is_to_be_heard_is_told(take: Take) -> None:
    for data, code in ((b"film", "film-mute"), (b"film with dts", "film-unheard")):
        for files in (
            {"单.yaml": f"{HEAD}    声音: 开\n".encode(), "片.mp4": data},
            {"宣传/playlist.yaml": "声音: 开\n".encode(), "宣传/片.mp4": data},
        ):
            result = take(files)
            assert told(result) == [code]
            assert volumes(result) == [0]
    assert "dca" in result.problems[0].message.zh
    assert told(take({"单.yaml": HEAD.encode(), "片.mp4": b"film"})) == [], "nobody asked"


def test_a_playlist_or_a_folder_says_it_for_all_its_films(take: Take) -> None:
    """A film's own word counts more; pictures are none the wiser."""
    text = "声音: 40%\nslides:\n  - video: 片.mp4\n  - video: 片.mp4\n    声音: 关\n  - video: 片.mp4\n    音量: 80%\n  - slogan: 绿水青山\n"
    result = take({"单.yaml": text.encode(), "片.mp4": FILM})
    assert told(result) == []
    assert volumes(result) == [40, 0, 80, 0]
    result = take(
        {"宣传/playlist.yaml": "声音: 开\n".encode(), "宣传/片.mp4": FILM, "宣传/图.png": b"a", "别的.mp4": FILM}
    )
    assert told(result) == []
    assert {slide.id: volume_of(slide) for slide in result.snapshot.slides()} == {"宣传/片.mp4": 100, "宣传/图.png": 0, "别的.mp4": 0}  # fmt: skip
    assert all(slide.value("sound") is None for slide in result.snapshot.slides() if slide.kind != "video")


def test_a_spreadsheet_has_columns_for_it(take: Take) -> None:
    text = "视频,声音,音量\n片.mp4,开,60%\n片.mp4,关,\n片.mp4,,30%\n片.mp4,有声,\n"
    result = take({"单.csv": text.encode(), "片.mp4": FILM})
    assert told(result) == []
    assert volumes(result) == [60, 0, 30, 100]


def test_staff_are_told_what_was_understood(take: Take) -> None:
    files = {"宣传/playlist.yaml": "声音: 60%\n".encode(), "宣传/片.mp4": FILM, "静.mp4": FILM}
    snapshot = take(files).snapshot
    said = {one.file: one.words for one in understood(snapshot, Moment(date(2020, 7, 1)))}
    assert "1 段视频有声" in said["宣传"].zh
    assert "有声 60%" in said["宣传/片.mp4"].zh
    assert "with sound 60%" in said["宣传/片.mp4"].en
    assert "有声" not in said["静.mp4"].zh


@given(st.text(max_size=20))
def test_no_text_is_more_than_a_volume(text: str) -> None:
    """Whatever is written is a volume from 0 to 100, yes, no, or unclear."""
    for reader in (sound, percent):
        with suppress(Unclear):
            said = reader(text)
            assert isinstance(said, bool) or 0 <= said <= 100


def test_check_says_how_many_films_of_a_playlist_are_heard(take: Take) -> None:
    (loud,) = take({"单.yaml": (HEAD + "    声音: 开\n").encode(), "片.mp4": FILM}).snapshot.playlists
    (silent,) = take({"单.yaml": HEAD.encode(), "片.mp4": FILM}).snapshot.playlists
    assert "1 段视频有声" in check.length_words(loud, Language.ZH)
    assert "有声" not in check.length_words(silent, Language.ZH)
