"""The only place where the parts are built and joined."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from player.errors import CacheInUse, StoreError
from player.log import log_to, log_to_stderr
from player.roles.beat import START_METHOD, Beat
from player.roles.orders import Orders
from player.roles.tally import Shared, Tally
from player.sources.places import is_folder, resolved
from player.store import last_run
from player.store.store import Store
from player.supervise import Need, Part, Supervisor

if TYPE_CHECKING:
    from player.prepare.film_ring import Memory
    from player.roles.links import Beside

LOG = logging.getLogger("qingbo")

HEAD_START = 0.5
"""Seconds that the glass has the machine to itself where there is content to show from before."""

GLASS_MEMORY = 400 << 20
"""Bytes that the glass may take up to 1080p, where it was measured at 60 MiB: six times that is a leak."""

INTAKE_MEMORY = 600 << 20
"""Bytes that the intake may take: 10,000 files and the largest playlists take a tenth of it."""

USAGE = 2
"""The exit code where the machine or the call does not allow to play."""


def play(orders: Orders) -> int:
    """Plays until asked to stop; the exit code: 0 asked to stop, 2 cannot play, 3 no display and one was required."""
    log_to_stderr()
    headless = orders.headless or not _has_display()
    if headless and not orders.headless:
        if orders.require_display:
            LOG.error("没有显示器：请在有桌面的电脑上运行，或设置 DISPLAY (no display)")
            return 3
        LOG.warning("没有显示器，后台运行 (no display: playing headless)。要看到画面，请在有桌面的电脑上运行")
    try:
        with Store(orders.cache).lock():
            log_to(orders.cache, "player")
            forget_mixed(orders.cache)
            code = _supervise(replace(orders, headless=headless, look=look_digest()))
            last_run.end(orders.cache)
            _clear_memory(orders.cache)
            return code
    except CacheInUse as error:
        who, holder = _holder(error, orders.settings.zone)
        LOG.error("另一个播放器%s正在播放这个文件夹，请先关闭它 (another player is running%s): %s", who, holder, error)  # noqa: TRY400  # a sentence, no trace
    except StoreError as error:
        LOG.error("缓存文件夹无法使用，请检查磁盘空间和权限 (the cache cannot be used): %s", error)  # noqa: TRY400  # as above
    return USAGE


def _holder(error: CacheInUse, zone: str) -> tuple[str, str]:
    """Who holds the cache and since when, in Chinese and in English; empty where that is not known."""
    if error.pid is None or error.since is None:
        return "", ""
    from datetime import datetime  # noqa: PLC0415  # hardly ever needed, as the next one
    from zoneinfo import ZoneInfo  # noqa: PLC0415  # as above

    since = datetime.fromtimestamp(error.since / 1e3, ZoneInfo(zone))
    return (
        f"（进程 {error.pid}，{since.month}月{since.day}日 {since:%H:%M} 启动）",
        f", process {error.pid}, started {since:%Y-%m-%d %H:%M}",
    )


def forget_mixed(cache: Path) -> None:
    """Frames that were painted while themes were changed under a running player are not what their names say: they go."""
    from player.picture.look import MIXED  # noqa: PLC0415  # as in `look_digest`

    if not (cache / MIXED).exists():
        return
    _clear_memory(cache)
    with suppress(OSError):
        for frame in (cache / "frames").glob("*.frame"):
            frame.unlink(missing_ok=True)
        (cache / MIXED).unlink()


def _clear_memory(cache: Path) -> None:
    """Frames that the disk did not take lie in memory, which is not ours once nobody plays."""
    from player.prepare import spare  # noqa: PLC0415  # at the end, which no start waits for

    spare.clear(cache / "frames")


def _supervise(orders: Orders) -> int:
    """Builds the links and the parts, and runs them."""
    import multiprocessing  # noqa: PLC0415  # also below: what is imported before the fork is paid for by every start

    from player.prepare.film_ring import FilmLink, Memory  # noqa: PLC0415  # as above
    from player.roles.links import Beside  # noqa: PLC0415  # as above

    context = multiprocessing.get_context(START_METHOD)
    glass_painter, painter_of_glass = context.Pipe()
    intake_painter, painter_of_intake = context.Pipe()
    glass_news, intake_news = context.Pipe()
    glass_album, album_of_glass = context.Pipe()
    glass_film, film_of_glass = context.Pipe()
    glass_speaker, speaker_of_glass = context.Pipe()
    cache, glass, intake, memory = orders.cache, Beat(), Beat(), Memory()
    tally = Tally(("painter", "glass", "inspector", "intake", "album", "film", "speaker"), orders.clock.monotonic())
    parts = (
        Part("painter", run_painter, (cache, "painter", painter_of_glass), Need.ON_DEMAND, demand=painter_of_glass),
        Part(
            "glass",
            run_glass,
            (
                orders,
                glass,
                glass_painter,
                glass_news,
                Beside(glass_album, FilmLink(glass_film, memory, glass_speaker)),
            ),
            beat=glass,
            limit=lambda: glass_memory(*glass.size),
            has_heirs=True,
        ),
        Part(
            "inspector", run_painter, (cache, "inspector", painter_of_intake), Need.ON_DEMAND, demand=painter_of_intake
        ),
        Part(
            "intake",
            run_intake,
            (orders, intake, Shared(glass, tally), intake_painter, intake_news),
            beat=intake,
            limit=lambda: INTAKE_MEMORY,
            looks=True,
            start_at=orders.clock.monotonic() + (HEAD_START if Store(cache).current() is not None else 0.0),
        ),
        Part("film", run_film, (cache, memory, film_of_glass), Need.ON_DEMAND, demand=film_of_glass),
        Part("speaker", run_speaker, (cache, memory, speaker_of_glass), Need.ON_DEMAND, demand=speaker_of_glass),
        Part("album", run_album, (cache, album_of_glass), Need.ON_DEMAND, demand=album_of_glass),
    )
    return Supervisor(parts, principal="glass", tally=tally, convict=partial(convict, cache)).run()


def glass_memory(width: int, height: int) -> float:
    """Bytes that a glass of that size may take: pictures of a larger one take more, those of a smaller one little less."""
    return GLASS_MEMORY * max(1.0, width * height / (1920 * 1080))


def convict(cache: Path, slide: str) -> None:
    """The slide with that key goes into quarantine."""
    from player.roles.barred import bar  # noqa: PLC0415  # hardly ever needed

    if bar(cache, slide):
        LOG.error("同一页反复使画面中断，已隔离，其他页照常播放 (a slide is in quarantine): %s", slide)


def run_glass(
    orders: Orders,
    beat: Beat,
    painter: Connection,
    intake: Connection,
    beside: Beside,
    *,
    heir: int = 0,
) -> None:
    """The glass, in its own process; as an heir (its number is not 0), to relieve the one that runs."""
    from player.roles import glass  # noqa: PLC0415  # each process imports what it needs and nothing else

    log_to(orders.cache, "glass")
    glass.run(orders, beat, painter, intake, beside, heir=heir)


def run_intake(orders: Orders, beat: Beat, shared: Shared, painter: Connection, glass: Connection) -> None:
    """The intake, in its own process."""
    from player.roles import intake  # noqa: PLC0415  # as above

    log_to(orders.cache, "intake")
    intake.run(orders, beat, shared, painter, glass)


def run_painter(cache: Path, name: str, link: Connection) -> None:
    """A painter, in its own process."""
    from player.roles import painter  # noqa: PLC0415  # as above

    log_to(cache, name)
    painter.run(cache, link)


def run_album(cache: Path, link: Connection) -> None:
    """What makes screenshots of what the glass hands on, in its own process."""
    from player.roles import album  # noqa: PLC0415  # as above

    log_to(cache, "album")
    album.run(cache, link)


def run_film(cache: Path, memory: Memory, link: Connection) -> None:
    """What decodes films, in its own process."""
    from player.roles import film  # noqa: PLC0415  # as above

    log_to(cache, "film")
    film.run(cache, memory, link)


def run_speaker(cache: Path, memory: Memory, link: Connection) -> None:
    """What makes the sound of films heard, in its own process."""
    from player.roles import speaker  # noqa: PLC0415  # as above

    log_to(cache, "speaker")
    speaker.run(cache, memory, link)


def cache_for(folder: Path) -> Path:
    """The cache of a watched folder: in the user's cache folder, its own for each folder."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    full = str(resolved(folder))
    name = hashlib.sha256(os.fsencode(full)).hexdigest()[:12]
    return base / "qingbo" / name


def assets_for(folder: Path, assets: Path | None) -> Path | None:
    """The second tree in which playlists find pictures: as told, or `assets` beside the watched folder.

    Where the watched folder is away nobody knows whether there is one, and it may come with it.
    """
    beside = assets or resolved(folder).parent / "assets"
    return beside if is_folder(beside) or not is_folder(folder) else None


def look_digest() -> str:
    """What stands for all that decides a frame's pixels besides the slide (`picture/look.py`)."""
    from player.picture import look  # noqa: PLC0415  # as above

    return look.look_digest()


def _has_display() -> bool:
    """Whether this session has a display at all. One that is named but does not answer yet is waited for."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("SDL_VIDEODRIVER"))
