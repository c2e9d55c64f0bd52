"""A lock file comes in, a `.venv` with exactly what it names goes out. Standard library only.

Theory of operation. `tools/run.py` compares a stamp on every start; whoever comes here has none, or an old one:

1. One set-up at a time: `.venv.lock` is held, and the stamp looked at again under it.
2. A marker is written before anything is touched and removed last. An environment that still has it was interrupted:
   it is thrown away and made anew. So is one of another Python. One without a marker that runs is added to.
3. pip installs from the lock alone, each file checked against its hash, ready-made packages only. What is optional and not
   to be had for this machine is left out, with a sentence.
4. A `.pth` file makes the project importable; then the stamp is written: the lock itself, as it was installed.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from player.model.words import Language, Words
from tools import run
from tools.language import language_of

ROOT = Path(run.ROOT)
VENV = Path(run.VENV)
PYTHON = Path(run.PYTHON)
UNFINISHED = VENV / "unfinished"

NO_PIP = Words(
    "这个 Python 缺少 venv 组件，无法建立运行环境。请先安装（Debian、Ubuntu、UOS：sudo apt-get install python3-venv），再运行一次。",
    "This Python came without venv, which the set-up needs. Install it (Debian, Ubuntu: sudo apt-get install python3-venv) and run again.",
)
NO_INSTALL = Words(
    "依赖没有装上（第一次运行需要联网）。请检查网络或 pip 的镜像设置，再运行一次；已下载的不会重复下载。",
    "The dependencies could not be installed (the first run needs the network). Check the network, or pip's mirror, and run again.",
)
NO_WRITING = Words(
    "无法写入 {place}（{reason}）。请把青播放到自己有权写入、还有约 500 MB 空间的文件夹里，再运行一次。",
    "Cannot write {place} ({reason}). Put Qingbo into a folder that you may write to, with about 500 MB free, and run again.",
)
REAL_PROGRAMS = (
    ("Xvfb", "xvfb"),
    ("xrandr", "x11-xserver-utils"),
    ("chromium", "chromium"),
    ("faketime", "faketime"),
    ("strace", "strace"),
    ("smbd", "samba"),
    ("smbnetfs", "smbnetfs"),
    ("fusermount3", "fuse3"),
    ("rsync", "rsync"),
    ("syncthing", "syncthing"),
)
"""Programs that the tests start (a display, a browser, a file server …), and their Debian packages."""

NO_REAL_PROGRAMS = Words(
    "测试真实的窗口、共享和磁盘还需要：sudo apt-get install {packages}；没有它们，这部分测试会失败或跳过，其余照常。",
    "Tests of a real window, share and disk also need: sudo apt-get install {packages}. Without them those tests fail or are left out; the others run.",
)
OPTIONAL = ("av",)
"""Packages without which the player plays all but one kind of content, so that a machine for which there is none can be set up."""

NO_FILMS = Words(
    "这台电脑没有现成的视频组件（PyAV），先不装：视频放不了，其他内容照常。",
    "There is no component for films (PyAV) for this machine; it is left out: films cannot be played, all else can.",
)
MAKING = Words(
    "第一次运行：正在准备运行环境（.venv），之后不再需要。",
    "First run: preparing the environment (.venv). This is done once.",
)
CHANGED = Words("依赖有更新，正在安装。", "The dependencies have changed; installing them.")
DONE = Words("准备好了。", "Ready.")


_STEP = re.compile(
    r"(?:Collecting |Requirement already satisfied: )(?P<name>[\w.-]+)==(?P<version>\S+)"
    r"|Processing .*?(?P<file>[\w.]+)-(?P<of>\d[^-/\\]*)-[^/\\]*\.whl"
)
"""The line with which pip takes up a package: from an index, from the environment itself, or from a folder."""


_NONE = re.compile(r"No matching distribution found for (?P<name>[\w.-]+)==")
"""What pip says where nothing of a package fits this machine."""


class SetUpFailed(Exception):
    """The environment could not be made; the message is the one sentence for the user."""


def prepare(lock: str) -> str:
    """Installs what `lock` names and returns an empty text, or the sentence that says what is in the way."""
    language = language_of(os.environ)
    try:
        with _alone():
            if not run.is_ready(lock):
                _install(lock, language)
    except SetUpFailed as failure:
        return str(failure)
    except OSError as error:
        sentence = NO_WRITING.said(language)
        return sentence.format(place=error.filename or VENV, reason=error.strerror or error)
    return ""


def say_what_tests_lack() -> None:
    """Says which programs the tests will miss; those that need none run without them."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))
    missing = [package for program, package in REAL_PROGRAMS if not shutil.which(program, path=path)]
    if sys.platform == "linux" and missing:
        _say(NO_REAL_PROGRAMS.said(language_of(os.environ)).format(packages=" ".join(missing)))


def _install(lock: str, language: Language) -> None:
    fresh = not _usable()
    _say((MAKING if fresh else CHANGED).said(language))
    if fresh:
        _make(language)
    UNFINISHED.touch()
    for name in ("requirements.lock", "requirements-test.lock"):
        Path(run.stamp_of(name)).unlink(missing_ok=True)
    _pip_install(lock, language)
    _make_importable()
    for name in {lock, "requirements.lock"}:  # the tests' lock holds the player's
        Path(run.stamp_of(name)).write_bytes(run.stamp(name))
    UNFINISHED.unlink()
    _say(DONE.said(language))


def _usable() -> bool:
    """True where there is an environment of this Python with pip, and nothing was interrupted in it."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    probe = "import sys, pip; print(sys.implementation.cache_tag)"
    found = subprocess.run([PYTHON, "-I", "-c", probe], capture_output=True, text=True, check=False)
    return found.stdout.strip() == sys.implementation.cache_tag


def _make(language: Language) -> None:
    """An empty environment with pip, in place of whatever stood there."""
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    if importlib.util.find_spec("ensurepip") is None:  # Debian ships it apart
        raise SetUpFailed(NO_PIP.said(language))
    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, SystemExit) as error:  # Debian's venv leaves the process
        raise SetUpFailed(NO_PIP.said(language)) from error


def _pip_install(lock: str, language: Language) -> None:
    """Installs the lock; without what is optional where there is nothing of it for this machine."""
    said = _ran_pip(ROOT / lock)
    if said and (missing := _NONE.search(said)) and missing["name"] in OPTIONAL:
        _say(NO_FILMS.said(language))
        rest = VENV / lock
        rest.write_text(without(OPTIONAL, (ROOT / lock).read_text("utf-8")), "utf-8")
        said = _ran_pip(rest)
    if said:
        raise SetUpFailed(said + "\n" + NO_INSTALL.said(language))


def without(names: tuple[str, ...], lock: str) -> str:
    """The lock without these packages: a package is the line that names it and those, indented, that follow."""
    kept: list[str] = []
    keeps = True
    for line in lock.splitlines(keepends=True):
        if line[:1] not in (" ", "\t"):
            keeps = re.split(r"[=<>!\[ ;]", line, maxsplit=1)[0] not in names
        if keeps:
            kept.append(line)
    return "".join(kept)


def _ran_pip(lock: Path) -> str:
    """Runs pip on the lock, telling each package as it comes; its last words where it fails, else nothing."""
    total = len(re.findall(r"^[\w.-]+==", lock.read_text("utf-8"), re.MULTILINE))
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "--no-input"]
    command += ["--progress-bar", "off", "--disable-pip-version-check", "-r", str(lock)]
    said: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONUTF8": "1", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_USER": "0"},
    ) as process:
        seen = 0
        for line in process.stdout or ():
            said.append(line)
            total -= line.startswith("Ignoring ")  # what other systems need
            if match := _STEP.match(line):
                seen += 1
                _say(f"  [{seen}/{total}] {match['name'] or match['file']} {match['version'] or match['of']}")
    return "".join(said[-8:]) if process.returncode else ""


def _make_importable() -> None:
    """Puts the project on the environment's path, for the command and for the processes it starts."""
    found = subprocess.run(
        [PYTHON, "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    Path(found.stdout.strip(), "qingbo.pth").write_text(f"{ROOT}\n", "utf-8")


@contextmanager
def _alone() -> Iterator[None]:
    """One set-up of this checkout at a time; a second one waits."""
    with (ROOT / ".venv.lock").open("ab") as file:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - Windows alone

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - absent on Windows

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
