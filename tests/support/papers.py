"""PDFs made by hand, object by object: as small as a test wants them, and as wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its sides in points, lines of text (`size` points high, in type that the file does not carry), more drawing.

    `rotate` turns it; `annotation` and `form` add a note and a filled-in field with a red ground.
    """

    width: float = 960
    height: float = 540
    lines: tuple[str, ...] = ("节约用水，从我做起",)
    size: float = 40
    drawing: str = ""
    rotate: int = 0
    annotation: bool = False
    form: bool = False


def pdf(leaves: Sequence[Leaf] = (Leaf(),), *, password: str = "") -> bytes:
    """A PDF of these pages; locked with the password where there is one (standard handler, revision 2)."""
    bodies: dict[int, bytes] = {}
    kids, fields = [], []
    number = 5
    for leaf in leaves:
        page, content, note = number, number + 1, number + 2
        number += 3
        kids.append(f"{page} 0 R")
        bodies[content] = _stream(_drawn(leaf).encode("latin-1"))
        extra = ""
        if leaf.annotation:
            bodies[note] = (
                b"<</Type/Annot/Subtype/Square/Rect[40 40 140 140]/C[1 0 0]/IC[1 0 0]/F 4/AP<</N %d 0 R>>>>" % number
            )
            bodies[number] = _form(100, 100)
            number += 1
            extra = f"/Annots[{note} 0 R]"
        if leaf.form:
            bodies[note] = (
                b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(x)/Rect[200 40 300 140]/F 4/AP<</N %d 0 R>>>>" % number
            )
            bodies[number] = _form(100, 100)
            number += 1
            fields.append(f"{note} 0 R")
            extra = f"/Annots[{note} 0 R]"
        bodies.setdefault(note, b"null")
        bodies[page] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {leaf.width:g} {leaf.height:g}]/Contents {content} 0 R"
            f"/Rotate {leaf.rotate}/Resources<</Font<</F1 3 0 R>>>>{extra}>>"
        ).encode()
    acro = f"/AcroForm<</Fields[{' '.join(fields)}]>>" if fields else ""
    bodies[1] = f"<</Type/Catalog/Pages 2 0 R{acro}>>".encode()
    bodies[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    bodies[3] = b"<</Type/Font/Subtype/Type0/BaseFont/SimHei/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
    bodies[4] = (
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/SimHei"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>"
    )
    return _file(bodies, password)


def _drawn(leaf: Leaf) -> str:
    lines = [leaf.drawing]
    for index, line in enumerate(leaf.lines):
        down = leaf.height - leaf.size * 1.6 * (index + 1)
        said = line.encode("utf-16-be").hex()
        lines.append(f"BT /F1 {leaf.size:g} Tf {leaf.size:g} {down:g} Td <{said}> Tj ET")
    return "\n".join(lines)


def squares(rows: Sequence[Sequence[bool]], left: float, bottom: float, side: float) -> str:
    """Drawing: black squares, such as those of a code, of `side` points each."""
    return "0 g\n" + "\n".join(
        f"{left + x * side:g} {bottom + (len(rows) - 1 - y) * side:g} {side:g} {side:g} re f"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def _form(width: int, height: int) -> bytes:
    data = b"1 0 0 rg 0 0 %d %d re f" % (width, height)
    return b"<</Type/XObject/Subtype/Form/BBox[0 0 %d %d]/Length %d>>stream\n%s\nendstream" % (
        width,
        height,
        len(data),
        data,
    )


def _file(bodies: dict[int, bytes], password: str) -> bytes:
    out, places = b"%PDF-1.6\n", {}
    top = max(bodies)
    if password:
        top += 1
        bodies[top] = _lock(password)
    for number in sorted(bodies):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, bodies[number])
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (top + 1)
    for number in range(1, top + 1):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    more = b"/Encrypt %d 0 R/ID[<%s><%s>]" % (top, _ID.hex().encode(), _ID.hex().encode()) if password else b""
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (top + 1, more, start)


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ID = b"0123456789abcdef"


def _lock(password: str) -> bytes:
    """The dictionary of the standard security handler (ISO 32000-1, 7.6.3), 40 bits; the page itself stays as it is."""
    padded = (password.encode() + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + b"\xfc\xff\xff\xff" + _ID).digest()[:5]
    user = _rc4(key, _PADDING)
    return b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (owner.hex().encode(), user.hex().encode())


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
