"""The painter's side of a link: orders come in, frame files and answers go out.

Messages are JSON, small enough to be written whole, so that a worker killed at any moment leaves no half message:

    {"op": "paint", "order": Order}    -> {"op": "paint", "key": …, "error": null | text, "problems": [Problem, …]}
    {"op": "inspect", "path": path}    -> {"op": "inspect", "path": …, "width": w, "height": h} or {…, "refused": {…}}
                                          or {…, "died": Words}

The worker imports Pillow and warms fonts and backgrounds once, then runs each job in a child under limits and in a
sandbox. With nothing to do it ends, and its memory with it; whoever holds the link starts another when the next order lies in it.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from player.errors import PaintError, StoreError
from player.model.canon import decode, encode
from player.model.content import Asset, Slide
from player.model.order import Order
from player.picture.assets import asset_root
from player.prepare.frames import FrameStore
from player.prepare.limits import JobDied, Limits, Room, run_limited

IDLE = 8.0
"""Seconds without an order after which the worker ends: longer than most dwells' second half, shorter than a rest."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a worker works with. `find` gives the slide of an order; StoreError where its snapshot cannot be read."""

    frames: FrameStore
    find: Callable[[Order], Slide]
    open_asset: Callable[[Asset], Path]
    limits: Limits = Limits()


def serve(link: Connection, bench: Bench, *, idle: float = IDLE) -> None:
    """Answers the orders on `link` until none has come for `idle` seconds or the other end is gone."""
    gc.freeze()  # what is imported stays shared with the children
    try:
        while link.poll(idle):
            request = json.loads(link.recv_bytes())
            link.send_bytes(json.dumps(answer(request, bench)).encode())
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def answer(request: dict[str, Any], bench: Bench) -> dict[str, Any]:
    """The answer to one request. A job that fails is an answer too."""
    if request["op"] == "inspect":
        return inspect(request["path"], bench.limits)
    return paint_order(decode(Order, request["order"]), bench)


def paint_order(order: Order, bench: Bench) -> dict[str, Any]:
    """The answer to an order: afterwards its frame file is there, or `error` says why not."""
    reply: dict[str, Any] = {"op": "paint", "key": order.key, "error": None, "problems": []}
    try:
        slide = bench.find(order)
        _warm(order, slide)
        reply |= json.loads(run_limited(partial(_paint, order, slide, bench), bench.limits, _room(slide, bench)))
    except (PaintError, StoreError) as error:
        reply["error"] = str(error)
    return reply


def _warm(order: Order, slide: Slide) -> None:
    """Loads what is ours and trusted into the worker itself, so that its children find it there."""
    from player.slides.paint import warm  # noqa: PLC0415  # Pillow is imported by workers alone

    warm(order.panel, slide.theme, slide.kind)


def _room(slide: Slide, bench: Bench) -> Room:
    """What painting the slide may touch: its own pictures, fonts and themes, and the folder of the frames."""
    reads = [asset_root()]
    for asset in slide.assets:
        with suppress(ValueError):  # a name that is none: `paint` will say so
            reads.append(bench.open_asset(asset))
    with suppress(OSError):  # as above
        bench.frames.root.mkdir(parents=True, exist_ok=True)
    return Room(tuple(reads), (bench.frames.root,))


def _paint(order: Order, slide: Slide, bench: Bench) -> bytes:
    """Paints the order into its frame file. Runs in the child."""
    from player.slides.paint import paint  # noqa: PLC0415  # as above

    try:
        painted = paint(slide, order.face, order.panel, slide.theme, bench.open_asset)
        bench.frames.write(
            order.key,
            width=painted.width,
            height=painted.height,
            pixels=painted.pixels,
            live=painted.live,
            strip=painted.strip or b"",
            problems=painted.problems,
        )
    except (PaintError, OSError, ValueError, MemoryError) as error:
        return json.dumps({"error": f"{type(error).__name__}: {error}"[:500]}).encode()
    return json.dumps({"problems": [encode(problem) for problem in painted.problems]}).encode()


def inspect(path: str, limits: Limits) -> dict[str, Any]:
    """The answer to an inspection: the picture's size, why it is refused, or of what its decoder died."""
    from player.picture import decode as _  # noqa: F401, PLC0415  # as above; before the fork, and before the sandbox closes

    reply: dict[str, Any] = {"op": "inspect", "path": path}
    try:
        reply |= json.loads(run_limited(partial(_look_at, path), limits, Room((Path(path),))))
    except JobDied as died:
        reply["died"] = encode(died.cause)
    return reply


def _look_at(path: str) -> bytes:
    from player.picture.decode import PictureRefused, inspect_picture  # noqa: PLC0415  # as above

    try:
        width, height = inspect_picture(Path(path))
    except PictureRefused as refused:
        return json.dumps({"refused": {"code": refused.code, "figures": refused.figures}}).encode()
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # a decoder's own slip at damaged bytes, of whatever sort: the picture is bad
        figures = {"reason": f"{type(error).__name__}: {error}"[:120]}
        return json.dumps({"refused": {"code": "picture-unreadable", "figures": figures}}).encode()
    return json.dumps({"width": width, "height": height}).encode()
