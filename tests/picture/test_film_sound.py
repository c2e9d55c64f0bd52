"""The sound of a film, as its decoder gives it: known tones come at their times."""

from __future__ import annotations

from array import array
from fractions import Fraction
from itertools import pairwise
from math import pi, sin
from pathlib import Path

import av
import pytest

from player.model.sound import RATE as SAMPLES
from player.picture.film import Tape

TONES = (440, 880, 1320)
"""One a second, in hertz."""

RATE = 44_100
"""Samples a second in the file: they are made anew on the way."""


def a_film(path: Path, *, sound: bool = True) -> Path:
    """Three seconds of grey, with a tone a second."""
    with av.open(str(path), "w") as file:
        pictures = file.add_stream("mpeg4", rate=25)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        tones = file.add_stream("aac", rate=RATE) if sound else None
        for number in range(25 * len(TONES)):
            frame = av.VideoFrame(64, 48, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([128]) * plane.buffer_size)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            file.mux(pictures.encode(frame))
        file.mux(pictures.encode(None))
        if tones is not None:
            wave = [sin(2 * pi * TONES[at // RATE] * at / RATE) / 2 for at in range(RATE * len(TONES))]
            for start in range(0, len(wave), 1024):
                piece = array("f", wave[start : start + 1024])
                heard = av.AudioFrame("fltp", "mono", len(piece))
                heard.planes[0].update(piece.tobytes().ljust(heard.planes[0].buffer_size, b"\0"))
                heard.sample_rate, heard.pts, heard.time_base = RATE, start, Fraction(1, RATE)
                file.mux(tones.encode(heard))
            file.mux(tones.encode(None))
    return path


def heard(path: Path, since: float) -> tuple[float, array[int]]:
    """When the sound from there on begins, and its left side; the pieces follow each other without a gap."""
    with path.open("rb") as file, Tape(file.fileno()) as tape:
        pieces = list(tape.sounds(since=since, lead=0.0))
    if not pieces:
        return since, array("h")
    due = pieces[0][0]
    for at, data in pieces:
        assert abs(at - due) < 1.5, f"a gap at {at} ms, where {due} was due"
        due = at + len(data) / 4 * 1000 / SAMPLES
    return pieces[0][0], array("h", b"".join(data for _, data in pieces))[::2]


def pitch(samples: array[int]) -> float:
    """How often a second the tone goes from under to above zero."""
    rises = sum(1 for before, after in pairwise(samples) if before < 0 <= after)
    return rises * SAMPLES / len(samples)


@pytest.mark.parametrize("since", [0.0, 700.0, 1500.0, 2200.0])
def test_the_tones_come_at_their_times_wherever_it_begins(tmp_path: Path, since: float) -> None:
    """What is heard at an instant of the film does not depend on where its sound was taken up."""
    begins, samples = heard(a_film(tmp_path / "tones.mp4"), since)
    assert abs(begins - since) < 50
    for second, tone in enumerate(TONES):
        first, last = max(second * 1000 + 100, since + 100), second * 1000 + 900
        if last - first < 100:
            continue
        part = samples[round((first - begins) * SAMPLES / 1000) : round((last - begins) * SAMPLES / 1000)]
        assert pitch(part) == pytest.approx(tone, rel=0.02)


def test_a_change_of_tone_is_where_the_file_has_it(tmp_path: Path) -> None:
    begins, samples = heard(a_film(tmp_path / "tones.mp4"), 700.0)
    step = SAMPLES // 100
    around = [pitch(samples[at : at + 2 * step]) for at in range(0, SAMPLES * 6 // 10, step)]
    changed = next(number for number, tone in enumerate(around) if tone > sum(TONES[:2]) / 2)
    assert begins + changed * 10 + 10 == pytest.approx(1000, abs=50)


def test_a_film_without_sound_has_none(tmp_path: Path) -> None:
    assert not heard(a_film(tmp_path / "mute.mp4", sound=False), 0.0)[1]
