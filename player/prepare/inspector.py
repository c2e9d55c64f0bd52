"""The intake's side of a link to a painter: has a picture decoded, under limits, and learns its size or its fault."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Protocol

from player.errors import PaintError
from player.model.canon import decode
from player.model.content import CodeSeen, Film
from player.model.words import Words
from player.prepare import film_look
from player.prepare.answers import Looked
from player.prepare.documents import Told, look
from player.prepare.limits import Limits
from player.prepare.tables import read
from player.prepare.worker import inspect

LOG = logging.getLogger("qingbo.prepare")


@dataclass(frozen=True, slots=True)
class Size:
    """A picture or a film that can be shown: pixels as it will be seen, and the codes that were read in it."""

    width: int
    height: int
    codes: tuple[CodeSeen, ...] = ()
    film: Film | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A picture that cannot be shown: the code of the problem and its figures."""

    code: str
    figures: dict[str, Words]
    died: Words | None = None
    """Of what the decoder died, where it did."""


DIED = "picture-crashes"
"""The code for a picture at which the decoder died or ran out of time or memory."""


def died(cause: Words) -> Refused:
    """What is said of a picture at which the decoder died of `cause`."""
    return Refused(DIED, {"cause": cause}, cause)


def film_died(cause: Words) -> Refused:
    """What is said of a film at which the decoder died of `cause`."""
    return Refused("film-crashes", {"cause": cause}, cause)


class Inspector(Protocol):
    """Who decodes a picture where it can hurt nobody."""

    def inspect(self, path: str) -> Size | Refused:
        """What the decoder says of the file at `path`. Raises PaintError where there is no answer."""
        ...

    def document(self, path: str, pages: tuple[int, ...]) -> Told | Refused:
        """What is said of the document at `path` and the first of these pages. Raises PaintError where there is no answer."""
        ...

    def table(self, path: str, into: str) -> Refused | None:
        """Writes the cells of the workbook at `path` to the file `into`; why it cannot be read. Raises PaintError as above."""
        ...

    def film(self, path: str) -> Size | Refused:
        """What the decoder says of the film at `path`. Raises PaintError where there is no answer."""
        ...


@dataclass(frozen=True, slots=True)
class ChildInspector:
    """Decodes in a child of this process: for a command, which decodes a folder once."""

    limits: Limits = Limits()

    def inspect(self, path: str) -> Size | Refused:
        """What the decoder says of the file at `path`."""
        return _meaning(inspect(path, self.limits))

    def document(self, path: str, pages: tuple[int, ...]) -> Told | Refused:
        """What is said of the document at `path` and the first of these pages."""
        return _told(look({"op": "document", "path": path, "pages": list(pages)}, self.limits))

    def table(self, path: str, into: str) -> Refused | None:
        """Writes the cells of the workbook at `path` to the file `into`; why it cannot be read."""
        return _refusal(read({"op": "table", "path": path, "into": into}, self.limits))

    def film(self, path: str) -> Size | Refused:
        """What the decoder says of the film at `path`."""
        return _film(film_look.look({"op": "film", "path": path}, self.limits))


@dataclass(slots=True)
class LinkInspector:
    """Asks a painter over a link, one question at a time: for the player, which stays small itself."""

    link: Connection
    limits: Limits = Limits()

    def inspect(self, path: str) -> Size | Refused:
        """What the decoder says of the file at `path`. Raises PaintError where no painter answers in time."""
        return _meaning(self._answer({"op": "inspect", "path": path}))

    def document(self, path: str, pages: tuple[int, ...]) -> Told | Refused:
        """What is said of the document at `path` and the first of these pages. Raises PaintError as above."""
        return _told(self._answer({"op": "document", "path": path, "pages": list(pages)}))

    def table(self, path: str, into: str) -> Refused | None:
        """Writes the cells of the workbook at `path` to the file `into`; why it cannot be read. Raises PaintError as above."""
        return _refusal(self._answer({"op": "table", "path": path, "into": into}))

    def film(self, path: str) -> Size | Refused:
        """What the decoder says of the film at `path`. Raises PaintError as above."""
        return _film(self._answer({"op": "film", "path": path}))

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """What the painter answers to the request, which comes back in it."""
        self._forget_old_answers()
        self.link.send_bytes(json.dumps(request).encode())
        deadline = time.monotonic() + self.limits.seconds + 10.0
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not self.link.poll(left):
                raise PaintError("no painter answers", retry=True)
            reply: dict[str, Any] = json.loads(self.link.recv_bytes())
            if all(reply.get(key) == asked for key, asked in request.items()):
                return reply

    def _forget_old_answers(self) -> None:
        while self.link.poll(0):
            self.link.recv_bytes()


def _told(reply: dict[str, Any]) -> Told | Refused:
    if "died" in reply:
        return died(decode(Words, reply["died"]))
    told = decode(Told, reply["told"])
    if told.refusal is not None and told.refusal.raw:
        LOG.info("%s: %s", reply["path"], told.refusal.raw)
    return told


def _film(reply: dict[str, Any]) -> Size | Refused:
    if "died" in reply:
        return film_died(decode(Words, reply["died"]))
    seen = decode(film_look.Seen, reply["film"])
    if seen.refusal is None:
        return Size(seen.width, seen.height, seen.codes, seen.film)
    if seen.refusal.raw:
        LOG.info("%s: %s", reply["path"], seen.refusal.raw)
    return Refused(seen.refusal.code, dict(seen.refusal.figures))


def _refusal(reply: dict[str, Any]) -> Refused | None:
    if "died" in reply:
        cause = decode(Words, reply["died"])
        return Refused("table-crashes", {"cause": cause}, cause)
    if not reply["code"]:
        return None
    if reply["raw"]:
        LOG.info("%s: %s", reply["path"], reply["raw"])
    return Refused(reply["code"], {name: Words(said, said) for name, said in reply["figures"].items()})


def _meaning(reply: dict[str, Any]) -> Size | Refused:
    if "died" in reply:
        return died(decode(Words, reply["died"]))
    looked = decode(Looked, reply["looked"])
    if looked.refusal is None:
        return Size(looked.width, looked.height, looked.codes)
    if looked.refusal.raw:
        LOG.info(
            "%s: %s", reply["path"], looked.refusal.raw
        )  # for whoever maintains the player; staff get our own words
    return Refused(looked.refusal.code, dict(looked.refusal.figures))
