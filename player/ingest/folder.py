"""The files of the watched folder -> playlists: every YAML file one of its own, the loose files of each folder one more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from player.errors import SourceError
from player.ingest.bare_days import bare_days
from player.ingest.desk import Desk
from player.ingest.dropped import MAX_TEXT, dropped_pages, dropped_slide
from player.ingest.files import Files
from player.ingest.lookup import Lookup, Names
from player.ingest.name_times import Named, is_range, joined, never, read_name
from player.ingest.names import ending_of, folder_of, never_touched, path_key
from player.ingest.own_terms import is_terms_name
from player.ingest.parse import Parsed, parse
from player.ingest.playlist import Draft, Terms, read_playlist
from player.ingest.report import Report
from player.ingest.rules import Rules
from player.ingest.sheet import sheet_tree
from player.ingest.sheet_report import SheetReport
from player.ingest.sorts import DOCUMENTS, FILMS, LINKS, PICTURES, PLAYLISTS, SPREADSHEETS, TEXTS
from player.ingest.tables import read_table
from player.ingest.tree import MAX_BYTES
from player.ingest.twins import twins
from player.ingest.vocabulary import TAKEOVER_FOLDERS, plain
from player.ingest.zones import read_alone
from player.ingest.zones_words import ALONE
from player.model.content import ALWAYS, Moment, Slide, When
from player.model.problem import Problem
from player.model.snapshot import Playlist, Snapshot, Zone
from player.model.tokens import title_from
from player.model.units import DAY, Millis
from player.model.words import Words

ROOT = "."
"""The id of the playlist made of the loose files at the root."""

_ROOT_NAME = "文件夹"
_SETTINGS_STEMS = ("playlist", "播放列表", "节目单", "设置")
_SHOWN = PICTURES | TEXTS | LINKS | FILMS


@dataclass(frozen=True, slots=True)
class Taken:
    """The playlists in natural order, and every problem in the order of the files."""

    playlists: tuple[Playlist, ...]
    problems: tuple[Problem, ...]
    zones: tuple[Zone, ...] = ()


def read_folders(files: Files, previous: Snapshot | None, now: Millis, moment: Moment, rules: Rules) -> Taken:
    """All playlists that the files come to."""
    return _Reading(files, previous, now, moment, rules).taken()


@dataclass(slots=True)
class _Reading:
    files: Files
    previous: Snapshot | None
    now: Millis
    moment: Moment
    rules: Rules
    names: Names = field(init=False)
    paths: list[str] = field(init=False)
    reports: dict[str, list[Problem]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    drafts: dict[str, Draft] = field(default_factory=dict)
    kept: dict[str, Playlist] = field(default_factory=dict)  # last good versions of playlists and of folders
    settings: dict[str, tuple[str, Terms]] = field(default_factory=dict)  # folder -> file, what it says
    zones: dict[str, tuple[Zone, ...]] = field(default_factory=dict)  # owner -> its zones; "" for the whole folder
    named: dict[str, Named] = field(default_factory=dict)  # file or folder -> what its own name says

    def __post_init__(self) -> None:
        self.names = Names(self.files)
        listing = self.files.listing
        every = {entry.path for entry in listing.entries} | set(listing.waiting)
        self.paths = sorted(
            (path for path in every if not never_touched(path) and not is_terms_name(path)), key=path_key
        )

    def taken(self) -> Taken:
        earlier = {playlist.id: playlist for playlist in (self.previous.playlists if self.previous else ())}
        sheets = [path for path in self.paths if ending_of(path) in PLAYLISTS and not _is_zones_name(path)]
        for path in (path for path in self.paths if _is_zones_name(path)):
            self._read_alone(path)
        for path in sheets:
            self._read_sheet(path, earlier)
        self._leave_data()
        self._settle_folders(earlier)
        made = [self._from_sheet(path, earlier) for path in sheets] + self._loose(earlier)
        playlists = sorted((each for each in made if each is not None), key=lambda each: path_key(each.id))
        for twin in twins(playlists):
            self._tell(twin.file, twin.code, other=twin.other)
        problems = [one for path in sorted(self.reports, key=path_key) for one in self.reports[path]]
        owners = ("", *(playlist.id for playlist in playlists))
        zones = tuple(zone for owner in owners for zone in self.zones.get(owner, ()))
        return Taken(tuple(playlists), tuple(dict.fromkeys(problems)), zones)

    def _zones_before(self, owner: str) -> tuple[Zone, ...]:
        """The zones of the last good version."""
        return tuple(zone for zone in (self.previous.zones if self.previous else ()) if zone.owner == owner)

    def _read_alone(self, path: str) -> None:
        """Reads the zones of the whole folder; a file that is being copied or cannot be read keeps its last good version."""
        desk = self._desk(path, ())
        desk.zones = self._zones_before("")
        zones: tuple[Zone, ...] | None = None
        if "" in self.zones:
            desk.add("zones-twice")
        elif path not in self.names.waiting:
            data = self._bytes(path, MAX_BYTES, desk)
            parsed = None if data is None else parse(data, desk.report)
            zones = read_alone(parsed.node, desk) if parsed is not None and parsed.readable else None
        self._keep_report(desk)
        if "" not in self.zones:
            self.zones[""] = desk.zones if zones is None else zones

    def _desk(self, path: str, slides: tuple[Slide, ...]) -> Desk:
        lookup = Lookup(self.names, folder_of(path))
        report = SheetReport(path) if ending_of(path) in SPREADSHEETS else Report(path)
        return Desk(report, self.rules, self.moment, lookup, {slide.id: slide for slide in slides})

    def _keep_report(self, desk: Desk) -> None:
        self.reports.setdefault(desk.report.file, []).extend(desk.report.problems)
        self.used |= desk.used - {desk.report.file}  # a workbook may hold the figures of its own charts

    def _tell(self, path: str, code: str, **facts: str) -> None:
        desk = self._desk(path, ())
        desk.add(code, **facts)
        self._keep_report(desk)

    def _bytes(self, path: str, limit: int, desk: Desk) -> bytes | None:
        try:
            return self.files.read(path, limit + 1)
        except SourceError as error:
            desk.add("file-unreadable", reason=str(error))
            return None

    def _named(self, path: str) -> Named:
        """What the name of the file or folder says; told once."""
        if path not in self.named:
            desk = self._desk(path, ())
            self.named[path] = read_name(path.rsplit("/", 1)[-1], desk)
            self._keep_report(desk)
        return self.named[path]

    def _around(self, path: str) -> list[Named]:
        """What the names of the folders around the path say, the outermost first."""
        parts = path.split("/")[:-1]
        return [self._named("/".join(parts[: depth + 1])) for depth in range(len(parts))]

    def _read_sheet(self, path: str, earlier: dict[str, Playlist]) -> None:
        """Reads a playlist file; one that is still being copied or cannot be read keeps its last good version."""
        before = earlier.get(path)
        desk = self._desk(path, before.slides if before else ())
        desk.zones = self._zones_before(path if before else folder_of(path) or ROOT)
        draft: Draft | None = None
        if path not in self.names.waiting:
            parsed = self._parsed(path, desk)
            if parsed is not None and parsed.readable:
                draft = read_playlist(parsed.node, desk)
        self._keep_report(desk)
        if draft is not None and draft.slides == () and before and before.slides and desk.errors:
            draft = None  # every slide was refused: the last good version is better than nothing
        if draft is not None:
            self.drafts[path] = draft
            return
        if before is not None:
            self.kept[path] = before
            self.zones[path] = desk.zones
            self.used |= {asset.name for slide in before.slides for asset in slide.assets}
        elif _is_settings_name(path):
            folder = folder_of(path) or ROOT
            if folder in earlier:
                self.kept[folder] = earlier[folder]

    def _parsed(self, path: str, desk: Desk) -> Parsed | None:
        """The tree of a playlist file, written as text or in a spreadsheet; None, told, where it cannot be read."""
        if ending_of(path) in SPREADSHEETS:
            book = read_table(path, desk)
            node = None if book is None else sheet_tree(book, desk)
            return None if node is None else Parsed(node)
        data = self._bytes(path, MAX_BYTES, desk)
        return None if data is None else parse(data, desk.report)

    def _leave_data(self) -> None:
        """A spreadsheet that a chart shows is no playlist, and has no problems as one."""
        for path in self.used:
            if ending_of(path) in SPREADSHEETS:
                self.drafts.pop(path, None)
                self.kept.pop(path, None)
                self.reports.pop(path, None)

    def _settle_folders(self, earlier: dict[str, Playlist]) -> None:
        """Which file sets how a folder plays: one without slides, else the one with the usual name."""
        ordered = sorted(
            self.drafts.items(), key=lambda pair: (pair[1].slides is not None, not _is_settings_name(pair[0]))
        )
        for path, draft in ordered:
            folder = folder_of(path)
            if draft.slides is not None and not (_is_settings_name(path) and folder):
                continue
            if folder not in self.settings:
                self.settings[folder] = (path, draft.terms)
                if draft.slides is None and not _is_settings_name(path):
                    self._tell(path, "slides-missing")
            elif draft.slides is None:
                self._tell(path, "folder-settings-twice", other=self.settings[folder][0])
        for folder_id, before in self.kept.items():
            folder = "" if folder_id == ROOT else folder_id
            if folder_id in earlier and ending_of(folder_id) not in PLAYLISTS and folder not in self.settings:
                self.settings[folder] = (folder, replace(_terms_of(before), zones=self._zones_before(folder_id)))

    def _terms(self, folder: str) -> Terms:
        """The terms of a folder: its own, else those of the nearest folder around it, the root's left out."""
        at = folder
        while True:
            if at in self.settings and (at or not folder):
                return self.settings[at][1]
            if not at:
                return Terms()
            at = folder_of(at)

    def _from_sheet(self, path: str, earlier: dict[str, Playlist]) -> Playlist | None:
        if path in self.kept:
            return self.kept[path]
        draft = self.drafts.get(path)
        if draft is None or draft.slides is None:
            return None
        folder = folder_of(path)
        terms = draft.terms
        if folder and self.settings.get(folder, ("", terms))[0] != path:
            around = self._terms(folder)
            terms = replace(
                terms,
                when=around.when if terms.when == ALWAYS else terms.when,
                priority=terms.priority or around.priority,
                takeover=around.takeover if terms.takeover is None else terms.takeover,
            )
        generic = _is_settings_name(path) and folder
        name = terms.name or title_from(folder if generic else path)
        named = self._named(path)
        if named.dwell is not None:
            self._tell(path, "name-playlist-dwell", token=named.token, example=f"dwell: {named.token}")
        return self._playlist(path, path, terms, name=name, slides=draft.slides, before=earlier.get(path))

    def _loose(self, earlier: dict[str, Playlist]) -> list[Playlist | None]:
        """A playlist for each folder that holds files which no playlist names."""
        groups: dict[str, list[str]] = {}
        for path in self.paths:
            if ending_of(path) not in PLAYLISTS and path not in self.used:
                groups.setdefault(folder_of(path), []).append(path)
        old = {slide.id: slide for playlist in earlier.values() for slide in playlist.slides}
        made: list[Playlist | None] = []
        self._tell_bare([path for paths in groups.values() for path in paths])
        for folder, paths in groups.items():
            terms = self._terms(folder)
            slides = [slide for path in paths for slide in self._by_name(path, terms, old)]
            if slides:
                name = terms.name or (title_from(folder) if folder else _ROOT_NAME)
                before = earlier.get(folder or ROOT)
                made.append(
                    self._playlist(folder or ROOT, paths[0], terms, name=name, slides=tuple(slides), before=before)
                )
        return made

    def _tell_bare(self, paths: list[str]) -> None:
        for bare in bare_days(paths):
            desk = self._desk(bare.path, ())
            if is_range(bare.days, desk):
                more = Words("", "")
                if bare.many > 1:
                    more = Words(f"这样的名字有 {bare.many} 个。", f"{bare.many} names begin so.")
                desk.add("name-days-bare", days=bare.days, fixed=bare.fixed, more=more)
                self._keep_report(desk)

    def _by_name(self, path: str, terms: Terms, old: dict[str, Slide]) -> tuple[Slide, ...]:
        """The slides of a loose file, when and as long as its name and those of its folders say."""
        own = self._named(path)
        around = self._around(path)
        if (ends := never(joined(*(named.when for named in around), own.when))) is not None:
            self._tell(path, "name-never", first=ends[0], second=ends[1])
            return ()
        dwells = [named.dwell for named in (*around, own) if named.dwell is not None]
        if dwells:
            terms = replace(terms, slides=replace(terms.slides, dwell=dwells[-1]))
        elif ending_of(path) in FILMS:  # it ends when it ends
            terms = replace(terms, slides=replace(terms.slides, dwell=None))
        return _at(own.when, self._of_file(path, terms, old))

    def _of_file(self, path: str, terms: Terms, old: dict[str, Slide]) -> tuple[Slide, ...]:
        """The slides of a loose file: one, or one for each page of a document."""
        if ending_of(path) not in DOCUMENTS:
            slide = self._dropped(path, terms, old)
            return () if slide is None else (slide,)
        before = tuple(slide for name, slide in old.items() if name.startswith(f"{path}#"))
        if path in self.names.waiting:
            return before
        desk = self._desk(path, ())
        slides = dropped_pages(path, terms.slides, desk)
        self._keep_report(desk)
        return slides or before

    def _dropped(self, path: str, terms: Terms, old: dict[str, Slide]) -> Slide | None:
        """The slide of a loose file, or its last good version."""
        if path in self.names.waiting:
            return old.get(path)
        desk = self._desk(path, ())
        data: bytes | None = None
        if ending_of(path) in TEXTS | LINKS:
            data = self._bytes(path, MAX_TEXT, desk)
            if data is None:
                self._keep_report(desk)
                return old.get(path)
        slide = dropped_slide(path, data, terms.slides, desk)
        self._keep_report(desk)
        return old.get(path) if slide is None and ending_of(path) in _SHOWN else slide

    def _playlist(
        self, ident: str, path: str, terms: Terms, *, name: str, slides: tuple[Slide, ...], before: Playlist | None
    ) -> Playlist | None:
        """The playlist, at the times that it says itself and that the names of its file and of the folders around `path` say."""
        own = [self._named(path).when] if ident == path else []
        when, *others = joined(terms.when, *(named.when for named in self._around(path)), *own) or (ALWAYS,)
        if (ends := never((when,))) is not None:
            self._tell(ident, "name-never", first=ends[0], second=ends[1])
            return None
        for other in others:
            slides = _at(other, slides)
        takeover = terms.takeover
        if takeover is None:
            takeover = any(_is_urgent(part) for part in folder_of(path).split("/"))
        expires: Millis | None = None
        if takeover and when.until is None:
            same = before is not None and before.takeover and _same(before.slides, slides)
            expires = before.expires if same and before else None
            expires = Millis(self.now + DAY) if expires is None else expires
            if expires <= self.now:
                self._tell(ident, "takeover-ended", name=name)
        self.zones[ident] = tuple(replace(zone, owner=ident) for zone in terms.zones)
        return Playlist(
            id=ident,
            name=name,
            slides=slides,
            when=when,
            priority=terms.priority,
            takeover=takeover,
            expires=expires,
            shuffle=terms.shuffle,
        )


def _same(before: tuple[Slide, ...], slides: tuple[Slide, ...]) -> bool:
    """Whether two lists of slides say the same."""

    def said(slides: tuple[Slide, ...]) -> list[object]:
        return [(slide.kind, slide.fields, slide.assets) for slide in slides]

    return said(before) == said(slides)


def _is_zones_name(path: str) -> bool:
    """Whether the file is for zones of the whole folder: by its name, in the folder itself."""
    return not folder_of(path) and ending_of(path) in ("yaml", "yml") and plain(title_from(path)) in ALONE


def _is_settings_name(path: str) -> bool:
    return plain(title_from(path)) in _SETTINGS_STEMS


def _at(when: When, slides: tuple[Slide, ...]) -> tuple[Slide, ...]:
    """The slides with that condition too; those of a last good version have it already."""
    return tuple(
        slide if when == ALWAYS or when in slide.when else replace(slide, when=(*slide.when, when)) for slide in slides
    )


def _is_urgent(folder: str) -> bool:
    """Whether a folder's name says that it is a takeover; it may stand in brackets of its own."""
    return plain(title_from(folder)).strip("[]【】()") in TAKEOVER_FOLDERS


def _terms_of(playlist: Playlist) -> Terms:
    """The terms of the last good version."""
    return Terms(
        name=playlist.name,
        when=playlist.when,
        priority=playlist.priority,
        takeover=playlist.takeover,
        shuffle=playlist.shuffle,
    )
