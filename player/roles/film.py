"""The process of films: decodes what the glass asks for, from the objects of the store into the ring, until nothing is wanted."""

from __future__ import annotations

import signal
from multiprocessing.connection import Connection
from pathlib import Path

from player.prepare.film_ring import Memory
from player.prepare.film_worker import Desk, serve
from player.roles.quarantine import FOLDER, Quarantine
from player.store.store import Store


def run(cache: Path, memory: Memory, link: Connection) -> None:
    """Serves `link` until no film has been on for a while."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    serve(link, Desk(memory.map(), Store(cache).object_path, Quarantine(cache / FOLDER)))
