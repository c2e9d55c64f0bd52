"""A frame: finished pixels for one slide at one size, and where digits tick on it."""

from __future__ import annotations

from dataclasses import dataclass

from player.model.units import Millis


@dataclass(frozen=True, slots=True)
class Face:
    """What a slide looks like at an instant: `key` names the picture to paint, which holds until `until` (None: always).

    Two instants with one key need one frame only.
    """

    key: str = ""
    until: Millis | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """Where characters tick on a frame without painting it anew (a countdown's digits).

    The frame comes with a strip: for each character of `alphabet` one opaque sprite of `width` x `height` pixels, one
    below the other. `cells` are the top left corners, in pixels of the frame, of the characters of `Ticking.text`.
    """

    width: int
    height: int
    alphabet: str
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Ticking:
    """The characters in the cells of a `Live` at an instant, and when they next change."""

    text: str
    until: Millis


@dataclass(frozen=True, slots=True)
class Frame:
    """Pixels ready for the glass: rows from the top, four bytes a pixel in the order B, G, R, unused (255).

    `pixels` has `width * height * 4` bytes; `strip` has `live.width * live.height * len(live.alphabet) * 4`.
    Both may be views of shared memory: whoever shows them copies nothing.
    """

    key: str
    width: int
    height: int
    pixels: memoryview
    live: Live | None = None
    strip: memoryview | None = None
