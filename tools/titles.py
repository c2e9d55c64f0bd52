"""What people call things: a slide by its first words, a kind by its name, a place by file and line."""

from __future__ import annotations

from player.ingest.names import plain_name
from player.model.content import Slide
from player.model.snapshot import Playlist
from player.model.words import Language, Words
from player.slides.kinds import kind_of


def title(slide: Slide) -> str:
    """The slide's title or first text, in one line, with the account of a code; else its file's name; else its kind."""
    named = slide.text(kind_of(slide.kind).fields[0].name)
    others = (value for _, value in slide.fields if isinstance(value, str))
    for text in (slide.text("title"), named, *others):
        if text.strip():
            account = slide.text("account")
            return " ".join(text.split()) + (f"（{account}）" if account else "")
    return plain_name(slide.assets[0].name) if slide.assets else slide.kind


def kind_name(slide: Slide, language: Language) -> str:
    """The kind as staff write it."""
    return Words(kind_of(slide.kind).alias, slide.kind).said(language)


def playlist_name(playlist: Playlist) -> str:
    """The name that staff gave it, else its file or folder."""
    return playlist.name or playlist.id


def place(slide: Slide, language: Language) -> str:
    """Where the slide was written: the file, and its line where it has one."""
    line = Words(" 第{}行", " line {}").said(language).format(slide.source.line) if slide.source.line else ""
    return slide.source.file + line
