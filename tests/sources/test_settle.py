"""The rules of finished and gone, on invented looks."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.listing import Signature
from player.sources.scan import Raw
from player.sources.settle import GONE, GONE_MANY, GONE_MASS, MANY, QUIET, Settling

NAMES = ("a", "b", "c", "d", "e")


def raw(version: int, inode: int = 1) -> Raw:
    return (version, version, version, inode, 1)


def nobody(_path: str, _raw: Raw, _since: float) -> float | None:
    return None


FILES = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 2))
LOOKS = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 1.0, 1.9, 2.0, 5.0, 9.9, 10.0]), FILES), max_size=25)


@settings(max_examples=300)
@given(LOOKS)
def test_the_laws_of_settling(looks: list[tuple[float, dict[str, int]]]) -> None:
    """Laws of any history of looks.

    What is listed has looked the same for the quiet time at least; nothing is both listed and waited for; every file
    that is there is one of the two; what was ever listed stays one of the two until two looks GONE apart have missed
    it; and something that is waited for says when to look again, not before now.
    """
    settling, now = Settling(), 100.0
    since: dict[str, tuple[int, float]] = {}
    missed: dict[str, float] = {}
    shown: set[str] = set()
    for pause, files in looks:
        now += pause
        seen = settling.look({n: raw(v, NAMES.index(n) + 1) for n, v in files.items()}, now, hold=nobody)
        listed = {entry.path: entry.signature for entry in seen.entries}
        for name, version in files.items():
            if name not in since or since[name][0] != version:
                since[name] = (version, now)
            missed.pop(name, None)
        for name in shown - set(files):
            missed.setdefault(name, now)
        for name, signature in listed.items():
            assert signature == Signature(*raw(files[name], NAMES.index(name) + 1))
            assert now - since[name][1] >= QUIET
        assert not set(listed) & set(seen.waiting)
        assert set(files) <= set(listed) | set(seen.waiting)
        for name, at in list(missed.items()):
            if name not in seen.waiting:
                assert now - at >= GONE
                shown.discard(name)
                del missed[name], since[name]
        for name in set(since) - set(files) - shown:
            since.pop(name)  # never listed and gone: forgotten
        shown |= set(listed)
        assert (seen.due is not None) == bool(seen.waiting)
        assert seen.due is None or seen.due >= now
        assert list(listed) == sorted(listed)
        assert list(seen.waiting) == sorted(seen.waiting)


@given(st.integers(3, 12), st.integers(0, 12), st.booleans())
def test_most_at_once_is_doubted_for_longer(total: int, left: int, confirmed: bool) -> None:
    """Law: more than half vanish together: five minutes, ten seconds where that is confirmed or they are two; else two."""
    left = min(left, total - 1)
    settling = Settling()
    files = {str(i): raw(1, i + 1) for i in range(total)}
    settling.look(files, 0.0, hold=nobody)
    settling.look(files, QUIET, hold=nobody)
    rest = {str(i): raw(1, i + 1) for i in range(left)}
    lost = total - left
    patience = GONE if 2 * lost <= total else GONE_MASS if lost >= MANY and not confirmed else GONE_MANY
    for at in (10.0, 10.0 + patience - 0.01):
        seen = settling.look(rest, at, hold=nobody, confirmed=confirmed)
        assert len(seen.waiting) == lost
        assert (seen.missing, seen.total) == (lost if patience == GONE_MASS else 0, total)
    seen = settling.look(rest, 10.0 + patience, hold=nobody, confirmed=confirmed)
    assert (seen.waiting, seen.missing) == ((), 0)


def test_files_that_were_moved_are_no_mass_deletion() -> None:
    settling = Settling()
    before = {f"old/{i}": raw(1, i + 1) for i in range(10)}
    after = {f"new/{i}": raw(1, i + 1) for i in range(10)}
    for at, files in ((0.0, before), (QUIET, before), (10.0, after)):
        assert settling.look(files, at, hold=nobody).missing == 0
    seen = settling.look(after, 10.0 + QUIET, hold=nobody)
    assert ([entry.path for entry in seen.entries], seen.waiting) == (sorted(after), ())


def test_times_that_go_backwards_are_a_change_like_any_other() -> None:
    settling = Settling()
    settling.look({"a": raw(9)}, 0.0, hold=nobody)
    assert settling.look({"a": raw(3)}, 1.9, hold=nobody).waiting == ("a",)
    assert settling.look({"a": raw(3)}, 2.1, hold=nobody).waiting == ("a",)
    assert settling.look({"a": raw(3)}, 1.9 + QUIET, hold=nobody).waiting == ()


def test_what_is_held_is_waited_for_and_asked_again() -> None:
    settling = Settling()
    settling.look({"a": raw(1)}, 0.0, hold=nobody)
    seen = settling.look({"a": raw(1)}, 50.0, hold=lambda _path, _raw, since: 51.5 + since)
    assert (seen.entries, seen.waiting, seen.due) == ((), ("a",), 51.5)
    assert settling.look({"a": raw(1)}, 51.0, hold=nobody).waiting == ()


def test_a_settled_file_is_not_asked_about_again() -> None:
    settling, asked = Settling(), []

    def ask(path: str, _raw: Raw, _since: float) -> float | None:
        asked.append(path)
        return None

    for at in (0.0, 1.0, 2.0, 3.0, 4.0):
        settling.look({"a": raw(1)}, at, hold=ask)
    assert asked == ["a"]


def test_a_renamed_file_is_never_missing_and_never_twice() -> None:
    """The old name is waited for until the new one is listed, in one and the same look, however slow that is."""
    settling = Settling(quiet=60.0)
    settling.look({"old": (5, 5, 5, 7, 1), "b": raw(1, 2)}, 0.0, hold=nobody)
    settling.look({"old": (5, 5, 5, 7, 1), "b": raw(1, 2)}, 60.0, hold=nobody)
    renamed = {"new": (5, 5, 9, 7, 1), "b": raw(1, 2)}
    for at in (70.0, 100.0, 129.0):
        assert settling.look(renamed, at, hold=nobody).waiting == ("new", "old")
    seen = settling.look(renamed, 130.0, hold=nobody)
    assert ([entry.path for entry in seen.entries], seen.waiting) == (["b", "new"], ())


def test_what_cannot_be_seen_is_not_missing() -> None:
    settling = Settling()
    settling.look({"sub/a": raw(1)}, 0.0, hold=nobody)
    settling.look({"sub/a": raw(1)}, 2.0, hold=nobody)
    for at in (3.0, 20.0, 300.0):
        seen = settling.look({}, at, hold=nobody, is_closed=lambda path: path.startswith("sub/"))
        assert "sub/a" in (*seen.waiting, *(entry.path for entry in seen.entries))


def test_a_file_that_is_old_is_settled_at_once() -> None:
    seen = Settling().look({"a": raw(1), "b": raw(9, 2)}, 0.0, hold=nobody, is_old=lambda seen: seen[2] < 5)
    assert ([entry.path for entry in seen.entries], seen.waiting) == (["a"], ("b",))
