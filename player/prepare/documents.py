"""Documents looked through in a child under limits: how many pages, how large, how much there is to read, which codes.

    {"op": "document", "path": path, "pages": [n, …]}    -> {…, "told": Told} or {…, "died": Words}

Pages are looked at for some seconds at a time and then what is there is told, so that a document of a hundred pages
takes several questions, each within the limits of one job, and the intake never waits long. No page is told of whose
codes were not looked for.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from player.model.canon import decode, encode
from player.model.paper import Page
from player.model.words import Words, printable
from player.picture.assets import asset_root
from player.prepare.answers import LONGEST, MOST_CODES, Refusal
from player.prepare.limits import JobDied, Limits, Room, run_limited

if TYPE_CHECKING:
    from player.picture.pdf import Opened

STEP = 6.0
"""Seconds after which what is there is told."""

MOST_TOLD = 200
"""Pages that one answer tells of at most."""

CODES = frozenset(
    {
        "document-locked",
        "document-unknown",
        "document-incomplete",
        "document-broken",
        "document-page-broken",
        "document-size",
    }
)
"""Why a document, or a page of it, cannot be shown."""

_SIDE = 200_000
_UNITS = 100_000
_LETTER = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """How many pages there are, and the first of those asked for; `refusal`: why there are none, or not the next one.

    `at`: the page at which it was refused, 0 where it is the whole document.
    """

    count: int = 0
    pages: tuple[Page, ...] = ()
    refusal: Refusal | None = None
    at: int = 0


def look(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """The answer to a request."""
    from player.picture import pdf  # noqa: PLC0415  # where a document is, and nowhere else; before the fork
    from player.prepare import readback as _  # noqa: F401, PLC0415  # as above; before the sandbox closes

    pdf.ready()
    path, numbers = Path(request["path"]), tuple(int(number) for number in request["pages"])
    try:
        answer = run_limited(partial(_look_through, path, numbers), limits, Room((path, asset_root() / "fonts")))
        return request | {"told": encode(_believed(answer, numbers))}
    except JobDied as died:
        return request | {"died": encode(died.cause)}


def _look_through(path: Path, numbers: tuple[int, ...]) -> bytes:
    """Runs in the child."""
    from player.picture import pdf  # noqa: PLC0415  # it is there already
    from player.picture.decode import PictureRefused  # noqa: PLC0415  # as above

    begun = time.monotonic()
    count, at = 0, 0
    pages: list[Page] = []
    try:
        with pdf.opened(path) as document:
            count = document.count
            for number in numbers:
                if number > count or (pages and time.monotonic() - begun > STEP):
                    break
                at = number
                pages.append(_looked_at(document, number))
    except PictureRefused as refused:
        refusal = Refusal(refused.code, tuple(refused.figures.items()), refused.raw)
        return json.dumps(encode(Told(count, tuple(pages), refusal, at))).encode()
    return json.dumps(encode(Told(count, tuple(pages)))).encode()


def _looked_at(document: Opened, number: int) -> Page:
    """The page, measured, and looked through for codes at the sizes at which pictures are."""
    from player.prepare.readback import LOOKS, codes_in  # noqa: PLC0415  # as above
    from player.slides.reading import units_read  # noqa: PLC0415  # as above

    sheet = document.sheet(number)
    codes = codes_in(document.painted(number, *LOOKS[0], grey=True))
    return Page(
        number,
        max(1, round(sheet.width)),
        max(1, round(sheet.height)),
        units_read(sheet.text),
        round(sheet.letter / sheet.height * _LETTER),
        codes,
    )


def _believed(answer: bytes, numbers: tuple[int, ...]) -> Told:
    """The child's answer, of which nothing is taken unread. Raises JobDied where it makes no sense."""
    try:
        said = decode(Told, json.loads(answer))
    except (ValueError, RecursionError):
        raise _nonsense() from None
    fits = (
        0 <= said.count <= _SIDE
        and len(said.pages) <= MOST_TOLD
        and tuple(page.number for page in said.pages) == numbers[: len(said.pages)]
        and all(
            0 < page.width <= _SIDE
            and 0 < page.height <= _SIDE
            and 0 <= page.units <= _UNITS
            and 0 <= page.letter <= _LETTER
            for page in said.pages
        )
    )
    if not fits or (said.refusal is not None and said.refusal.code not in CODES):
        raise _nonsense()
    pages = tuple(
        replace(page, codes=tuple(replace(code, whole=False) for code in page.codes[:MOST_CODES]))
        for page in said.pages
    )
    refusal = said.refusal
    if refusal is not None:
        figures = tuple((name, _sayable(words)) for name, words in refusal.figures[:5])
        refusal = Refusal(refusal.code, figures, printable(refusal.raw, LONGEST))
    return Told(said.count, pages, refusal, said.at)


def _sayable(words: Words) -> Words:
    return Words(printable(words.zh, LONGEST), printable(words.en, LONGEST))


def _nonsense() -> JobDied:
    return JobDied("the job's answer makes no sense", Words("结果不可信", "its answer makes no sense"))
