"""Pictures of every kind come out as they are seen, or are refused with the reason."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw

from player.picture.decode import PictureLimits, PictureRefused, inspect_picture, load

GREEN = (30, 140, 90)


def near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int], tolerance: int = 14) -> bool:
    seen = image.getpixel(at)
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= tolerance for a, b in zip(seen, colour, strict=True))


def rgb(size: tuple[int, int] = (64, 40)) -> Image.Image:
    image = Image.new("RGB", size, GREEN)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(220, 30, 30))
    return image


MODES = {
    "rgb.png": rgb,
    "rgb.jpg": lambda: rgb((64, 64)),
    "grey.png": lambda: Image.new("L", (64, 40), 128),
    "palette.png": lambda: rgb().quantize(8),
    "palette.gif": lambda: rgb().quantize(8),
    "bits.png": lambda: Image.new("1", (64, 40), 1),
    "bits.tif": lambda: Image.new("1", (64, 40), 1),
    "alpha.png": lambda: Image.new("RGBA", (64, 40), (*GREEN, 255)),
    "grey-alpha.png": lambda: Image.new("LA", (64, 40), (128, 255)),
    "deep.png": lambda: Image.new("I;16", (64, 40), 32_768),
    "deep.tif": lambda: Image.new("I;16", (64, 40), 32_768),
    "float.tif": lambda: Image.new("F", (64, 40), 128.0),
    "int.tif": lambda: Image.new("I", (64, 40), 32_768),
    "cmyk.jpg": lambda: Image.new("CMYK", (64, 40), (200, 30, 140, 40)),
    "cmyk.tif": lambda: Image.new("CMYK", (64, 40), (200, 30, 140, 40)),
    "lab.tif": lambda: Image.new("LAB", (64, 40), (128, 10, 20)),
    "ycc.tif": lambda: rgb().convert("YCbCr"),
    "rgb.webp": rgb,
    "rgb.bmp": rgb,
    "rgb.avif": rgb,
}


@pytest.mark.parametrize("name", MODES)
def test_every_mode_is_decoded(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    image = MODES[name]()
    image.save(path)
    assert inspect_picture(path) == image.size
    seen = load(path, 32, 32)
    assert seen.mode == "RGB"
    assert (seen.width, seen.height) == ((32, 32) if image.width == image.height else (32, 20))


@pytest.mark.parametrize(
    ("name", "colour"),
    [("rgb.png", GREEN), ("palette.png", GREEN), ("alpha.png", GREEN), ("deep.png", (128,) * 3), ("int.tif", (128,) * 3),
     ("float.tif", (128,) * 3), ("grey.png", (128,) * 3), ("bits.png", (255,) * 3), ("rgb.avif", GREEN)],
)  # fmt: skip
def test_colours_stay(name: str, colour: tuple[int, int, int], tmp_path: Path) -> None:
    MODES[name]().save(tmp_path / name)
    assert near(load(tmp_path / name, 64, 64), (50, 30), colour)


def test_transparent_is_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, 20, 20), fill=(*GREEN, 255))
    image.save(tmp_path / "a.png")
    seen = load(tmp_path / "a.png", 64, 64)
    assert near(seen, (40, 40), (255, 255, 255), 0)
    assert near(seen, (10, 10), GREEN, 0)
    small = load(tmp_path / "a.png", 16, 16)
    assert near(small, (12, 12), (255, 255, 255), 2)


@pytest.mark.parametrize("turn", range(1, 9))
def test_exif_orientation_is_applied(turn: int, tmp_path: Path) -> None:
    """The red corner is at the top left of what is seen, whatever way the camera was held."""
    seen = rgb((64, 40))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = seen.transpose(Image.Transpose(undo[turn])) if turn > 1 else seen
    exif = Image.Exif()
    exif[0x0112] = turn
    stored.save(tmp_path / "a.jpg", exif=exif, quality=95)
    assert inspect_picture(tmp_path / "a.jpg") == (64, 40)
    shown = load(tmp_path / "a.jpg", 64, 64)
    assert shown.size == (64, 40)
    assert near(shown, (4, 3), (220, 30, 30), 40)
    assert near(shown, (60, 36), GREEN, 30)
    assert load(tmp_path / "a.jpg", 32, 32).size == (32, 20)


def test_an_animation_shows_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (GREEN, (200, 0, 0), (0, 0, 200))]
    for name in ("a.gif", "a.webp", "a.png"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:])
        assert near(load(tmp_path / name, 40, 40), (20, 20), GREEN)


def test_cover_fills_and_contain_fits(tmp_path: Path) -> None:
    rgb((400, 100)).save(tmp_path / "a.png")
    assert load(tmp_path / "a.png", 100, 100).size == (100, 25)
    assert load(tmp_path / "a.png", 100, 100, cover=True).size == (400, 100)
    assert load(tmp_path / "a.png", 4000, 4000).size == (400, 100)


def test_a_profile_is_applied_or_ignored_safely(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    rgb().save(tmp_path / "good.png", icc_profile=srgb)
    rgb().save(tmp_path / "bad.png", icc_profile=b"not a profile" * 20)
    assert near(load(tmp_path / "good.png", 64, 64), (50, 30), GREEN, 3)
    assert near(load(tmp_path / "bad.png", 64, 64), (50, 30), GREEN, 0)


def refusal(path: Path, **limits: int) -> PictureRefused:
    with pytest.raises(PictureRefused) as caught:
        inspect_picture(path, PictureLimits(**limits))
    return caught.value


def test_too_many_pixels_are_an_error(tmp_path: Path) -> None:
    rgb((1000, 600)).save(tmp_path / "a.png")
    refused = refusal(tmp_path / "a.png", pixels=500_000)
    assert refused.code == "picture-too-big"
    assert refused.figures["size"].zh == "1000 × 600，共 0.6 百万像素"


def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    """A PNG that claims 60,000 x 60,000 pixels is refused before anything is decoded."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(tag: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))

    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"0" * 999)) + chunk(b"IEND", b"")
    (tmp_path / "a.png").write_bytes(data)
    assert refusal(tmp_path / "a.png").code == "picture-too-big"


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "bmp", "avif", "tif"])
def test_half_a_file_is_refused(ending: str, tmp_path: Path) -> None:
    whole = io.BytesIO()
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    noise.save(whole, {"jpg": "JPEG", "tif": "TIFF"}.get(ending, ending.upper()))
    data = whole.getvalue()
    (tmp_path / f"a.{ending}").write_bytes(data[: len(data) * 6 // 10])
    assert refusal(tmp_path / f"a.{ending}").code in ("picture-incomplete", "picture-unreadable")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64, "HEIC"),
        (b"%PDF-1.7\n", "really a PDF"),
        (b"", "it is empty"),
        (b"hello", "not a picture"),
        (b"GIF89a", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "really an SVG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "really a PostScript"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(data)
    refused = refusal(tmp_path / "a.jpg")
    assert refused.code in ("picture-unreadable", "picture-incomplete")
    assert said in str(refused.figures.get("reason", ""))
