"""Takeovers that come while nobody knows what time it is last their time all the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as some

from player.model.snapshot import Playlist, Snapshot
from player.model.units import DAY, Millis
from player.roles.guessed import FILE, Guessed

instants = some.integers(0, 1 << 42).map(Millis)

NOW = Millis(1_800_000_000_000)


def content(**ends: Millis | None) -> Snapshot:
    return Snapshot(
        zone="Asia/Shanghai",
        playlists=tuple(
            Playlist(id=name, name=name, slides=(), takeover=True, expires=end) for name, end in ends.items()
        ),
    )


@given(guess=instants, old=instants, right=instants, again=some.booleans())
def test_an_end_given_by_a_guess_is_put_right_and_no_other(
    guess: Millis, old: Millis, right: Millis, *, again: bool
) -> None:
    """`again`: by an intake that was started after that, from the cache."""
    before = content(停水=old, 公告=None)
    after = content(停水=old, 公告=None, 火警=Millis(guess + DAY))
    with TemporaryDirectory() as cache:
        guessed = Guessed(Path(cache))
        guessed.note(before, after, guess)
        guessed = Guessed(Path(cache)) if again else guessed
        assert guessed.put_right(after, right) == content(停水=old, 公告=None, 火警=Millis(right + DAY))
        guessed.forget()
        assert guessed.put_right(after, right) is after, "once"
        assert Guessed(Path(cache)).put_right(after, right) is after, "after a restart neither"


@given(guess=instants, right=instants, other=instants)
def test_a_takeover_that_is_gone_or_has_another_end_by_then_is_left_alone(
    guess: Millis, right: Millis, other: Millis
) -> None:
    with TemporaryDirectory() as cache:
        guessed = Guessed(Path(cache))
        guessed.note(None, content(火警=Millis(guess + DAY)), guess)
        gone = content(公告=None)
        assert guessed.put_right(gone, right) == gone
        endless = content(火警=None)
        assert guessed.put_right(endless, right) == replace(endless)
        if other != guess + DAY:
            ending = content(火警=other)
            assert guessed.put_right(ending, right) == ending


def test_what_needs_no_guess_writes_nothing(tmp_path: Path) -> None:
    guessed = Guessed(tmp_path)
    same = content(停水=NOW, 公告=None)
    guessed.note(same, same, NOW)
    guessed.forget()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"[",
        b"\xff\x00",
        b"[" * 100_000,
        b"7",
        b'[{"playlist":"a"}]',
        f'[{{"expires":{NOW + DAY},"lasts":{900 * DAY},"playlist":"火警"}}]'.encode(),
    ],
)
def test_a_damaged_memory_counts_for_nothing_and_the_next_guess_is_kept(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE).write_bytes(damage)
    guessed = Guessed(tmp_path)
    after = content(火警=Millis(NOW + DAY))
    assert guessed.put_right(after, NOW) is after
    guessed.note(None, after, NOW)
    right = Millis(NOW + 300 * DAY)
    assert Guessed(tmp_path).put_right(after, right) == content(火警=Millis(right + DAY))


def test_a_cache_that_takes_nothing_costs_the_memory_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"")
    guessed = Guessed(tmp_path / "cache")
    after = content(火警=Millis(NOW + DAY))
    guessed.note(None, after, NOW)
    assert guessed.put_right(after, Millis(NOW + DAY)) == content(火警=Millis(NOW + 2 * DAY))
    guessed.forget()
