"""Films looked through in a child under limits: how large, how long, with sound or not, and the codes in them.

    {"op": "film", "path": path}    -> {…, "film": Seen} or {…, "died": Words}

The film is read through once, to know how long it really is, and a picture of it every few seconds is looked through for
codes, as every picture is: a film may not lead where a poster may not.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from player.model.canon import decode, encode
from player.model.content import CodeSeen, Film
from player.model.units import HOUR
from player.model.words import Words, printable
from player.prepare.answers import LONGEST, MOST_CODES, Refusal
from player.prepare.limits import JobDied, Limits, Room, run_limited

CODES = frozenset(
    {
        "film-codec",
        "film-fast",
        "film-incomplete",
        "film-large",
        "film-long",
        "film-no-picture",
        "film-no-player",
        "film-unreadable",
    }
)
"""Why a film cannot be shown."""

SAMPLES = 12
"""Pictures of a film that are looked through for codes at most."""

FOR_CODES = 2.0
"""Seconds that this may take."""

_LOOK = 960  # pixels of the longer side at which they are
_SIDE = 8192
_LONGEST_FILM = 12 * HOUR


@dataclass(frozen=True, slots=True)
class Seen:
    """A film as it will be seen, in pixels, and the codes in it; or why it cannot be shown."""

    width: int = 0
    height: int = 0
    film: Film | None = None
    codes: tuple[CodeSeen, ...] = ()
    refusal: Refusal | None = None


def look(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """The answer to a request."""
    from player.picture import film  # noqa: PLC0415  # where a film is, and nowhere else; before the fork
    from player.prepare import readback as _  # noqa: F401, PLC0415  # as above; before the sandbox closes

    film.ready()
    try:
        descriptor = os.open(request["path"], os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError as error:
        return request | {"film": encode(Seen(refusal=Refusal("film-unreadable", (("reason", _GONE),), str(error))))}
    try:
        room = Room((Path(request["path"]),), (descriptor,))
        answer = run_limited(partial(_look_through, descriptor), limits, room)
        return request | {"film": encode(_believed(answer))}
    except JobDied as died:
        return request | {"died": encode(died.cause)}
    finally:
        os.close(descriptor)


def _look_through(descriptor: int) -> bytes:
    """Runs in the child."""
    from player.picture.film import FilmRefused, Tape  # noqa: PLC0415  # it is there already

    try:
        with Tape(descriptor) as tape:
            width, height, film = tape.looked_at()
            codes = _codes(tape, width, height, film)
    except FilmRefused as refused:
        refusal = Refusal(refused.code, tuple(refused.figures.items()), refused.raw)
        return json.dumps(encode(Seen(refusal=refusal))).encode()
    return json.dumps(encode(Seen(width, height, film, codes))).encode()


def _codes(tape: Any, width: int, height: int, film: Film) -> tuple[CodeSeen, ...]:
    """What phones would scan while the film is playing."""
    from PIL import Image  # noqa: PLC0415  # as above

    from player.prepare.readback import codes_in  # noqa: PLC0415  # as above

    scale = min(1.0, _LOOK / max(width, height))
    size = max(16, round(width * scale)), max(16, round(height * scale))
    until = time.monotonic() + FOR_CODES
    found: dict[str, CodeSeen] = {}
    for sample in range(SAMPLES):
        if time.monotonic() > until:
            break
        at = film.length * (2 * sample + 1) / (2 * SAMPLES)
        picture = next(iter(tape.pictures(*size, since=at, lead=film.lead)), None)
        if picture is not None:
            image = Image.frombuffer("RGB", size, picture.rows, "raw", "BGRX", picture.stride, 1)
            found |= {code.text: CodeSeen(code.text) for code in codes_in(image.convert("L"))}
    return tuple(found.values())


def _believed(answer: bytes) -> Seen:
    """The child's answer, of which nothing is taken unread. Raises JobDied where it makes no sense."""
    try:
        said = decode(Seen, json.loads(answer))
    except (ValueError, RecursionError):
        raise _nonsense() from None
    refusal = said.refusal
    if refusal is not None:
        if refusal.code not in CODES:
            raise _nonsense()
        figures = tuple((name, _sayable(words)) for name, words in refusal.figures[:5])
        return Seen(refusal=Refusal(refusal.code, figures, printable(refusal.raw, LONGEST)))
    film = said.film
    fits = (
        film is not None
        and 0 < said.width <= _SIDE
        and 0 < said.height <= _SIDE
        and 0 < film.length <= _LONGEST_FILM
        and 0 <= film.lead <= _LONGEST_FILM
        and 0 < film.rate <= 1_000_000
    )
    if film is None or not fits:
        raise _nonsense()
    sayable = replace(film, codec=printable(film.codec, 20), unheard=printable(film.unheard, 20))
    return replace(said, film=sayable, codes=said.codes[:MOST_CODES])


def _sayable(words: Words) -> Words:
    return Words(printable(words.zh, LONGEST), printable(words.en, LONGEST))


def _nonsense() -> JobDied:
    return JobDied("the job's answer makes no sense", Words("结果不可信", "its answer makes no sense"))


_GONE = Words("文件不见了", "the file is gone")
