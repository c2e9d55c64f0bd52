"""A layout of one's own: the parts of the screen that staff name, with their sizes in percent -> zones that tile it, every problem told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from player.ingest.clock_words import flat
from player.ingest.desk import Desk, pairs_of
from player.ingest.slide import read_slides
from player.ingest.slide_terms import SlideTerms
from player.ingest.tree import Items, Node, Table, Text
from player.ingest.vocabulary import plain
from player.ingest.when import read_when
from player.ingest.zones_words import MAIN_NAMES, PART_KEYS
from player.model.content import ALWAYS, Slide, When
from player.model.scene import MAIN
from player.model.snapshot import Share, Zone
from player.picture.zones import WHOLE, rest_of

LEAST_SHARE = 1000
"""The least width and height of a part, in hundredths of a percent."""


@dataclass(slots=True)
class _Part:
    name: str
    key: Text
    x: int | None = None
    y: int | None = None
    width: int | None = None
    height: int | None = None
    slides: tuple[Slide, ...] = ()
    when: When = ALWAYS

    @property
    def main(self) -> bool:
        return self.name == MAIN

    @property
    def share(self) -> Share:
        return Share(self.x or 0, self.y or 0, self.width or WHOLE, self.height or WHOLE)


def read_layout(node: Node, key: Text, terms: SlideTerms, desk: Desk) -> list[Zone]:
    """The zones of a layout; none of them where one is wrong, since the others would stand where nobody meant them to."""
    if not isinstance(node, Table) or not node.pairs:
        desk.add(
            "zone-shape", key.spot, key=key.value, example="layout: {main: 70%, right: {width: 30%, slides: [...]}}"
        )
        return []
    before = desk.errors
    parts: list[_Part] = []
    for name, value in node.pairs:
        if not isinstance(name, Text):
            desk.add("key-odd", name.spot)
            continue
        part = _part(name, value, terms, desk)
        if part is not None and any(one.name == part.name for one in parts):
            desk.add("key-twice", name.spot, key=name.value)
        elif part is not None:
            parts.append(part)
    if desk.errors > before:
        return []
    _stand(parts, key, desk)
    if desk.errors == before:
        _told_badly(parts, desk)
    if desk.errors == before and not _leaves_main(parts):
        desk.add("layout-rest", key.spot)
    if desk.errors > before:
        return []
    return [Zone(part.name, part.slides, when=part.when, share=part.share) for part in parts if not part.main]


def _part(name: Text, node: Node, terms: SlideTerms, desk: Desk) -> _Part | None:
    main = MAIN_NAMES.find(name.value) is not None
    part = _Part(MAIN if main else " ".join(name.value.split())[:20], name)
    if isinstance(node, Text):
        part.width = _percent(node, desk)
        if not main:
            desk.add("layout-slides", name.spot, name=name.value)
        return part
    if not isinstance(node, Table):
        desk.add("zone-shape", name.spot, key=name.value, example="right: {width: 30%, slides: [...]}")
        return None
    for word, key, value in pairs_of(node, PART_KEYS, desk):
        if word.name == "when":
            when = read_when(value, key, desk)
            part.when = when or ALWAYS
            if when is None:
                desk.add("zone-when", key.spot, key=name.value)
        elif word.name == "slides":
            items = value.items if isinstance(value, Items) else [value]
            part.slides = tuple(
                replace(slide, id=f"{slide.id}@{plain(part.name)}-{number}")
                for number, slide in enumerate(slide for item in items for slide in read_slides(item, terms, desk))
            )
        elif isinstance(value, Text):
            setattr(part, word.name, _percent(value, desk, least=0 if word.name in ("x", "y") else 1))
        else:
            desk.add("value-shape", value.spot, key=key.value, example=f"{word.name}: {word.example}")
    if not part.slides and not main:
        desk.add("layout-slides", name.spot, name=name.value)
    return part


def _percent(text: Text, desk: Desk, least: int = 1) -> int | None:
    """Hundredths of a percent; None, told, where it is no percentage."""
    said = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?) ?%?", flat(text.value).strip())
    value = round(float(said[1]) * 100) if said else -1
    if not least <= value <= WHOLE:
        desk.add("layout-percent", text.spot, text=text.value)
        return None
    return value


def _stand(parts: list[_Part], key: Text, desk: Desk) -> None:
    """Parts that say no place stand side by side as they are written, or one below the other where only heights are given."""
    if any(part.x is not None or part.y is not None for part in parts):
        return
    rows = all(part.width is None and part.height is not None for part in parts)
    at = 0
    for part in parts:
        if rows:
            part.y, at = at, at + (part.height or 0)
        else:
            part.x, at = at, at + (part.width or 0)
    if at > WHOLE or (at < WHOLE and any(part.main for part in parts)):
        desk.add("layout-sum", key.spot, sum=f"{at / 100:g}")


def _told_badly(parts: list[_Part], desk: Desk) -> None:
    """Tells what stands outside, is too small or overlaps."""
    for number, part in enumerate(parts):
        share = part.share
        if share.x + share.width > WHOLE or share.y + share.height > WHOLE:
            desk.add("layout-outside", part.key.spot, name=part.name)
        if min(share.width, share.height) < LEAST_SHARE:
            desk.add("layout-small", part.key.spot, name=part.name, least=LEAST_SHARE // 100)
        for other in parts[:number]:
            if _meet(share, other.share):
                desk.add("layout-overlap", part.key.spot, first=other.name, second=part.name)


def _leaves_main(parts: list[_Part]) -> bool:
    """Whether what the parts leave is a rectangle for the slides, the one that is meant where that is said."""
    rest = rest_of([part.share for part in parts if not part.main])
    main = next((part.share for part in parts if part.main), rest)
    return rest is not None and main == rest and min(rest.width, rest.height) >= LEAST_SHARE


def _meet(one: Share, other: Share) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
