"""What painting found is told of the slides that are there: once it is known, in their order, at their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from player.model.content import Slide, Source
from player.model.problem import Place
from player.model.units import Millis
from player.prepare.frames import FrameStore
from player.roles.painted import Painted
from player.slides.remarks import PROBLEMS

PIXELS = bytes(4)


def slide(name: str, line: int = 1) -> Slide:
    return Slide(f"id-{name}", "slogan", Source("a.yaml", line), Millis(6_000), (("slogan", name),))


class Room:
    """A store of frames, and what is asked about it."""

    def __init__(self, root: Path) -> None:
        self.frames = FrameStore(root)
        self.painted = Painted(self.frames)
        self.named = 0

    def paint(self, key: str, *characters: str) -> None:
        found = [
            PROBLEMS.problem("missing-character", Place("old.yaml"), character=one, number="U+1") for one in characters
        ]
        self.frames.write(key, width=1, height=1, pixels=PIXELS, live=None, strip=b"", problems=found)

    def told(
        self, slides: Sequence[Slide], *, content: object = 1, stage: object = 1, now: int = 0
    ) -> list[tuple[str, int | None]]:
        found = self.painted.problems(slides, self._key, content=str(content), stage=str(stage), now=now)
        return [(one.message.zh.split("“")[1][0], one.place.line) for one in found]

    def _key(self, slide: Slide) -> str:
        self.named += 1
        return slide.text("slogan")


def test_a_slide_speaks_once_it_is_painted_and_at_its_own_place(tmp_path: Path) -> None:
    room = Room(tmp_path)
    slides = (slide("甲", 3), slide("乙", 5), replace(slide("甲", 9), id="again"))
    assert room.told(slides) == []
    room.paint("乙")
    assert room.told(slides) == []
    room.paint("甲", "龘", "龖")
    assert room.told(slides) == [("龘", 3), ("龖", 3), ("龘", 9), ("龖", 9)]


def test_what_was_said_stays_when_the_frame_makes_room_and_goes_with_the_slide(tmp_path: Path) -> None:
    room = Room(tmp_path)
    slides = (slide("甲", 3), slide("乙", 5))
    room.paint("甲", "龘")
    room.paint("乙", "龖")
    assert room.told(slides) == [("龘", 3), ("龖", 5)]
    room.frames.prune(budget=0, keep=())
    assert room.told(slides, now=1) == [("龘", 3), ("龖", 5)]
    assert room.told((slide("乙", 7),), content=2) == [("龖", 7)]
    assert room.told(slides, content=3) == [("龖", 5)], "the first one is new again, and nobody has painted it"


def test_another_size_is_another_picture(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.paint("甲", "龘")
    assert room.told((slide("甲"),)) == [("龘", 1)]
    room.frames.prune(budget=0, keep=())
    assert room.told((slide("甲"),), stage=2) == []


def test_thousands_of_slides_are_named_once(tmp_path: Path) -> None:
    room = Room(tmp_path)
    slides = [slide(f"页{number}") for number in range(3_000)]
    for number in range(20):
        room.paint(f"页{number}", "龘")
        assert len(room.told(slides)) == number + 1
    assert room.named == 3_000
