"""The font of type that a document names and does not carry: ours, where it is Chinese. See `fpdf_sysfontinfo.h` of PDFium.

PDFium asks for such type by name and character set and would search the folders of the system for it. Here no folder is
searched: Chinese type comes out alike on every machine, and a sandbox that reads no fonts leaves no empty boxes. For
other type PDFium has its own.
"""

from __future__ import annotations

from ctypes import c_char_p, cast, memmove
from functools import cache
from typing import Any

from player.picture.assets import asset_root

_CHARSETS = frozenset({134, 136, 128, 129})
"""Character sets of Windows for simplified and traditional Chinese, Japanese and Korean: their shared characters are ours."""

_NAMES = (
    *("song", "sun", "hei", "kai", "fang", "yahei", "deng", "ming", "gothic", "mincho", "noto", "hans", "hant", "cjk"),
    *("宋", "黑", "楷", "仿", "雅", "等线", "隶", "圆", "方正", "华文", "汉仪"),
)
"""Parts of the names of Chinese type."""

_HEAVY = 600
"""From this weight on type is bold."""

_REGULAR, _BOLD = 1, 2


def handler(base: Any) -> Any:
    """What PDFium asks for type, made of the library's class `base`."""
    methods = {
        "EnumFonts": _enumerate,
        "MapFont": _map,
        "GetFont": _get,
        "GetFontData": _data,
        "GetFaceName": _name,
        "GetFontCharset": _charset,
        "DeleteFont": _delete,
    }
    return type("OurFonts", (base,), methods)()


def _enumerate(_: Any, __: Any, ___: Any) -> None:
    """There are no others to choose from."""


def _map(_: Any, __: Any, weight: int, ___: int, charset: int, ____: int, face: Any, _____: Any) -> int | None:
    """A handle for Chinese type; nothing for other type."""
    name = _said(face)
    if charset not in _CHARSETS and not _is_chinese(name):
        return None
    return _BOLD if weight >= _HEAVY or b"bold" in name.lower() else _REGULAR


def _get(_: Any, __: Any, face: Any) -> int | None:
    """As above, by name alone."""
    return _REGULAR if _is_chinese(_said(face)) else None


def _data(_: Any, __: Any, handle: int, table: int, buffer: Any, size: int) -> int:
    """The whole file, or a table of it; its length where there is no room for it."""
    data = _font(bold=handle == _BOLD)
    data = _table(data, table) if table else data
    if buffer and 0 < len(data) <= size:
        memmove(buffer, data, len(data))
    return len(data)


def _name(_: Any, __: Any, ___: int, buffer: Any, size: int) -> int:
    name = b"Noto Sans SC\0"
    if buffer and size >= len(name):
        memmove(buffer, name, len(name))
    return len(name)


def _charset(_: Any, __: Any, ___: int) -> int:
    return 134


def _delete(_: Any, __: Any, ___: int) -> None:
    """They stay."""


def _said(face: Any) -> bytes:
    return bytes(cast(face, c_char_p).value or b"") if face else b""


def _is_chinese(name: bytes) -> bool:
    """Whether that is the name of Chinese type, in either of the codings in which documents write it."""
    for coding in ("utf-8", "gb18030"):
        said = name.decode(coding, "replace").casefold()
        if any(part in said for part in _NAMES):
            return True
    return False


@cache
def _font(*, bold: bool) -> bytes:
    path = asset_root() / "fonts" / f"NotoSansSC-{'Bold' if bold else 'Regular'}.otf"
    try:
        return path.read_bytes()
    except OSError:
        return b""


@cache
def _table(data: bytes, tag: int) -> bytes:
    """A table of an OpenType file, by its tag as a number; empty where it has none."""
    for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
        if int.from_bytes(data[at : at + 4], "big") == tag:
            start, length = (int.from_bytes(data[at + by : at + by + 4], "big") for by in (8, 12))
            return data[start : start + length]
    return b""
