"""What the doctor says of films: here, and on a machine for which there is no component."""

from __future__ import annotations

from importlib import metadata

import pytest

from tools.arguments import Screen
from tools.doctor import CHECKS
from tools.finding import Found, State


def told() -> Found:
    check = next(check for name, _, check in CHECKS if name == "films")
    (found,) = check(Screen.__new__(Screen))  # it looks at the machine alone
    return found


def test_films_can_be_played_here() -> None:
    assert told().state is State.OK
    assert metadata.version("av") in told().words.en


def test_a_machine_without_the_component_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no error: all else plays."""
    version = metadata.version

    def without(name: str) -> str:
        if name == "av":
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", without)
    found = told()
    assert found.state is State.WARNING
    assert "PyAV" in found.words.zh
    assert "tools/run.py" in found.cure.zh
