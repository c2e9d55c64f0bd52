"""Untrusted picture bytes: what may be opened, how big, and why not. Runs in a child of the worker, under its limits.

Pillow alone decodes, from an allow-list of formats; what it cannot decode whole is refused, never shown half. Of a moving
picture the first frame is decoded and nothing else: how many follow it costs nothing.

Why a picture is refused is told in words of our own (`refusals.py`); what the decoder said goes along for the log.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import cast

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from player.model.words import Words
from player.picture import refusals

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
"""What is opened. Their decoders are imported above, so that nothing is left to load once a sandbox has closed."""

DECODERS = (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,  # the JPEG of some phones: a second picture follows the first
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

_PROFILE_LIMIT = 4 * 1024 * 1024
_HEAD = 4096
"""Bytes from the beginning of a file by which it is recognised."""

ImageFile.LOAD_TRUNCATED_IMAGES = False


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """How big a picture may be: `pixels` in all, and along its longer `side`."""

    pixels: int = 50_000_000
    side: int = 30_000


class PictureRefused(refusals.Refused):
    """A picture, or a page of a document, that will not be shown."""


def inspect_picture(path: Path, limits: PictureLimits = PictureLimits()) -> tuple[int, int]:
    """Width and height of the picture as it will be seen, once it was decoded whole. Raises PictureRefused."""
    with opened(path, limits) as image:
        turned = _orientation(image) >= 5
        width, height = image.size
        _decoded(image)
    return (height, width) if turned else (width, height)


def load(path: Path, width: int, height: int, *, cover: bool = False) -> Image.Image:
    """The picture as RGB with EXIF rotation applied, on white where it is transparent, no bigger than the box.

    With `cover` it fills the box instead, and is no smaller. It is made as small as it can be while it is decoded.
    Raises PictureRefused.
    """
    with opened(path, PictureLimits()) as image:
        turned = _orientation(image) >= 5
        room = (height, width) if turned else (width, height)
        size = _target(image.size, room, cover=cover)
        if size[0] < image.width:
            image.draft("RGB" if image.mode != "L" else "L", size)
        _decoded(image)
        smaller = _plain(image, size)
        return ImageOps.exif_transpose(smaller) if turned or _orientation(image) > 1 else smaller


def opened(path: Path, limits: PictureLimits) -> Image.Image:
    """The picture with only its header read, within the limits. Raises PictureRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own pixel limit is ours, as an error, below
            image = Image.open(path, formats=FORMATS)
    except Image.DecompressionBombError as error:  # Pillow's own limit, twice 89 Mpx, comes before ours can
        found = re.search(r"\d+", str(error))
        raise _too_big(limits, int(found[0]) if found else 0, raw=str(error)) from None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # a decoder's own slip at damaged bytes, of whatever sort: the picture is bad
        raise _unopened(path, error) from None
    pixels = image.width * image.height
    if pixels > limits.pixels or max(image.size) > limits.side or min(image.size) < 1:
        image.close()
        raise _too_big(limits, pixels, image.size)
    return image


def _decoded(image: Image.Image) -> None:
    """Decodes the first frame whole."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # oddities of metadata, which nobody reads
            image.load()
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # as above
        raise _broken(error, image.format or "") from None


def _target(size: tuple[int, int], room: tuple[int, int], *, cover: bool) -> tuple[int, int]:
    """The size in the file's own orientation that fits (or covers) `room`; a small picture is not enlarged here."""
    ratios = (room[0] / size[0], room[1] / size[1])
    scale = max(ratios) if cover else min(ratios)
    return (max(1, round(size[0] * min(1.0, scale))), max(1, round(size[1] * min(1.0, scale))))


def _plain(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """RGB of `size`; scaled before colours are converted, since that is the smaller half of the work."""
    exif = image.info.get("exif")
    profile = image.info.get("icc_profile")
    image = _eight_bits(image)
    if image.mode in ("RGB", "L", "CMYK", "RGBA", "LA"):
        image = _scaled(image, size)
    alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if alpha:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, (255, 255, 255))
        ground.paste(_scaled(image, image.size), mask=image.getchannel("A"))
        image = ground
    image = _to_srgb(image, profile) if profile else image
    image = _scaled(image.convert("RGB"), size)
    if exif:
        image.info["exif"] = exif
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit grey made 8-bit by its range; other deep modes as Pillow converts them."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("I", "F"):
        low, high = (float(cast("float", edge)) for edge in image.getextrema())
        scale, start = _range(low, high, whole=image.mode == "I")
        return image.point(lambda value: value * scale - start * scale).convert("L")
    return image


def _range(low: float, high: float, *, whole: bool) -> tuple[float, float]:
    """The factor and start that bring values from `low` to `high` into 0 to 255."""
    if low >= 0 and high <= 255:
        return 1.0, 0.0
    if low >= 0 and whole and high <= 65_535:
        return 1 / 256, 0.0
    return 255 / ((high - low) or 1.0), low


def _scaled(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.size == size:
        return image
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours as sRGB by the picture's own profile; as they are where the profile cannot be used."""
    if len(profile) > _PROFILE_LIMIT or image.mode not in ("RGB", "CMYK", "L"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        changed = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return changed or image


_SRGB = ImageCms.createProfile("sRGB")


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8. Raises PictureRefused where all had to be decoded to find it, and could not be."""
    if image.format == "PNG":
        _decoded(
            image
        )  # `getexif` would do it: the error, raised once only, would be lost below, and a broken picture pass
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return int(image.getexif().get(0x0112, 1))
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError):
        return 1


def _too_big(limits: PictureLimits, pixels: int, size: tuple[int, int] | None = None, raw: str = "") -> PictureRefused:
    mega = f"{pixels / 1e6:.1f}" if pixels < 1e9 else f"{pixels / 1e6:.0f}"
    sides = "" if size is None else f"{size[0]} × {size[1]}"
    zh = f"{sides}，共 {mega} 百万像素" if sides else f"{mega} 百万像素"
    en = f"{sides}, {mega} megapixels" if sides else f"{mega} megapixels"
    most, side = limits.pixels // 1_000_000, limits.side
    limit = Words(f"{most} 百万像素，每边 {side} 像素", f"{most} megapixels, {side} pixels on each side")
    return PictureRefused("picture-too-big", raw, size=Words(zh, en), limit=limit)


def _unopened(path: Path, error: Exception) -> PictureRefused:
    """Why not even the beginning could be read: it is something else, or a picture with a damaged beginning."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    refused = _broken(error, refusals.picture_kind(head))
    if refused.code == "picture-incomplete" or (reason := refusals.stranger(head)) is None:
        return refused
    return PictureRefused("picture-unreadable", refused.raw, reason=reason)


def _broken(error: Exception, kind: str) -> PictureRefused:
    """Why a picture of that kind could not be decoded."""
    raw = f"{type(error).__name__}: {error}"[:200]
    if refusals.is_short(raw) or isinstance(error, EOFError):
        return PictureRefused("picture-incomplete", raw)
    return PictureRefused("picture-unreadable", raw, reason=refusals.damage(raw, kind))
