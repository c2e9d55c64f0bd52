"""Untrusted picture bytes: what may be opened, how big, and why not. Runs in a child of the worker, under its limits.

Pillow alone decodes, from an allow-list of formats; what it cannot decode whole is refused, never shown half.
"""

from __future__ import annotations

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
    UnidentifiedImageError,
    WebPImagePlugin,
)

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

_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
_PROFILE_LIMIT = 4 * 1024 * 1024

ImageFile.LOAD_TRUNCATED_IMAGES = False


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """How big a picture may be: `pixels` of one frame, and of all frames of an animation together."""

    pixels: int = 50_000_000
    all_pixels: int = 500_000_000
    side: int = 30_000


class PictureRefused(ValueError):
    """A picture that will not be shown: `code` of the problem in the catalogue, and the facts that fill its sentences."""

    def __init__(self, code: str, **figures: str | int) -> None:
        super().__init__(code, figures)
        self.code = code
        self.figures: dict[str, str | int] = figures


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
    except UnidentifiedImageError:
        raise _stranger(path) from None
    except Image.DecompressionBombError:
        raise PictureRefused("picture-too-big", size="> 178 Mpx", limit=_mega(limits.pixels)) from None
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, KeyError, TypeError, IndexError) as error:
        raise _broken(error) from None
    pixels = image.width * image.height
    if pixels > limits.pixels or max(image.size) > limits.side or min(image.size) < 1:
        image.close()
        size = f"{image.width} × {image.height}"
        raise PictureRefused("picture-too-big", size=size, limit=_mega(limits.pixels))
    return image


def _decoded(image: Image.Image) -> None:
    """Decodes the first frame whole."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # oddities of metadata, which nobody reads
            image.load()
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, KeyError, TypeError, IndexError) as error:
        raise _broken(error) from None


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


def _stranger(path: Path) -> PictureRefused:
    """Why the bytes are no picture that is known here."""
    with path.open("rb") as stream:
        start = stream.read(32)
    if start[4:8] == b"ftyp" and start[8:12] in _HEIC:
        return PictureRefused(
            "picture-unreadable",
            reason="这是苹果手机的 HEIC 照片，请在手机或电脑上另存为 JPG / a HEIC photo of an Apple phone; save it as JPG",
        )
    return PictureRefused("picture-unreadable", reason="不是能识别的图片格式 / not a picture format that is known here")


def _broken(error: Exception) -> PictureRefused:
    text = str(error).lower()
    if "truncated" in text or "not enough" in text or "unexpected end" in text or isinstance(error, EOFError):
        return PictureRefused("picture-incomplete")
    return PictureRefused("picture-unreadable", reason=str(error)[:120] or type(error).__name__)


def _mega(pixels: int) -> str:
    return f"{pixels / 1e6:.0f} Mpx"
