"""The terms of a house: a text file in the watched folder comes in, the terms that stand in each slide go out with the slide.

`词语.txt` (or `术语.txt`, `terms.txt`) at the top of the folder, several a line, spaces or 、 between them; what follows # is for people. A term
is kept on one line wherever the text can be set so, as those of `assets/words/terms.txt` are. Each slide carries those that stand in
it and no others: all screens agree, and a new term paints those slides anew in which it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from player.errors import SourceError
from player.ingest.decode_text import decode_text
from player.ingest.files import Files
from player.ingest.names import folder_of, path_key
from player.ingest.vocabulary import plain
from player.model.content import Row, Slide
from player.model.problem import Catalogue, Place, Problem, warning
from player.model.snapshot import Playlist, Snapshot
from player.model.words import Words, printable

NAMES = ("词语.txt", "术语.txt", "terms.txt")
"""What the file may be called."""

LONGEST, MOST, BYTES = 16, 1_000, 64 * 1024
"""Characters of a term, terms, bytes of the file."""

_REST = Words("其余的词照用。", "The other terms count.")

PROBLEMS = Catalogue(
    {
        "terms-unreadable": warning(
            "词语文件读不出来（{reason}）。", "The file of terms cannot be read ({reason}).",
            "用记事本另存为 UTF-8 文本再放回来。", "Save it as UTF-8 text and put it back.",
            Words("先用原来的词语。", "The former terms count."),
        ),
        "terms-long": warning(
            "“{text}”太长，不当作一个词：最多 {most} 个字。", "“{text}” is too long for a term: at most {most} characters.",
            "词与词之间用空格隔开；整句要在哪里换行，写在节目单里，用“/”。", "Put spaces between terms; for a whole sentence say where it breaks with “/” in the playlist.",
            _REST,
        ),
        "terms-short": warning(
            "“{text}”不是词：至少要两个字，里面要有汉字或字母。", "“{text}” is no term: it takes two characters at least, Han characters or letters among them.",
            "删掉它，或者写完整。", "Leave it out, or write it in full.",
            _REST,
        ),
        "terms-many": warning(
            "词语太多，只用前 {most} 个。", "There are too many terms; the first {most} count.",
            "删掉不用的。", "Leave out those that are not needed.",
            _REST,
        ),
        "terms-twice": warning(
            "词语文件有两份，用的是 {other}，这一份没有用。", "There are two files of terms; {other} counts, this one does not.",
            "合成一份。", "Make one of them.",
            _REST,
        ),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """The terms, the file that says them (empty: none) and what is wrong with it."""

    terms: tuple[str, ...] = ()
    file: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def words(self) -> Words:
        """How the file was understood."""
        count = len(self.terms)
        return Words(f"{count} 个词语，尽量不拆成两行", f"{count} terms, kept on one line where that can be")


def is_terms_name(path: str) -> bool:
    """Whether the file is for terms, and so no slide: by its name, in the folder itself."""
    return not folder_of(path) and plain(path) in NAMES


def own_terms(files: Files, previous: Snapshot | None) -> OwnTerms:
    """The terms of the watched folder; while the file is being copied, or cannot be read, those of the last snapshot."""
    settled = sorted((entry.path for entry in files.listing.entries if is_terms_name(entry.path)), key=path_key)
    waiting = [path for path in files.listing.waiting if is_terms_name(path)]
    if not settled:
        return OwnTerms(_former(previous) if waiting else ())
    file, *others = settled
    twice = tuple(PROBLEMS.problem("terms-twice", Place(other), other=file) for other in others)
    try:
        decoded = decode_text(files.read(file, BYTES))
    except SourceError as error:
        return OwnTerms(_former(previous), file, (_unreadable(file, str(error)), *twice))
    if decoded is None:
        no_text = Words("不是文本", "it is no text")
        return OwnTerms(_former(previous), file, (_unreadable(file, no_text), *twice))
    terms, problems = _read(decoded.text, file)
    return OwnTerms(terms, file, (*problems, *twice))


def with_terms(playlists: tuple[Playlist, ...], terms: tuple[str, ...]) -> tuple[Playlist, ...]:
    """The playlists, each slide with those of the terms that stand in it."""
    return tuple(
        replace(playlist, slides=tuple(_with(slide, terms) for slide in playlist.slides)) for playlist in playlists
    )


def _with(slide: Slide, terms: tuple[str, ...]) -> Slide:
    said = "\n".join(_said(slide)) if terms or slide.terms else ""
    found = tuple(term for term in terms if term in said)
    return slide if found == slide.terms else replace(slide, terms=found)


def _said(slide: Slide) -> list[str]:
    """Every text of the slide."""
    said: list[str] = []
    for _, value in slide.fields:
        for part in value if isinstance(value, tuple) else (value,):
            said += [part.text, part.note] if isinstance(part, Row) else [part] if isinstance(part, str) else []
    return said


def _read(text: str, file: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    terms: dict[str, None] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        for term in re.split(r"[\s\u3000、，,;；]+", re.split("[#＃]", line, maxsplit=1)[0]):
            if not term:
                continue
            if len(term) > LONGEST:
                problems.append(_wrong("terms-long", file, number, term, most=str(LONGEST)))
            elif len(term) < 2 or not any(letter.isalpha() for letter in term) or not term.isprintable():
                problems.append(_wrong("terms-short", file, number, term))
            else:
                terms[term] = None
    if len(terms) > MOST:
        problems.append(PROBLEMS.problem("terms-many", Place(file), most=str(MOST)))
    return tuple(terms)[:MOST], tuple(problems)


def _wrong(code: str, file: str, line: int, term: str, **facts: str) -> Problem:
    return PROBLEMS.problem(code, Place(file, line), text=printable(term, 20), **facts)


def _unreadable(file: str, reason: str | Words) -> Problem:
    return PROBLEMS.problem("terms-unreadable", Place(file), reason=reason)


def _former(previous: Snapshot | None) -> tuple[str, ...]:
    slides = previous.slides() if previous is not None else ()
    return tuple(dict.fromkeys(term for slide in slides for term in slide.terms))
