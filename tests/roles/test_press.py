"""Presentations are converted once, beside everything else; without LibreOffice, or where it fails, the cure is said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from player.prepare import office
from player.roles import press
from tests.prepare.test_office import REAL, deck, hanging
from tests.roles.test_papers import codes
from tests.support.picture_desk import PictureDesk


@pytest.fixture
def desk(tmp_path: Path) -> PictureDesk:
    one = PictureDesk(tmp_path)
    deck(one.folder / "演示.pptx", "绿水青山，节能增效", "夏季空调不低于26℃")
    return one


def look(desk: PictureDesk, name: str = "演示.pptx") -> tuple[object, list[str]]:
    """One look of the intake."""
    desk.pictures.take_in_some(lambda: False)
    paper, problems = desk.paper(name)
    return paper, codes(problems)


@REAL
@pytest.mark.timeout(300)
def test_a_presentation_is_converted_once_and_nobody_waits_for_it(desk: PictureDesk) -> None:
    begun = time.monotonic()
    assert look(desk) == (None, ["office-converting"])
    assert time.monotonic() - begun < 10
    assert desk.pictures.converting
    paper, problems = desk.paper("演示.pptx")
    while paper is None and time.monotonic() - begun < 200:
        time.sleep(0.2)
        look(desk)
        paper, problems = desk.paper("演示.pptx")
    assert paper is not None
    assert problems == ()
    assert paper.count == 2
    assert desk.trees.signature("演示.pptx")
    assert (desk.cache / "objects").exists()
    assert not desk.pictures.converting
    (desk.folder / "副本.pptx").write_bytes((desk.folder / "演示.pptx").read_bytes())
    desk.restart()
    copy, _ = desk.paper("副本.pptx")
    assert copy is not None
    assert copy.digest == paper.digest
    assert not desk.pictures.converting


def test_without_libreoffice_the_steps_are_said_and_it_is_tried_when_it_is_there(
    desk: PictureDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    for _ in range(2):
        paper, problems = desk.paper("演示.pptx")
        assert paper is None
        assert codes(problems) == ["office-missing"]
        assert "文件 → 输出为 PDF" in problems[0].hint.zh
        desk.restart()
    monkeypatch.undo()
    monkeypatch.setattr(office, "program", lambda: hanging(desk.folder.parent))
    assert look(desk)[1] == ["office-converting"]
    look(desk, "a.pdf")  # nobody asked for it: it is given up
    look(desk, "a.pdf")
    assert list((desk.cache / "office").iterdir()) == []


@pytest.mark.fault(17, 18)
def test_one_that_fails_twice_is_held_until_it_changes(desk: PictureDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "REST", 0.0)
    monkeypatch.setattr(office, "program", lambda: hanging(desk.folder.parent, deaf=False))
    seen: list[str] = []
    end = time.monotonic() + 60
    while "office-failed" not in seen and time.monotonic() < end:
        seen += look(desk)[1]
        time.sleep(0.05)
    assert set(seen) == {"office-converting", "office-failed"}
    started = list(desk.cache.rglob("office-*"))
    assert look(desk)[1] == ["office-failed"]
    assert list(desk.cache.rglob("office-*")) == started
    desk.restart()
    assert look(desk)[1] == ["office-failed"]
    deck(desk.folder / "演示.pptx", "改过了")
    assert look(desk)[1] == ["office-converting"]
    look(desk, "a.pdf")
    look(desk, "a.pdf")


def test_what_is_no_presentation_is_said_and_remembered(desk: PictureDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: hanging(desk.folder.parent))
    for data, code in (("文字".encode(), "office-unknown"), (b"\xd0\xcf\x11\xe0" + bytes(600), "office-old")):
        (desk.folder / "演示.pptx").write_bytes(data)
        end = time.monotonic() + 60
        said = look(desk)[1]
        while said == ["office-converting"] and time.monotonic() < end:
            time.sleep(0.05)
            said = look(desk)[1]
        assert said == [code]
        desk.restart()
        assert desk.paper("演示.pptx")[1][0].code == code
