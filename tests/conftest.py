"""Rules for all tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator

import pytest


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
