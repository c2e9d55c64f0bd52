"""Films with sound that are made by the tests, and what came out of the loudspeaker: SDL's disk driver writes it to a file."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import pi, sin
from pathlib import Path

import av

from tests.support.films import drawn

RATE = 48_000
LOUD = 0.5
"""How loud the tones are, of what is possible."""


def tone(hertz: float) -> Callable[[float], float]:
    """One tone all the time."""
    return lambda at: LOUD * sin(2 * pi * hertz * at)


def bursts(hertz: float, *, each: float = 1.0, lasting: float = 0.1) -> Callable[[float], float]:
    """A tone at the beginning of each second, silence between."""
    return lambda at: LOUD * sin(2 * pi * hertz * at) if at % each < lasting else 0.0


def sounding(
    path: Path,
    wave: Callable[[float], float] | None,
    *,
    size: tuple[int, int] = (320, 180),
    count: int = 50,
    rate: int = 25,
    lasting: float | None = None,
    codec: str = "aac",
    sampled: int = RATE,
) -> Path:
    """A film of numbered pictures with that sound, for as long as the pictures or for `lasting` seconds; None: without sound."""
    with av.open(str(path), "w") as file:
        pictures = file.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "crf": "12"})
        pictures.width, pictures.height, pictures.pix_fmt = *size, "yuv420p"
        pictures.gop_size = 12
        heard = file.add_stream(codec, rate=sampled) if wave is not None else None
        for number in range(count):
            picture = drawn(number, *size)
            picture.pts, picture.time_base = number, Fraction(1, rate)
            file.mux(pictures.encode(picture))
        file.mux(pictures.encode())
        if heard is not None and wave is not None:
            total = round((count / rate if lasting is None else lasting) * sampled)
            form = "fltp" if codec == "aac" else "s16"
            for start in range(0, total, 1024):
                values = [wave(at / sampled) for at in range(start, min(total, start + 1024))]
                piece = array("f", values) if form == "fltp" else array("h", (round(one * 32_767) for one in values))
                frame = av.AudioFrame(form, "mono", len(values))
                frame.planes[0].update(piece.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
                frame.sample_rate, frame.pts, frame.time_base = sampled, start, Fraction(1, sampled)
                file.mux(heard.encode(frame))
            file.mux(heard.encode(None))
    return path


def left(data: bytes) -> array[int]:
    """The left side of what was heard."""
    return array("h", data[: len(data) // 4 * 4])[::2]


def sounds_in(samples: Sequence[int], *, quiet: int = 600, pause: float = 0.02) -> list[tuple[int, int]]:
    """Where something is heard: (first sample, the one after the last) of each stretch; shorter pauses are none."""
    found: list[tuple[int, int]] = []
    wide = RATE // 500
    for start in range(0, len(samples), wide):
        part = samples[start : start + wide]
        if max(part) > quiet or min(part) < -quiet:
            if found and start - found[-1][1] < pause * RATE:
                found[-1] = found[-1][0], start + wide
            else:
                found.append((start, start + wide))
    return found


def steepest(samples: Sequence[int]) -> int:
    """The greatest step from one sample to the next: a click is a steep one."""
    return max((abs(after - before) for before, after in pairwise(samples)), default=0)


def step_of(hertz: float, loud: float = LOUD) -> float:
    """That of a tone itself."""
    return 2 * pi * hertz / RATE * loud * 32_767
