"""Short ways to ingest files held in memory."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from player.ingest.pipeline import Ingested, Rules, ingest
from player.model.snapshot import Snapshot
from player.model.units import Millis
from tests.ingest.memory import NOW, MemoryFiles

Take = Callable[..., Ingested]


@pytest.fixture
def take() -> Take:
    """Ingests a dict of path -> text or bytes."""

    def run(
        files: dict[str, str | bytes | None],
        *,
        previous: Snapshot | None = None,
        now: int = NOW,
        rules: Rules | None = None,
        waiting: tuple[str, ...] = (),
    ) -> Ingested:
        held = {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}
        return ingest(MemoryFiles(held, waiting), previous=previous, now=Millis(now), rules=rules or Rules())

    return run
