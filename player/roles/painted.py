"""What painting has found wrong with the slides of a snapshot: frames that are there come in, problems for staff go out.

The painter writes what it finds (a character that no font has, a text too small to read) into the frame itself
(`FrameStore.problems`). A slide that nobody has painted yet has nothing to say. One that has answered is not asked again
while it is painted in the same way, and the others are looked for in the list of the frames that are there: thousands of
slides cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from player.model.content import Slide
from player.model.problem import Place, Problem
from player.prepare.frames import FrameStore


class Painted:
    """Asks the frames of `store` about slides, each slide once."""

    def __init__(self, store: FrameStore) -> None:
        self._store = store
        self._said: dict[str, tuple[Problem, ...]] = {}
        self._pending: dict[str, list[Slide]] = {}
        self._stage: Hashable = None
        self._asked: Hashable = None
        self._slides: Sequence[Slide] = ()
        self._found: tuple[Problem, ...] = ()

    def problems(
        self,
        slides: Sequence[Slide],
        key_of: Callable[[Slide], str],
        *,
        content: Hashable,
        stage: Hashable,
        now: Hashable,
    ) -> tuple[Problem, ...]:
        """What is known to be wrong with the slides, in their order.

        `content` stands for the slides, `stage` for the size and the code that paints them: where that changes they are
        asked again. `now` stands for what else `key_of` goes by, such as the hour: a slide may look different by then.
        """
        if stage != self._stage:
            self._stage, self._said, self._asked = stage, {}, None
        if (content, now) != self._asked:
            self._asked, self._slides = (content, now), slides
            ids = {slide.id for slide in slides}
            self._said = {slide: said for slide, said in self._said.items() if slide in ids}
            self._pending = {}
            for slide in slides:
                if slide.id not in self._said:
                    self._pending.setdefault(key_of(slide), []).append(slide)
            self._found = self._told()
        if self._pending and (answered := self._pending.keys() & self._store.told()):
            for key in answered:
                said = self._store.problems(key, Place())
                self._said |= {slide.id: said for slide in self._pending.pop(key)}
            self._found = self._told()
        return self._found

    def _told(self) -> tuple[Problem, ...]:
        return tuple(
            replace(problem, place=Place(slide.source.file, slide.source.line))
            for slide in self._slides
            for problem in self._said.get(slide.id, ())
        )
