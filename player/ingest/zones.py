"""What is written under `zones:` -> zones, every problem told. A zone that is wrong is left out; the others, and all slides, play.

It may stand in a playlist, whose zones are on while it rules, or in a file of its own in the folder itself (`zones.yaml`,
分区.yaml), whose zones are on whatever rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from player.errors import SourceError
from player.ingest.desk import Desk, is_empty, pairs_of, text_of
from player.ingest.links import link
from player.ingest.names import ending_of
from player.ingest.parse import text_from
from player.ingest.shapes import flag
from player.ingest.slide_terms import SlideTerms
from player.ingest.sorts import PICTURES, TEXTS
from player.ingest.tree import Items, Node, Table, Text
from player.ingest.vocabulary import Lexicon, plain, suggestion
from player.ingest.when import read_when
from player.ingest.zones_layout import read_layout
from player.ingest.zones_words import (
    ALONE,
    CLOCK_KEYS,
    CORNER_KEYS,
    EDGES,
    LOGO_KEYS,
    TICKER_KEYS,
    ZONE_KEYS,
)
from player.model.canon import digest_of
from player.model.content import ALWAYS, Asset, Slide, Source, Value, When
from player.model.problem import Problem
from player.model.snapshot import Zone
from player.model.units import SECOND, Millis
from player.model.words import Words
from player.picture.zones import CLOCK, CORNER, LOGO, TICKER
from player.slides.ticker import LONGEST, SPEED, WIDE

MOST = 4000
"""Characters of a ticker: the last is read a quarter of an hour after the first."""

MUCH = 600
"""Characters above which staff are told how long it takes."""

LONGEST_LINK = 300
"""Characters of a corner's link: a longer one scans from nowhere."""

_STAYS = Millis(10 * SECOND)
_END = re.compile(r"(?<=[。！？；!?;])")


@dataclass(slots=True)
class _Told:
    """What a zone's table says: texts by key, when it is on, whether it is on at all."""

    texts: dict[str, Text] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    when: When = ALWAYS
    out: bool = False


def read_alone(node: Node | None, desk: Desk) -> tuple[Zone, ...] | None:
    """The zones of a file of their own, with `zones:` over them or without; None where it says nothing at all."""
    if node is None:
        desk.add("file-empty")
        return ()
    if isinstance(node, Table):
        for key, value in node.pairs:
            if isinstance(key, Text) and plain(key.value) in ALONE:
                return read_zones(value, key, SlideTerms(), desk, desk.zones)
    return read_zones(node, Text(node.spot, ALONE[0]), SlideTerms(), desk, desk.zones)


def read_zones(node: Node, key: Text, terms: SlideTerms, desk: Desk, earlier: Sequence[Zone] = ()) -> tuple[Zone, ...]:
    """The zones of a table. `earlier` are those of the last good version: a file that is still being copied keeps its text."""
    if not isinstance(node, Table):
        desk.add("zone-shape", key.spot, key=key.value, example="zones: {ticker: 滚动字幕.txt, clock: 是}")
        return ()
    before = {zone.name: zone for zone in earlier}
    zones: list[Zone] = []
    readers: dict[str, Callable[[Node, Text, SlideTerms, Desk, Zone | None], Zone | None]] = {
        TICKER: _ticker,
        CLOCK: _clock,
        LOGO: _logo,
        CORNER: _corner,
    }
    for word, name, value in pairs_of(node, ZONE_KEYS, desk):
        if word.name == "layout":
            zones += read_layout(value, name, terms, desk)
            continue
        zone = readers[word.name](value, name, terms, desk, before.get(word.name))
        if zone is not None:
            zones.append(zone)
    return tuple(zones)


def zones_words(owner: str, zones: Sequence[Zone]) -> Words:
    """What stands around the slides by this owner's word, as people say it; empty where nothing does."""
    named = [zone.name for zone in zones if zone.owner == owner]
    known = {word.name: word for word in ZONE_KEYS}
    if not named:
        return Words("", "")
    zh = "、".join(known[name].alias if name in known else name for name in named)
    whatever = "" if owner else "，放什么都在"
    return Words(f"分区：{zh}{whatever}", f"zones: {', '.join(named)}" + ("" if owner else ", whatever plays"))


def zone_files(zones: Sequence[Zone]) -> dict[str, Words]:
    """What became of the files that zones alone come from: those for the whole folder, and the texts of tickers."""
    files: dict[str, Words] = {}
    for zone in zones:
        for slide in zone.slides:
            if ending_of(slide.source.file) in TEXTS:
                files[slide.source.file] = Words("滚动字幕的文字", "the text of a ticker")
            elif not zone.owner:
                files[slide.source.file] = zones_words("", zones)
    return files


# what stands along an edge or at the side


def _ticker(node: Node, key: Text, terms: SlideTerms, desk: Desk, before: Zone | None) -> Zone | None:
    told = _told(node, key, TICKER_KEYS, "text", desk)
    if told is None:
        return None
    said = told.texts.get("text") or told.texts.get("file")
    if said is None:
        desk.add("ticker-empty", key.spot)
        return None
    source = Source(desk.report.file, key.spot.line)
    if "text" in told.texts and not _is_file(said.value):
        text: str | None = said.value
    else:
        path, text = _file_text(said, desk, before)
        source = Source(path)
    if text is None:
        return None
    messages = [line for raw in text.replace("\r", "\n").split("\n") if (line := " ".join(_printable(raw).split()))]
    if not messages:
        desk.add("ticker-empty", said.spot)
        return None
    moves = desk.read(flag, told.texts["motion"]) if "motion" in told.texts else True
    parts = _parts(messages, said, desk)
    slides = tuple(
        _slide(
            TICKER,
            {
                "ticker": "\n".join(part),
                **({"still": True} if moves is False else {"once": True} if len(parts) > 1 else {}),
            },
            key,
            terms,
            desk,
            dwell=Millis(round((sum(map(len, part)) + WIDE) / SPEED) * SECOND),
            number=number,
            source=source,
        )
        for number, part in enumerate(parts)
    )
    return Zone(TICKER, slides, when=told.when, top=_edge(told, desk) == "top")


def _parts(messages: list[str], said: Text, desk: Desk) -> list[list[str]]:
    """The messages, `LONGEST` characters together at most; longer ones are divided at the end of a sentence."""
    count = sum(map(len, messages))
    if count > MOST:
        desk.add("ticker-many", said.spot, count=count, limit=MOST)
    elif count > MUCH:
        desk.add("ticker-much", said.spot, count=count, minutes=max(1, round(count / SPEED / 60)))
    pieces: list[str] = []
    for message in messages:
        rest = message
        while len(rest) > LONGEST:
            ends = [match.start() for match in _END.finditer(rest[:LONGEST])]
            at = ends[-1] if ends and ends[-1] > 0 else LONGEST
            pieces.append(rest[:at])
            rest = rest[at:].strip()
        if rest:
            pieces.append(rest)
    parts: list[list[str]] = [[]]
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > MOST:
            break
        if parts[-1] and sum(map(len, parts[-1])) + len(piece) > LONGEST:
            parts.append([])
        parts[-1].append(piece)
    return parts


def _file_text(said: Text, desk: Desk, before: Zone | None) -> tuple[str, str | None]:
    """The file and what it says; what it said before while it is being copied or cannot be read; None where there is nothing."""
    kept = "\n".join(slide.text("ticker") for slide in before.slides) if before is not None else None
    found = desk.read(desk.lookup.find, said)
    if found is None:
        return "", None
    desk.used.add(found.path)
    if found.waiting:
        if kept is None:
            desk.add("file-copying", said.spot, path=found.path)
        return found.path, kept
    if found.near:
        desk.add("file-name-close", said.spot, path=said.value, near=found.near)
    try:
        data = desk.lookup.names.files.read(found.path, _MOST_BYTES + 1)
    except SourceError as error:
        desk.add("file-unreadable", said.spot, reason=str(error))
        return found.path, kept
    text = text_from(data, desk.report, _MOST_BYTES)
    return found.path, kept if text is None else text.lstrip("\ufeff")


_MOST_BYTES = 64 * 1024


def _clock(node: Node, key: Text, terms: SlideTerms, desk: Desk, _before: Zone | None) -> Zone | None:
    told = _told(node, key, CLOCK_KEYS, "", desk)
    if told is None:
        return None
    fields: dict[str, Value] = {}
    for name in ("seconds", "lunar"):
        if name in told.texts and (value := desk.read(flag, told.texts[name])) is not None:
            fields[name] = value
    return Zone(CLOCK, (_slide(CLOCK, fields, key, terms, desk),), when=told.when)


def _logo(node: Node, key: Text, terms: SlideTerms, desk: Desk, before: Zone | None) -> Zone | None:
    told = _told(node, key, LOGO_KEYS, "image", desk)
    if told is None:
        return None
    said = told.texts.get("image")
    found = None if said is None else desk.read(desk.lookup.find, said)
    if said is None or found is None:
        if said is None:
            desk.add("zone-shape", key.spot, key=key.value, example="logo: 标志.png")
        return None
    desk.used.add(found.path)
    if ending_of(found.path) not in PICTURES:
        desk.add("file-not-picture", said.spot, path=said.value)
        return None
    picture = None if found.waiting else desk.picture(found.path)
    if isinstance(picture, Problem):
        desk.report.problems.append(picture)
        picture = None
    if not isinstance(picture, Asset):
        return None if before is None else replace(before, when=told.when, owner="")
    return Zone(LOGO, (_slide(LOGO, {}, key, terms, desk, assets=(picture,)),), when=told.when)


def _corner(node: Node, key: Text, terms: SlideTerms, desk: Desk, _before: Zone | None) -> Zone | None:
    told = _told(node, key, CORNER_KEYS, "qr", desk)
    if told is None:
        return None
    said = told.texts.get("qr")
    read = None if said is None else desk.read(lambda value: link(value, desk.rules.hosts, desk.rules.screen), said)
    if said is None or read is None:
        if said is None:
            desk.add(
                "zone-shape",
                key.spot,
                key=key.value,
                example="corner: {qr: https://example.org/quiz, caption: 扫码答题}",
            )
        return None
    address, remark = read
    if remark is not None:
        desk.add(remark[0], said.spot, **remark[1])
    if len(address) > LONGEST_LINK:
        desk.add("text-long", said.spot, key=key.value, count=len(address), limit=LONGEST_LINK)
        return None
    fields: dict[str, Value] = {"qr": address}
    caption = told.texts.get("caption")
    if caption is not None and caption.value.strip():
        fields["caption"] = " ".join(caption.value.split())[:24]
    return Zone(CORNER, (_slide(CORNER, fields, key, terms, desk),), when=told.when)


def _told(node: Node, key: Text, words: Lexicon, bare: str, desk: Desk) -> _Told | None:
    """What the zone says. A bare text is the value of the key `bare`, or yes or no; None where it is off or wrong."""
    told = _Told()
    if isinstance(node, Items):
        node = Text(node.spot, "\n".join(text_of(item) for item in node.items))
    if isinstance(node, Text):
        if is_empty(node):
            example = getattr(ZONE_KEYS.find(key.value), "example", "")
            desk.add("value-missing", key.spot, key=key.value, example=f"{key.value}: {example}")
            return None
        if bare:
            told.texts[bare] = node
            return told
        return told if desk.read(flag, node) else None
    for word, name, value in pairs_of(node, words, desk):
        if word.name == "when":
            when = read_when(value, name, desk)
            told.out = told.out or when is None
            told.when = when or ALWAYS
        elif isinstance(value, Items) and word.name == "text":
            told.texts["text"] = Text(value.spot, "\n".join(text_of(item) for item in value.items))
        elif isinstance(value, Text) and not is_empty(value):
            told.texts[word.name] = value
        else:
            told.nodes[word.name] = value
    if told.out:
        desk.add("zone-when", key.spot, key=key.value)
        return None
    return told


def _edge(told: _Told, desk: Desk) -> str:
    said = told.texts.get("edge")
    if said is None:
        return "bottom"
    word = EDGES.find(said.value)
    if word is None:
        near = suggestion(EDGES.forms(), said.value)
        desk.add("word-unknown", said.spot, key="edge", text=said.value, near=near, words=EDGES.told())
        return "bottom"
    return word.name


def _slide(
    kind: str,
    fields: dict[str, Value],
    key: Text,
    terms: SlideTerms,
    desk: Desk,
    *,
    assets: tuple[Asset, ...] = (),
    dwell: Millis = _STAYS,
    number: int = 0,
    source: Source | None = None,
) -> Slide:
    told = tuple(sorted(fields.items()))
    name = digest_of((kind, told, tuple(asset.digest for asset in assets)))[:8]
    return Slide(
        id=f"{desk.report.file}#{kind}-{name}" + (f"-{number + 1}" if number else ""),
        kind=kind,
        source=source or Source(desk.report.file, key.spot.line),
        dwell=dwell,
        fields=told,
        assets=assets,
        theme=terms.theme or desk.rules.theme,
        transition="cut",
        transition_time=Millis(0),
    )


def _is_file(text: str) -> bool:
    return "\n" not in text.strip() and ending_of(text.strip()) in TEXTS


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable() or char in "\t\u3000")
