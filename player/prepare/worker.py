"""The painter's side of a link: orders come in, frame files and answers go out.

Messages are JSON, small enough to be written whole, so that a worker killed at any moment leaves no half message:

    {"op": "paint", "order": Order}    -> {"op": "paint", "key": …, "error": null | text, "again": bool, "problems": […]}
                                          (a frame whose codes do not scan is held back: an error, and problems that say why)
    {"op": "inspect", "path": path}    -> {"op": "inspect", "path": …, "looked": Looked} or {…, "died": Words}
    {"op": "document", …}              -> as in `documents.py`
    {"op": "table", …}                 -> as in `tables.py`
    {"op": "film", …}                  -> as in `film_look.py`

The worker imports Pillow and warms fonts and backgrounds once, then runs each job in a child under limits and in a
sandbox. With nothing to do it ends, and its memory with it; whoever holds the link starts another when the next order lies in it.

A job that dies is told as one that may be tried again, and so is one whose frame nothing took. At the next try of the
former each picture of the slide is decoded alone first:
the one that dies goes into quarantine, or else the slide does if it dies once more.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from player.errors import PaintError, StoreError
from player.model.canon import decode, encode
from player.model.content import Asset, Slide
from player.model.order import Order
from player.model.problem import Problem
from player.model.units import Digest
from player.model.words import Words
from player.picture import fallback
from player.picture.assets import asset_root
from player.prepare import film_look, tables
from player.prepare.answers import Composed, Looked, Refusal, composed, looked
from player.prepare.documents import look
from player.prepare.frames import HEADER, PROBLEMS, Draft, FrameStore, NoRoom
from player.prepare.limits import CAN_FORK, JobDied, Limits, Room, run_limited
from player.prepare.strikes import NO_STRIKES, Strikes, picture_name, slide_name

IDLE = 8.0
"""Seconds without an order after which the worker ends: longer than most dwells' second half, shorter than a rest."""


class HeldBack(PaintError):
    """A frame was painted that must not be shown: `problems` say why, for staff."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("held back: " + "; ".join(problem.message.en for problem in problems), retry=False)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Bench:
    """What a worker works with. `find` gives the slide of an order; StoreError where its snapshot cannot be read."""

    frames: FrameStore
    find: Callable[[Order], Slide]
    open_asset: Callable[[Asset], Path]
    limits: Limits = Limits()
    strikes: Strikes = NO_STRIKES


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
        name = picture_name(Digest(Path(request["path"]).name))
        with _beforehand(bench.strikes, name):
            return inspect(request["path"], bench.limits)
    if request["op"] == "document":
        with _beforehand(bench.strikes, picture_name(Digest(Path(request["path"]).name))):
            return look(request, bench.limits)
    if request["op"] == "table":
        with _beforehand(bench.strikes, picture_name(Digest(Path(request["path"]).name))):
            return tables.read(request, bench.limits)
    if request["op"] == "film":
        with _beforehand(bench.strikes, picture_name(Digest(Path(request["path"]).name))):
            return film_look.look(request, bench.limits)
    return paint_order(decode(Order, request["order"]), bench)


@contextmanager
def _beforehand(strikes: Strikes, name: str) -> Iterator[None]:
    """Where a job is the worker's own work (no fork), its death is counted before it begins, and taken back by whoever lives on."""
    if CAN_FORK:
        yield
        return
    strikes.strike(name, Words("程序中途崩溃或没有响应", "the program crashed or did not answer"))
    try:
        yield
    finally:
        strikes.forgive(name)


# Painting


def paint_order(order: Order, bench: Bench) -> dict[str, Any]:
    """The answer to an order: afterwards its frame file is there, or `error` says why not."""
    reply: dict[str, Any] = {"op": "paint", "key": order.key, "error": None, "again": False, "problems": []}
    try:
        slide = bench.find(order)
        reply["problems"] = [encode(problem) for problem in _made(order, slide, bench)]
    except JobDied as died:
        reply |= {"error": str(died), "again": True}
    except HeldBack as held:
        reply |= {"error": str(held), "problems": [encode(problem) for problem in held.problems]}
    except (PaintError, StoreError) as error:
        reply |= {"error": str(error), "again": isinstance(error, NoRoom)}
    return reply


def _made(order: Order, slide: Slide, bench: Bench) -> tuple[Problem, ...]:
    """What painting brought to light, once the frame is there. Raises PaintError, JobDied where the job died."""
    from player.slides.kinds import kind_of  # noqa: PLC0415  # not for the inspector, which shares this file

    try:
        kind_of(slide.kind)
    except LookupError:
        raise PaintError(f"there is no kind {slide.kind}", retry=False) from None
    strikes = NO_STRIKES if order.snapshot is None else bench.strikes  # the player's own cards are never held
    name = slide_name(slide)
    for held in (name, *(picture_name(asset.digest) for asset in slide.assets)):
        if cause := strikes.cause(held):
            raise PaintError(f"in quarantine, {held[:16]}: {cause.en}", retry=False)
    _warm(order, slide)
    again = strikes.struck(name)
    if again:
        _blame_pictures(order, slide, bench)
    try:
        with _beforehand(strikes, name):
            problems = _painted(order, slide, bench)
    except JobDied as died:
        strikes.strike(name, died.cause)
        raise
    if again:
        strikes.forgive(name)
    return problems


def _blame_pictures(order: Order, slide: Slide, bench: Bench) -> None:
    """Decodes each picture of the slide alone, as large as it may be wanted; holds the one that kills the job and raises JobDied."""
    for asset in slide.assets:
        path = bench.open_asset(asset)
        name = picture_name(asset.digest)
        try:
            with _beforehand(bench.strikes, name):
                run_limited(partial(_load, path, order), bench.limits, Room((path,)))
        except JobDied as died:
            bench.strikes.hold(name, died.cause)
            bench.strikes.forgive(slide_name(slide))
            raise


def _load(path: Path, order: Order) -> bytes:
    """Decodes one picture as a slide would. Runs in the child."""
    from player.picture.decode import PictureRefused, load  # noqa: PLC0415  # as above

    with suppress(PictureRefused, OSError):
        load(path, order.panel.width, order.panel.height, cover=True)
    return b""


def _painted(order: Order, slide: Slide, bench: Bench) -> tuple[Problem, ...]:
    """What the child's work brought to light; its frame has its header and its name now."""
    with bench.frames.draft(order.key, HEADER + order.panel.width * order.panel.height * 4) as draft:
        room = Room(_reads(slide, bench), (draft.descriptor,))
        made = composed(run_limited(partial(_compose, order, slide, bench, draft), bench.limits, room))
        if made.held:
            bench.frames.hold(order.key, made.problems)
            raise HeldBack(made.problems)
        if made.error:
            sort = NoRoom if made.error.startswith(NoRoom.__name__) else PaintError
            raise sort(made.error, retry=True)
        if (made.width, made.height) != (order.panel.width, order.panel.height):
            raise PaintError(f"frame {order.key} was painted in a wrong size", retry=False)
        draft.finish(width=made.width, height=made.height, live=made.live, problems=made.problems)
    return made.problems[:PROBLEMS]


def _warm(order: Order, slide: Slide) -> None:
    """Loads what is ours and trusted into the worker itself, so that its children find it there."""
    from player.prepare import readback as _  # noqa: F401, PLC0415  # before the fork, and before the sandbox closes
    from player.slides.paint import warm  # noqa: PLC0415  # Pillow is imported by workers alone

    if slide.kind == "video":
        from player.picture import film  # noqa: PLC0415  # as above

        film.ready()
    if slide.kind == "document":
        from player.picture import pdf  # noqa: PLC0415  # where a document is, and nowhere else

        pdf.ready()
    if slide.kind == "chart":
        from player.prepare import charts  # noqa: PLC0415  # as above

        charts.ready()
    warm(order.panel, slide.theme, slide.kind)


def _reads(slide: Slide, bench: Bench) -> tuple[Path, ...]:
    """What painting the slide may read: its own pictures, our fonts and themes, the system's fonts."""
    reads = [asset_root(), *fallback.font_folders()]
    for asset in slide.assets:
        with suppress(ValueError):  # a name that is none: `paint` will say so
            reads.append(bench.open_asset(asset))
    return tuple(reads)


def _compose(order: Order, slide: Slide, bench: Bench, draft: Draft) -> bytes:
    """Paints the order into its draft. Runs in the child; what it does not expect ends it, which counts as a death."""
    from player.picture.decode import PictureRefused  # noqa: PLC0415  # as above
    from player.prepare.readback import judged  # noqa: PLC0415  # as above
    from player.slides.paint import paint  # noqa: PLC0415  # as above

    try:
        painted = paint(slide, order.face, order.panel, slide.theme, bench.open_asset)
        judgement = judged(painted, slide, order.panel)
        if judgement.held:
            return _said(Composed(problems=judgement.held[:PROBLEMS], held=True))
        draft.fill(painted.pixels, painted.strip or b"")
    except (PaintError, OSError, PictureRefused) as error:
        return _said(Composed(error=f"{type(error).__name__}: {error}"))
    problems = (*judgement.noted, *painted.problems)[:PROBLEMS]
    return _said(Composed(painted.width, painted.height, painted.live, problems))


# Inspecting


def inspect(path: str, limits: Limits) -> dict[str, Any]:
    """The answer to an inspection: the picture's size and codes, why it is refused, or of what its decoder died."""
    from player.prepare import readback as _  # noqa: F401, PLC0415  # as above; before the fork, and before the sandbox closes

    reply: dict[str, Any] = {"op": "inspect", "path": path}
    try:
        reply["looked"] = encode(looked(run_limited(partial(_look_at, path), limits, Room((Path(path),)))))
    except JobDied as died:
        reply["died"] = encode(died.cause)
    return reply


def _look_at(path: str) -> bytes:
    from player.picture.decode import PictureRefused, inspect_picture  # noqa: PLC0415  # as above
    from player.prepare.readback import read_picture  # noqa: PLC0415  # as above

    try:
        width, height = inspect_picture(Path(path))
        codes = read_picture(Path(path))
    except PictureRefused as refused:
        return _said(Looked(refusal=Refusal(refused.code, tuple(refused.figures.items()), refused.raw)))
    return _said(Looked(width, height, codes))


def _said(value: Composed | Looked) -> bytes:
    return json.dumps(encode(value)).encode()
