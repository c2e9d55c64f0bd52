"""What a PDF holds and looks like: sizes, text, type that it does not carry; and why one cannot be opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from player.picture import pdf
from player.picture.decode import PictureRefused
from player.prepare.limits import CAN_FORK
from tests.support.checkout import ROOT
from tests.support.papers import Leaf
from tests.support.papers import pdf as made


def file(folder: Path, *leaves: Leaf, password: str = "") -> Path:
    path = folder / "方案.pdf"
    path.write_bytes(made(leaves or (Leaf(),), password=password))
    return path


def red(image: Image.Image) -> int:
    return sum(count for count, (r, g, b) in image.getcolors(1 << 24) or [] if r > 200 and g < 80 and b < 80)


def test_pages_are_measured_as_they_are_to_be_read(tmp_path: Path) -> None:
    path = file(tmp_path, Leaf(), Leaf(595, 842, rotate=90), Leaf(lines=()))
    with pdf.opened(path) as document:
        assert document.count == 3
        first, turned, bare = (document.sheet(number) for number in (1, 2, 3))
    assert (first.width, first.height) == (960, 540)
    assert first.text.strip() == "节约用水，从我做起"
    assert first.letter == pytest.approx(40 * 0.92, rel=0.08)
    assert (turned.width, turned.height) == (842, 595)
    assert turned.letter == pytest.approx(first.letter, rel=0.08)
    assert (bare.text, bare.letter) == ("", 0.0)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1920, 360), (100, 100)])
@pytest.mark.parametrize(
    "leaf", [Leaf(), Leaf(595, 842), Leaf(842, 595, rotate=90), Leaf(14400, 20), Leaf(3, 3, lines=())]
)
def test_a_page_is_as_large_as_the_box_allows_and_keeps_its_shape(
    leaf: Leaf, size: tuple[int, int], tmp_path: Path
) -> None:
    image = pdf.painted(file(tmp_path, leaf), 1, *size)
    assert image.width <= size[0]
    assert image.height <= size[1]
    assert image.width == size[0] or image.height == size[1]
    wide, high = (leaf.height, leaf.width) if leaf.rotate else (leaf.width, leaf.height)
    assert image.width == pytest.approx(image.height * wide / high, abs=max(1.0, wide / high))


def test_a_page_without_a_ground_is_white_and_notes_and_forms_are_drawn(tmp_path: Path) -> None:
    assert pdf.painted(file(tmp_path, Leaf(lines=())), 1, 960, 540).getcolors() == [(960 * 540, (255, 255, 255))]
    for leaf in (Leaf(lines=(), annotation=True), Leaf(lines=(), form=True)):
        assert red(pdf.painted(file(tmp_path, leaf), 1, 960, 540)) == pytest.approx(100 * 100, rel=0.05)


INKED = """
import sys
from pathlib import Path
from player.picture import pdf
from player.picture.assets import asset_root
from player.prepare.limits import Limits, Room, run_limited

path = Path(sys.argv[1])
if sys.argv[2] == "alone":
    pdf.handler = lambda base: type("Nobody", (), {"setup": lambda self: None})()

def ink():
    return str(sum(pdf.painted(path, 1, 960, 540).convert("L").histogram()[:128])).encode()

print(int(run_limited(ink, Limits(), Room((path, asset_root() / "fonts")))))
"""
"""How many dark pixels the page has, painted in a sandbox that reads no fonts of the system."""


def ink(path: Path, how: str) -> int:
    command = [sys.executable, "-c", INKED, str(path), how]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


@pytest.mark.skipif(not CAN_FORK, reason="the sandbox is Linux's")
@pytest.mark.fault(32)
@pytest.mark.control(32)
def test_chinese_type_that_a_document_does_not_carry_is_ours(tmp_path: Path) -> None:
    """Without fonts of the system the letters are there; the control, PDFium left alone, does not draw them."""
    path = file(tmp_path, Leaf(lines=("节约用水从我做起",) * 4))
    assert ink(path, "ours") > 10_000
    assert ink(path, "alone") < 5_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (made(password="秘密"), "document-locked"),
        ("这是文字，不是 PDF".encode(), "document-unknown"),
        (made()[:-200], "document-incomplete"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 8 + b"%%EOF\n", "document-broken"),
        (made(()), "document-broken"),
    ],
)
def test_why_a_document_cannot_be_opened_has_a_word_of_its_own(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "坏.pdf"
    path.write_bytes(data)
    with pytest.raises(PictureRefused) as caught, pdf.opened(path):
        pass
    assert caught.value.code == code


def test_a_document_is_not_blamed_for_what_was_wrong_with_the_one_before(tmp_path: Path) -> None:
    """PDFium says nothing of a document without pages; what it said last, of a locked one, is not believed of it."""
    for data, code in ((made(password="秘密"), "document-locked"), (made(()), "document-broken")):
        path = tmp_path / "坏.pdf"
        path.write_bytes(data)
        with pytest.raises(PictureRefused) as caught, pdf.opened(path):
            pass
        assert caught.value.code == code


def test_a_locked_document_is_locked_by_its_password_alone(tmp_path: Path) -> None:
    """The control of the test above: with the right password PDFium opens the very file."""
    import pypdfium2

    path = file(tmp_path, password="abc")
    assert len(pypdfium2.PdfDocument(path, password="abc")) == 1
