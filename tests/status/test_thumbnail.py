"""Small pictures of frames: true to what an averaging library makes, valid, made once."""

from __future__ import annotations

import io
import os
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from player.model.frame import Frame, Live
from player.prepare.frames import FrameStore
from player.status.thumbnail import KEPT, WIDEST, Thumbnails, png


def noise(width: int, height: int, seed: int) -> bytes:
    """Pixels of every value, the same for the same seed."""
    block = Random(seed).randbytes(100_003)
    return (block * (width * height * 4 // len(block) + 1))[: width * height * 4]


def frame(width: int, height: int, pixels: bytes) -> Frame:
    return Frame("key", width, height, memoryview(pixels))


def opened(made: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(made))
    image.load()
    return image


def seen(width: int, height: int, pixels: bytes) -> Image.Image:
    return Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX")


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from([(1920, 1080), (1366, 768), (1080, 1920), (701, 9), (640, 7), (1, 1), (1403, 5)]),
    st.integers(0, 255),
)
def test_it_is_the_frame_made_small(size: tuple[int, int], seed: int) -> None:
    """Law: every byte is within 2 of the mean of the block it stands for, and the whole is as bright as it was."""
    pixels = noise(*size, seed)
    small = opened(png(frame(*size, pixels)))
    factor = size[0] // small.width
    assert small.width <= WIDEST
    assert small.mode == "RGB"
    whole = seen(*size, pixels).crop((0, 0, small.width * factor, small.height * factor))
    mean = whole.reduce(factor)
    difference = ImageChops.difference(small, mean)
    if small.width * small.height > 10_000:
        shift = [one - other for one, other in zip(ImageStat.Stat(small).mean, ImageStat.Stat(mean).mean, strict=True)]
        assert max(map(abs, shift)) < 0.4
    assert max(high for _, high in difference.getextrema()) <= 2


def test_live_digits_are_in_it() -> None:
    white, black = bytes([255] * 4), bytes([0, 0, 0, 255])
    strip = black * 16 + white * 16
    live = Live(4, 4, "01", ((8, 4), (16, 4), (60, 60)))
    plain = Frame("key", 64, 64, memoryview(black * 4096), live, memoryview(strip))
    small = opened(png(plain, "10"))
    assert small.getbbox() == (8, 4, 12, 8)
    assert opened(png(plain)).getbbox() is None
    assert opened(png(plain, "x1")).getbbox() == (16, 4, 20, 8), "a digit that the strip has not leaves its cell alone"


def test_it_is_kept_and_made_once(tmp_path: Path) -> None:
    frames = FrameStore(tmp_path / "frames")
    frames.write("a", width=64, height=36, pixels=noise(64, 36, 1), live=None, strip=b"")
    thumbnails = Thumbnails(frames, tmp_path / "thumbnails")
    made = thumbnails.of("a")
    assert made is not None
    assert [path.name for path in (tmp_path / "thumbnails").iterdir()] == ["a.png"]
    frames.path("a").unlink()
    assert Thumbnails(FrameStore(tmp_path / "frames"), tmp_path / "thumbnails").of("a") == made


@pytest.mark.parametrize("damaged", [b"", b"\x89PNG\r\n\x1a\n half"])
def test_one_that_a_power_cut_spoiled_is_made_anew(tmp_path: Path, damaged: bytes) -> None:
    frames = FrameStore(tmp_path / "frames")
    frames.write("a", width=64, height=36, pixels=noise(64, 36, 1), live=None, strip=b"")
    (tmp_path / "a.png").write_bytes(damaged)
    made = Thumbnails(frames, tmp_path).of("a")
    assert made is not None
    assert opened(made).size == (64, 36)
    assert (tmp_path / "a.png").read_bytes() == made


def test_no_frame_no_picture(tmp_path: Path) -> None:
    assert Thumbnails(FrameStore(tmp_path), tmp_path).of("a") is None


def test_the_oldest_make_room(tmp_path: Path) -> None:
    frames = FrameStore(tmp_path / "frames")
    frames.write("new", width=8, height=8, pixels=noise(8, 8, 1), live=None, strip=b"")
    kept = tmp_path / "thumbnails"
    kept.mkdir()
    for number in range(KEPT):
        path = kept / f"{number}.png"
        path.write_bytes(b"")
        os.utime(path, ns=(number, number))
    Thumbnails(frames, kept).of("new")
    names = {path.name for path in kept.iterdir()}
    assert len(names) == KEPT
    assert "new.png" in names
    assert "0.png" not in names
