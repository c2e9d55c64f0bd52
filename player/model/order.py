"""An order for a frame: which slide with which face at which size, and the key that names the result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from player.model.canon import digest_of
from player.model.content import Slide
from player.model.settings import Panel
from player.model.units import Digest


@dataclass(frozen=True, slots=True)
class Order:
    """What the painter is asked for. `snapshot` names where the slide stands; empty for the player's own cards."""

    key: str
    snapshot: Digest | None
    slide: str
    face: str
    panel: Panel


@dataclass(frozen=True, slots=True)
class _Ingredients:
    """All that decides a frame's pixels. `look` stands for the painter's version and the theme files."""

    kind: str
    content: str
    assets: tuple[Digest, ...]
    theme: str
    face: str
    panel: Panel
    look: str
    terms: tuple[str, ...] = ()


@lru_cache(maxsize=2048)
def frame_key(slide: Slide, face: str, panel: Panel, look: str) -> str:
    """The name of the frame of `slide` with `face`: equal for equal pixels, whatever its dwell, place or times."""
    content = digest_of(slide.fields)
    assets = tuple(asset.digest for asset in slide.assets)
    return digest_of(_Ingredients(slide.kind, content, assets, slide.theme, face, panel, look, slide.terms))[:32]


def order_for(slide: Slide, face: str, *, panel: Panel, look: str, snapshot: Digest | None) -> Order:
    """The order for `slide` with `face` on `panel`."""
    return Order(frame_key(slide, face, panel, look), snapshot, slide.id, face, panel)
