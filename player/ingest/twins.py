"""What is there twice: the same picture under two names, one name with two endings, one playlist in two files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from player.ingest.names import ending_of, folder_of
from player.ingest.sorts import FILMS, PICTURES
from player.model.content import Slide
from player.model.snapshot import Playlist
from player.model.tokens import bare_name


class Twin(NamedTuple):
    """`file` says the same as `other`: a code of the catalogue."""

    code: str
    file: str
    other: str


def twins(playlists: Iterable[Playlist]) -> Iterator[Twin]:
    """The second of each pair, in the order of the playlists."""
    playlists = list(playlists)
    for playlist in playlists:
        yield from _dropped(slide for slide in playlist.slides if slide.id == slide.source.file)
    written = [playlist for playlist in playlists if any(slide.id != slide.source.file for slide in playlist.slides)]
    met: dict[object, str] = {}
    for playlist in written:
        says = tuple((slide.kind, slide.fields, slide.assets, slide.when) for slide in playlist.slides), playlist.when
        if says in met:
            yield Twin("playlist-twice", playlist.id, met[says])
        met.setdefault(says, playlist.id)


def _dropped(slides: Iterable[Slide]) -> Iterator[Twin]:
    """Dropped files of one folder that are the same, or have one name."""
    bytes_met: dict[tuple[object, ...], str] = {}
    names_met: dict[str, str] = {}
    for slide in slides:
        file = slide.source.file
        if ending_of(file) not in PICTURES | FILMS or not slide.assets:
            continue
        same = (slide.assets[0].digest, slide.when)
        stem = _stem(file)
        if same in bytes_met:
            yield Twin("file-twice", file, _short(bytes_met[same]))
        elif stem in names_met:
            other = names_met[stem]
            if ending_of(file) in FILMS or ending_of(other) not in FILMS:
                code = "file-live-photo" if ending_of(file) in FILMS else "file-same-name"
                yield Twin(code, file, _short(other))
            else:
                yield Twin("file-live-photo", other, _short(file))
        bytes_met.setdefault(same, file)
        names_met.setdefault(stem, file)


def _stem(file: str) -> str:
    name = unicodedata.normalize("NFKC", file.rsplit("/", 1)[-1]).casefold()
    return re.sub(r"\.\w{1,5}$", "", bare_name(name))


def _short(path: str) -> str:
    return path.rsplit("/", 1)[-1] if folder_of(path) else path
