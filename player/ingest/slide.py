"""One entry of `slides:` -> a Slide, or the problems that keep it off the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from player.ingest import chart, document, video
from player.ingest.catalogue import SLIDE_OUT
from player.ingest.clock_words import Unclear, duration
from player.ingest.desk import Desk, is_empty, pairs_of, text_of
from player.ingest.links import SCREEN, link
from player.ingest.names import ending_of
from player.ingest.report import Spot
from player.ingest.rows import read_rows
from player.ingest.shapes import broken_lines, flag, is_long_past, lines, percent, sound, target, whole_number
from player.ingest.slide_terms import (
    MOTIONS,
    SlideTerms,
    dwell_for,
    read_dwell,
    read_theme,
    read_transition,
    tell_hurried,
    transition_for,
    with_motion,
)
from player.ingest.sorts import DOCUMENTS, FILMS, PICTURES, SPREADSHEETS
from player.ingest.tables import read_table
from player.ingest.tree import Items, Node, Table, Text
from player.ingest.vocabulary import (
    CHOICES,
    SLIDE_KEYS,
    Word,
    kind_forms,
    kind_named,
    kind_names,
    plain,
    slide_keys,
    suggestion,
)
from player.ingest.when import is_over, read_when
from player.model.canon import digest_of
from player.model.content import ALWAYS, Asset, Moment, Slide, Source, Value, When
from player.model.paper import Span
from player.model.problem import Problem
from player.model.tokens import title_from
from player.model.units import Millis
from player.slides.chart_figures import written
from player.slides.kind import Field, Kind, Shape
from player.slides.reading import is_scanned, reading_time

_EVERY = (1, 1000)
_FILE_AND_LENGTH = re.compile(r"(\S+\.\w{2,5})[\s,，、;；(（]+([^\s()（）]+?)[)）]?")
_FILES = {"document": (DOCUMENTS, "document-not-one"), "video": (FILMS, "film-not-one")}
"""Kinds whose files are no pictures: the endings of those, and what is said of another one."""

_MEANT = {"style": chart.STYLES, "motion": MOTIONS}
"""What else is taken for the words of a field."""

_READERS: dict[Shape, Callable[[str], Value]] = {Shape.FLAG: flag, Shape.SOUND: sound, Shape.PERCENT: percent}
"""Of shapes that need nothing but the text."""


@dataclass(slots=True)
class _Reading:
    """What of a slide has been read. `out` is true as soon as it must not be shown."""

    kind: Kind
    at: Text | Table
    values: dict[str, Value] = field(default_factory=dict)
    written: dict[str, Value] = field(default_factory=dict)  # links before {screen} was filled in
    files: list[str] = field(default_factory=list)
    pages: tuple[Span, ...] = ()
    table: str = ""  # the spreadsheet of a chart
    figures: Node | None = None  # those of a chart that stand in the playlist
    met: set[str] = field(default_factory=set)
    when: When | None = None
    past: tuple[Spot, Moment] | None = None  # a countdown to a day long past
    dwell: tuple[Millis, Text] | None = None
    transition: tuple[str, Text] | None = None
    theme: str | None = None
    every: int = 0
    out: bool = False


def read_slides(node: Node, terms: SlideTerms, desk: Desk) -> tuple[Slide, ...]:
    """The slides of an entry: one, or one for each page of a document; none where it is left out."""
    reading = _read(node, desk)
    if reading is None:
        return ()
    if reading.kind.name == "document":
        return _paged(reading, terms, desk)
    if reading.kind.name == "chart":
        return _charted(reading, terms, desk)
    slide = _made(reading, terms, desk)
    return () if slide is None else (slide,)


def _read(node: Node, desk: Desk) -> _Reading | None:
    """What the entry says; None where it is left out."""
    table = _as_table(node, desk)
    if table is None:
        return None
    kind = _kind_of(table, desk)
    if kind is None:
        _note_files(table, desk)
        return None
    reading = _Reading(kind, table)
    fields = {one.name: one for one in kind.fields}
    for word, key, value in pairs_of(table, slide_keys(kind), desk):
        if word.name in fields:
            _read_field(fields[word.name], key, value, reading, desk)
        else:
            _read_term(word, key, value, reading, desk)
    for one in kind.fields:
        if one.required and one.name not in reading.met:
            reading.out = True
            desk.add("field-missing", table.spot, key=f"{one.name}（{one.alias}）", example=_example(one))
    return None if reading.out else reading


def _as_table(node: Node, desk: Desk) -> Table | None:
    """The entry as a table; a bare text has one clear meaning: a picture's name, a link, or a slogan."""
    if isinstance(node, Table):
        return node
    if isinstance(node, Text) and node.value.strip():
        text = node.value.strip()
        if (both := _with_length(text)) is not None:
            name, length = both
            kind = "video" if ending_of(name) in FILMS else "document" if ending_of(name) in DOCUMENTS else "image"
            desk.add("slide-text", node.spot, kind=kind, fixed=f"- {{{kind}: {name}, dwell: {length}}}")
            pairs = ((kind, name), ("dwell", length))
            return Table(node.spot, [(Text(node.spot, key), Text(node.spot, value)) for key, value in pairs])
        first, _, rest = text.partition(" ")
        forgotten = kind_named(first) if rest.strip() else None
        if forgotten is not None:  # `- slogan 绿水青山`: the colon is missing
            kind, text = forgotten.name, rest.strip()
        elif ending_of(text) in PICTURES:
            kind = "image"
        elif ending_of(text) in DOCUMENTS:
            kind = "document"
        elif ending_of(text) in FILMS:
            kind = "video"
        elif re.match(r"(?i)https?://", text):
            kind = "qr"
        else:
            kind = "slogan"
        desk.add("slide-text", node.spot, kind=kind, fixed=f"- {kind}: {text}")
        return Table(node.spot, [(Text(node.spot, kind), Text(node.spot, text, node.quoted))])
    desk.add("slide-shape", node.spot, kinds=kind_names())
    return None


def _with_length(text: str) -> tuple[str, str] | None:
    """The file and the length of time of 海报.jpg 10秒; None where the text is another one."""
    match = _FILE_AND_LENGTH.fullmatch(text)
    if match is None or ending_of(match[1]) not in PICTURES | DOCUMENTS | FILMS:
        return None
    try:
        duration(match[2])
    except Unclear:
        return None
    return match[1], match[2]


def _kind_of(table: Table, desk: Desk) -> Kind | None:
    """The kind that the entry's keys name."""
    keys = [key for key, _ in table.pairs if isinstance(key, Text)]
    named = [(key, kind) for key in keys if (kind := kind_named(key.value)) is not None]
    if named:
        key, kind = named[0]
        own = slide_keys(kind)
        other = next((one for one, _ in named[1:] if own.find(one.value) is None), None)
        if other is None:
            return kind
        desk.add("kind-several", other.spot, first=key.value, second=other.value)
        return None
    unknown = next((key for key in keys if SLIDE_KEYS.find(key.value) is None), None)
    if unknown is None:
        desk.add("kind-missing", table.spot, kinds=kind_names())
        return None
    near = suggestion(kind_forms(), unknown.value)
    desk.add("kind-unknown", unknown.spot, key=unknown.value, near=near, kinds=kind_names())
    return None


def _note_files(table: Table, desk: Desk) -> None:
    """Files that a slide names are not loose ones, even where the slide itself is left out."""
    for key, value in table.pairs:
        if (
            isinstance(key, Text)
            and isinstance(value, Text)
            and ending_of(value.value.strip()) in PICTURES | DOCUMENTS | FILMS
        ):
            try:
                desk.used.add(desk.lookup.find(value.value).path)
            except Unclear:
                continue


def _read_field(one: Field, key: Text, node: Node, reading: _Reading, desk: Desk) -> None:
    """Reads a field of the kind; one that is wrong leaves itself out, or the slide where it is required."""
    reading.met.add(one.name)
    before = desk.errors
    desk.report.on_screen = SLIDE_OUT if one.required else None
    value = _value_of(one, key, node, reading, desk)
    desk.report.on_screen = None
    if value is not None:
        if not (isinstance(value, str) and not value):
            reading.values[one.name] = value
    elif desk.errors > before and (one.required or desk.told_out):
        reading.out = True
    desk.told_out = False


def _value_of(one: Field, key: Text, node: Node, reading: _Reading, desk: Desk) -> Value | None:
    if one.name == "figures" and one.shape is Shape.FIGURES and not is_empty(node):
        reading.figures = node
        return ""
    if one.name == "chart" and isinstance(node, Text) and ending_of(node.value.strip()) in SPREADSHEETS:
        return _table(node, reading, desk)
    if one.name == "columns" and isinstance(node, Items):
        node = Text(node.spot, text_of(node))
    if one.shape is Shape.ROWS:
        return read_rows(node, key, desk)
    joined = isinstance(node, Items) and one.shape is Shape.LINES and all(isinstance(item, Text) for item in node.items)
    if joined and isinstance(node, Items):
        node = Text(node.spot, "\n".join(text_of(item) for item in node.items))
    if is_empty(node):
        if one.required:
            desk.add("value-missing", key.spot, key=key.value, example=_example(one))
            return None
        return ""
    if not isinstance(node, Text):
        desk.add("value-shape", node.spot, key=key.value, example=_example(one))
        return None
    if one.shape is Shape.FILE:
        return _file(node, reading, desk)
    return _text_value(one, key, node, reading, desk)


def _text_value(one: Field, key: Text, text: Text, reading: _Reading, desk: Desk) -> Value | None:
    if one.shape is Shape.TARGET:
        counted = desk.read(lambda value: target(value, desk.said), text)
        if isinstance(counted, Moment) and is_long_past(counted.day, desk.today):
            reading.past = (text.spot, counted)
        return counted
    if one.shape in _READERS:
        return desk.read(_READERS[one.shape], text)
    if one.shape is Shape.LINK:
        read = desk.read(lambda value: link(value, desk.rules.hosts, desk.rules.screen), text)
        if read is None:
            return None
        if read[1] is not None:
            desk.add(read[1][0], text.spot, **read[1][1])
        if SCREEN in text.value:
            reading.written[one.name] = text.value
        return _within(one, key, read[0], text, desk)
    if one.name == document.PAGES and reading.kind.name == "document":
        reading.pages = desk.read(document.pages, text) or ()
        return document.told(reading.pages)
    choices = CHOICES.get((reading.kind.name, one.name))
    if choices is not None:
        return _choice(one, key, text, reading, desk)
    value = broken_lines(text.value) if one.shape is Shape.TEXT else lines(text.value)
    return _within(one, key, value, text, desk)


def _choice(one: Field, key: Text, text: Text, reading: _Reading, desk: Desk) -> str | None:
    """One of a few words, as staff may say it."""
    choices = CHOICES[reading.kind.name, one.name]
    word = choices.find(text.value)
    if word is not None:
        return word.name
    meant = _MEANT.get(one.name, {}).get(plain(text.value))
    if meant is None:
        near = suggestion(choices.forms(), text.value)
        desk.add("word-unknown", text.spot, key=key.value, text=text.value, near=near, words=choices.told())
    return meant


def _within(one: Field, key: Text, value: str, text: Text, desk: Desk) -> str | None:
    count = len(value) - value.count("\n")
    if count <= one.limit:
        return value
    desk.add("text-long", text.spot, key=key.value, count=count, limit=one.limit)
    desk.told_out = True
    return None


def _file(text: Text, reading: _Reading, desk: Desk) -> str | None:
    """Finds the file and remembers it; the picture itself is asked for when the slide is whole. Empty where it is found."""
    desk.told_out = True
    found = desk.read(desk.lookup.find, text)
    if found is None:
        return None
    desk.used.add(found.path)
    endings, otherwise = _FILES.get(reading.kind.name, (PICTURES, "file-not-picture"))
    if ending_of(found.path) not in endings:
        desk.add(otherwise, text.spot, path=text.value)
        return None
    if found.near:
        desk.add("file-name-close", text.spot, path=text.value, near=found.near)
    reading.files.append(found.path)
    desk.told_out = False
    return ""


def _table(text: Text, reading: _Reading, desk: Desk) -> str | None:
    """Finds the spreadsheet of a chart; what it is called in the slide."""
    desk.told_out = True
    found = desk.read(desk.lookup.find, text)
    if found is None:
        return None
    desk.told_out = False
    desk.used.add(found.path)
    if found.near:
        desk.add("file-name-close", text.spot, path=text.value, near=found.near)
    reading.table = found.path
    return found.path.rsplit("/", 1)[-1]


def _read_term(word: Word, key: Text, node: Node, reading: _Reading, desk: Desk) -> None:
    """Reads what every slide may say: when, dwell, transition, theme, every."""
    if word.name == "when":
        reading.when = read_when(node, key, desk)
        if reading.when is None:
            desk.add("when-broken", key.spot)
            reading.out = True
        return
    if is_empty(node) or not isinstance(node, Text):
        code = "value-missing" if is_empty(node) else "value-shape"
        desk.add(code, key.spot, key=key.value, example=f"{word.name}: {word.example}")
        return
    if word.name == "dwell":
        length = read_dwell(node, desk)
        reading.dwell = None if length is None else (length, node)
    elif word.name == "transition":
        name = read_transition(node, desk)
        reading.transition = None if name is None else (name, node)
    elif word.name == "theme":
        reading.theme = read_theme(node, desk)
    else:
        reading.every = desk.read(lambda value: whole_number(value, *_EVERY, "2"), node) or 0


def _made(reading: _Reading, terms: SlideTerms, desk: Desk) -> Slide | None:
    """The slide of a reading in which nothing is missing; None where its picture is not to be had."""
    slide_id = _id(reading, desk)
    assets = _assets(reading.files, desk.earlier.get(slide_id), reading, desk)
    return (
        None
        if assets is None
        else _finished(reading, terms, desk, slide_id=slide_id, values=reading.values, assets=assets)
    )


def _paged(reading: _Reading, terms: SlideTerms, desk: Desk) -> tuple[Slide, ...]:
    """A slide for each page of the document; those of its last good version while it is not to be had."""
    ident, path = _id(reading, desk), reading.files[0]
    before = tuple(slide for name, slide in desk.earlier.items() if name.startswith(f"{ident}-"))
    if path in desk.lookup.names.waiting:
        if not before:
            desk.add("file-copying", reading.at.spot, path=path)
        return before
    spot, wanted = reading.at.spot, reading.pages
    paper = desk.document(path, wanted)
    if paper is None:
        return before
    for code, said in document.remarks(paper, wanted):
        desk.add(code, spot, **said)
    own = {name: value for name, value in reading.values.items() if name != document.PAGES}
    own = {"title": document.name_of(paper)} | own
    return tuple(
        _finished(
            reading,
            terms,
            desk,
            slide_id=f"{ident}-{page.number}",
            values=own | document.facts(paper, page),
            assets=(paper.asset(page),),
        )
        for page in paper.pages
    )


def _charted(reading: _Reading, terms: SlideTerms, desk: Desk) -> tuple[Slide, ...]:
    """The slide of a chart, its figures in it; its last good version while its table is not to be had."""
    ident, spot, values = _id(reading, desk), reading.at.spot, reading.values
    before = tuple(slide for name, slide in desk.earlier.items() if name == ident)
    if reading.table and reading.table in desk.lookup.names.waiting:
        if not before:
            desk.add("file-copying", spot, path=reading.table)
        return before
    found = _figures_of(reading, desk)
    if found is None:
        return before
    style = str(values.get("style") or chart.style_for(found.figures))
    if not chart.checked(found, style, desk, spot):
        return before
    name = title_from(reading.table) if reading.table else str(values.get("chart", ""))
    told = {"title": found.title or name, "unit": found.unit, "source": found.source}
    own = {one: value for one, value in values.items() if one not in ("sheet", "columns")}
    whole: dict[str, Value] = {one: text[:80] for one, text in told.items() if text}
    whole |= own | {"style": style, "figures": written(found.figures)}
    return (_finished(reading, terms, desk, slide_id=ident, values=whole, assets=()),)


def _figures_of(reading: _Reading, desk: Desk) -> chart.Found | None:
    """The figures of the playlist itself, else those of the spreadsheet."""
    if reading.figures is not None:
        return chart.inline(reading.figures, desk)
    if not reading.table:
        desk.add("chart-figures", reading.at.spot)
        return None
    book = read_table(reading.table, desk)
    sheet, columns = (str(reading.values.get(name, "")) for name in ("sheet", "columns"))
    return (
        None
        if book is None
        else chart.from_book(book, desk, reading.at.spot, path=reading.table, sheet=sheet, columns=columns)
    )


def _id(reading: _Reading, desk: Desk) -> str:
    """One slide has one id on all screens."""
    name = reading.kind.name
    alike = tuple(sorted((reading.values | reading.written).items()))
    return f"{desk.report.file}#{name}-{digest_of((name, alike, tuple(reading.files)))[:8]}"


def _finished(
    reading: _Reading,
    terms: SlideTerms,
    desk: Desk,
    *,
    slide_id: str,
    values: dict[str, Value],
    assets: tuple[Asset, ...],
) -> Slide:
    """The slide with its terms, whose fields hold `values`."""
    kind = reading.kind
    values = with_motion(kind.name, video.with_sound(kind.name, values, terms.sound), terms.motion)
    conditions = (reading.when, kind.implied(reading.values))
    if reading.past is not None and not is_over(reading.when or ALWAYS, desk.now):
        desk.past.append(reading.past)
    bare = Slide(
        id=slide_id,
        kind=kind.name,
        source=Source(desk.report.file, reading.at.spot.line),
        dwell=Millis(0),
        fields=tuple(sorted(values.items())),
        assets=assets,
        theme=reading.theme or terms.theme or desk.rules.theme,
        when=tuple(when for when in conditions if when is not None),
        every=reading.every,
    )
    scanned = is_scanned(kind, assets)
    transition, transition_time = transition_for(reading.transition, terms.transition, desk, scanned=scanned)
    shared = terms.dwell if kind.lasts(bare) is None else None  # what lasts by itself ends when it ends
    dwell = dwell_for(reading.dwell, shared, reading_time(bare), desk, scanned=scanned)
    made = replace(bare, dwell=dwell, transition=transition, transition_time=transition_time)
    spot = reading.at.spot if reading.dwell is None else reading.dwell[1].spot
    for code, facts in video.sound_remarks(made):
        desk.add(code, spot, **facts)
    tell_hurried(made, desk, spot=spot, said=reading.dwell is not None or shared is not None)
    return made


def _assets(paths: list[str], earlier: Slide | None, reading: _Reading, desk: Desk) -> tuple[Asset, ...] | None:
    """The pictures; the last good version of one that is bad or still being copied; None where there is none."""
    kept = {asset.name: asset for asset in earlier.assets} if earlier is not None else {}
    assets: list[Asset] = []
    for path in paths:
        if path in desk.lookup.names.waiting:
            if path not in kept:
                desk.add("file-copying", reading.at.spot, path=path)
                return None
            assets.append(kept[path])
            continue
        picture = desk.picture(path)
        if isinstance(picture, Problem):
            desk.report.problems.append(picture)
            if path not in kept:
                return None
            picture = kept[path]
        for code in video.remarks(picture):
            desk.add(code, reading.at.spot)
        assets.append(picture)
    return tuple(assets)


def _example(one: Field) -> str:
    return f"{one.name}: {one.example or '…'}"
