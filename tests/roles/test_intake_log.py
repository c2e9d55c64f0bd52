"""The intake's log tells edges, not ticks: a folder of ten thousand strange files is one event in it."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path

import pytest

from player.ingest.catalogue import PROBLEMS
from player.model.problem import Place, Problem
from player.roles.beat import Beat
from player.roles.intake import MOST_SAID, Intake
from player.roles.orders import Orders
from player.roles.tally import Shared, Tally
from tests.support.fake_clock import FakeClock


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[Intake]:
    (tmp_path / "folder").mkdir()
    links = [end for _ in range(2) for end in Pipe()]
    orders = Orders(tmp_path / "folder", tmp_path / "cache", FakeClock(), look="look")
    yield Intake(orders, Beat(), Shared(Beat(), Tally(("painter",))), links[0], links[2])
    for end in links:
        end.close()


def strange(count: int, first: int = 0) -> tuple[Problem, ...]:
    return tuple(
        PROBLEMS.problem("file-unsupported", Place(f"{number}.exe"), ending=".exe")
        for number in range(first, first + count)
    )


def test_a_flood_of_problems_is_said_once_and_not_file_by_file(
    intake: Intake, caplog: pytest.LogCaptureFixture
) -> None:
    def lines(*problems: Problem) -> int:
        caplog.clear()
        with caplog.at_level("INFO", "qingbo.intake"):
            intake._tell(problems)
        return len(caplog.records)

    assert lines(*strange(2_000)) == MOST_SAID + 1
    assert str(2_000 - MOST_SAID) in caplog.text
    assert lines(*strange(2_000)) == 0
    assert lines(*strange(1_999)) == 0
    assert lines(*strange(3, first=20_000), *strange(1_999)) == 3
    assert lines() == 1, "all are mended"
