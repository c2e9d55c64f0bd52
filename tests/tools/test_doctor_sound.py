"""What the doctor says of the loudspeaker: one that opens, none, and none though a film is to be heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.roles.no_sound import note_silence
from tools import doctor_sound
from tools.arguments import Screen
from tools.doctor import CHECKS
from tools.finding import Found, State


def told(cache: Path) -> Found:
    check = next(check for name, _, check in CHECKS if name == "sound")
    screen = Screen.__new__(Screen)
    object.__setattr__(screen, "cache", cache)
    (found,) = check(screen)
    return found


def test_a_loudspeaker_that_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    found = told(tmp_path)
    assert (found.state, found.code) == (State.OK, "sound")
    assert "dummy" in found.words.en
    assert "声音: 开" in found.words.zh


def test_none_is_no_fault_until_a_film_is_to_be_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "nonsense")
    found = told(tmp_path)
    assert (found.state, found.code, found.cure.zh) == (State.OK, "sound-none", "")
    assert "nonsense" in found.words.en
    note_silence(tmp_path, "no device")
    found = told(tmp_path)
    assert found.state is State.WARNING
    assert "HDMI" in found.cure.zh


def test_a_sound_system_that_hangs_does_not_hang_the_doctor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_sound, "_PROBE", "import time; time.sleep(60)")
    monkeypatch.setattr(doctor_sound, "_PATIENCE", 0.5)
    found = told(tmp_path)
    assert found.state is State.WARNING
    assert "no answer" in found.words.en
