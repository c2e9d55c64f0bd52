"""What people call a slide: one title and one name of its kind, the same on the status page, in the journal and at the desk."""

from __future__ import annotations

from player.model.content import Slide
from player.model.tokens import title_from
from player.model.words import Language, Words
from player.slides.kinds import kind_of

LONGEST = 120
"""Characters of a title after which it is cut short."""


def title_of(slide: Slide, longest: int = LONGEST) -> str:
    """The slide's title or first text with its account, in one line; else its file's name; else its kind."""
    named = slide.text(kind_of(slide.kind).fields[0].name)
    others = (value for _, value in slide.fields if isinstance(value, str))
    title = slide.text("title")
    for text in (title, named, *others) if kind_of(slide.kind).titled else (named, title):
        if line := " ".join(text.split()):
            account = " ".join(slide.text("account").split())
            whole = f"{line}（{account}）" if account and account != line else line
            return whole if len(whole) <= longest else whole[: longest - 1] + "…"
    return title_from(slide.assets[0].name)[:longest] if slide.assets else slide.kind


def kind_name(slide: Slide, language: Language) -> str:
    """The kind as staff write it."""
    return Words(kind_of(slide.kind).alias, slide.kind).said(language)
