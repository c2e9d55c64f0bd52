"""Takeovers that come while nobody knows what time it is last their time all the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from player.model.snapshot import Playlist, Snapshot
from player.model.units import DAY, Millis
from player.roles.guessed import Guessed

instants = some.integers(0, 1 << 42).map(Millis)


def content(**ends: Millis | None) -> Snapshot:
    return Snapshot(
        zone="Asia/Shanghai",
        playlists=tuple(
            Playlist(id=name, name=name, slides=(), takeover=True, expires=end) for name, end in ends.items()
        ),
    )


@given(guess=instants, old=instants, right=instants)
def test_an_end_given_by_a_guess_is_put_right_and_no_other(guess: Millis, old: Millis, right: Millis) -> None:
    before = content(停水=old, 公告=None)
    after = content(停水=old, 公告=None, 火警=Millis(guess + DAY))
    guessed = Guessed()
    guessed.note(before, after, guess)
    if guess + DAY != old:
        assert guessed.put_right(after, right) == content(停水=old, 公告=None, 火警=Millis(right + DAY))
    guessed.forget()
    assert guessed.put_right(after, right) is after, "once"


@given(guess=instants, right=instants)
def test_a_takeover_that_is_gone_or_has_another_end_by_then_is_left_alone(guess: Millis, right: Millis) -> None:
    guessed = Guessed()
    guessed.note(None, content(火警=Millis(guess + DAY)), guess)
    gone = content(公告=None)
    assert guessed.put_right(gone, right) == gone
    guessed.note(None, content(火警=Millis(guess + DAY)), guess)
    endless = content(火警=None)
    assert guessed.put_right(endless, right) == replace(endless)
