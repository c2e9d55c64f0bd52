"""Rules for all tests."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from pathlib import Path

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what takes minutes, unless a long night was asked for."""
    if os.environ.get("QINGBO_NIGHTLY"):
        return
    long = [item for item in items if item.get_closest_marker("nightly") is not None]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where a player keeps what it shows; not there yet."""
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def signals_as_before() -> Generator[None]:
    """What a test had woken by signals of this process it lets go of, or the next one is told on something closed."""
    before = _woken_by_signals()
    yield
    assert _woken_by_signals() == before, "a glass, or what else is woken by signals, was left open"


def _woken_by_signals() -> int:
    descriptor = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(descriptor, warn_on_full_buffer=False)
    return descriptor


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On the machine that guards the project a capability that is missing is a failure, not a skip."""
    report = yield
    if (
        report.skipped
        and os.environ.get("CI") == "true"
        and sys.platform == "linux"
        and not hasattr(report, "wasxfail")
    ):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: nothing may be skipped here: {report.longrepr}"
    return report
