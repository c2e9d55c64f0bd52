"""Half a character (a surrogate of UTF-16) that staff's files may name: no snapshot holds one, for it could not be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.model.canon import canonical
from player.model.units import Millis
from tests.support.disk_files import read

NOW = Millis(1_593_828_000_000)


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff", "\\udc80", "a\\ud83d\\ude00", "\\ude00\\ud83d"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", 'slides:\n- "节能 {}"\n'),
        ("a.yaml", 'slides:\n- slogan: 节能\n  sub: "{}"\n- qr: "https://example.org/{}"\n  title: t\n'),
        ("a.yaml", 'name: "{}"\nslides:\n- 节能\n'),
        ("a.yaml", 'slides:\n- "{}": 节能\n'),
        ("a.yaml", 'slides:\n- image: "{}.png"\n'),
        ("playlist.yaml", 'zone: "{}"\nwhen: "{}"\n'),
        ("a.txt", "{}\n"),
        ("a.url", "[InternetShortcut]\nURL=https://example.org/{}\n"),
    ],
)
def test_no_snapshot_holds_half_a_character(tmp_path: Path, name: str, text: str, half: str) -> None:
    (tmp_path / name).write_text(text.replace("{}", half), "utf-8")
    found = read(tmp_path, NOW)
    assert canonical(found.snapshot)
    assert all(problem.message.zh.encode() for problem in found.problems)


@pytest.mark.parametrize("half", [0xD800, 0xDFFF, 0xDC80])
@pytest.mark.parametrize("name", ["a.txt", "a.yaml", "a.url", "a.csv"])
def test_bytes_of_half_a_character_are_no_text(tmp_path: Path, name: str, half: int) -> None:
    (tmp_path / name).write_bytes(f"节能{chr(half)}\n".encode("utf-8", "surrogatepass"))
    found = read(tmp_path, NOW)
    assert canonical(found.snapshot)
    assert found.problems
