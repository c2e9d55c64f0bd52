"""Presentations become PDFs by a real LibreOffice, closed off; what is wrong with one, and when it hangs, is said."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from player.picture import pdf
from player.prepare import office
from player.prepare.office import Conversion, Outcome, program
from player.prepare.office_child import refusal
from tests.support.checkout import ROOT

OFFICE = program()
REAL = pytest.mark.skipif(OFFICE is None or sys.platform == "win32", reason="LibreOffice is not installed")


def deck(path: Path, *texts: str, font: str = "", link: str = "") -> Path:
    """A presentation 16:9 with a slide for each text, in type of that name; `link`: a picture that is not in it."""
    show = Presentation()
    show.slide_width, show.slide_height = Inches(13.333), Inches(7.5)
    for text in texts:
        page = show.slides.add_slide(show.slide_layouts[6])
        run = page.shapes.add_textbox(Inches(1), Inches(1), Inches(11), Inches(2)).text_frame.paragraphs[0].add_run()
        run.text, run.font.size = text, Pt(44)
        if font:
            run.font.name = font
            properties = run._r.get_or_add_rPr()
            properties.append(properties.makeelement(qn("a:ea"), {"typeface": font}))
        if link:
            _link(page, link)
    show.save(str(path))
    return path


def _link(page: object, link: str) -> None:
    from io import BytesIO

    from PIL import Image
    from pptx.opc.constants import RELATIONSHIP_TYPE

    data = BytesIO()
    Image.new("RGB", (8, 8), "red").save(data, "PNG")
    picture = page.shapes.add_picture(data, Inches(1), Inches(4), Inches(3), Inches(3))  # type: ignore[attr-defined]
    blip = picture._element.find(f".//{qn('a:blip')}")
    identity = page.part.relate_to(link, RELATIONSHIP_TYPE.IMAGE, is_external=True)  # type: ignore[attr-defined]
    del blip.attrib[qn("r:embed")]
    blip.set(qn("r:link"), identity)


def converted(source: Path, root: Path, *, seconds: float = 100.0) -> tuple[Outcome, bytes]:
    assert OFFICE is not None
    conversion = Conversion(source, source.suffix[1:], root, OFFICE, seconds=seconds)
    try:
        outcome = conversion.wait()
        return outcome, outcome.pdf.read_bytes() if outcome.pdf else b""
    finally:
        conversion.close()


@REAL
@pytest.mark.timeout(300)
def test_a_presentation_becomes_a_pdf_in_our_type_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no font of the system at all the Chinese is there, in the font of the project, whatever the file asks for."""
    monkeypatch.setattr(office, "FONTS", ())
    before = set(Path("/tmp").glob("OSL_PIPE_*"))
    source = deck(tmp_path / "演示.pptx", "绿水青山，节能增效", "夏季空调不低于26℃", font="微软雅黑")
    outcome, data = converted(source, tmp_path / "office")
    assert outcome.pdf is not None
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pdf.opened(path) as document:
        assert document.count == 2
        assert "绿水青山" in document.sheet(1).text
        assert document.sheet(1).width / document.sheet(1).height == pytest.approx(16 / 9, rel=0.01)
    assert all(name.startswith(b"NotoSansCJK") for name in re.findall(rb"/BaseFont/[A-Z]+\+(\w+)", data))
    assert list((tmp_path / "office").iterdir()) == []
    assert set(Path("/tmp").glob("OSL_PIPE_*")) <= before


@REAL
@pytest.mark.timeout(300)
def test_what_a_presentation_links_to_is_asked_for_by_nobody(tmp_path: Path) -> None:
    """A picture on a server is not fetched, and one on this machine is not read into the PDF."""
    secret = tmp_path / "秘密.png"
    secret.write_bytes(b"secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked: list[bool] = []
        thread = threading.Thread(target=_answer, args=(server, asked), daemon=True)
        thread.start()
        port = server.getsockname()[1]
        source = deck(tmp_path / "演示.pptx", "链接", link=f"http://127.0.0.1:{port}/a.png")
        outcome, _ = converted(source, tmp_path / "office")
    thread.join(5)
    assert outcome.pdf is not None
    assert asked == []


def _answer(server: socket.socket, asked: list[bool]) -> None:
    with suppress(OSError):
        server.settimeout(60)
        server.accept()[0].close()
        asked.append(True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox is Linux's")
@pytest.mark.parametrize("walled", [True, False])
def test_the_walls_round_a_program(walled: bool, tmp_path: Path) -> None:
    """No network and no file of somebody else's; the control, without them, has both."""
    (tmp_path / "work").mkdir()
    (tmp_path / "other").write_text("theirs", "utf-8")
    enter = f"sandbox.enter_program(reads=(), writes=(Path({str(tmp_path / 'work')!r}),))" if walled else "None"
    code = f"""
import socket
from pathlib import Path
from player.prepare import sandbox
sandbox.ready()
{enter}
def tried(job):
    try:
        job()
    except OSError:
        return 0
    return 1
other, mine = Path({str(tmp_path / "other")!r}), Path({str(tmp_path / "work" / "a")!r})
print(tried(lambda: socket.socket()), tried(other.read_bytes), tried(lambda: other.write_bytes(b"x")), tried(lambda: mine.write_bytes(b"x")), tried(lambda: socket.socket(socket.AF_UNIX)))
"""
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.split() == (["0", "0", "0", "1", "1"] if walled else ["1", "1", "1", "1", "1"])


def hanging(folder: Path, *, deaf: bool = True) -> Path:
    """A program that has a child, as LibreOffice does, and never ends."""
    path = folder / "soffice.bin"
    path.write_text("#!/bin/sh\nsleep 600 &\necho $! > child\nwait\n" if deaf else "#!/bin/sh\nexit 0\n", "utf-8")
    path.chmod(0o755)
    return path


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text("ascii").split()[2]
    except OSError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="process groups")
@pytest.mark.fault(18)
def test_one_that_hangs_is_killed_with_all_it_started(tmp_path: Path) -> None:
    source = deck(tmp_path / "演示.pptx", "绿水青山")
    conversion = Conversion(source, "pptx", tmp_path / "office", hanging(tmp_path), seconds=3)
    child = next((tmp_path / "office").iterdir()) / "child"
    assert until(lambda: child.exists() and bool(child.read_text("ascii").strip()))
    pid = int(child.read_text("ascii"))
    assert is_alive(pid)
    outcome = conversion.wait()
    assert outcome.cause is not None
    assert outcome.cause.zh == "超过 3 秒没有转换完"
    assert until(lambda: not is_alive(pid))
    conversion.close()
    assert list((tmp_path / "office").iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="process groups")
def test_one_that_leaves_no_file_has_failed_whatever_it_says(tmp_path: Path) -> None:
    conversion = Conversion(
        deck(tmp_path / "演示.pptx", "甲"), "pptx", tmp_path / "office", hanging(tmp_path, deaf=False)
    )
    outcome = conversion.wait()
    conversion.close()
    assert outcome.pdf is None
    assert outcome.cause is not None


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("ppt/presentation.xml", bytes(30_000_000))
    return path


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="process groups")
@pytest.mark.control(18)
def test_one_that_hangs_is_at_it_for_ever_where_nobody_counts(tmp_path: Path) -> None:
    source = deck(tmp_path / "演示.pptx", "绿水青山")
    conversion = Conversion(source, "pptx", tmp_path / "office", hanging(tmp_path), seconds=1e6)
    child = next((tmp_path / "office").iterdir()) / "child"
    assert until(lambda: child.exists() and bool(child.read_text("ascii").strip()))
    time.sleep(4)
    assert is_alive(int(child.read_text("ascii")))
    conversion.close()


@pytest.mark.fault(16)
def test_what_is_no_presentation_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    def told(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        found = refusal(path)
        return found[0] if found else ""

    whole = deck(tmp_path / "a.pptx", "甲").read_bytes()
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert told("whole.pptx", whole) == ""
    assert told("half.pptx", whole[: len(whole) // 2]) == "office-incomplete"
    assert told("text.pptx", "这是文字".encode()) == "office-unknown"
    assert told("old.pptx", old) == "office-old"
    assert told("locked.pptx", old + "EncryptedPackage".encode("utf-16-le")) == "document-locked"
    found = refusal(bomb(tmp_path / "bomb.pptx"))
    assert found is not None
    assert found[0] == "office-too-big"


def orphaned(tmp_path: Path, start: str) -> int:
    """The number of a program that never ends, started by another, `start`, that was killed since."""
    program = tmp_path / "soffice.bin"
    program.write_text("#!/bin/sh\necho $$ > child\nexec sleep 600\n", "utf-8")
    program.chmod(0o755)
    parent = subprocess.Popen([sys.executable, "-c", f"{start}\nimport time\ntime.sleep(600)"], cwd=ROOT)
    try:
        assert until(lambda: any((tmp_path / "office").glob("*/child")))
        (child,) = (tmp_path / "office").glob("*/child")
        assert until(lambda: bool(child.read_text("ascii").strip()))
        pid = int(child.read_text("ascii"))
        assert is_alive(pid)
    finally:
        parent.kill()
        parent.wait()
    return pid


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="process groups")
@pytest.mark.fault(28)
def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    """An intake that is killed leaves no office behind."""
    source = deck(tmp_path / "演示.pptx", "甲")
    start = f"""
from pathlib import Path
from player.prepare.office import Conversion
Conversion(Path({str(source)!r}), "pptx", Path({str(tmp_path / "office")!r}), Path({str(tmp_path / "soffice.bin")!r}))
"""
    pid = orphaned(tmp_path, start)
    assert until(lambda: not is_alive(pid))
    office.sweep(tmp_path / "office")
    assert list((tmp_path / "office").iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="process groups")
@pytest.mark.control(28)
def test_a_program_that_is_merely_started_outlives_whoever_started_it(tmp_path: Path) -> None:
    work = tmp_path / "office" / "a"
    work.mkdir(parents=True)
    start = f"import subprocess\nsubprocess.Popen([{str(tmp_path / 'soffice.bin')!r}], cwd={str(work)!r})"
    pid = orphaned(tmp_path, start)
    try:
        assert not until(lambda: not is_alive(pid), seconds=2.0)
    finally:
        os.kill(pid, signal.SIGKILL)
