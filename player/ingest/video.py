"""A film -> what is to be said of it beside its slide."""

from __future__ import annotations

from player.model.content import Asset, Slide, Value
from player.slides.video import Video, film_of, said_volume


def remarks(asset: Asset) -> tuple[str, ...]:
    """The codes of what staff should know of a film that plays all the same."""
    return ("film-hdr",) if asset.film is not None and asset.film.hdr else ()


def with_sound(kind: str, values: dict[str, Value], shared: bool | int | None) -> dict[str, Value]:
    """The fields of a slide, those of a film with what its playlist says about sound where it says nothing itself."""
    said = kind != Video.name or shared is None or "sound" in values or "volume" in values
    return values if said or shared is None else values | {"sound": shared}


def sound_remarks(slide: Slide) -> tuple[tuple[str, dict[str, str]], ...]:
    """The codes, with their facts, of what staff should know of a film that is to be heard and cannot be."""
    film = film_of(slide)
    if film is None or not said_volume(slide):
        return ()
    if not film.sound:
        return (("film-mute", {}),)
    return (("film-unheard", {"codec": film.unheard}),) if film.unheard else ()
