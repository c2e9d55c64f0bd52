"""Which names are content, and how a name is shown.

A name is bytes that anybody may have chosen. Inside, it is what the system calls it (undecodable bytes as surrogates);
outside, it is printable: whatever could not be read, breaks a line, or turns the writing direction is shown as its
escape, so that it can stand in a log, a page and a JSON file.
"""

from __future__ import annotations

import unicodedata

STATUS_FOLDER = "状态"
"""The folder that the player itself writes at the top of the watched folder."""

_WHOLE = frozenset(
    {
        "thumbs.db",
        "desktop.ini",
        "@eadir",  # Synology's thumbnails
        "$recycle.bin",
        "system volume information",
        "lost+found",
        "4913",  # vim tries whether it can write
    }
)
_STARTS = (".", "~$", "~syncthing~")  # hidden, .~lock.*#, ._*, .syncthing.*; an open Office document
_ENDS = (".tmp", ".part", ".filepart", ".crdownload", ".swp", "~")
_WITHIN = ".sync-conflict-"

_ESCAPED = frozenset(
    {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
)  # control, format, surrogate, private, none, separators
_JOINERS = frozenset("\u200c\u200d\ufe0f")  # they shape emoji and Indic letters, and hide nothing


def is_ignored(name: str, *, top: bool) -> bool:
    """Whether a file or folder of this name is never content; `top`: it stands directly in the watched folder."""
    small = name.lower()
    return (
        small in _WHOLE
        or small.startswith(_STARTS)
        or small.endswith(_ENDS)
        or _WITHIN in small
        or (top and name == STATUS_FOLDER)
    )


def printable(name: str) -> str:
    r"""The name with everything escaped that cannot be printed: `\xb4` for a byte, `\n`, `\u202e`. Usually as it is."""
    if name.isprintable():
        return name
    return "".join(_escaped(char) if unicodedata.category(char) in _ESCAPED else char for char in name)


def _escaped(char: str) -> str:
    if char in _JOINERS:
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return char.encode("unicode_escape", "backslashreplace").decode("ascii")
