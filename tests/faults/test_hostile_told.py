"""The whole player, and something in quarantine: staff are told in the status page, the rest plays, and it comes back when it may."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from player.model.words import Words
from player.prepare.strikes import picture_name, slide_name
from player.roles.quarantine import Quarantine
from player.store.store import Store
from tests.support.hostile_crafted import endless
from tests.support.player import picture, playing, yaml_of
from tests.support.told import problems

pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.skipif(sys.platform == "win32", reason="without fork a picture is decoded in the worker itself"),
]
CAUSE = Words("超过 20 秒还没有打开", "not open after 20 s")


def told(folder: Path) -> dict[str, str]:
    """What the status page tells, by its codes: the file and the sentence."""
    return {code: f"{problem['file']}: {problem['message']}" for code, problem in problems(folder).items()}


@pytest.mark.fault(17, 18)
def test_what_a_painter_put_into_quarantine_is_told_and_comes_back_when_it_may(tmp_path: Path) -> None:
    """As another process of the player does it: by a record in the cache, which the intake sees at its next look."""
    folder, cache = tmp_path / "节目", tmp_path / "cache"
    folder.mkdir()
    picture(folder / "海报.png", "red")
    picture(folder / "别的.png", "green")
    (folder / "节目单.yaml").write_text(yaml_of([{"slogan": "节能增效"}, {"slogan": "绿色低碳"}]), "utf-8")

    with playing(None, folder, cache, "--lang", "zh") as program:
        program.until_published(lambda rules: len(rules.snapshot.slides()) == 4)
        slides = program.timeline().snapshot.slides()
        poster = next(slide for slide in slides if slide.source.file == "海报.png")
        text = next(slide for slide in slides if slide.text("slogan") == "节能增效")
        held = Quarantine(cache / "quarantine")
        held.hold(picture_name(poster.assets[0].digest), CAUSE)
        held.hold(slide_name(text), CAUSE)
        program.until(lambda: {"picture-crashes", "slide-crashes"} <= set(told(folder)))
        assert told(folder)["picture-crashes"].startswith("海报.png: ")
        assert told(folder)["slide-crashes"].startswith("节目单.yaml: ")
        for said in told(folder).values():
            assert "无法显示，已隔离" in said
            assert "超过 20 秒" in said
        held.forgive(picture_name(poster.assets[0].digest))
        (folder / "节目单.yaml").write_text(
            yaml_of([{"slogan": "节能增效，从我做起"}, {"slogan": "绿色低碳"}]), "utf-8"
        )
        program.until(lambda: not told(folder))
        program.until_published(lambda rules: poster.assets in {slide.assets for slide in rules.snapshot.slides()})
        assert "Traceback" not in program.said()


@pytest.mark.nightly
@pytest.mark.fault(18)
def test_a_picture_whose_decoder_never_ends_is_told_and_holds_up_nobody(tmp_path: Path) -> None:
    """For real, from end to end: twice twenty seconds of a decoder at work, while what else is dropped waits its turn."""
    folder, cache = tmp_path / "节目", tmp_path / "cache"
    folder.mkdir()
    picture(folder / "海报.png", "red")
    with playing(None, folder, cache, "--lang", "zh") as program:
        program.until_published(lambda rules: len(rules.snapshot.slides()) == 1)
        (folder / "无尽.jpg").write_bytes(endless())
        program.until(lambda: "picture-crashes" in told(folder), seconds=150)
        assert {slide.source.file for slide in program.timeline().snapshot.slides()} == {"海报.png"}
        (kept,) = (cache / "quarantine").glob("picture-*.json")
        digest = kept.stem.removeprefix("picture-")
        assert (Store(cache).object_path(digest)).read_bytes() == endless()  # type: ignore[arg-type]  # a digest by its name
        picture(folder / "新的.png", "green")
        program.until_published(lambda rules: len(rules.snapshot.slides()) == 2)
