"""Untrusted films: what may be opened, how long it is, and its pictures at a size. Runs in sandboxed children, under their limits.

FFmpeg alone decodes, through PyAV, which is imported here and nowhere else. It reads one open file and nothing besides
(`fd:`, no other protocol, no play list that names other files), in the containers and codecs of an allow-list.

Time in a film counts in milliseconds from its first picture that is worth seeing: what is black before it (`Film.lead`) is
left out, since the glass is never black. A picture is seen from its own time until the next one's, so a film with
changing distances between its pictures (a phone's, a recorded meeting) needs no care. The n-th picture and the still at an
instant come from the same code at the same size, so a film begins exactly on its still.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from io import FileIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

from player.model.content import Film
from player.model.sound import FRAME, RATE
from player.model.units import HOUR, SECOND, Millis
from player.model.words import Words
from player.picture.refusals import Refused

if TYPE_CHECKING:
    from av import VideoFrame

CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
"""What is opened, in FFmpeg's names."""

CODECS = frozenset(
    ("h264", "hevc", "av1", "libdav1d", "vp8", "vp9", "libvpx", "libvpx-vp9", "mpeg4", "mpeg2video", "mjpeg", "prores", "h263")
)  # fmt: skip
"""What is decoded."""

FASTEST = 60
"""Pictures a second that are shown at most: of a faster film every second one."""

DARK = 56
"""How bright (0 to 255) the brightest of some hundred patches of a picture is where it counts as black."""

LEAD = Millis(2 * SECOND)
"""How much black at a film's beginning is left out at most: what is dark for longer is meant."""

SOUNDS = frozenset(
    (
        *(
            "aac",
            "mp3",
            "mp3float",
            "mp2",
            "mp2float",
            "opus",
            "libopus",
            "vorbis",
            "libvorbis",
            "flac",
            "alac",
            "ac3",
            "eac3",
        ),
        *("pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_f32le"),
    )
)
"""Whose sound is decoded."""

_PATCHES = (32, 18)
_ATTACHED = 0x400  # AV_DISPOSITION_ATTACHED_PIC: the cover of an album
_UNSAID = 2  # AVCOL_SPC_UNSPECIFIED
_HDR = frozenset((16, 18))  # AVCOL_TRC_SMPTE2084 (PQ), AVCOL_TRC_ARIB_STD_B67 (HLG)
_TURNS = {90: "clock", 270: "cclock"}
_BYTES = 4  # a pixel
_MISTAKES = 500  # damaged pieces that are passed over
_HEAD = 64  # bytes by which a file is recognised


@dataclass(frozen=True, slots=True)
class FilmLimits:
    """How big a film may be: `pixels` of a picture (4K and a little), its shorter `side`, pictures a second, its length."""

    pixels: int = 4096 * 2304
    side: int = 16
    rate: int = 125
    length: Millis = Millis(4 * HOUR)


class FilmRefused(Refused):
    """A film that will not be shown."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a film: `at` its time, `rows` its pixels from the top, B, G, R and one unused, `stride` bytes a row."""

    at: float
    rows: memoryview
    stride: int


def ready() -> None:
    """Loads the decoders, so that processes forked from here find them. Nothing where they are not installed."""
    with suppress(ImportError):
        import av as _  # noqa: F401, PLC0415  # before the sandbox closes


def is_there() -> bool:
    """Whether PyAV is installed; it is not imported for that."""
    return find_spec("av") is not None


def _always(_at: float) -> bool:
    return True


class Tape:
    """A film that is open on a file descriptor, which stays its owner's. Use it in a `with`. Raises FilmRefused."""

    def __init__(self, descriptor: int, *, threads: int = 2) -> None:
        try:
            import av  # noqa: PLC0415  # 60 ms and 30 MB that slides without films do without
        except ImportError as error:
            raise FilmRefused("film-no-player", str(error)) from None
        av.logging.set_level(None)  # what a stranger's bytes make a decoder say reaches nobody
        self._av = av
        with FileIO(descriptor, closefd=False) as file:
            head = file.read(_HEAD)
            file.seek(0)
        options = {"fd": str(descriptor), "protocol_whitelist": "fd", "format_whitelist": CONTAINERS}
        try:
            self._container: Any = av.open("fd:", options=options)
        except av.error.FFmpegError as error:
            raise _unopened(head, error) from None
        self._stream = self._pictures()
        self._stream.codec_context.thread_count = threads
        self._stream.codec_context.thread_type = "AUTO"
        self._base = self._stream.start_time or 0
        self._way: _Way | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._way = None
        self._container.close()

    def looked_at(self, limits: FilmLimits = FilmLimits()) -> tuple[int, int, Film]:
        """Width and height as it will be seen, and what of the film matters, once it was read through. Raises FilmRefused."""
        context = self._stream.codec_context
        _check_size(context.width, context.height, limits)
        lead, shown = self._beginning()
        end, count = self._extent()
        declared = self._declared()
        length = end - lead
        if not count or length < 1 or (declared is not None and end < declared * 0.9 - SECOND):
            raise FilmRefused("film-incomplete", f"{count} pictures until {end} of {declared} ms")
        if length > limits.length:
            raise FilmRefused("film-long", length=_span(length), limit=_span(limits.length))
        rate = count * 1_000_000 // max(1, round(end))
        if rate > limits.rate * 1000:
            raise FilmRefused(
                "film-fast", rate=Words(*[f"{rate / 1000:.0f}"] * 2), limit=Words(*[str(limits.rate)] * 2)
            )
        film = Film(
            length=Millis(round(length)),
            lead=Millis(round(lead)),
            rate=rate,
            codec=str(context.name)[:20],
            sound=bool(self._container.streams.audio),
            unheard=self.unheard(),
            hdr=int(shown.color_trc or 0) in _HDR,
        )
        return (*self._seen(shown), film)

    def pictures(
        self, width: int, height: int, *, since: float, lead: float, needed: Callable[[float], bool] = _always
    ) -> Iterator[Picture]:
        """The pictures at that size in pixels, from the one that is seen at `since` ms on, until the film's end.

        Those that are not `needed`, asked with their time, are left out. A picture's memory holds until the next one is
        asked for. Raises FilmRefused where nothing can be decoded.
        """
        first = lead + since
        held: VideoFrame | None = None
        last = -1e9
        for frame in self._decoded(first):
            at = self._at(frame)
            if at <= first:  # a later one may still be the one that is seen then
                held = frame
                needed(at - lead)  # so that whoever watches over the decoder sees it going on
                continue
            if held is not None:
                last = max(0.0, self._at(held) - lead)
                yield self._sized(held, width, height, last)
                held = None
            at -= lead
            if at - last >= 0.99e3 / FASTEST and needed(at):
                last = at
                yield self._sized(frame, width, height, at)
        if held is not None:
            yield self._sized(held, width, height, max(0.0, self._at(held) - lead))

    def sounds(self, *, since: float, lead: float) -> Iterator[tuple[float, bytes]]:
        """The sound from `since` ms on to the film's end: when each piece begins, and its samples (`RATE` a second, 16 bits, left and right).

        Nothing where the film has none, or one that is not decoded. Single damaged pieces are passed over. It moves the place
        where the file is read: not while `pictures` are under way.
        """
        stream = self._sound()
        if stream is None or self.unheard():
            return
        first = lead + since
        self._rewind(first)
        zero = self._base * Fraction(self._stream.time_base)
        for stamp, piece in self._heard(stream):
            at = float((stamp - zero) * 1000)
            data = bytes(piece.planes[0])[: piece.samples * FRAME]
            gone = max(0, min(piece.samples, round((first - at) * RATE / 1000)))
            if gone < piece.samples:
                yield at - lead + gone * 1000 / RATE, data[gone * FRAME :]

    def unheard(self) -> str:
        """The codec of a sound that cannot be decoded; empty where there is none, or it can."""
        stream = self._sound()
        if stream is None:
            return ""
        name = "" if stream.codec_context is None else str(stream.codec_context.name)
        return "" if name in SOUNDS else (name or "?")[:20]

    def _sound(self) -> Any:
        """The stream of sound; None where there is none."""
        return self._container.streams.best("audio")

    def _heard(self, stream: Any) -> Iterator[tuple[Fraction, Any]]:
        """The pieces of the sound at `RATE` a second with their times in seconds by the file's clock, until its end or too much damage."""
        resampler: Any = None
        shape: tuple[object, ...] = ()
        for frame in self._undamaged(self._container.demux(stream)):
            if frame.pts is None:
                continue
            at = frame.pts * Fraction(frame.time_base)
            if resampler is None or shape != (frame.format.name, frame.layout.name, frame.sample_rate):
                resampler = self._av.AudioResampler(format="s16", layout="stereo", rate=RATE)
                shape = frame.format.name, frame.layout.name, frame.sample_rate
            with suppress(
                self._av.error.FFmpegError, ValueError
            ):  # a piece in a form that nobody can bring into another
                for piece in resampler.resample(frame):
                    yield at, piece
                    at += Fraction(piece.samples, RATE)

    def _undamaged(self, packets: Iterator[Any]) -> Iterator[Any]:
        """What is in the packets; damaged ones are passed over, but not too many."""
        mistakes = 0
        while mistakes <= _MISTAKES:
            try:
                yield from next(packets).decode()
            except (StopIteration, self._av.error.EOFError):
                return
            except self._av.error.FFmpegError:
                mistakes += 1

    def hurry(self, hurried: bool) -> None:
        """Whether pictures that no other one needs are not even decoded from now on."""
        self._stream.codec_context.skip_frame = "NONREF" if hurried else "DEFAULT"

    def _pictures(self) -> Any:
        """The stream of pictures."""
        best = self._container.streams.best("video")
        if best is None or int(best.disposition) & _ATTACHED:
            raise FilmRefused("film-no-picture")
        context = best.codec_context
        if context is None or context.name not in CODECS:
            name = "" if context is None else str(context.name)
            raise FilmRefused("film-codec", codec=Words(*[name or "?"] * 2))
        return best

    def _beginning(self) -> tuple[float, VideoFrame]:
        """When the first picture that is not black comes, by the film's own clock; and that picture."""
        first: tuple[float, VideoFrame] | None = None
        for number, frame in enumerate(self._decoded(0.0)):
            at = self._at(frame)
            first = (at, frame) if first is None else first
            if not self._is_dark(frame):
                return at, frame
            if at - first[0] >= LEAD or number > LEAD * 125 // SECOND:
                break
        if first is None:
            raise FilmRefused("film-unreadable", "no picture could be decoded", reason=_DAMAGED)
        return first

    def _extent(self) -> tuple[float, int]:
        """When the last picture ends, by the film's own clock, and how many there are: all packets are read, none decoded."""
        self._rewind(0.0)
        end, count = 0, 0
        with suppress(self._av.error.FFmpegError):  # damage further in: what comes before it is the film
            for packet in self._container.demux(self._stream):
                if packet.pts is None:
                    continue
                count += 1
                end = max(end, packet.pts + (packet.duration or self._usual()))
        return self._millis(end), count

    def _usual(self) -> int:
        """How long a picture is usually seen, on the stream's clock."""
        rate = self._stream.average_rate or Fraction(25)
        return max(1, round(1 / rate / Fraction(self._stream.time_base)))

    def _declared(self) -> float | None:
        """How long the file says that its pictures go on; None where it does not say."""
        if self._stream.duration:
            return self._millis(self._stream.duration + self._base)
        if self._container.duration and not self._container.streams.audio:
            return float(self._container.duration) / 1000
        return None

    def _decoded(self, since: float) -> Iterator[VideoFrame]:
        """The decoded pictures from one at or before `since` on, those with a time that goes on. Single damaged ones are passed over."""
        self._rewind(since)
        last: int | None = None
        mistakes = 0
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
                frames = packet.decode()
            except StopIteration:
                return
            except self._av.error.EOFError:
                return
            except self._av.error.FFmpegError as error:
                mistakes += 1
                if mistakes > _MISTAKES:
                    raise FilmRefused("film-unreadable", str(error)[:200], reason=_DAMAGED) from None
                continue
            for frame in frames:
                if frame.pts is not None and (last is None or frame.pts > last):
                    last = frame.pts
                    yield frame

    def _rewind(self, since: float) -> None:
        """What is decoded next comes from a place at or before `since`."""
        offset = self._base + int(max(0.0, since) / 1000 / self._stream.time_base) if since > 0 else self._base
        try:
            self._container.seek(offset, stream=self._stream, backward=True, any_frame=False)
        except self._av.error.FFmpegError:  # no index: from the front
            self._container.seek(0)
        self._way = None

    def _at(self, frame: VideoFrame) -> float:
        return self._millis(frame.pts or 0)

    def _millis(self, stamp: int) -> float:
        return float((stamp - self._base) * self._stream.time_base * 1000)

    def _seen(self, frame: VideoFrame) -> tuple[int, int]:
        """Width and height as seen: with pixels that are not square made so, and turned as the camera was held."""
        shape = self._stream.sample_aspect_ratio or Fraction(1)
        shape = shape if Fraction(1, 8) <= shape <= 8 else Fraction(1)
        width, height = max(1, round(frame.width * shape)), frame.height
        return (height, width) if _turn(frame) in _TURNS else (width, height)

    def _is_dark(self, frame: VideoFrame) -> bool:
        small = frame.reformat(*_PATCHES, format="gray", interpolation="AREA")
        stride = small.planes[0].line_size
        rows = memoryview(small.planes[0])
        return max(max(rows[row * stride : row * stride + _PATCHES[0]]) for row in range(_PATCHES[1])) < DARK

    def _sized(self, frame: VideoFrame, width: int, height: int, at: float) -> Picture:
        """The picture as it is put on the glass."""
        if self._way is None or not self._way.fits(frame, width, height):
            self._way = _Way(self._av, frame, width, height)
        made = self._way.made(frame)
        plane = made.planes[0]
        return Picture(at, memoryview(plane), plane.line_size)


class _Way:
    """The way of a decoded picture to the glass: set right, turned, scaled, as BGRX. Made anew where the pictures change."""

    def __init__(self, av: Any, frame: VideoFrame, width: int, height: int) -> None:
        self._sort = _sort_of(frame)
        self._size = width, height
        self._graph = av.filter.Graph()
        self._graph.threads = 1
        source = self._graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 1000)
        )
        chain = [source, *(self._graph.add(name, value) for name, value in _steps(frame, width, height))]
        chain.append(self._graph.add("buffersink"))
        for before, after in pairwise(chain):
            before.link_to(after)
        self._graph.configure()
        self._made: Any = None

    def fits(self, frame: VideoFrame, width: int, height: int) -> bool:
        """Whether it was made for such pictures."""
        return self._sort == _sort_of(frame) and self._size == (width, height)

    def made(self, frame: VideoFrame) -> Any:
        """The picture at its size."""
        self._graph.push(frame)
        return self._graph.pull()


def _sort_of(frame: VideoFrame) -> tuple[object, ...]:
    return frame.width, frame.height, frame.format.name, frame.colorspace, _turn(frame)


def _steps(frame: VideoFrame, width: int, height: int) -> Iterator[tuple[str, str]]:
    """The filters that the pictures go through, by name and arguments."""
    turn = _turn(frame)
    if turn in _TURNS:
        yield "transpose", _TURNS[turn]
    elif turn == 180:
        yield "hflip", ""
        yield "vflip", ""
    seen = (frame.height, frame.width) if turn in _TURNS else (frame.width, frame.height)
    method = "area" if width * 2 < seen[0] else "fast_bilinear"
    matrix = f":in_color_matrix={'bt709' if min(seen) >= 720 else 'bt601'}" if int(frame.colorspace) == _UNSAID else ""
    yield "scale", f"{width}:{height}:flags={method}{matrix}"
    yield "format", "bgr0"


def _turn(frame: VideoFrame) -> int:
    """By how many degrees the picture is to be turned clockwise: 0, 90, 180 or 270."""
    return -round(frame.rotation / 90) * 90 % 360


def still(descriptor: int, width: int, height: int, *, film: Film, at: float) -> bytes:
    """The picture that is seen `at` ms into the film, as rows of B, G, R and 255 without gaps. Raises FilmRefused."""
    with Tape(descriptor) as tape:
        for picture in tape.pictures(width, height, since=at, lead=film.lead):
            return packed(picture, width, height)
    raise FilmRefused("film-unreadable", "no picture there", reason=_DAMAGED)


def packed(picture: Picture, width: int, height: int) -> bytes:
    """The picture's rows without gaps, every fourth byte 255."""
    wide = width * _BYTES
    rows = b"".join(picture.rows[row * picture.stride : row * picture.stride + wide] for row in range(height))
    data = bytearray(rows)
    data[3::4] = b"\xff" * (width * height)
    return bytes(data)


_DAMAGED = Words("里面的画面数据坏了", "the pictures inside are damaged")


def _unopened(head: bytes, error: Exception) -> FilmRefused:
    """Why not even its beginning could be read, by its first bytes."""
    raw = f"{type(error).__name__}: {error}"[:200]
    if head[4:8] == b"ftyp" or head[:4] == b"\x1aE\xdf\xa3":
        return FilmRefused("film-incomplete", raw)
    return FilmRefused("film-unreadable", raw, reason=_stranger(head))


def _stranger(head: bytes) -> Words:
    """What the bytes are instead of a film that can be shown."""
    for magic, zh, en in _STRANGERS:
        if head.startswith(magic):
            return Words(f"这其实是{zh}", f"it is really {en}")
    if head and not any(head):
        return Words("文件里全是空的（零），可能没有复制完", "it is all zeros; it may not have been copied completely")
    return Words("不是能识别的视频", "not a video that is known here")


_STRANGERS = (
    (b"\xff\xd8\xff", "一张 JPG 图片，请把扩展名改成 .jpg", "a JPG picture; give it the ending .jpg"),
    (b"\x89PNG", "一张 PNG 图片，请把扩展名改成 .png", "a PNG picture; give it the ending .png"),
    (b"GIF8", "一张 GIF 图片，请把扩展名改成 .gif", "a GIF picture; give it the ending .gif"),
    (b"RIFF", "AVI 视频或声音", "an AVI film, or sound"),
    (b"FLV", "FLV 视频", "an FLV film"),
    (b"\x30\x26\xb2\x75", "WMV 视频", "a WMV film"),
    (b"ID3", "一段声音", "a piece of sound"),
    (b"%PDF", "PDF 文件", "a PDF"),
    (b"PK\x03\x04", "压缩包或办公文档", "an archive or an office document"),
    (b"#EXTM3U", "播放列表，不是视频本身", "a list of films, not a film"),
)


def _check_size(width: int, height: int, limits: FilmLimits) -> None:
    if width * height > limits.pixels or min(width, height) < limits.side:
        size = f"{width} × {height}"
        limit = Words(f"{limits.pixels / 1e6:.0f} 百万像素（4K）", f"{limits.pixels / 1e6:.0f} megapixels (4K)")
        raise FilmRefused("film-large", size=Words(size, size), limit=limit)


def _span(length: float) -> Words:
    """A length for people."""
    minutes = round(length / 60_000)
    return Words(f"{minutes} 分钟", f"{minutes} min")
