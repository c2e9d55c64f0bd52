"""A dropped file -> its slide: a picture, a notice, a code. Its id is its path."""

from __future__ import annotations

import re
from dataclasses import replace

from player.ingest import document, video
from player.ingest.clock_words import Unclear
from player.ingest.decode_text import is_han
from player.ingest.desk import Desk
from player.ingest.endings import meant, nearest
from player.ingest.links import link
from player.ingest.names import ending_of
from player.ingest.parse import text_from
from player.ingest.shapes import with_new_lines
from player.ingest.slide_terms import SlideTerms, dwell_for, tell_hurried, transition_for, with_motion
from player.ingest.sorts import FILMS, LATER, LINKS, OLD_TABLES, OTHER_FILMS, PICTURES, TEXTS
from player.ingest.strangers import STRANGERS
from player.model.content import Asset, Slide, Source, Value
from player.model.problem import Problem
from player.model.tokens import title_from
from player.model.units import Millis
from player.model.words import Words
from player.slides.kinds import kind_of
from player.slides.reading import is_scanned, reading_time

MAX_TEXT = 64 * 1024
_TITLE = 40  # characters of a notice's title
_LINK = re.compile(r"(?i)https?://\S+")
_DATE_LINE = re.compile(
    r"[\d零〇一二三四五六七八九]{4}\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*[日号號]"
)
_MARKUP = (
    ("{\\rtf", Words("文字文档（RTF）", "a document (RTF)")),
    ("<html", Words("网页", "a web page")),
    ("<!doctype", Words("网页", "a web page")),
    ("<?xml", Words("程序用的数据（XML）", "a program's data (XML)")),
    ("<svg", Words("图形（SVG）", "a drawing (SVG)")),
)
_SLIDES = re.compile(r"(?i)(?:slides|页面|頁面)\s*[:：]")
_MARKED = re.compile(r"(?m)^#{1,6} \S|\*\*[^*\n]+\*\*")
_NO_TITLE = re.compile(
    r"(?i)(新建)?\s*(文本文档|文本|记事本|无标题|未命名|untitled|new text document|new|\d+)[\s()（）\d]*"
)


def dropped_pages(path: str, terms: SlideTerms, desk: Desk) -> tuple[Slide, ...]:
    """A slide for each page of a document; none, and problems, where it is not to be had."""
    paper = desk.document(path, ())
    if paper is None:
        return ()
    for code, said in document.remarks(paper, ()):
        desk.add(code, **said)
    title: dict[str, Value] = {"title": _title_of(path)}
    return tuple(
        replace(
            _slide(
                path, "document", terms, desk, fields=title | document.facts(paper, page), assets=(paper.asset(page),)
            ),
            id=f"{path}#{page.number}",
        )
        for page in paper.pages
    )


def dropped_slide(path: str, data: bytes | None, terms: SlideTerms, desk: Desk) -> Slide | None:
    """The slide of a file; `data` is its beginning where it is a text. None, and problems, where it has none."""
    ending = ending_of(path)
    if ending in PICTURES:
        picture = desk.picture(path)
        if isinstance(picture, Problem):
            desk.report.problems.append(picture)
            return None
        return _slide(path, "image", terms, desk, fields=with_motion("image", {}, terms.motion), assets=(picture,))
    if ending in FILMS:
        return _film(path, terms, desk)
    if ending in LINKS or ending in TEXTS:
        text = text_from(data or b"", desk.report, MAX_TEXT)
        return None if text is None else _from_text(path, text, terms, desk)
    shown = f".{ending}" if ending else Words("没有扩展名的", "without an ending")
    if ending in OTHER_FILMS:
        desk.add("film-other", ending=shown)
    elif ending in OLD_TABLES:
        desk.add("table-old", ending=shown)
    elif ending in LATER:
        what, steps = LATER[ending]
        desk.add("file-unsupported", ending=shown, what=what, steps=steps)
    elif ending in STRANGERS:
        what, cure = STRANGERS[ending]
        desk.add("file-stranger", ending=shown, what=what, cure=cure)
    elif (wanted := meant(path)) is not None:
        desk.add("name-dot", ending=wanted.ending, what=wanted.what, fixed=wanted.fixed)
    else:
        desk.add("file-unknown", ending=shown, near=nearest(ending))
    return None


def _film(path: str, terms: SlideTerms, desk: Desk) -> Slide | None:
    found = desk.picture(path)
    if isinstance(found, Problem):
        desk.report.problems.append(found)
        return None
    for code in video.remarks(found):
        desk.add(code)
    slide = _slide(path, "video", terms, desk, fields=video.with_sound("video", {}, terms.sound), assets=(found,))
    for code, facts in video.sound_remarks(slide):
        desk.add(code, **facts)
    return slide


def _from_text(path: str, text: str, terms: SlideTerms, desk: Desk) -> Slide | None:
    text = with_new_lines(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "\u3000"))
    lines = [line.strip().lstrip("\ufeff") for line in text.split("\n")]
    lines = ["".join(char for char in line if char.isprintable() or char == "\u3000").strip() for line in lines]
    told = [line for line in lines if line]
    if not told:
        desk.add("file-empty")
        return None
    markup = next((what for begins, what in _MARKUP if told[0].casefold().startswith(begins)), None)
    if markup is not None:
        desk.add("text-markup", what=markup)
        return None
    if ending_of(path) in LINKS or (len(told) == 1 and _LINK.fullmatch(told[0])):
        return _code(path, told, terms, desk)
    if ending_of(path) == "txt" and _is_playlist(told):
        desk.add("text-playlist", fixed=f"{path.rsplit('/', 1)[-1][:-4]}.yaml")
        return None
    if ending_of(path) == "md" or _MARKED.search("\n".join(told)):
        lines = [_unmarked(line) for line in lines]
    return _notice(path, lines, terms, desk)


def _code(path: str, told: list[str], terms: SlideTerms, desk: Desk) -> Slide | None:
    """The link of a Windows shortcut (`URL=…`) or of a text file with one link."""
    named = [line[4:].strip() for line in told if line[:4].casefold() == "url="]
    links = named or [match[0] for line in told if (match := _LINK.search(line))]
    if not links:
        desk.add("link-missing")
        return None
    try:
        address, remark = link(links[0], desk.rules.hosts, desk.rules.screen)
    except Unclear as unclear:
        desk.add(unclear.code, **unclear.facts)
        return None
    if remark is not None:
        desk.add(remark[0], **remark[1])
    if len(address) > 1000:
        desk.add("text-long", key="qr", count=len(address), limit=1000)
        return None
    fields: dict[str, Value] = {"qr": address}
    title = _title_of(path)
    if title:
        fields["title"] = title
    return _slide(path, "qr", terms, desk, fields=fields)


def _title_of(path: str) -> str:
    """The file's name as a title; empty where it says nothing."""
    name = "".join(char for char in title_from(path) if char.isprintable()).strip()
    return (
        "" if _NO_TITLE.fullmatch(name) or not any(char.isalpha() or is_han(char) for char in name) else name[:_TITLE]
    )


def _is_playlist(told: list[str]) -> bool:
    """Whether the lines are those of a playlist: `slides:`, and a dash below it."""
    head = next((number for number, line in enumerate(told) if _SLIDES.fullmatch(line)), None)
    return head is not None and any(line[0] in "-－" for line in told[head + 1 :])


def _unmarked(line: str) -> str:
    """A line of Markdown as plain text."""
    line = re.sub(r"^(#{1,6}\s+|>\s*)", "", line)
    line = re.sub(r"^[-*+]\s+", "· ", line)
    line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
    return "" if re.fullmatch(r"[-*_=]{3,}", line) else re.sub(r"(\*\*|__|`)", "", line)


def _notice(path: str, lines: list[str], terms: SlideTerms, desk: Desk) -> Slide | None:
    """A notice: title, text, and at its end who signed it and when, where it is laid out so."""
    body = "\n".join(lines).strip("\n").split("\n")
    fields: dict[str, Value] = {}
    if len(body) > 2 and _DATE_LINE.fullmatch(body[-1]):
        fields["date"] = body.pop()
        if len(body) > 2 and len(body[-1]) <= 24 and body[-1][-1:] not in "。！？；，":
            fields["sign"] = body.pop()
    head = body[0]
    if len(head) <= _TITLE and (len(body) == 1 or head[-1] not in "。；，、;,"):
        fields["notice"] = head
        body = body[1:]
    else:
        fields["notice"] = _title_of(path) or "通知"
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(body)).strip("\n")
    limit = next(field.limit for field in kind_of("notice").fields if field.name == "text")
    if len(text) > limit:
        desk.add("text-long", key=title_from(path), count=len(text), limit=limit)
        return None
    if text:
        fields["text"] = text
    return _slide(path, "notice", terms, desk, fields=fields)


def _slide(
    path: str,
    kind_name: str,
    terms: SlideTerms,
    desk: Desk,
    *,
    fields: dict[str, Value],
    assets: tuple[Asset, ...] = (),
) -> Slide:
    """A slide of the kind named by the file's path, with the terms of its folder."""
    scanned = is_scanned(kind_of(kind_name), assets)
    transition, transition_time = transition_for(None, terms.transition, desk, scanned=scanned)
    made = Slide(
        id=path,
        kind=kind_name,
        source=Source(path),
        dwell=Millis(0),
        fields=tuple(sorted(fields.items())),
        assets=assets,
        theme=terms.theme or desk.rules.theme,
        transition=transition,
        transition_time=transition_time,
    )
    dwell = dwell_for(None, terms.dwell, reading_time(made), desk, scanned=scanned)
    made = replace(made, dwell=dwell)
    tell_hurried(made, desk, said=terms.dwell is not None)
    return made
