"""What people call things: a playlist by its name, a place by file and line."""

from __future__ import annotations

from player.model.content import Slide
from player.model.snapshot import Playlist, Zone
from player.model.words import Language, Words
from player.slides.naming import LONGEST, title_of


def playlist_name(playlist: Playlist) -> str:
    """The name that staff gave it, else its file or folder."""
    return playlist.name or playlist.id


_ZONES = {
    "ticker": Words("滚动字幕", "ticker"),
    "clock": Words("时钟", "clock"),
    "logo": Words("标志", "logo"),
    "corner": Words("角标", "corner code"),
}


def zone_name(name: str, language: Language) -> str:
    """What staff call a zone: the four kinds by their word, a part of a layout by the name that it was given."""
    return _ZONES[name].said(language) if name in _ZONES else name


def zone_title(zone: Zone, longest: int = LONGEST) -> str:
    """What stands in it: a code by its caption, anything else by its first slide's title."""
    slide = zone.slides[0]
    return " ".join(slide.text("caption").split())[:longest] or title_of(slide, longest)


def place(slide: Slide, language: Language) -> str:
    """Where the slide was written: the file, and its line where it has one."""
    line = Words(" 第{}行", " line {}").said(language).format(slide.source.line) if slide.source.line else ""
    return slide.source.file + line
