"""Becomes LibreOffice, once it has closed itself off: what `office.py` starts, a process of its own for each document.

    python -m player.prepare.office_child PARENT SOURCE WORK PROGRAM ARGUMENT…

It first looks at the declared sizes of the document, which a small file may make as large as it likes; one that is
refused is told in `WORK/refused.json`. Then limits and a sandbox are closed round this very process, and it becomes the
program: no network, no file but the system's, our fonts and its own folder. If whoever started it dies, so does it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

REFUSED = 3
"""The exit code where the document is refused."""

MOST_FILES, MOST_BYTES, MOST_RATIO = 20_000, 512_000_000, 200
"""Files in a document, the bytes that they declare, and how many times its own size that may be."""

SPACE = 6_000_000_000
"""Bytes of address space. What it really takes is watched from outside."""

_SHARED = (Path("/var/lib/libreoffice"), Path("/var/spool/libreoffice"))
"""Where systems keep what belongs to the program."""

SOCKETS = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108  # where LibreOffice makes one, whatever it is told

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_HEAD = 4_000_000


def refusal(source: Path) -> tuple[str, dict[str, str]] | None:
    """Why the document is not opened: a code of the catalogue and its figures; None where nothing speaks against it."""
    with source.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(_OLD):
        return ("document-locked" if "EncryptedPackage".encode("utf-16-le") in head else "office-old"), {}
    try:
        with zipfile.ZipFile(source) as parts:
            files = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, UnicodeDecodeError, NotImplementedError):
        return ("office-incomplete" if head.startswith(_ZIP) else "office-unknown"), {}
    names = {part.filename for part in files}
    if not {"ppt/presentation.xml", "content.xml"} & names:
        return "office-unknown", {}
    declared = sum(part.file_size for part in files)
    if len(files) > MOST_FILES or declared > max(MOST_RATIO * source.stat().st_size, 0) or declared > MOST_BYTES:
        return "office-too-big", {"size": f"{declared / 1e6:.0f} MB", "limit": f"{MOST_BYTES / 1e6:.0f} MB"}
    return None


def _restrict(seconds: int) -> None:
    import resource  # noqa: PLC0415  # exists on POSIX alone

    for name, limit in (
        (resource.RLIMIT_AS, SPACE),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 500_000_000),
        (resource.RLIMIT_NOFILE, 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (limit, limit))
    os.nice(10)


def main(given: list[str]) -> int:
    """Never returns where the document is opened."""
    parent, seconds, source, work, *command = given
    if sys.platform.startswith("linux"):
        from player.prepare import sandbox  # noqa: PLC0415  # there alone

        sandbox.die_with(int(parent), signal.SIGKILL)
    found = refusal(Path(source))
    if found is not None:
        (Path(work) / "refused.json").write_text(json.dumps(found), "utf-8")
        return REFUSED
    if sys.platform == "win32":  # to become another program is not known there
        return subprocess.run(command, check=False).returncode  # noqa: S603  # as below
    _restrict(int(seconds))
    if sys.platform.startswith("linux"):
        from player.picture.assets import asset_root  # noqa: PLC0415  # as above
        from player.prepare import sandbox  # noqa: PLC0415  # as above

        sandbox.enter_program(
            reads=(Path(source), asset_root() / "fonts", Path(command[0]).parent.parent, *_SHARED),
            writes=(Path(work),),
            sockets=SOCKETS,
        )
    os.execv(command[0], command)  # noqa: S606  # that is what it is for; its path was looked up, not given
    raise AssertionError("it is another program now")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
