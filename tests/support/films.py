"""Films that are made by the tests: each picture bears its number in black and white bars, so that pixels tell which it is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

BITS = 12
"""Bars across the picture's upper half: its number in binary, the highest bit at the left."""

HUES = ((81, 90, 240), (145, 54, 34), (41, 240, 110), (210, 16, 146))
"""Colours (Y, Cb, Cr) of its lower half, one after the other: red, green, blue, yellow."""


def film(
    path: Path,
    *,
    size: tuple[int, int] = (320, 240),
    count: int = 30,
    rate: int = 30,
    codec: str = "libx264",
    form: str = "yuv420p",
    times: Sequence[int] = (),
    turned: int = 0,
    sound: bool = False,
    dark: int = 0,
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    every_key: int = 12,
    **marks: Any,
) -> Path:
    """A film of `count` pictures; `times` in ms where their distances differ; the first `dark` of them are black.

    `turned` degrees as the display matrix of a phone has it; `marks` are set on the codec (`color_trc` …).
    """
    usual = {"preset": "ultrafast", "crf": "12"} if codec in ("libx264", "libx265") else {}
    if codec == "libx265":
        usual["x265-params"] = "log-level=none"
    with av.open(str(path), "w", container_options=container_options or {}) as container:
        stream: Any = container.add_stream(codec, rate=rate, options={**usual, **(options or {})})
        stream.width, stream.height, stream.pix_fmt = *size, form
        stream.gop_size = every_key
        if times:
            stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        for name, value in marks.items():
            setattr(stream.codec_context, name, value)
        if turned:
            stream.set_display_rotation(turned)
        tone = container.add_stream("aac", rate=48_000) if sound and path.suffix != ".webm" else None
        for number in range(count):
            picture = drawn(number, *size, dark=number < dark)
            picture = picture if form == "yuv420p" else picture.reformat(format=form)
            picture.pts = times[number] if times else number
            picture.time_base = Fraction(1, 1000) if times else Fraction(1, rate)
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
        if tone is not None:
            _hum(container, tone, count / rate)
    return path


def drawn(number: int, width: int, height: int, *, dark: bool = False) -> av.VideoFrame:
    """The picture with that number."""
    frame = av.VideoFrame(width, height, "yuv420p")
    luma, *chroma = HUES[number % len(HUES)]
    bars = bytes(235 if number >> (BITS - 1 - x * BITS // width) & 1 else 16 for x in range(width))
    rows = [bars if y < height // 2 else bytes([luma]) * width for y in range(height)]
    if dark:
        rows, chroma = [bytes([16]) * width] * height, [128, 128]
    plane = frame.planes[0]
    plane.update(b"".join(row.ljust(plane.line_size, b"\0") for row in rows))
    half = frame.planes[1].height // 2
    for plane, colour in zip(frame.planes[1:], chroma, strict=True):
        grey = bytes([128]) * plane.line_size * half
        plane.update(grey + bytes([colour]) * (plane.buffer_size - len(grey)))
    return frame


def number_in(pixels: bytes | memoryview, width: int, *, box: tuple[int, int, int, int]) -> int:
    """The number of the picture that stands in `box` (left, top, width, height) of BGRX pixels, rows of `width`."""
    left, top, wide, high = box
    row = top + high // 4
    number = 0
    for bit in range(BITS):
        x = left + (2 * bit + 1) * wide // (2 * BITS)
        number = number << 1 | (pixels[(row * width + x) * 4 + 1] > 127)
    return number


def _hum(container: Any, stream: Any, seconds: float) -> None:
    """A tone for as long as the pictures."""
    from math import sin

    rate, size = 48_000, 1024
    for start in range(0, int(seconds * rate), size):
        frame = av.AudioFrame(format="s16", layout="mono", samples=size)
        values = [int(8000 * sin((start + n) / rate * 440 * 6.283)) for n in range(size)]
        frame.planes[0].update(b"".join(value.to_bytes(2, "little", signed=True) for value in values))
        frame.sample_rate, frame.pts = rate, start
        container.mux(stream.encode(frame))
    container.mux(stream.encode())
