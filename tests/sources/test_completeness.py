"""What a picture lacks, told by its bytes: cut anywhere, with a hole anywhere, or honest and flat."""

from __future__ import annotations

import io
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from player.sources.completeness import BLOCK, Lack, lack_of
from tests.support.writers import nonsense_png, picture

KINDS = ("jpg", "png", "webp", "gif")


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **how)
    return made.getvalue()


def photo(width: int = 300, height: int = 200) -> Image.Image:
    return Image.frombytes("RGB", (width, height), Random(1).randbytes(width * height * 3))


WHOLE = {
    **{kind: picture(kind, 0) for kind in KINDS},
    "progressive": saved(photo(), "JPEG", progressive=True),
    "optimised": saved(photo(), "JPEG", optimize=True),
    "grey": saved(photo().convert("L"), "JPEG"),
    "palette": saved(photo().quantize(16), "PNG"),
    "lossy": saved(photo(), "WEBP", quality=80),
    "moving": saved(photo(), "GIF", save_all=True, append_images=[photo().rotate(90)]),
    "bitmap": saved(photo(), "BMP"),
    "tiff": saved(photo(), "TIFF"),
    "black bitmap": saved(Image.new("RGB", (300, 300)), "BMP"),
    "black raw png": saved(Image.new("RGB", (300, 300)), "PNG", compress_level=0),
    "nonsense": nonsense_png(),
}


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_whole_lacks_nothing(name: str) -> None:
    assert lack_of(WHOLE[name]) is None
    if name != "tiff":
        assert lack_of(WHOLE[name] + b"what a phone adds") is None


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow has no AVIF")
def test_an_avif_that_is_cut_or_has_a_hole() -> None:
    whole = saved(photo(), "AVIF", quality=100)
    assert lack_of(whole) is None
    assert lack_of(whole[:-100]) is Lack.END
    assert lack_of(whole[: 2 * BLOCK] + bytes(2 * BLOCK) + whole[4 * BLOCK :]) is Lack.HOLE


@settings(max_examples=150)
@given(st.sampled_from((*KINDS, "progressive", "palette", "lossy", "moving", "bitmap")), st.floats(0, 1))
def test_what_is_cut_lacks_something(kind: str, where: float) -> None:
    """Law: no beginning of a picture passes for the picture, nor do whole pages of it, filled up with zeros."""
    whole = WHOLE[kind]
    cut = 64 + int((len(whole) - 64 - BLOCK) * where)
    assert lack_of(whole[:cut]) is not None
    if kind != "bitmap":
        pages = cut // BLOCK * BLOCK
        assert lack_of(whole[:pages] + bytes(len(whole) - pages)) is not None


@settings(max_examples=150)
@given(st.sampled_from(("jpg", "png", "webp", "grey")), st.integers(0, 2**32), st.integers(2, 6))
def test_a_hole_is_seen(kind: str, where: int, pages: int) -> None:
    """Law: a JPEG, PNG or WebP that reads as zeros for two pages or more, anywhere, lacks something."""
    whole = WHOLE[kind]
    at = where % (len(whole) // BLOCK - pages) * BLOCK
    assert lack_of(whole[:at] + bytes(pages * BLOCK) + whole[at + pages * BLOCK :]) is not None


def test_half_old_half_new_is_seen_in_a_png() -> None:
    old, new = picture("png", 0), picture("png", 1)
    assert lack_of(new[: len(new) // 2] + old[len(new) // 2 :]) is Lack.SUM


def test_a_flat_area_is_no_hole() -> None:
    """A poster with an even ground, saved for the web, has long runs of zeros in it; a hole in it may be one."""
    poster = Image.new("RGB", (4000, 3000), (10, 120, 60))
    poster.paste(photo(), (1000, 700))
    for grey in (poster, poster.convert("L")):
        data = saved(grey, "JPEG", optimize=True)
        assert bytes(BLOCK) in data
        assert lack_of(data) is None
    body = data.rfind(bytes(BLOCK)) // BLOCK * BLOCK
    noise = Random(2).randbytes(BLOCK).replace(b"\xff", b"\x7f")
    holed = data[:body] + noise + bytes(2 * BLOCK) + noise + data[body:]
    assert lack_of(holed) is Lack.MAYBE_HOLE


@given(st.binary(max_size=200), st.sampled_from([b"", *(data[:30] for data in WHOLE.values()), b"\0\0\0\x20ftypavif"]))
def test_any_bytes_have_an_answer(rest: bytes, head: bytes) -> None:
    """Law: nothing that anybody can write makes the check fail."""
    assert lack_of(head + rest) in (None, *Lack)


@pytest.mark.parametrize("data", [b"", b"this is no picture", "通知".encode(), b"%PDF-1.7\n" * 40])
def test_what_is_no_picture_is_left_to_those_who_have_words_for_it(data: bytes) -> None:
    assert lack_of(data) is None
