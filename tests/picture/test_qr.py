"""Codes say exactly what was meant, at the smallest version and its highest level, in the fewest bits."""

from itertools import product

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode import util

from player.picture.code_card import drawn
from player.picture.qr import TooLong, characters_in, code, segments_of, version_of

_LETTERS = "abc019/:.-_?=%AZ"


def read(text: str) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(drawn(code(text), 4), formats=zxingcpp.BarcodeFormat.QRCode)]


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.text(alphabet=_LETTERS, min_size=1, max_size=90),
        st.text("绿水青山，节能增效aZ09 ", min_size=1, max_size=60),
    )
)
def test_an_independent_decoder_reads_the_same_text(text: str) -> None:
    """What zxing reads is what was meant, ASCII or not."""
    assert read(text) == [text]


@pytest.mark.parametrize(
    ("text", "version", "level"),
    [
        ("https://example.org/quiz", 2, "M"),
        ("HELLO WORLD/ABC", 1, "Q"),
        ("a", 1, "H"),
        ("https://weixin.qq.com/r/abcdefghijklmnopqrs", 3, "L"),
        ("绿水青山，节能增效", 2, "L"),
        ("绿水青山20200704090012345678901234567890", 2, "L"),
    ],
)
def test_the_smallest_version_then_the_highest_level(text: str, version: int, level: str) -> None:
    matrix = code(text)
    assert (matrix.version, matrix.level) == (version, level)
    assert len(matrix.rows) == 17 + 4 * version
    assert read(text) == [text]


def test_han_says_that_it_is_utf8() -> None:
    """ECI 26: the decoder is told the character set, it does not guess."""
    (found,) = zxingcpp.read_barcodes(drawn(code("节能"), 4), text_mode=zxingcpp.TextMode.ECI)
    assert found.text == "]Q2\\000026节能"  # ISO/IEC 15424: a QR code that uses ECI, and which


def test_too_much_text_is_refused() -> None:
    assert read("x" * 2900) == ["x" * 2900]
    with pytest.raises(TooLong):
        code("x" * 3000)


def bits(cut: list[tuple[int, bytes]], version: int) -> int:
    """What a way to cut a text costs, counted by the library that writes it."""
    total = 0
    for mode, data in cut:
        buffer = util.BitBuffer()
        util.QRData(data, mode=mode, check_data=False).write(buffer)
        total += 4 + util.length_in_bits(mode, version) + len(buffer)
    return total


@settings(max_examples=60, deadline=None)
@given(st.text("aZ09节", min_size=1, max_size=7), st.sampled_from([1, 10, 27]))
def test_no_other_way_to_cut_the_text_takes_fewer_bits(text: str, version: int) -> None:
    """Every way to give each character a mode is tried."""
    letters = [letter.encode() for letter in text]
    modes = [
        [
            mode
            for mode, all_of in ((util.MODE_NUMBER, b"09"), (util.MODE_ALPHA_NUM, b"09Z"), (util.MODE_8BIT_BYTE, None))
            if all_of is None or letter in [bytes([each]) for each in all_of]
        ]
        for letter in letters
    ]
    best = min(bits(grouped(letters, way), version) for way in product(*modes))
    found = [(part.mode, part.data) for part in segments_of(text, version)]
    assert b"".join(data for _, data in found) == text.encode()
    assert bits(found, version) == best


def grouped(letters: list[bytes], way: tuple[int, ...]) -> list[tuple[int, bytes]]:
    cut: list[tuple[int, bytes]] = []
    for letter, mode in zip(letters, way, strict=True):
        if cut and cut[-1][0] == mode:
            cut[-1] = (mode, cut[-1][1] + letter)
        else:
            cut.append((mode, letter))
    return cut


@pytest.mark.parametrize("version", [1, 3, 6, 9, 10, 26, 27, 40])
def test_as_many_characters_as_are_promised_fit(version: int) -> None:
    """What staff are told to stay within does fit, and is the most that surely does."""
    most = characters_in(version)
    assert version_of("x" * most) == version
    if version < 40:
        assert version_of("x" * (most + 1)) == version + 1
