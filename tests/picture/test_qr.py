"""Codes say exactly what was meant, at the smallest version and its highest level."""

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from player.picture.qr import QUIET, Code, TooLong, code


def drawn(matrix: Code, module: int = 4) -> Image.Image:
    image = Image.new("L", (matrix.side, matrix.side), 255)
    for y, row in enumerate(matrix.rows):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((x + QUIET, y + QUIET), 0)
    return image.resize((matrix.side * module, matrix.side * module), Image.Resampling.NEAREST)


def read(matrix: Code) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(drawn(matrix))]


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.text(alphabet="abc019/:.-_?=%AZ", min_size=1, max_size=90),
        st.text("绿水青山，节能增效aZ09 ", min_size=1, max_size=60),
    )
)
def test_an_independent_decoder_reads_the_same_text(text: str) -> None:
    """What zxing reads is what was meant, ASCII or not."""
    assert read(code(text)) == [text]


@pytest.mark.parametrize(
    ("text", "version", "level"),
    [
        ("https://example.org/quiz", 2, "M"),
        ("HELLO WORLD/ABC", 1, "Q"),
        ("a", 1, "H"),
        ("https://weixin.qq.com/r/abcdefghijklmnopqrs", 3, "L"),
        ("绿水青山，节能增效", 2, "L"),
    ],
)
def test_the_smallest_version_then_the_highest_level(text: str, version: int, level: str) -> None:
    matrix = code(text)
    assert (matrix.version, matrix.level) == (version, level)
    assert len(matrix.rows) == 17 + 4 * version
    assert read(matrix) == [text]


def test_han_says_that_it_is_utf8() -> None:
    """ECI 26: the decoder is told the character set, it does not guess."""
    (found,) = zxingcpp.read_barcodes(drawn(code("节能")), text_mode=zxingcpp.TextMode.ECI)
    assert found.text == "]Q2\\000026节能"  # ISO/IEC 15424: a QR code that uses ECI, and which


def test_too_much_text_is_refused() -> None:
    assert read(code("x" * 2900)) == ["x" * 2900]
    with pytest.raises(TooLong):
        code("x" * 3000)
