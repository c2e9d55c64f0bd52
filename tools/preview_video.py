"""A folder and a stretch of time come in, a film of what would be on goes out, as fast as asked: for a superior to look at.

A frame of the film stands for an instant, and its picture is the one that `preview --at` gives for that instant: digits, and
transitions half way. Where nothing changes one picture a second is written, and the film's own clock says how long it stays: so an
hour takes minutes, and memory is that of two pictures.
"""

from __future__ import annotations

import re
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from player.model.settings import Panel
from player.model.units import HOUR, SECOND, Millis
from player.slides.kinds import kind_of
from player.slides.ticker import Ticker
from tools import arguments
from tools.reading import Reading
from tools.refused import Refused
from tools.still import picture_at, still

if TYPE_CHECKING:
    from PIL.Image import Image

RATE = 25
"""Frames a second."""

ENDINGS = (".mp4", ".mov", ".mkv")

LONGEST = 6 * HOUR
"""A film that would be longer is surely not meant."""

_ENCODERS = (("libx264", {"preset": "veryfast", "crf": "20", "bf": "0"}), ("mpeg4", {"qscale": "3"}))
"""What is tried, the best first: which of them there is depends on how PyAV was built. No picture waits for a later one (bf):
where they stand at uneven times, the film would seem shorter."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Film:
    """What is to be filmed: `[start, end)` of the screen's time, `speed` times as fast."""

    start: Millis
    end: Millis
    speed: float = 1.0

    @property
    def frames(self) -> int:
        """How many frames of 1/25 s the film has."""
        return max(1, round((self.end - self.start) * RATE / SECOND / self.speed))

    def instant(self, frame: int) -> Millis:
        """What a frame of the film stands for."""
        return Millis(self.start + round(frame * SECOND * self.speed / RATE))


def span(text: str, zone: str) -> tuple[Millis, Millis]:
    """Reads `2020-07-04T08:59..2020-07-04T09:01`; the end may be a time of the same day. Raises Refused."""
    first, dots, last = text.partition("..")
    if re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?", last.strip()) and (day := re.match(r"\d{4}-\d{2}-\d{2}", first.strip())):
        last = f"{day[0]}T{last.strip().zfill(5 if last.count(':') == 1 else 8)}"
    if not dots:
        raise Refused(
            f"看不懂“{text}”。请写成 开始..结束，例如 2020-07-04T08:59..09:01",
            f"Cannot read “{text}”. Write START..END, such as 2020-07-04T08:59..09:01",
        )
    try:
        start, end = arguments.when(first).instant(zone), arguments.when(last).instant(zone)
    except ArgumentTypeError as error:
        zh, en = arguments.both(error)
        raise Refused(zh, en) from None
    if end <= start:
        raise Refused("结束要晚于开始。", "The end must be after the start.")
    return start, end


def write(found: Reading, film: Film, panel: Panel, output: Path, *, folder: str, theme: str, tell: Tell) -> None:
    """The film is at `output`. Raises Refused where it would be too long or cannot be encoded, OSError where the disk fails."""
    import av  # noqa: PLC0415  # heavy, and only where a film is made

    if film.frames * SECOND / RATE > LONGEST:
        raise Refused(
            "成片会超过6小时。请缩短时间，或加 --speed 60。",
            "It would be longer than 6 hours. Ask for less, or add --speed 60.",
        )
    part = output.with_name(f".{output.stem}.part{output.suffix}")
    try:
        with av.open(str(part), "w") as container:
            stream = _stream(container, panel)
            frames: Any = av.VideoFrame  # its methods have no types
            for number, image in pictures(found, film, panel, folder, theme):
                frame = frames.from_image(image)
                frame.pts, frame.time_base = number, Fraction(1, RATE)
                container.mux(stream.encode(frame))
                tell(number + 1, film.frames)
            container.mux(stream.encode(None))
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def _stream(container: Any, panel: Panel) -> Any:
    """The stream to encode to, of even sides."""
    for name, options in _ENCODERS:
        try:
            stream = container.add_stream(name, rate=RATE, options=options)
        except (ValueError, LookupError):
            continue
        stream.width, stream.height, stream.pix_fmt = panel.width // 2 * 2, panel.height // 2 * 2, "yuv420p"
        stream.codec_context.time_base = Fraction(1, RATE)
        return stream
    raise Refused("这台电脑上的 PyAV 没有能用的视频编码器。", "PyAV on this machine has no encoder for films.")


def pictures(found: Reading, film: Film, panel: Panel, folder: str, theme: str) -> Iterator[tuple[int, Image]]:
    """The frames that are written, by their numbers: the first, the last, one a second, and each that differs from the one before."""
    before: object = None
    image: Image | None = None
    written = -RATE
    last = film.frames - 1
    for number in range(film.frames):
        at = film.instant(number)
        seen = _seen(found, at)
        if seen != before:
            before, changed = seen, True
            image = _picture(found, at, panel, folder, theme) or image or _blank(panel)
        else:
            changed = False
        if image is not None and (changed or number - written >= RATE or number == last):
            written = number
            yield number, image


def _picture(found: Reading, at: Millis, panel: Panel, folder: str, theme: str) -> Image | None:
    """The glass at `at`; None where the screen would not show its slide: what it shows before stays."""
    try:
        made = still(found, at, panel, folder, theme)
    except Refused:
        return None
    even = (panel.width // 2 * 2, panel.height // 2 * 2)
    return made if made.size == even else made.crop((0, 0, *even))


def _blank(panel: Panel) -> Image:
    """What a film begins with where its first slide would not come up."""
    from PIL import Image as images  # noqa: PLC0415, N813  # hardly ever needed

    return images.new("RGB", (panel.width // 2 * 2, panel.height // 2 * 2), (18, 63, 54))


def _seen(found: Reading, at: Millis) -> object:
    """What stands for the picture at `at`: equal values, equal pictures."""
    parts: list[object] = []
    for cue in found.timeline.scene_at(at).cues:
        slide, kind = cue.slide, kind_of(cue.slide.kind)
        ticking = kind.ticking(slide, at, found.calendar)
        half_way = at - cue.start if at < cue.start + slide.transition_time else None
        text = None if ticking is None else ticking.text
        runs = at if slide.kind == Ticker.name else None
        face = kind.face(slide, at, found.calendar).key
        parts.append((cue.zone, slide.id, face, text, half_way, picture_at(cue, at), runs))
    return tuple(parts)


class Bar:
    """A bar in place on a terminal, a line every tenth elsewhere; both on stderr."""

    def __init__(self) -> None:
        self._tenth = 0
        self._percent = -1

    def __call__(self, done: int, total: int) -> None:
        """So many of all frames are done."""
        percent = 100 * done // total
        if sys.stderr.isatty():
            if percent != self._percent:
                self._percent = percent
                end = "\n" if done == total else ""
                print(f"\r[{'█' * (percent // 4):<25}] {percent}%", end=end, file=sys.stderr, flush=True)
        elif percent // 10 > self._tenth:
            self._tenth = percent // 10
            print(f"{percent}%", file=sys.stderr, flush=True)
