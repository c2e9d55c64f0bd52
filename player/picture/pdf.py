"""Untrusted PDF bytes: how many pages, how large, what is written on them, and what they look like. Runs in a child of the worker.

PDFium alone reads them (pypdfium2), without JavaScript. What it cannot open is refused in words of our own.

Type that a PDF names and does not carry is set in our own font where it is Chinese: machines of offices have different
fonts, or none, and a page must not come out as empty boxes on one screen and well on the next. For Latin type PDFium has
its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import c_double
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from unicodedata import category

from PIL import Image

from player.model.words import Words
from player.picture.decode import PictureRefused
from player.picture.pdf_fonts import handler

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST = 2000
"""Pages of a document that can be addressed at all: those after them do not exist for us."""

LETTERS = 2_000
"""Characters of a page that are measured and counted."""

LEAST_SIDE, MOST_SIDE = 1.0, 200_000.0
"""Points along a side of a page, at least and at most: the largest that the format knows is 14,400."""

_HAN_SHARE = 0.25
_LATIN = 0.76  # capitals, digits and ascenders are so much of what a Han character of the same type is high
_NO_PASSWORD, _WRONG_SECURITY = 4, 5
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it will be seen: sides in points; how much there is to read on it, how high its letters are (`letter`).

    `letter` is in points, 0 where it has no text.
    """

    width: float
    height: float
    text: str = ""
    letter: float = 0.0


def ready() -> None:
    """Loads PDFium and tells it of our font, so that processes forked from here find it."""
    _pdfium()


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that is open: `count` pages, at most `MOST`. Use it in the `with` that gave it."""

    document: PdfDocument
    count: int

    def sheet(self, number: int) -> Sheet:
        """The page `number`, from 1, measured. Raises PictureRefused."""
        with _page(self.document, number) as page:
            width, height = _size(page, number)
            text, letter = _written(page)
            return Sheet(width, height, text, letter)

    def painted(self, number: int, width: int, height: int, *, grey: bool = False) -> Image.Image:
        """The page `number`, from 1, as large as it goes in the box: RGB (`grey`: L), on white, forms and notes drawn.

        Raises PictureRefused.
        """
        with _page(self.document, number) as page:
            across, down = _size(page, number)
            scale = min(width / across, height / down)
            size = (max(1, min(width, round(across * scale))), max(1, min(height, round(down * scale))))
            return _drawn(self.document, page, size, grey=grey)


def painted(path: Path, number: int, width: int, height: int) -> Image.Image:
    """The page `number` of the document as large as it goes in the box. Raises PictureRefused."""
    with opened(path) as document:
        return document.painted(number, width, height)


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The document. Raises PictureRefused."""
    pdfium = _pdfium()
    pdfium.raw.FPDF_LoadMemDocument(
        b" ", 1, None
    )  # no document: else a failure without a word has that of the file before it
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise _unopened(path, error) from None
    try:
        if len(document) < 1:
            raise PictureRefused("document-broken", "no pages")
        if document.get_formtype() in (1, 2):  # fields to fill in are drawn as they were filled in
            with suppress(pdfium.PdfiumError):  # without them the rest of the page is still there
                document.init_forms()
        yield Opened(document, min(len(document), MOST))
    finally:
        document.close()


def _drawn(document: PdfDocument, page: PdfPage, size: tuple[int, int], *, grey: bool) -> Image.Image:
    """The page in exactly that size: the pixels fit the panel, nothing is scaled afterwards."""
    pdfium = _pdfium()
    raw = pdfium.raw
    form = raw.FPDFBitmap_Gray if grey else raw.FPDFBitmap_BGRx
    raster = pdfium.PdfBitmap.new_native(*size, form)
    try:
        raster.fill_rect((255, 255, 255, 255), 0, 0, *size)
        flags = raw.FPDF_ANNOT | raw.FPDF_RENDER_LIMITEDIMAGECACHE | (raw.FPDF_GRAYSCALE if grey else 0)
        given = (raster.raw, page.raw, 0, 0, *size, 0, flags)
        raw.FPDF_RenderPageBitmap(*given)
        if document.formenv:
            raw.FPDF_FFLDraw(document.formenv.raw, *given)
        mode, layout = ("L", "L") if grey else ("RGB", "BGRX")
        return Image.frombytes(mode, size, bytes(raster.buffer), "raw", layout, raster.stride)
    finally:
        raster.close()


@contextmanager
def _page(document: PdfDocument, number: int) -> Iterator[PdfPage]:
    pdfium = _pdfium()
    try:
        page = document.get_page(number - 1)
    except (pdfium.PdfiumError, IndexError):
        raise _broken(number, "the page cannot be loaded") from None
    try:
        yield page
    finally:
        page.close()


def _size(page: PdfPage, number: int) -> tuple[float, float]:
    """The page's sides in points, turned as it is to be read. Raises PictureRefused."""
    width, height = page.get_size()
    if not (LEAST_SIDE <= width <= MOST_SIDE and LEAST_SIDE <= height <= MOST_SIDE):
        found = f"{width:.0f} × {height:.0f}"
        raise PictureRefused("document-size", number=Words(str(number), str(number)), size=Words(found, found))
    return width, height


def _written(page: PdfPage) -> tuple[str, float]:
    """The page's text, and how high the characters of most of it are, in points, as a Han character's face is."""
    pdfium = _pdfium()
    try:
        written = page.get_textpage()
    except pdfium.PdfiumError:
        return "", 0.0
    try:
        count = min(written.count_chars(), LETTERS)
        text = written.get_text_range(0, count) if count > 0 else ""
        return text, _height(written.raw, count, turned=page.get_rotation() in (90, 270))
    finally:
        written.close()


def _height(written: Any, count: int, *, turned: bool) -> float:
    """The height of the running text: the median over its Han characters, or over Latin letters where it is Latin."""
    raw = _pdfium().raw
    han: list[float] = []
    others: list[float] = []
    left, right, bottom, top = (c_double() for _ in range(4))
    for index in range(count):
        code = raw.FPDFText_GetUnicode(written, index)
        if code == 0 or not 0 <= code < 0x110000 or category(chr(code)) not in ("Lo", "Lu", "Ll", "Nd"):
            continue
        if not raw.FPDFText_GetCharBox(written, index, left, right, bottom, top):
            continue
        high = abs(right.value - left.value) if turned else abs(top.value - bottom.value)
        if 0.1 < high < MOST_SIDE:
            (han if 0x3400 <= code <= 0x9FFF else others).append(high)
    if len(han) > _HAN_SHARE * len(others):
        return float(median(han))
    others.sort()
    return others[len(others) * 4 // 5] / _LATIN if others else 0.0


def _unopened(path: Path, error: Any) -> PictureRefused:
    """Why not even the list of pages could be read."""
    raw = str(error)[:200]
    if error.err_code in (_NO_PASSWORD, _WRONG_SECURITY):
        return PictureRefused("document-locked", raw)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _HEAD))
        tail = stream.read()
    if b"%PDF-" not in head:
        return PictureRefused("document-unknown", raw)
    if b"%%EOF" not in tail:
        return PictureRefused("document-incomplete", raw)
    return PictureRefused("document-broken", raw)


def _broken(number: int, raw: str) -> PictureRefused:
    return PictureRefused("document-page-broken", raw, number=Words(str(number), str(number)))


@cache
def _pdfium() -> Any:
    """PDFium, loaded once. Imported late: no other slide needs it."""
    import pypdfium2  # noqa: PLC0415  # 70 ms and 9 MB, where a document is, and nowhere else
    import pypdfium2.raw  # noqa: PLC0415  # as above

    handler(pypdfium2.PdfSysfontBase).setup()
    return pypdfium2
