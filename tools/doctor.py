"""`qingbo doctor`: what of this machine is right, what is not, and what to do. One function a check, all in CHECKS."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from player import __version__
from player.app import cache_for
from player.clock import SystemClock
from player.errors import CacheInUse, StoreError
from player.ingest.links import SCREEN, short_id
from player.model.snapshot import DayTable
from player.model.words import Language, Words
from player.picture.assets import asset_root
from player.sources.errands import Errands
from player.sources.mounts import mount_of
from player.store.lock import holder
from player.store.space import MB, space
from player.store.store import Store
from player.timeline.calendar import Calendar
from tools import arguments, doctor_player, instants
from tools.arguments import PROJECT, Screen
from tools.doctor_office import presentations
from tools.doctor_sound import sound
from tools.finding import Found, State
from tools.terminal import BOLD, GREEN, RED, YELLOW, paint

ABOUT = Words(
    "检查这台电脑和正在播放的播放器：屏幕、字体、时钟、文件夹、磁盘、重启、隔离。哪里不对，怎么办。",
    "Checks this machine and the player on it: display, fonts, clock, folder, disk, restarts, quarantine. What is wrong, and what to do.",
)

LIBRARIES = (
    "pygame-ce", "pillow", "pyyaml", "watchdog", "qrcode", "zxing-cpp", "chinesecalendar", "tzdata",
    "pypdfium2", "matplotlib", "python-docx", "openpyxl", "icalendar", "rich", "defusedxml", "borax",
)  # fmt: skip
_LANDLOCK_WITH_TCP = 4
PATIENCE = 20.0  # seconds for a program that may hang with the machine


_MARKS = {State.OK: ("✓", GREEN), State.WARNING: ("!", YELLOW), State.ERROR: ("✗", RED)}
_ALL_RIGHT = Words("这台电脑可以播放。", "This machine is ready to play.")
_NOT_RIGHT = Words("有 {count} 处要处理。", "{count} thing(s) to mend.")


def run(given: list[str], language: Language) -> int:
    """0 where nothing is in the way of playing, 1 where something is."""
    parser = arguments.Parser("doctor", ABOUT, language)
    arguments.add_folder(parser)
    arguments.add_common(parser)
    parser.option(
        "--display", type=arguments.number, metavar="N", about=Words("第几块屏幕，从 0 数起", "which display, from 0")
    )
    parser.option("--json", action="store_true", about=Words("给程序看的 JSON", "JSON, for programs"))
    options = parser.parse_args(given)
    screen = arguments.screen(options)
    results = [(name, title, found) for name, title, check in CHECKS for found in check(screen)]
    errors = sum(found.state is State.ERROR for _, _, found in results)
    if options.json:
        print(json.dumps(_as_json(results, errors, language), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_told(results, errors, language)))
    return 1 if errors else 0


Result = tuple[str, Words, Found]


def _as_json(results: list[Result], errors: int, language: Language) -> dict[str, object]:
    """What `docs/reference/doctor.schema.json` describes."""
    checks = [
        {
            "name": name,
            "code": found.code or None,
            "state": found.state.value,
            "message": found.words.said(language),
            "cure": found.cure.said(language),
        }
        for name, _, found in results
    ]
    return {"version": __version__, "ok": not errors, "checks": checks}


def _told(results: list[Result], errors: int, language: Language) -> Iterator[str]:
    for _, title, found in results:
        mark, colour = _MARKS[found.state]
        yield f"{paint(mark, BOLD, colour)} {paint(title.said(language), BOLD)}  {found.words.said(language)}"
        if cure := found.cure.said(language):
            yield f"    → {cure}"
    yield ""
    yield (_NOT_RIGHT if errors else _ALL_RIGHT).said(language).format(count=errors)


def _python(_: Screen) -> Iterator[Found]:
    named = f"青播 {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield Found(State.OK, Words(named, named.replace("青播", "Qingbo")))


def _libraries(_: Screen) -> Iterator[Found]:
    """All that the locks name is there; versions in one line."""
    versions, missing = [], []
    for name in LIBRARIES:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        names = ", ".join(missing)
        yield Found(
            State.ERROR,
            Words(f"缺少组件：{names}", f"missing: {names}"),
            Words(
                "用 python3 tools/run.py 启动会自动装好；或重新安装青播。",
                "Start with python3 tools/run.py, which installs them; or install Qingbo again.",
            ),
        )
    yield Found(State.OK, Words(*[", ".join(versions)] * 2))


def _films(_: Screen) -> Iterator[Found]:
    """Whether films can be played: the one library that a machine may lack."""
    try:
        version = metadata.version("av")
    except metadata.PackageNotFoundError:
        yield Found(
            State.WARNING,
            Words("放不了：没有视频组件（PyAV）", "cannot be played: there is no component for them (PyAV)"),
            Words(
                "先删去 .venv 文件夹，再用 python3 tools/run.py 启动，它会再试一次；这台电脑没有现成的组件时，请换 64 位的系统。其他内容不受影响。",
                "Remove the folder .venv and start with python3 tools/run.py, which tries again; where there is none for this machine, use a 64-bit system. Nothing else is affected.",
            ),
        )
        return
    yield Found(
        State.OK,
        Words(f"可以放 mp4 mov mkv webm（PyAV {version}）", f"mp4 mov mkv webm (PyAV {version})"),
    )


_PROBE = "from player.screen.sdl import pygame as g; g.display.init(); print(g.display.get_driver(), *('%dx%d' % s for s in g.display.get_desktop_sizes()))"
_NO_DISPLAY_CURE = Words(
    "接上显示器并登录桌面；远程登录时先设置 DISPLAY=:0。精简系统还需要：apt-get install xserver-xorg libx11-6 libxext6",
    "Attach a display and log in to its desktop; over ssh set DISPLAY=:0. A small system also needs: apt-get install xserver-xorg libx11-6 libxext6",
)


def _display(screen: Screen) -> Iterator[Found]:
    """Asked in a process of its own: a display server that hangs must not hang the doctor."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    try:
        asked = subprocess.run(
            [sys.executable, "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            env=environment,
        )
        driver, *sizes = asked.stdout.split() or ["none"]
    except subprocess.TimeoutExpired:
        driver, sizes = "none", []
    wanted = screen.settings.display
    if driver in ("none", "dummy", "offscreen") or not sizes:
        yield Found(
            State.WARNING,
            Words("没有屏幕：只能在后台运行，看不到画面", "none: it plays headless, and nobody sees it"),
            _NO_DISPLAY_CURE,
        )
    elif wanted >= len(sizes):
        count = len(sizes)
        yield Found(
            State.WARNING,
            Words(
                f"设置要第 {wanted} 块屏幕，只有 {count} 块（从 0 数起），会用第 0 块",
                f"display {wanted} is set, there are {count} (from 0); display 0 is used",
            ),
            Words(
                "改正设置里的 display，或接好那块屏幕。", "Correct `display` in the settings, or attach that display."
            ),
        )
    else:
        listed = ", ".join(sizes)
        yield Found(
            State.OK, Words(f"{listed}（{driver}），用第 {wanted} 块", f"{listed} ({driver}), display {wanted} is used")
        )


def _fonts(_: Screen) -> Iterator[Found]:
    """The project's own fonts are there and can be opened."""
    from PIL import ImageFont  # noqa: PLC0415 - if it is missing, the libraries say so

    files = sorted((asset_root() / "fonts").glob("*.otf"))
    bad = [path.name for path in files if not _opens(ImageFont.truetype, path)]
    if files and not bad:
        yield Found(
            State.OK,
            Words(f"自带 {len(files)} 个字体文件，都能打开", f"{len(files)} font files of our own, all can be opened"),
        )
        return
    what = ", ".join(bad)
    yield Found(
        State.ERROR,
        Words(
            f"字体打不开：{what}" if bad else "缺少字体文件", f"cannot be opened: {what}" if bad else "there are none"
        ),
        Words(
            "重新安装青播，或重新下载项目的 assets/fonts。",
            "Install Qingbo again, or fetch the project's assets/fonts again.",
        ),
    )


def _opens(opener: Callable[[str, int], object], path: Path) -> bool:
    try:
        opener(str(path), 32)
    except (OSError, ValueError):
        return False
    return True


def _sandbox(_: Screen) -> Iterator[Found]:
    """What guards the process that decodes pictures here, and what this system does not offer; tried for real."""
    from player.prepare.limits import CAN_FORK, guards  # noqa: PLC0415 - what only this check needs

    found = guards()
    version = f" v{found.landlock}" if found.landlock else ""
    offered = (
        (CAN_FORK, Words("时间与内存限额", "limits of time and memory")),
        (bool(found.landlock), Words(f"文件隔离 landlock{version}", f"landlock{version} (files)")),
        (found.landlock >= _LANDLOCK_WITH_TCP or found.seccomp, Words("断网", "no network")),
        (found.seccomp, Words("系统调用过滤 seccomp", "seccomp (system calls)")),
    )
    has = [words for is_there, words in offered if is_there]
    lacks = [words for is_there, words in offered if not is_there]
    yes = Words("、".join(words.zh for words in has) or "无", ", ".join(words.en for words in has) or "nothing")
    if not lacks:
        yield Found(State.OK, Words(f"图片在沙箱中打开：{yes.zh}", f"pictures are opened under {yes.en}"))
        return
    no = Words("、".join(words.zh for words in lacks), ", ".join(words.en for words in lacks))
    yield Found(
        State.WARNING,
        Words(
            f"图片在单独的进程中打开：{yes.zh}；缺少：{no.zh}", f"pictures are opened under {yes.en}; missing: {no.en}"
        ),
        Words(
            "不影响播放。来历不明的图片先在别的电脑上打开看看；Linux 内核 5.13 以上有全部保护（容器里可能被关闭）。",
            "It plays all the same. Look at pictures of doubtful origin elsewhere first; Linux 5.13 and later have all of it (containers may forbid it).",
        ),
    )


def _clock(screen: Screen) -> Iterator[Found]:
    clock = SystemClock()
    now = clock.now()
    shown = instants.iso(now, Calendar(screen.settings.zone, DayTable()))
    said = Words(f"{shown}（{screen.settings.zone}）", f"{shown} ({screen.settings.zone})")
    if not clock.plausible():
        yield Found(
            State.ERROR,
            Words(f"时钟不对：{said.zh}", f"the clock is wrong: {said.en}"),
            Words(
                "校准系统时间，打开“自动设置时间”；主板电池可能没电了。",
                "Set the time and switch on automatic time; the mainboard's battery may be empty.",
            ),
        )
    elif _synchronised() is False:
        yield Found(
            State.WARNING,
            Words(f"{said.zh}，没有自动对时", f"{said.en}, not synchronised"),
            Words("打开自动对时：timedatectl set-ntp true", "Switch on synchronisation: timedatectl set-ntp true"),
        )
    else:
        yield Found(State.OK, said)


def _synchronised() -> bool | None:
    """Whether the system keeps its clock right; None where it cannot be asked."""
    if not shutil.which("timedatectl"):
        return None
    try:
        asked = subprocess.run(
            ["timedatectl", "show", "--property=NTPSynchronized", "--value"],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return {"yes": True, "no": False}.get(asked.stdout.strip())


def _holidays(screen: Screen) -> Iterator[Found]:
    """The official days off and days worked of this year are known."""
    from player.ingest.days import table_for  # noqa: PLC0415 - if its library is missing, the libraries say so
    from player.ingest.rules import rules_of  # noqa: PLC0415 - as above

    year = Calendar(screen.settings.zone, DayTable()).moment(screen.instant()).day.year
    if year in table_for({year}, rules_of(screen.settings).holidays).years:
        yield Found(State.OK, Words(f"已有 {year} 年的放假和调休安排", f"those of {year} are known"))
    else:
        yield Found(
            State.WARNING,
            Words(
                f"还没有 {year} 年的放假安排，工作日按周一至周五算",
                f"those of {year} are not known; Monday to Friday count as workdays",
            ),
            Words(
                "更新青播，或在设置里用 holidays 指一份自己的放假表。",
                "Update Qingbo, or name a table of your own by `holidays` in the settings.",
            ),
        )


def _folder(screen: Screen) -> Iterator[Found]:
    """It can be read, and answers; where it is on a share, that is said."""
    folder = screen.folder
    try:
        count, network = Errands(PATIENCE / 4).do(
            lambda: (sum(1 for _ in folder.iterdir()), mount_of(str(folder)).network)
        )
    except OSError as error:
        reason = Words(*[error.strerror or str(error)] * 2)
        if isinstance(error, TimeoutError):
            reason = Words("没有回应", "it does not answer")
        yield Found(
            State.ERROR,
            Words(f"读不了 {folder}：{reason.zh}", f"cannot read {folder}: {reason.en}"),
            Words(
                "检查共享是否连上、账户是否有读权限。播放器照常播放读到过的内容。",
                "Check that the share is connected and that the account may read it. A player plays on what it has read.",
            ),
        )
        return
    if network:
        yield Found(
            State.OK,
            Words(
                f"{screen.folder}（网络共享，{count} 项；新文件最多约 10 秒后出现）",
                f"{screen.folder} (a share, {count} entries; new files are up in about 10 s)",
            ),
        )
    else:
        yield Found(
            State.OK,
            Words(f"{screen.folder}（本机，{count} 项）", f"{screen.folder} (on this machine, {count} entries)"),
        )


def _codes(screen: Screen) -> Iterator[Found]:
    """Where codes may lead, and what stands for this screen in them."""
    short, hosts = short_id(screen.settings.screen), "、".join(screen.settings.hosts)
    yield Found(
        State.OK,
        Words(
            f"链接里的 {SCREEN} 换成 {short}；"
            + (f"只许指向 {hosts}" if hosts else "可以指向任何网站（没有写 hosts）"),
            f"{SCREEN} in links is {short}; "
            + (f"they may lead to {hosts} alone" if hosts else "they may lead anywhere (no hosts)"),
        ),
    )


def _disk(screen: Screen) -> Iterator[Found]:
    """There is room where the cache is, or will be."""
    cache = _cache_of(screen)
    seen = space(cache)
    if seen is None:
        yield Found(State.WARNING, Words(f"不知道 {cache} 处还剩多少", f"how much is free at {cache} is not known"))
        return
    free, enough = seen.free // MB, seen.enough // MB
    if seen.read_only:
        yield Found(
            State.ERROR,
            Words(f"{cache} 处只能读，不能写", f"{cache} is read-only"),
            Words(
                "重启这台电脑，检查磁盘；或用 --cache 换一个位置。",
                "Restart the computer and have its disk checked, or choose another place with --cache.",
            ),
        )
    elif seen.is_low:
        yield Found(
            State.ERROR,
            Words(f"{cache} 处只剩 {free} MB", f"only {free} MB free at {cache}"),
            Words(
                f"清理磁盘，至少留出 {enough} MB；或用 --cache 换一个位置。",
                f"Free at least {enough} MB, or choose another place with --cache.",
            ),
        )
    else:
        yield Found(State.OK, Words(f"{cache} 处剩余 {free} MB", f"{free} MB free at {cache}"))


def _cache(screen: Screen) -> Iterator[Found]:
    """It can be written, and nobody else holds it."""
    cache = _cache_of(screen)
    if not cache.exists():
        yield Found(State.OK, Words("还没有缓存，第一次播放时建立", "none yet; made when first played"))
    elif (pid := _player_of(cache)) is not None:
        yield Found(
            State.OK, Words(f"{cache}，播放器正在播放（进程 {pid}）", f"{cache}, a player is playing (process {pid})")
        )
    else:
        try:
            with Store(cache).lock():
                yield Found(State.OK, Words(f"{cache}，没有播放器在用", f"{cache}, no player holds it"))
        except (StoreError, OSError) as error:
            yield Found(
                State.ERROR,
                Words(f"缓存不能用：{error}", f"the cache cannot be used: {error}"),
                Words(
                    "检查这个文件夹的权限，或用 --cache 换一个位置。",
                    "Check the folder's permissions, or choose another place with --cache.",
                ),
            )


def _player(screen: Screen) -> Iterator[Found]:
    """What the player of this folder says of itself."""
    cache = _cache_of(screen)
    yield from doctor_player.player(cache, screen.settings.zone, is_on=_player_of(cache) is not None)


def _quarantine(screen: Screen) -> Iterator[Found]:
    """What is not tried any more."""
    yield from doctor_player.quarantine(_cache_of(screen))


def _player_of(cache: Path) -> int | None:
    """The process of the player that holds the cache, 0 where it does not say; None where none holds it."""
    if not (cache / "lock").exists():
        return None
    try:
        with Store(cache).lock():
            return None
    except CacheInUse:
        return holder(cache / "lock") or 0
    except (StoreError, OSError):
        return None


def _cache_of(screen: Screen) -> Path:
    return (screen.cache or cache_for(screen.folder)).absolute()


CHECKS: tuple[tuple[str, Words, Callable[[Screen], Iterator[Found]]], ...] = (
    ("version", Words("版本", "Version"), _python),
    ("libraries", Words("组件", "Libraries"), _libraries),
    ("display", Words("屏幕", "Display"), _display),
    ("fonts", Words("字体", "Fonts"), _fonts),
    ("films", Words("视频", "Films"), _films),
    ("sound", Words("声音", "Sound"), sound),
    ("office", Words("演示文稿", "Presentations"), presentations),
    ("sandbox", Words("图片沙箱", "Sandbox"), _sandbox),
    ("clock", Words("时钟", "Clock"), _clock),
    ("holidays", Words("节假日", "Holidays"), _holidays),
    ("folder", Words("文件夹", "Folder"), _folder),
    ("codes", Words("二维码", "Codes"), _codes),
    ("disk", Words("磁盘", "Disk"), _disk),
    ("cache", Words("缓存", "Cache"), _cache),
    ("player", Words("播放器", "Player"), _player),
    ("quarantine", Words("隔离", "Quarantine"), _quarantine),
)
