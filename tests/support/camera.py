"""A phone's camera in front of a panel: what its preview sees of a frame, so that decoders can be tried without a phone.

Light first, sampling last. Everything up to the sensor is computed in linear light on a grid `FINE` times finer than the
camera's pixels; only then light is gathered in pixels, exposed, and turned into numbers. Nothing is drawn "blurred" on
finished pixels. One seed gives one picture.

    the panel      sRGB to light (IEC 61966-2-1); black is 1/1000 of white; each pixel is three upright stripes, of which the
                   green one carries 72 % of the luminance, with a dark row between pixels (the panel's pixel grid)
    the room       lamps and windows mirrored by the glass add light: a pale veil everywhere (300 to 500 lx on a matt panel
                   that reflects 1 to 2 %: 1 to 3 cd/m2 of 350), and soft bright spots (glare)
    the place      the phone stands at `distance`, turned and tilted against the panel, the panel anywhere in the middle of
                   its view; behind the panel a grey wall
    the lens       a main camera is like 26 mm on 35 mm film: 69.4 degrees across, 924 pixels a radian in a 1280 x 720
                   preview. Diffraction, aberrations and imperfect focus: a Gaussian of 0.5 to 1.1 pixels (a sharp phone
                   has its 50 % contrast near 0.25 cycles a pixel: 0.53). Flare: 1 to 4 % of all light is spread evenly
    the hand       shakes at 1 to 6 degrees a second (physiological tremor, as stabilisers leave it); over 1/60 to 1/50 s
                   that is a streak of 0.3 to 2 pixels
    the sensor     a pixel gathers light over its whole square. White is 300 to 2,000 electrons (a 1 um pixel holds 6,000;
                   automatic exposure indoors fills a part of it), with the noise of counting them and 3 to 8 electrons of
                   reading. Exposure is off by -1.3 to +0.4 stops from white at 80 %; what is over is cut
    the panel's    backlights that flicker leave bands on a rolling shutter: rows differ by up to 6 %
    flicker
    the preview    sRGB again, 8 bits of luminance, no sharpening, no compression: what decoders are given

The figures of a sharp phone and of hands are those of common measurements, rounded to the bad side; what matters for codes
is how many camera pixels a module has, and that follows from geometry alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, floor, pi, radians, sin, tan
from typing import Any

import numpy as np
from PIL import Image

from player.model.settings import Panel

VIEW = (1280, 720)
"""Pixels of the preview."""

FIELD = 69.4
"""Degrees across the preview."""

FINE = 4
"""The grid of light is so many times finer than the camera's pixels, in both directions."""

RIM = 6
"""Camera pixels of wall around the panel that are computed as finely as the panel; as many around are thrown away, since
Fourier's transform carries over from one edge to the other."""

STEP = 20
"""The part that is computed is so many camera pixels long, or twice, or thrice …: Fourier's transform likes such sizes."""

STRIPES = (0.2126, 0.7152, 0.0722)
"""Luminance of the red, the green and the blue stripe of a panel's pixel."""

ROWS = (1.2, 1.2, 0.6)
"""A panel's pixel is darker towards its lower edge, where its wires are."""

Light = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Conditions:
    """Ranges from which each picture draws. Angles in degrees, lengths in camera pixels, light as a share of white."""

    turn: float
    tilt: float
    roll: float
    blur: tuple[float, float]
    streak: tuple[float, float]
    veil: tuple[float, float]
    glare: tuple[float, float]
    flare: tuple[float, float]
    stops: tuple[float, float]
    electrons: tuple[float, float]
    reading: tuple[float, float]
    bands: float


TYPICAL = Conditions(
    turn=25,
    tilt=10,
    roll=8,
    blur=(0.5, 0.75),
    streak=(0.0, 0.8),
    veil=(0.003, 0.01),
    glare=(0.0, 0.08),
    flare=(0.01, 0.02),
    stops=(-0.7, 0.2),
    electrons=(800, 2000),
    reading=(3, 5),
    bands=0.02,
)
"""Somebody in the hall, standing still, the light as it should be."""

HARD = Conditions(
    turn=45,
    tilt=20,
    roll=25,
    blur=(0.75, 1.1),
    streak=(0.8, 2.0),
    veil=(0.01, 0.05),
    glare=(0.1, 0.5),
    flare=(0.02, 0.04),
    stops=(-1.3, 0.4),
    electrons=(300, 800),
    reading=(4, 8),
    bands=0.06,
)
"""Somebody in passing, from the side, with a window mirrored in the glass."""


class Camera:
    """A phone `distance` metres away from a panel that shows `frame`."""

    def __init__(self, frame: Image.Image, panel: Panel, distance: float) -> None:
        focal = VIEW[0] / 2 / tan(radians(FIELD / 2))
        self._distance = distance
        self._focal = focal * FINE
        self._light, self._per_metre = _emitted(frame, panel, self._focal / distance)
        self.pixels_per_metre = focal / distance
        """Camera pixels that a metre of the panel takes, seen straight on."""

    def preview(self, conditions: Conditions, seed: int) -> Image.Image:
        """The preview's luminance."""
        rng = np.random.default_rng(seed)
        light = self._light + np.float32(rng.uniform(*conditions.veil)) + _glare(self._light.shape, conditions, rng)
        height, width = light.shape
        size = (width / self._per_metre, height / self._per_metre)
        corners = _corners(size, conditions, self._distance, self._focal, rng)
        wall = np.float32(rng.uniform(0.05, 0.3))
        part, left, upper = _seen(light, corners, wall)
        part = _gathered(_through_the_lens(part, conditions, rng))[RIM:-RIM, RIM:-RIM]
        left, upper = left + RIM, upper + RIM
        view = np.full((VIEW[1], VIEW[0]), wall, dtype=np.float32)
        shown = part[max(0, -upper) :, max(0, -left) :][: VIEW[1] - max(0, upper), : VIEW[0] - max(0, left)]
        upper, left = max(0, upper), max(0, left)
        view[upper : upper + shown.shape[0], left : left + shown.shape[1]] = shown
        flare = np.float32(rng.uniform(*conditions.flare))
        return Image.fromarray(_sensed(view * (1 - flare) + view.mean() * flare, conditions, rng))


def _emitted(frame: Image.Image, panel: Panel, wanted: float) -> tuple[Light, float]:
    """The panel's light with its pixel grid, at about the finest detail that the fine grid can hold, and its cells a metre."""
    codes = np.arange(256) / 255
    linear = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
    bands = frame.convert("RGB").split()
    light = sum(
        (linear * share).astype(np.float32)[np.asarray(band)] for band, share in zip(bands, STRIPES, strict=True)
    )
    light = 0.001 + 0.999 * np.asarray(light, dtype=np.float32)
    per_metre = panel.pixels_per_metre
    if wanted >= per_metre * 0.75:  # the camera may see single pixels: lay the grid
        grid = np.outer(np.array(ROWS), np.array(STRIPES) * 3).astype(np.float32)
        light = np.kron(light, grid)
        per_metre *= 3
    shrink = int(per_metre / wanted)  # what is finer than the fine grid is averaged, as distance does
    if shrink > 1:
        rows, columns = light.shape[0] // shrink * shrink, light.shape[1] // shrink * shrink
        cut = light[:rows, :columns].reshape(rows // shrink, shrink, columns // shrink, shrink)
        light = cut.mean(axis=(1, 3), dtype=np.float32)
        per_metre /= shrink
    return light, per_metre


def _glare(shape: tuple[int, ...], conditions: Conditions, rng: np.random.Generator) -> Light:
    """Light that the glass mirrors: two soft spots, somewhere. They have no detail: a small picture of them, enlarged."""
    rows, columns = np.ogrid[0:90, 0:160]
    mirrored = np.zeros((90, 160))
    for _ in range(2):
        y, x = rng.uniform(0, 90), rng.uniform(0, 160)
        high, wide = 90 * rng.uniform(0.08, 0.3), 160 * rng.uniform(0.08, 0.3)
        far = np.sqrt(((rows - y) / high) ** 2 + ((columns - x) / wide) ** 2)
        mirrored += rng.uniform(*conditions.glare) / (1 + np.exp((far - 1) * 6))
    small = Image.fromarray(mirrored.astype(np.float32))
    return np.asarray(small.resize((shape[1], shape[0]), Image.Resampling.BILINEAR))


def _corners(
    size: tuple[float, float], conditions: Conditions, distance: float, focal: float, rng: np.random.Generator
) -> list[tuple[float, float]]:
    """Where the panel's corners are on the fine grid: turned, tilted and rolled, somewhere about the middle."""
    turn, tilt, roll = (
        radians(rng.uniform(-most, most)) for most in (conditions.turn, conditions.tilt, conditions.roll)
    )
    middle = (VIEW[0] / 2 * FINE, VIEW[1] / 2 * FINE)
    aside = (rng.uniform(-0.1, 0.1) * middle[0], rng.uniform(-0.1, 0.1) * middle[1])
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        across, down = x * size[0] / 2, y * size[1] / 2
        across, deep = across * cos(turn), across * sin(turn)
        down, deep = down * cos(tilt) - deep * sin(tilt), down * sin(tilt) + deep * cos(tilt)
        across, down = across * cos(roll) - down * sin(roll), across * sin(roll) + down * cos(roll)
        far = distance + deep
        corners.append((middle[0] + aside[0] + focal * across / far, middle[1] + aside[1] + focal * down / far))
    return corners


def _seen(light: Light, corners: list[tuple[float, float]], wall: np.float32) -> tuple[Light, int, int]:
    """The part of the fine grid in which the panel is, in perspective with the wall around it; and where that part is."""
    height, width = light.shape
    flat = [(0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))]
    a, b, c, d, e, f, g, h = _homography(corners, flat)
    spans = []
    for axis in (0, 1):
        ends = [corner[axis] / FINE for corner in corners]
        first, last = max(0, floor(min(ends)) - RIM) - RIM, min(VIEW[axis], ceil(max(ends)) + RIM) + RIM
        spans.append((first, ceil((last - first) / STEP) * STEP))
    (left, across), (upper, down) = spans
    x, y = left * FINE, upper * FINE
    scale = g * x + h * y + 1
    moved = [a, b, a * x + b * y + c, d, e, d * x + e * y + f, g, h]
    part = Image.fromarray(light).transform(
        (across * FINE, down * FINE),
        Image.Transform.PERSPECTIVE,
        [value / scale for value in moved],
        Image.Resampling.BILINEAR,
        fillcolor=float(wall),
    )
    return np.asarray(part), left, upper


def _homography(here: list[tuple[float, float]], there: list[tuple[float, float]]) -> list[float]:
    """The eight numbers that bring points `here` to points `there`, as `Image.transform` takes them."""
    rows, values = [], []
    for (x, y), (u, v) in zip(here, there, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows), np.array(values))]


def _through_the_lens(scene: Light, conditions: Conditions, rng: np.random.Generator) -> Light:
    """Blur and the streak of a shaking hand, as the lens does it: by what is left of each spatial frequency."""
    sigma = rng.uniform(*conditions.blur) * FINE
    length, way = rng.uniform(*conditions.streak) * FINE, rng.uniform(0, pi)
    down = np.fft.fftfreq(scene.shape[0]).astype(np.float32)[:, None]
    across = np.fft.rfftfreq(scene.shape[1]).astype(np.float32)[None, :]
    left = np.exp(-2 * (pi * sigma) ** 2 * (down**2 + across**2))
    left *= np.sinc(length * (sin(way) * down + cos(way) * across))
    spectrum = np.fft.rfft2(scene) * left
    return np.asarray(np.fft.irfft2(spectrum, scene.shape), dtype=np.float32)


def _gathered(scene: Light) -> Light:
    """The light that each camera pixel gathers over its square."""
    rows, columns = scene.shape[0] // FINE, scene.shape[1] // FINE
    return scene.reshape(rows, FINE, columns, FINE).mean(axis=(1, 3), dtype=np.float32)


def _sensed(light: Light, conditions: Conditions, rng: np.random.Generator) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Numbers of the preview: exposed, with noise, cut, in sRGB."""
    bands = 1 + conditions.bands * np.sin(np.arange(light.shape[0]) / rng.uniform(20, 120) * 2 * pi + rng.uniform(0, 6))
    exposed = light * bands[:, None].astype(np.float32) * 0.8 * 2 ** rng.uniform(*conditions.stops)
    electrons = rng.uniform(*conditions.electrons)
    counted = rng.poisson(np.clip(exposed, 0, 4) * electrons) / electrons
    counted = counted + rng.normal(0, rng.uniform(*conditions.reading) / electrons, light.shape)
    cut = np.clip(counted, 0, 1)
    coded = np.where(cut <= 0.0031308, cut * 12.92, 1.055 * cut ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(coded * 255), dtype=np.uint8)
