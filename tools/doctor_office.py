"""Whether presentations can be shown here: LibreOffice found or not, asked for its version in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from player.model.words import Words
from player.prepare import office
from tools.arguments import Screen
from tools.finding import Found, State

_PATIENCE = 20.0
_CURE = Words(
    "要直接放 pptx、odp，就安装 LibreOffice：apt-get install libreoffice-impress（Windows：libreoffice.org 下载安装）；不装也行，放 PDF。",
    "To show pptx and odp as they are, install LibreOffice: apt-get install libreoffice-impress (Windows: from libreoffice.org). PDFs need none of it.",
)


def presentations(_: Screen) -> Iterator[Found]:
    """One line. Its being absent is no fault: PDFs need none of it."""
    program = office.program()
    if program is None:
        yield Found(
            State.OK,
            Words(
                "没有装 LibreOffice：PDF 照常放，pptx、odp 会提示怎么导出",
                "no LibreOffice: PDFs play, and for pptx and odp the steps are said",
            ),
            _CURE,
            code="office-missing",
        )
        return
    version = _version(program)
    name = version or str(program)
    yield Found(
        State.OK, Words(f"{name}，pptx、odp 可以直接放", f"{name}: pptx and odp play as they are"), code="office"
    )


def _version(program: Path) -> str:
    """What it calls itself; empty where it does not say."""
    if sys.platform == "win32":
        return ""
    with suppress(OSError, subprocess.SubprocessError), tempfile.TemporaryDirectory() as scratch:
        profile = (Path(scratch) / "profile").as_uri()
        command = [str(program), "--headless", f"-env:UserInstallation={profile}", "--version"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
        return " ".join(done.stdout.split()[:2])
    return ""
