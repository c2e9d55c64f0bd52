"""The tree of a playlist file -> its terms (when, priority, defaults) and its slides, every problem told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from player.ingest.cut import was_cut
from player.ingest.desk import Desk, is_empty, pairs_of, text_of
from player.ingest.report import Spot
from player.ingest.shapes import flag, sound, whole_number
from player.ingest.slide import read_slides
from player.ingest.slide_terms import SlideTerms, read_dwell, read_motion, read_theme, read_transition
from player.ingest.tree import Items, Node, Table, Text
from player.ingest.vocabulary import PLAYLIST_KEYS, Word, kind_named, plain
from player.ingest.when import is_over, moment_text, read_when
from player.ingest.zones import read_zones
from player.model.content import ALWAYS, Slide, When
from player.model.snapshot import Zone

_PRIORITY = (-1000, 1000)


@dataclass(frozen=True, slots=True)
class Terms:
    """When a playlist applies and how: what of it was said. `slides` are the defaults of its slides."""

    name: str = ""
    when: When = ALWAYS
    priority: int = 0
    takeover: bool | None = None
    shuffle: bool = False
    zones: tuple[Zone, ...] = ()
    slides: SlideTerms = field(default_factory=SlideTerms)


@dataclass(frozen=True, slots=True)
class Draft:
    """A playlist as read. `slides` is None where the file has none, so that it is the settings of its folder."""

    terms: Terms
    slides: tuple[Slide, ...] | None


def read_playlist(node: Node | None, desk: Desk) -> Draft | None:
    """The playlist of a tree; None where nothing can be made of it, or where it could play at a wrong time.

    Nor is one taken that breaks off, where there is a last good version.
    """
    draft = _read(node, desk)
    if draft is not None and not is_over(draft.terms.when, desk.now):
        for spot, target in desk.past:
            desk.add("countdown-past", spot, day=moment_text(target))
    if draft is None or not desk.earlier:
        return draft
    line = was_cut(desk.report, has_slides=draft.slides is not None)
    if line is None:
        return draft
    desk.report.tell("playlist-cut", Spot(line))
    return None


def _read(node: Node | None, desk: Desk) -> Draft | None:
    if node is None:
        desk.add("file-empty")
        return None
    if isinstance(node, Items):  # a list of slides with nothing around it has one clear meaning
        return Draft(Terms(), _slides(node, Terms(), desk))
    if not isinstance(node, Table):
        desk.add("playlist-shape", node.spot)
        return None
    if _is_one_slide(node):
        return Draft(Terms(), read_slides(node, SlideTerms(), desk))
    return _from_table(node, desk)


def _is_one_slide(node: Table) -> bool:
    """Whether the file is a single slide without its dash."""
    keys = [key.value for key, _ in node.pairs if isinstance(key, Text)]
    return bool(keys) and kind_named(keys[0]) is not None and not any(plain(key) in ("slides", "页面") for key in keys)


def _from_table(node: Table, desk: Desk) -> Draft | None:
    terms: Terms | None = Terms()
    aside: dict[str, tuple[Text, Node]] = {}
    for word, key, value in pairs_of(node, PLAYLIST_KEYS, desk):
        if word.name in ("slides", "zones"):
            aside[word.name] = (key, value)
        elif terms is not None:
            terms = _with(terms, word, key, value, desk)
    if terms is None:
        return None
    if "zones" in aside:
        key, value = aside["zones"]
        terms = replace(terms, zones=read_zones(value, key, terms.slides, desk, desk.zones))
    if "slides" not in aside:
        return Draft(terms, None)
    key, value = aside["slides"]
    if is_empty(value):
        _tell_empty(key, desk)
        return Draft(terms, ())
    if isinstance(value, Table):
        return Draft(terms, read_slides(value, terms.slides, desk))
    if not isinstance(value, Items):
        desk.add("slides-shape", value.spot)
        return None
    return Draft(terms, _slides(value, terms, desk))


def _tell_empty(key: Text, desk: Desk) -> None:
    """Tells that there are no slides, unless there are some that were left out, which is told."""
    if not any(one.code.startswith("yaml-") for one in desk.report.problems):
        desk.add("slides-empty", key.spot)


def _with(terms: Terms, word: Word, key: Text, value: Node, desk: Desk) -> Terms | None:
    """The terms with one more read; None where the file must not play as it stands."""
    if word.name == "when":
        when = read_when(value, key, desk)
        if when is None:
            desk.add("playlist-when", key.spot)
            return None
        return replace(terms, when=when)
    if is_empty(value) or not isinstance(value, Text):
        code = "value-missing" if is_empty(value) else "value-shape"
        desk.add(code, key.spot, key=key.value, example=f"{word.name}: {word.example}")
        return terms
    return _with_text(terms, word, value, desk)


def _with_text(terms: Terms, word: Word, text: Text, desk: Desk) -> Terms:
    if word.name == "name":
        return replace(terms, name=" ".join(text_of(text).split())[:100])
    if word.name == "priority":
        number = desk.read(lambda value: whole_number(value, *_PRIORITY, "0"), text)
        return terms if number is None else replace(terms, priority=number)
    if word.name in ("takeover", "shuffle"):
        said = desk.read(flag, text)
        if said is None:
            return terms
        return replace(terms, takeover=said) if word.name == "takeover" else replace(terms, shuffle=said)
    slides = terms.slides
    if word.name == "dwell":
        slides = replace(slides, dwell=read_dwell(text, desk))
    elif word.name == "transition":
        slides = replace(slides, transition=read_transition(text, desk))
    elif word.name == "sound":
        slides = replace(slides, sound=desk.read(sound, text))
    elif word.name == "motion":
        slides = replace(slides, motion=read_motion(text, desk))
    else:
        slides = replace(slides, theme=read_theme(text, desk))
    return replace(terms, slides=slides)


def _slides(node: Items, terms: Terms, desk: Desk) -> tuple[Slide, ...]:
    """The slides of the list, ids told apart where two are alike."""
    slides: list[Slide] = []
    counts: dict[str, int] = {}
    for item in node.items:
        for slide in read_slides(item, terms.slides, desk):
            counts[slide.id] = count = counts.get(slide.id, 0) + 1
            slides.append(slide if count == 1 else replace(slide, id=f"{slide.id}-{count}"))
    return tuple(slides)
