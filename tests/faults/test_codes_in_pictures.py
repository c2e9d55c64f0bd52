"""A code in a dropped picture that leads where none may lead: the picture is not shown, staff are told the address.

A real folder, the real way from its files to a snapshot and to a frame; pictures are decoded and scanned in a child.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from player.desk import Reading, read_folder
from player.ingest.pipeline import ingest
from player.ingest.rules import Rules
from player.model.settings import Panel, Settings
from player.model.units import Millis
from player.picture.code_card import drawn
from player.picture.qr import code
from player.prepare.inspector import ChildInspector, Refused, Size
from player.prepare.readback import read_frame
from player.roles.pictures import Pictures, Trees
from player.slides.paint import paint
from player.sources.folder import Folder
from player.store.store import Store

NOW = Millis(1_593_400_000_000)
HOSTS = ("weixin.qq.com", "example.org")
GOOD, STRAY = "https://weixin.qq.com/r/AbC", "https://evil.cn/hongbao"
ALIKE = "https://wеixin.qq.com/r/AbC"  # its e is Cyrillic
FRONT = "https://weixin.qq.com@evil.cn/r"


def poster(path: Path, *texts: str, module: int = 5) -> Path:
    """A poster as an office makes it: a title, a ground, codes."""
    picture = Image.new("RGB", (1280, 720), (236, 228, 210))
    ImageDraw.Draw(picture).rectangle((0, 0, 1280, 140), fill=(180, 30, 30))
    for index, text in enumerate(texts):
        picture.paste(drawn(code(text), module), (80 + 400 * index, 260))
    picture.save(path)
    return path


@dataclass
class Place:
    root: Path

    @property
    def folder(self) -> Path:
        folder = self.root / "节目"
        folder.mkdir(exist_ok=True)
        return folder

    def read(self, hosts: tuple[str, ...] = HOSTS) -> Reading:
        return read_folder(self.folder, Settings(hosts=hosts), NOW, cache=self.root / "cache")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def shown(reading: Reading) -> set[str]:
    return {slide.source.file for slide in reading.snapshot.slides()}


def told(reading: Reading) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for problem in reading.problems:
        found.setdefault(problem.place.file, []).append(problem.code)
    return found


@pytest.mark.fault(33)
@pytest.mark.parametrize(
    ("text", "said"),
    [(STRAY, STRAY), (ALIKE, "xn--wixin-zwe.qq.com"), (FRONT, "evil.cn")],
    ids=["stray", "alike", "front"],
)
def test_a_code_outside_the_list_is_not_shown(text: str, said: str, place: Place) -> None:
    poster(place.folder / "好.png", GOOD)
    poster(place.folder / "坏.png", GOOD, text)
    (place.folder / "单.yaml").write_text(f"slides:\n  - image: 坏.png\n  - slogan: 节能\n  - qr: {text}\n", "utf-8")
    reading = place.read()
    assert {(slide.kind, slide.source.file) for slide in reading.snapshot.slides()} == {
        ("slogan", "单.yaml"),
        ("image", "好.png"),
    }
    message = next(problem for problem in reading.problems if problem.place.file == "坏.png")
    assert message.code in ("code-host", "code-disguised")
    assert said in message.message.zh
    assert said in message.message.en
    assert told(reading)["单.yaml"] in (["link-host"], ["link-disguised"])


@pytest.mark.control(33)
def test_without_looking_into_pictures_it_would_be_shown(place: Place) -> None:
    """The control: the same picture, decoded and not scanned, is on the glass, and phones read the stray code there."""

    class Blind:
        def inspect(self, path: str) -> Size | Refused:
            found = ChildInspector().inspect(path)
            return Size(found.width, found.height) if isinstance(found, Size) else found

    bad = poster(place.folder / "坏.png", STRAY, module=8)
    trees = Trees(Folder(place.folder), None)
    for moment in (0.0, 3600.0):
        trees.look(moment, Millis(0))
    pictures = Pictures(trees, Store(place.root / "cache"), Blind(), place.root / "known.json")
    (slide,) = ingest(pictures, previous=None, now=NOW, rules=Rules(hosts=HOSTS)).snapshot.slides()
    frame = paint(slide, "", Panel(), "green", lambda _: bad)
    assert [found.text for found in read_frame(frame)] == [STRAY]
    assert shown(place.read()) == set()


@pytest.mark.fault(33)
def test_the_version_before_stays(place: Place) -> None:
    """Somebody pastes another code over ours: the picture as it was goes on."""
    from player.model.snapshot import Snapshot

    path = poster(place.folder / "海报.png", GOOD)
    before = place.read().snapshot
    poster(path, STRAY)
    trees = Trees(Folder(place.folder), None)
    for moment in (0.0, 3600.0):
        trees.look(moment, Millis(0))
    pictures = Pictures(trees, Store(place.root / "cache"), ChildInspector(), place.root / "known.json")
    after = ingest(pictures, previous=before, now=NOW, rules=Rules(hosts=HOSTS))
    assert isinstance(after.snapshot, Snapshot)
    assert [slide.assets for slide in after.snapshot.slides()] == [slide.assets for slide in before.slides()]
    assert [problem.code for problem in after.problems] == ["code-host"]


def test_without_a_list_it_is_shown_and_said(place: Place) -> None:
    poster(place.folder / "海报.png", STRAY)
    reading = place.read(hosts=())
    assert shown(reading) == {"海报.png"}
    assert told(reading) == {"海报.png": ["code-found"]}
    assert STRAY in reading.problems[0].message.zh


def test_a_code_in_a_picture_gives_people_time_to_scan(place: Place) -> None:
    """20 s, cut in; a picture without one stays and fades as before."""
    poster(place.folder / "a.png", GOOD)
    poster(place.folder / "b.png")
    scanned, plain = place.read().snapshot.slides()
    assert (scanned.dwell, scanned.transition) == (20_000, "cut")
    assert (plain.dwell, plain.transition) == (10_000, "fade")


def test_a_list_that_was_made_later_holds_at_once(place: Place) -> None:
    """What was taken in before there was a list, or by a player that did not look, is looked at again."""
    poster(place.folder / "海报.png", STRAY)
    assert shown(place.read(hosts=())) == {"海报.png"}
    assert shown(place.read()) == set()
    memory = place.root / "cache" / "known.json"
    old = json.loads(memory.read_text("utf-8"))
    del old["looks"]
    for known in old["known"]:
        known["asset"].pop("codes", None)
    memory.write_text(json.dumps(old), "utf-8")
    assert shown(place.read()) == set()
