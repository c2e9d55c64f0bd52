"""The facts of a screen, and what a reader of its status page sees."""

from __future__ import annotations

from html.parser import HTMLParser

from player.ingest.understood import Understood
from player.model.content import Slide, Source
from player.model.problem import Place, Problem, Severity
from player.model.restart import Restart
from player.model.snapshot import Playlist, Snapshot
from player.model.units import Digest, Millis
from player.model.words import Words
from player.status.facts import Arrival, StatusFacts
from player.timeline.scenes import Timeline
from tests.support.demo import at

NOW = at("2020-07-04 10:12:30")
VOID = {"meta", "img", "path", "circle"}


def words(text: str) -> Words:
    """The same in both languages."""
    return Words(text, text)


def slogan(text: str, file: str = "a.yaml", dwell: int = 10_000) -> Slide:
    """A slide that says `text`."""
    return Slide(file + text, "slogan", Source(file, 3), Millis(dwell), (("slogan", text),))


def timeline(*slides: Slide, name: str = "日常") -> Timeline:
    """One playlist, always on."""
    return Timeline(Snapshot(playlists=(Playlist(name, name, slides),)))


def problem(text: str = "海报.png", severity: Severity = Severity.ERROR, line: int = 7) -> Problem:
    """A problem that says `text` everywhere."""
    place = Place(text, line, 3)
    return Problem("file-missing", severity, place, words(text), words(text), words(text), f"{text}\n  ^")


def facts_saying(text: str) -> StatusFacts:
    """Facts that have `text` wherever staff, or whoever can write to the folder, can put one."""
    shown = timeline(slogan(text, text), slogan(text + "2", text), slogan("静"), name=text)
    return StatusFacts(
        version="0.1.0",
        screen=text,
        machine=text,
        folder=text,
        now=NOW,
        timeline=shown,
        snapshot=Digest("d" * 64),
        understood=(Understood(text, words(text)),),
        problems=(problem(text), problem(text, Severity.WARNING)),
        arrivals=(Arrival("a", text, text, NOW, None, words(text)), Arrival("b", text, text, NOW, NOW)),
        away_since=Millis(NOW - 600_000),
        restarts=(Restart(text, 4, NOW),),
    )


class Seen(HTMLParser):
    """A page as a browser takes it apart: elements with their attributes, and the text in them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.late = 0  # how deep in what is hidden while the page is fresh
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            late = self.late > 0 or "late" in (dict(attrs).get("class") or "").split()
            self.open.append(tag)
            self.late += late

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.late -= self.late > 0

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script") and not self.late:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """The elements in order, with the names of their attributes; dates held together do not count."""
        found = ((tag, attributes) for tag, attributes in self.tags if attributes.get("class") != "date")
        return [(tag, tuple(sorted(attributes))) for tag, attributes in found]

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of that name."""
        return [attributes for name, attributes in self.tags if name == tag]
