"""What people call things: a playlist by its name, a place by file and line."""

from __future__ import annotations

from player.model.content import Slide
from player.model.snapshot import Playlist
from player.model.words import Language, Words


def playlist_name(playlist: Playlist) -> str:
    """The name that staff gave it, else its file or folder."""
    return playlist.name or playlist.id


def place(slide: Slide, language: Language) -> str:
    """Where the slide was written: the file, and its line where it has one."""
    line = Words(" 第{}行", " line {}").said(language).format(slide.source.line) if slide.source.line else ""
    return slide.source.file + line
