"""A film -> what is to be said of it beside its slide."""

from __future__ import annotations

from player.model.content import Asset


def remarks(asset: Asset) -> tuple[str, ...]:
    """The codes of what staff should know of a film that plays all the same."""
    return ("film-hdr",) if asset.film is not None and asset.film.hdr else ()
