"""What lies on the desk while one playlist is read: its report, the day's context, the files it may name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from player.ingest.clock_words import Said, Unclear
from player.ingest.links import told_of
from player.ingest.lookup import Lookup
from player.ingest.report import NOWHERE, Report, Spot
from player.ingest.rules import Rules
from player.ingest.tree import Items, Node, Table, Text
from player.ingest.vocabulary import (
    PLAYLIST_KEYS,
    SLIDE_KEYS,
    WHEN_KEYS,
    Lexicon,
    Word,
    kind_named,
    plain,
    slide_keys,
    suggestion,
)
from player.model.content import Asset, Moment, Slide
from player.model.paper import Paper, Span
from player.model.problem import Fact, Place, Problem, Severity
from player.model.snapshot import Zone
from player.slides.kinds import KINDS

T = TypeVar("T")
_ZONES = frozenset(("ticker", "滚动字幕", "clock", "时钟", "logo", "标志", "corner", "角标", "layout", "布局"))


@dataclass(slots=True)
class Desk:
    """The report of one file and what its reader needs."""

    report: Report
    rules: Rules
    now: Moment
    lookup: Lookup
    earlier: dict[str, Slide] = field(default_factory=dict)  # slides of the last good version, by id
    zones: tuple[Zone, ...] = ()  # those of the last good version
    used: set[str] = field(default_factory=set)  # files that were named
    past: list[tuple[Spot, Moment]] = field(default_factory=list)  # countdowns to days long past
    told_out: bool = False  # the last error left the whole slide out by itself
    said: Said = field(init=False)

    def __post_init__(self) -> None:
        self.said = Said(self.today)

    @property
    def today(self) -> date:
        """The day in the screen's zone."""
        return self.now.day

    @property
    def errors(self) -> int:
        """How many errors the file has had so far."""
        return self.report.errors

    def add(self, code: str, spot: Spot = NOWHERE, /, **facts: Fact) -> None:
        """Reports a problem."""
        self.report.add(code, spot, **facts)

    def picture(self, path: str) -> Asset | Problem:
        """The picture; or what is wrong with it, be it a code in it that leads where none may lead."""
        picture = self.lookup.picture(path)
        told = None if isinstance(picture, Problem) else told_of(picture, path, self.rules.hosts)
        if told is None:
            return picture
        if told.severity is Severity.ERROR:
            return told
        if told not in self.report.problems:
            self.report.problems.append(told)
        return picture

    def document(self, path: str, wanted: tuple[Span, ...]) -> Paper | None:
        """The document with its pages, those left out on which a code leads where none may; what is wrong is reported."""
        paper, problems = self.lookup.document(path, wanted)
        self.report.problems += [problem for problem in problems if problem not in self.report.problems]
        if paper is None:
            return None
        pages = []
        for page in paper.pages:
            told = told_of(paper.asset(page), f"{path} 第{page.number}页", self.rules.hosts)
            if told is not None and told not in self.report.problems:
                self.report.problems.append(replace(told, place=Place(path)))
            if told is None or told.severity is not Severity.ERROR:
                pages.append(page)
        return replace(paper, pages=tuple(pages))

    def quiet(self) -> Desk:
        """A desk for trying things: what it reports is not told."""
        return Desk(Report(self.report.file), self.rules, self.now, self.lookup)

    def read(self, reader: Callable[[str], T], text: Text, **facts: Fact) -> T | None:
        """What the reader makes of the text; None, and a problem at its place, where it makes nothing of it."""
        value = self.unquoted(text)
        try:
            result = reader(value)
        except Unclear as unclear:
            self.said.notes.clear()
            self.add(unclear.code, text.spot, **{**facts, **unclear.facts})
            return None
        for code, noted in self.said.notes:
            self.add(code, text.spot, **noted)
        self.said.notes.clear()
        return result

    def unquoted(self, text: Text) -> str:
        """The text without Chinese quotation marks around it, which are mentioned: for values that are never sentences."""
        value = text.value.strip()
        if len(value) > 2 and value[0] in "“‘「" and value[-1] in "”’」":
            self.add("value-wide-quotes", text.spot, text=value[1:-1])
            return value[1:-1]
        return value


def pairs_of(table: Table, words: Lexicon, desk: Desk) -> Iterator[tuple[Word, Text, Node]]:
    """The pairs of the table whose keys are among `words`, each once; the others are reported."""
    met: set[str] = set()
    for key, value in _with_when(table, words, desk):
        if not isinstance(key, Text):
            desk.add("key-odd", key.spot)
            continue
        word = words.find(key.value)
        if word is None:
            _tell_unknown(key, words, desk)
        elif word.name in met:
            desk.add("key-twice", key.spot, key=key.value)
        else:
            met.add(word.name)
            yield word, key, value


def _with_when(table: Table, words: Lexicon, desk: Desk) -> list[tuple[Node, Node]]:
    """The pairs; keys of `when:` that stand a level too high are put under it, so that nothing plays at a wrong time."""
    if words.find("when") is None:
        return table.pairs
    high = [
        (key, value)
        for key, value in table.pairs
        if isinstance(key, Text) and words.find(key.value) is None and WHEN_KEYS.find(key.value) is not None
    ]
    own = next((pair for pair in table.pairs if isinstance(pair[0], Text) and _is_when(pair[0].value, words)), None)
    if not high or (own is not None and not is_empty(own[1]) and not isinstance(own[1], Table)):
        return table.pairs
    for key, _ in high:
        desk.add("when-lifted", key.spot, key=key.value)
    below = own[1].pairs if own is not None and isinstance(own[1], Table) else []
    first = high[0][0] if own is None else own[0]
    when = (Text(first.spot, "when"), Table(first.spot, [*below, *high]))
    return [when, *(pair for pair in table.pairs if pair not in high and pair is not own)]


def _is_when(text: str, words: Lexicon) -> bool:
    word = words.find(text)
    return word is not None and word.name == "when"


def _tell_unknown(key: Text, words: Lexicon, desk: Desk) -> None:
    """Tells that a key is none here; one that is known elsewhere, where it belongs."""
    here = words.find("slides") is not None
    if not here and words.find("every") is not None and PLAYLIST_KEYS.find(key.value) is not None:
        desk.add("key-of-playlist", key.spot, key=key.value)
    elif here and plain(key.value) in _ZONES:
        desk.add("key-of-zones", key.spot, key=key.value)
    elif here and (kind_named(key.value) is not None or _of_a_slide(key.value)):
        desk.add("key-of-slide", key.spot, key=key.value)
    else:
        near = suggestion(words.forms(), key.value)
        desk.add("key-unknown", key.spot, key=key.value, near=near, keys=words.told())


def _of_a_slide(text: str) -> bool:
    return SLIDE_KEYS.find(text) is not None or any(slide_keys(kind).find(text) is not None for kind in KINDS)


def text_of(node: Node) -> str:
    """The text of a node; the items of a list joined with commas."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items) and all(isinstance(item, Text) for item in node.items):
        return ", ".join(item.value for item in node.items if isinstance(item, Text))
    return ""


def is_empty(node: Node) -> bool:
    """Whether there is nothing after the key."""
    return isinstance(node, Text) and not node.value.strip()


def first_text(node: Node) -> Text | None:
    """The node itself where it is a text."""
    return node if isinstance(node, Text) else None
