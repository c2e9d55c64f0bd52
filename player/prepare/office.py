"""Presentations made into PDFs by LibreOffice, where it is installed: one at a time, in a process group of its own.

LibreOffice reads untrusted files, opens what they link to, may hang, may end with 0 and no result, and takes a second
to start. So it runs beside the intake, which asks now and then how far it is (`poll`); in a throw-away folder that holds
its profile, its fonts' settings and its result; with macros and links off, no network and no other files
(`office_child.py`); for so many seconds and so much memory, and is killed as a group. What counts is the file that it
leaves, never its exit code.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from player.model.words import Words
from player.picture.assets import asset_root
from player.prepare.office_child import REFUSED, SOCKETS

SECONDS = 120
"""How long a document may take."""

MEMORY = 1_500_000_000
"""Bytes of memory that it may take; more, and it is killed."""

TRIES = 3
"""A new profile makes LibreOffice end at once and ask to be started again."""

_AGAIN = (79, 81)
_PLACES = (
    *("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program", "/opt/libreoffice*/program"),
    *("C:/Program Files/LibreOffice/program", "C:/Program Files (x86)/LibreOffice/program"),
)
_NAMES = ("soffice.com", "soffice.exe") if sys.platform == "win32" else ("soffice.bin", "soffice")
_PREFIX = "office-"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the PDF; or `code`, why the document is refused; or `cause`, of what LibreOffice died."""

    pdf: Path | None = None
    code: str = ""
    figures: dict[str, str] = field(default_factory=dict)
    cause: Words | None = None


def program() -> Path | None:
    """LibreOffice's program; None where it is not installed."""
    called = shutil.which("soffice") or shutil.which("libreoffice")
    folders = [Path(called).resolve().parent] if called else []
    for place in _PLACES:
        found = Path(place)
        folders += sorted(found.parent.parent.glob(f"{found.parent.name}/{found.name}"), reverse=True)
    for folder in folders:
        for name in _NAMES:
            if (folder / name).is_file():
                return folder / name
    return Path(called) if called else None


class Conversion:
    """A document being made into a PDF in a folder beneath `root`. `poll` until there is an outcome, then `close`."""

    def __init__(self, source: Path, ending: str, root: Path, office: Path, *, seconds: float = SECONDS) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self._work = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=root)).resolve()
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._tries = 0
        self._source = source.resolve()
        self._office = office
        # LibreOffice tells a format by the name, and an object of the store has none
        self._named = self._work / f"document.{ending}"
        shutil.copyfile(self._source, self._named)
        for name, text in (("fonts.conf", _fonts()), ("profile/user/registrymodifications.xcu", _PROFILE)):
            path = self._work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        (self._work / "out").mkdir()
        (self._work / "tmp").mkdir()
        self._process = self._start()

    def poll(self) -> Outcome | None:
        """What came of it, None while it works."""
        code = self._process.poll()
        if code is None:
            return self._overdue()
        if code == REFUSED and (told := self._refused()) is not None:
            return told
        result = self._work / "out" / "document.pdf"
        if result.is_file() and result.stat().st_size:
            return Outcome(pdf=result)
        if code in _AGAIN and self._tries < TRIES:
            self._process = self._start()
            return None
        name = f"{signal.Signals(-code).name}" if code < 0 else f"{code}"
        return Outcome(cause=Words(f"没有转换出 PDF（{name}）", f"no PDF came of it ({name})"))

    def wait(self) -> Outcome:
        """What came of it, once it has: for a command, which has nothing else to do."""
        while (outcome := self.poll()) is None:
            time.sleep(0.05)
        return outcome

    def close(self) -> None:
        """Ends it whatever it does, and removes its folder."""
        self._kill()
        shutil.rmtree(self._work, ignore_errors=True)
        self._remove_socket()

    def _overdue(self) -> Outcome | None:
        """Why it is killed while it still works, if it is."""
        if time.monotonic() > self._deadline:
            self._kill()
            return Outcome(cause=Words(f"超过 {self._seconds:g} 秒没有转换完", f"not done after {self._seconds:g} s"))
        taken = _memory(self._process.pid)
        if taken > MEMORY:
            self._kill()
            size = f"{MEMORY / 1e6:.0f} MB"
            return Outcome(cause=Words(f"内存超过 {size}", f"it needs over {size}"))
        return None

    def _refused(self) -> Outcome | None:
        with suppress(OSError, ValueError):
            code, figures = json.loads((self._work / "refused.json").read_text("utf-8"))
            return Outcome(code=code, figures=figures)
        return None

    def _start(self) -> subprocess.Popen[bytes]:
        self._tries += 1
        self._remove_socket()
        profile = (self._work / "profile").as_uri()
        command = [
            str(self._office),
            *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nologo", "--nodefault"),
            f"-env:UserInstallation={profile}",
            *("--convert-to", "pdf:impress_pdf_Export", "--outdir", str(self._work / "out"), str(self._named)),
        ]
        child = [str(os.getpid()), str(round(self._seconds)), str(self._named), str(self._work)]
        package = str(Path(__file__).resolve().parent.parent.parent)
        settings: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            settings = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
        return subprocess.Popen(  # noqa: S603  # our own program by its full path; the document is named by us
            [sys.executable, "-m", "player.prepare.office_child", *child, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._work,
            env=_environment(self._work, package),
            **settings,
        )

    def _remove_socket(self) -> None:
        """What a run leaves, the next would take for another that still runs."""
        for folder in SOCKETS:
            with suppress(OSError):
                (folder / _socket_of((self._work / "profile").as_uri())).unlink()

    def _kill(self) -> None:
        """Kills the whole group: what LibreOffice started goes with it."""
        if sys.platform == "win32":
            command = ["taskkill", "/F", "/T", "/PID", str(self._process.pid)]
            subprocess.run(command, check=False, capture_output=True)  # noqa: S603  # the system's own
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _socket_of(profile: str) -> str:
    """The name of the socket by which LibreOffice tells another of itself that it has this profile; we remove what it may not."""
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    return f"OSL_PIPE_{getattr(os, 'getuid', int)()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"


def sweep(root: Path) -> None:
    """Removes the folders of conversions that ended with the player."""
    for left in root.glob(f"{_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)


def _memory(pid: int) -> int:
    """Bytes of memory that a process takes; 0 where the system does not say so."""
    with suppress(OSError, ValueError, IndexError, AttributeError):
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGESIZE")
    return 0


def _environment(work: Path, package: str) -> dict[str, str]:
    """Nothing of ours goes along but where programs are; a proxy that leads nowhere, for what would ask for one."""
    kept = ("PATH", "SYSTEMROOT", "WINDIR", "TEMP", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    temporary = str(work / "tmp")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        **nowhere,
        "HOME": str(work),
        "TMPDIR": temporary,
        "XDG_CACHE_HOME": temporary,
        "XDG_CONFIG_HOME": temporary,
        "PYTHONPATH": package,
        "PYTHONDONTWRITEBYTECODE": "1",
        "FONTCONFIG_FILE": str(work / "fonts.conf"),
        "SAL_USE_VCLPLUGIN": "svp",
    }


# Its settings

_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Office.Common/Load", "UpdateDocMode", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "CrashReport", "false"),
    ("Office.Common/Misc", "CollectUsageInformation", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Setup/L10N", "ooSetupSystemLocale", "zh-CN"),
    ("Office.Linguistic/General", "DefaultLocale_CJK", "zh-CN"),
)
"""Macros never run, links are never followed or brought up to date, nobody is asked and nothing is reported; Chinese first."""

_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
    + "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    + "</oor:items>\n"
)

FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
"""Where the fonts of the system are."""

_SANS = (
    *("宋体", "SimSun", "新宋体", "NSimSun", "仿宋", "FangSong", "仿宋_GB2312", "FangSong_GB2312", "楷体", "KaiTi"),
    *(
        "楷体_GB2312",
        "KaiTi_GB2312",
        "黑体",
        "SimHei",
        "微软雅黑",
        "Microsoft YaHei",
        "微软雅黑 Light",
        "等线",
        "DengXian",
    ),
    *(
        "等线 Light",
        "华文宋体",
        "STSong",
        "华文仿宋",
        "STFangsong",
        "华文楷体",
        "STKaiti",
        "华文细黑",
        "STXihei",
        "华文中宋",
    ),
    *(
        "STZhongsong",
        "幼圆",
        "YouYuan",
        "隶书",
        "LiSu",
        "苹方",
        "PingFang SC",
        "思源黑体",
        "Source Han Sans SC",
        "Source Han Sans CN",
    ),
    *("思源宋体", "Source Han Serif SC", "阿里巴巴普惠体", "Alibaba PuHuiTi", "HarmonyOS Sans SC", "WPS灵秀黑"),
)
"""What type is called in Chinese offices."""

_SERIF = ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文新魏", "STXinwei")
"""Heavy type of headings."""


def _fonts() -> str:
    """Settings of fontconfig: our fonts and the system's; ours stand in for the type of offices that is not installed."""
    # the system's own font of the same name has more characters than ours
    own = () if any(found for folder in FONTS for found in folder.rglob("NotoSansCJK*")) else (asset_root() / "fonts",)
    lines = ['<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">', "<fontconfig>"]
    lines += [f"<dir>{_escaped(str(folder))}</dir>" for folder in (*own, *FONTS)]
    foreign = [
        f"Noto {sort} CJK {land}" for sort in ("Sans", "Serif", "Sans Mono") for land in ("JP", "KR", "HK", "TC")
    ]
    patterns = "".join(
        f'<pattern><patelt name="family"><string>{family}</string></patelt></pattern>'
        for family in (*foreign, "Droid Sans Fallback")
    )
    lines += [f"<selectfont><rejectfont>{patterns}</rejectfont></selectfont>"]  # their characters are drawn otherwise
    lines += ['<cachedir prefix="xdg">fontconfig</cachedir>']
    for family, names in (("Noto Sans CJK SC", _SANS), ("Noto Serif CJK SC", _SERIF)):
        lines += [
            f'<alias binding="same"><family>{name}</family><accept><family>{family}</family></accept></alias>'
            for name in names
        ]
    for generic in ("sans-serif", "serif", "monospace"):
        lines.append(f"<alias><family>{generic}</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>")
    return "\n".join([*lines, "</fontconfig>", ""])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
