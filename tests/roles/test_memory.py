"""What files turned out to be is remembered over a restart, for as long as somebody asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from player.model.listing import Signature
from player.model.units import Digest
from player.roles.memory import Memory
from player.roles.papers import Known


def known(path: str, digest: str = "d") -> Known:
    return Known(path, Signature(1, 2, 3, 4, 5), Digest(digest), 1)


def memory(place: Path, looks: str = "1") -> Memory[Known]:
    return Memory(place / "known.json", Known, looks)


paths = some.sets(some.sampled_from("甲乙丙丁"))


@given(rounds=some.lists(paths, min_size=1, max_size=5))
def test_what_was_asked_for_last_is_known_after_a_restart_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[set[str]]
) -> None:
    place = tmp_path_factory.mktemp("cache")
    one = memory(place)
    for asked in rounds:
        for path in asked:
            one.note(known(path))
        one.remember()
        for again in (one, memory(place)):
            assert {path for path in "甲乙丙丁" if again.get(path)} == asked
            assert sorted(again, key=str) == sorted(map(known, asked), key=str)


def test_what_nobody_asked_for_is_known_until_the_round_ends(tmp_path: Path) -> None:
    one = memory(tmp_path)
    one.note(known("甲"), asked=False)
    assert one.get("甲") == known("甲")
    one.remember()
    assert one.get("甲") is None


def test_what_is_to_be_looked_at_anew_is_not_known(tmp_path: Path) -> None:
    one = memory(tmp_path)
    for path, digest in (("甲", "a"), ("乙", "b")):
        one.note(known(path, digest))
    one.remember()
    one.note(known("丙", "a"))
    one.forget(lambda seen: seen.digest == "a")
    assert [seen.path for seen in one] == ["乙"]


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff",
        b"[]",
        b"7",
        b"{}",
        b'{"known":[],"looks":"0"}',
        b'{"looks":"1"}',
        b'{"known":7,"looks":"1"}',
        b'{"known":[{"path":3}],"looks":"1"}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_memory_or_one_of_other_looks_is_none(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "known.json").write_bytes(damage)
    one = memory(tmp_path)
    assert not list(one)
    one.note(known("甲"))
    one.remember()
    assert memory(tmp_path).get("甲") == known("甲")
    assert memory(tmp_path, looks="2").get("甲") is None


def test_a_disk_that_takes_nothing_costs_the_next_start_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"")
    one = memory(tmp_path / "cache")
    one.note(known("甲"))
    one.remember()
    assert one.get("甲") == known("甲")
