"""Films that staff drop or name: slides of the kind video, as long as they are, and what is told of those that cannot be."""

from __future__ import annotations

import pytest

from player.ingest.catalogue import PROBLEMS
from player.model.problem import Place
from player.model.units import Millis
from tests.ingest.conftest import Take

HEAD = "slides:\n"


def told(result: object) -> list[str]:
    return [problem.code for problem in result.problems]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["宣传片.mp4", "IMG_0123.MOV", "片/1.mp4"])
def test_a_dropped_film_is_a_slide_as_long_as_it_is(take: Take, name: str) -> None:
    if name.endswith("MOV"):
        name = name.replace("MOV", "mov")
    (slide,) = take({name: b"film"}).snapshot.slides()
    assert (slide.kind, slide.id, slide.dwell) == ("video", name, 15_000)
    assert slide.assets[0].film is not None


def test_a_playlist_names_a_film_in_either_language(take: Take) -> None:
    text = HEAD + "  - video: 片.mp4\n    caption: 机关节能\n  - 视频: 片.mp4\n    停留: 40秒\n  - 片.mp4\n"
    result = take({"单.yaml": text.encode(), "片.mp4": b"film"})
    first, second, third = result.snapshot.slides()
    assert (first.kind, first.text("caption"), first.dwell) == ("video", "机关节能", 15_000)
    assert (second.kind, second.dwell) == ("video", 40_000)
    assert (third.kind, third.dwell) == ("video", 15_000)
    assert told(result) == ["slide-text"]


def test_the_dwell_of_a_playlist_is_for_what_has_none_of_its_own(take: Take) -> None:
    """`dwell: 9秒` for a folder of posters does not cut the film among them; one beside the film, or in its name, does."""
    files = {
        "宣传/playlist.yaml": "dwell: 9秒\n".encode(),
        "宣传/海报.png": b"a",
        "宣传/片.mp4": b"film",
        "宣传/短[7秒].mp4": b"film",
        "单.yaml": (HEAD + "  - video: 宣传/片.mp4\n    dwell: 8秒\n").replace("slides", "dwell: 5秒\nslides").encode(),
    }
    by_id = {slide.id: slide.dwell for slide in take(files).snapshot.slides()}
    assert by_id["宣传/海报.png"] == 9_000
    assert by_id["宣传/短[7秒].mp4"] == 7_000
    assert [dwell for name, dwell in by_id.items() if name.startswith("单.yaml")] == [8_000]


@pytest.mark.parametrize("ending", ["avi", "wmv", "flv", "mpg", "rmvb"])
def test_other_films_are_told_how_to_become_one(take: Take, ending: str) -> None:
    result = take({f"片.{ending}": b"x"})
    (problem,) = result.problems
    assert problem.code == "film-other"
    assert "MP4" in problem.hint.zh
    assert "H.264" in problem.hint.en


def test_a_picture_where_a_film_is_wanted(take: Take) -> None:
    result = take({"单.yaml": (HEAD + "  - video: 海报.png\n").encode(), "海报.png": b"a"})
    assert told(result)[0] == "film-not-one"
    result = take({"单.yaml": (HEAD + "  - image: 片.mp4\n").encode(), "片.mp4": b"a"})
    assert told(result)[0] == "file-not-picture"


def test_a_film_for_brighter_screens_plays_and_is_told(take: Take) -> None:
    for files in (
        {"片.mp4": b"hdr"},
        {"单.yaml": (HEAD + "  - video: 片.mp4\n").encode(), "片.mp4": b"hdr"},
    ):
        result = take(files)
        assert told(result) == ["film-hdr"]
        assert len(result.snapshot.slides()) == 1


def test_the_last_good_version_of_a_film_stays(take: Take) -> None:
    first = take({"片.mp4": b"film"})
    again = take({"片.mp4": b"bad"}, previous=first.snapshot)
    assert again.snapshot.slides() == first.snapshot.slides()


@pytest.mark.parametrize(
    "code",
    [
        *(
            "film-unreadable",
            "film-incomplete",
            "film-no-picture",
            "film-codec",
            "film-large",
            "film-fast",
            "film-long",
        ),
        *("film-too-big", "film-crashes", "film-no-player"),
    ],
)
def test_every_sentence_has_a_cure_that_a_caretaker_can_follow(code: str) -> None:
    """Who decodes is seen telling them in `tests/picture/test_film.py` and `tests/roles/test_film_files.py`; here their words."""
    facts = dict.fromkeys(("reason", "codec", "size", "limit", "rate", "length", "cause"), "…")
    problem = PROBLEMS.problem(code, Place("片.mp4"), **facts)
    assert len(problem.hint.zh) > 10
    assert "{" not in problem.message.zh + problem.message.en + problem.hint.zh


def test_a_short_film_goes_round(take: Take) -> None:
    from dataclasses import replace

    from player.slides.kinds import kind_of

    (slide,) = take({"片.mp4": b"film"}).snapshot.slides()
    asset = slide.assets[0]
    assert asset.film is not None
    for length, dwell in ((2_500, 7_500), (6_000, 6_000), (40, 6_000), (90_000, 90_000)):
        short = replace(slide, assets=(replace(asset, film=replace(asset.film, length=Millis(length))),))
        assert kind_of("video").lasts(short) == dwell
