"""Frame files: whole or not there, right or not used."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.errors import PaintError
from player.model.frame import Live
from player.model.problem import Place, Problem, Severity
from player.model.words import Words
from player.prepare.frames import HEADER, PROBLEMS, REMARKS, FrameStore

LIVE = Live(2, 3, "01", ((0, 0), (4, 4)))
PIXELS = bytes(range(256)) * 2  # 16 x 8
STRIP = bytes(2 * 3 * 2 * 4)


HERE = Place("a.yaml", 7)


def told(text: str) -> Problem:
    """A problem that painting found, at a place where the slide stood once."""
    words = Words(text, text)
    return Problem("missing-character", Severity.WARNING, Place("old.yaml", 1), words, words, words)


def written(root: Path, key: str = "k", pixels: bytes = PIXELS) -> FrameStore:
    store = FrameStore(root)
    store.write(key, width=16, height=8, pixels=pixels, live=LIVE, strip=STRIP)
    return store


def test_a_frame_comes_back_as_it_was_written(tmp_path: Path) -> None:
    mapped = written(tmp_path).open("k")
    frame = mapped.frame
    assert (frame.width, frame.height, frame.live) == (16, 8, LIVE)
    assert bytes(frame.pixels) == PIXELS
    assert frame.strip is not None
    assert bytes(frame.strip) == STRIP
    mapped.close()


def test_what_painting_found_stands_beside_the_frame_and_is_said_of_the_slides_place(tmp_path: Path) -> None:
    store = FrameStore(tmp_path)
    found = (told("“𪚥”"), told("small"))
    store.write("k", width=16, height=8, pixels=PIXELS, live=LIVE, strip=STRIP, problems=found)
    mapped = store.open("k")
    assert mapped.frame.strip is not None
    assert (bytes(mapped.frame.pixels), bytes(mapped.frame.strip)) == (PIXELS, STRIP)
    mapped.close()
    fresh = FrameStore(tmp_path)
    kept = fresh.problems("k", HERE)
    assert [problem.message for problem in kept] == [problem.message for problem in found]
    assert {problem.place for problem in kept} == {HERE}
    fresh.prune(budget=0, keep=())
    assert fresh.problems("k", HERE) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_frame_without_remarks_has_no_problems(tmp_path: Path) -> None:
    assert written(tmp_path).problems("k", HERE) == ()
    assert FrameStore(tmp_path / "none").problems("k", HERE) == ()


def test_no_more_is_kept_than_is_allowed(tmp_path: Path) -> None:
    store = FrameStore(tmp_path)
    fields = {"width": 16, "height": 8, "pixels": PIXELS, "live": LIVE, "strip": STRIP}
    size = store.write("k", **fields, problems=[told(str(n)) for n in range(3 * PROBLEMS)])
    assert [problem.message.zh for problem in store.problems("k", HERE)] == [str(n) for n in range(PROBLEMS)]
    assert size <= HEADER + len(PIXELS) + len(STRIP) + REMARKS
    size = store.write("k", **fields, problems=[told("字" * 1000) for _ in range(PROBLEMS)])
    assert 0 < len(store.problems("k", HERE)) < PROBLEMS
    assert size <= HEADER + len(PIXELS) + len(STRIP) + REMARKS


@settings(deadline=None)
@given(st.data())
def test_damaged_remarks_are_as_good_as_none(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Law: whatever stands in a frame's file, asking for its problems raises nothing and gives at most `PROBLEMS`."""
    root = tmp_path_factory.mktemp("frames")
    store = FrameStore(root)
    store.write("k", width=16, height=8, pixels=PIXELS, live=LIVE, strip=STRIP, problems=[told("x")])
    whole = store.path("k").read_bytes()
    at = data.draw(st.integers(0, HEADER) | st.integers(len(whole) - 400, len(whole) - 1))
    piece = data.draw(st.binary(min_size=1, max_size=400) | st.sampled_from((b"[" * 4096, b"9" * 400)))
    store.path("k").write_bytes(data.draw(st.sampled_from((whole[:at] + piece + whole[at + len(piece) :], whole[:at]))))
    assert len(store.problems("k", HERE)) <= PROBLEMS
    FrameStore(root).has("k")


def test_closing_releases_the_mapping(tmp_path: Path) -> None:
    mapped = written(tmp_path).open("k")
    mapped.close()
    with pytest.raises(ValueError, match="released"):
        mapped.frame.pixels[0]


@settings(deadline=None)
@given(st.integers(0, HEADER + len(PIXELS) + len(STRIP) - 1), st.integers(1, 255))
def test_any_damaged_byte_that_matters_is_noticed(tmp_path_factory: pytest.TempPathFactory, at: int, flip: int) -> None:
    """Law: a frame file with one byte changed is not used, or gives the same frame."""
    root = tmp_path_factory.mktemp("frames")
    store = written(root)
    data = bytearray(store.path("k").read_bytes())
    data[at] ^= flip
    store.path("k").write_bytes(data)
    fresh = FrameStore(root)
    try:
        mapped = fresh.open("k")
    except PaintError:
        assert not fresh.path("k").exists()
        return
    assert bytes(mapped.frame.pixels) == PIXELS
    mapped.close()


@settings(deadline=None)
@given(st.integers(0, HEADER + len(PIXELS) + len(STRIP) - 1))
def test_a_truncated_frame_is_not_used(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    """Law: no proper prefix of a frame file is a frame."""
    root = tmp_path_factory.mktemp("frames")
    store = written(root)
    store.path("k").write_bytes(store.path("k").read_bytes()[:size])
    assert not FrameStore(root).has("k")


def test_a_frame_under_another_name_is_not_used(tmp_path: Path) -> None:
    store = written(tmp_path)
    store.path("k").rename(store.path("other"))
    assert not store.has("other")


def test_a_missing_frame_can_be_painted_again(tmp_path: Path) -> None:
    with pytest.raises(PaintError) as caught:
        FrameStore(tmp_path / "none").open("k")
    assert caught.value.retry


def test_prune_removes_what_was_used_longest_ago_and_keeps_what_is_needed(tmp_path: Path) -> None:
    store = FrameStore(tmp_path)
    for number, key in enumerate("abcd"):
        written(tmp_path, key)
        os.utime(store.path(key), (number, number))
    store.touch("a")
    size = store.path("a").stat().st_size
    assert store.prune(budget=2 * size, keep={"b"}) == 2
    assert {key for key in "abcd" if store.path(key).exists()} == {"a", "b"}


def test_a_disk_that_can_only_be_read_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes there (the real system call fails), and nothing is raised but what is wrong with a frame."""
    store = written(tmp_path, "a")
    written(tmp_path, "b")
    (tmp_path / "c.1.tmp").write_bytes(b"left")
    store.path("b").write_bytes(b"damaged")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", refuse)
        assert store.prune(budget=0, keep=()) == 0
        store.sweep()
        with pytest.raises(PaintError, match="damaged"):
            store.open("b")
        patch.setattr(os, "replace", refuse)
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(PaintError, match="cannot be kept"):
            written(tmp_path, "d")
        store.open("a").close()
    assert store.prune(budget=0, keep=()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be looked up without harm there")
def test_sweep_removes_what_a_killed_painter_left_and_nothing_of_a_running_one(tmp_path: Path) -> None:
    program = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from player.prepare import frames
        real = os.write
        def dying(descriptor, data):
            real(descriptor, bytes(data)[:10])
            os.kill(os.getpid(), signal.SIGKILL)
        frames.os.write = dying
        frames.FrameStore(Path({str(tmp_path)!r})).write("k", width=1, height=1, pixels=bytes(4), live=None, strip=b"")
    """)
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL
    left = tmp_path / f"mine.{os.getpid()}.tmp"
    left.touch()
    assert len(list(tmp_path.glob("*.tmp"))) == 2
    store = FrameStore(tmp_path)
    assert not store.has("k")
    store.sweep()
    assert list(tmp_path.glob("*.tmp")) == [left]
