"""What a name says of a file, and how it is shown; which names are never content stands in `model/names.py`.

A name is bytes that anybody may have chosen. Inside, it is what the system calls it (undecodable bytes as surrogates);
outside, it is printable: whatever could not be read, breaks a line, or turns the writing direction is shown as its
escape, so that it can stand in a log, a page and a JSON file.
"""

from __future__ import annotations

import unicodedata

from player.ingest.sorts import BOOKS, LATER, LINKS, OLD_TABLES, PICTURES, PLAYLISTS, TEXTS

CONFIRM = ("确认清空", "confirm-clear")
"""A file or folder of this name, with any ending, at the top of the watched folder: that much was deleted is meant."""

_TEXTS = TEXTS | LINKS | PLAYLISTS
_PLACEHOLDERS = frozenset({"nextcloud", "owncloud"})

_ESCAPED = frozenset(
    {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
)  # control, format, surrogate, private, none, separators
_JOINERS = frozenset("\u200c\u200d\ufe0f")  # they shape emoji and Indic letters, and hide nothing


def is_picture(path: str) -> bool:
    """Whether the file is taken for a picture by its ending."""
    return path.rpartition(".")[2].lower() in PICTURES


def tells_its_end(path: str) -> bool:
    """Whether the bytes of such a file tell that they are all there: a picture, a workbook."""
    return path.rpartition(".")[2].lower() in PICTURES | BOOKS


def may_be_shown(path: str) -> bool:
    """Whether the file can be content, so that its loss would be one: what cannot be shown is none, however many of them go."""
    ending = path.rpartition(".")[2].lower()
    return ending not in LATER and ending not in OLD_TABLES


def is_text(path: str) -> bool:
    """Whether the file is read as words by its ending."""
    return path.rpartition(".")[2].lower() in _TEXTS


def of_placeholder(name: str) -> str:
    """The name of the file that this one stands for; its own where it is no placeholder of a cloud drive."""
    stem, dot, ending = name.rpartition(".")
    return stem if dot and stem and ending.lower() in _PLACEHOLDERS else name


def is_lock(name: str) -> bool:
    """Whether an office program leaves a file of this name beside a document for as long as it is open there."""
    return name.startswith(("~$", ".~"))


def locks_of(path: str) -> tuple[str, ...]:
    """The paths whose being there says that `path` is open in an office program (Word, Excel, WPS, LibreOffice)."""
    folder, slash, name = path.rpartition("/")
    beside = (f"~${name}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#")
    return tuple(folder + slash + each for each in beside)


def is_confirmation(name: str) -> bool:
    """Whether a file of this name at the top of the folder confirms that much was deleted on purpose."""
    return name.partition(".")[0].strip() in CONFIRM


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
