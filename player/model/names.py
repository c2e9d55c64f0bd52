"""Which names are never content: the one list, for the folder that is looked at and for paths that a playlist names."""

from __future__ import annotations

STATUS_FOLDER = "状态"
"""The folder that the player itself writes at the top of the watched folder."""

_WHOLE = frozenset(
    {
        *("thumbs.db", "ehthumbs.db", "desktop.ini", "$recycle.bin", "system volume information"),  # Windows
        *("@eadir", "#recycle"),  # Synology's thumbnails and its bin
        "__macosx",  # what a Mac adds to an archive
        "lost+found",
        "4913",  # vim tries whether it can write
    }
)
_STARTS = (".", "~$", "~syncthing~")  # hidden, .~lock.*#, ._*, .syncthing.*; an open Office document
_ENDS = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart", ".swp", "~")
_WITHIN = ".sync-conflict-"


def is_ignored(name: str, *, top: bool) -> bool:
    """Whether a file or folder of this name is never content; `top`: it stands directly in the watched folder."""
    small = name.casefold()
    return (
        small in _WHOLE
        or small.startswith(_STARTS)
        or small.endswith(_ENDS)
        or _WITHIN in small
        or (top and name == STATUS_FOLDER)
    )
