"""`qingbo play`: the folder on the glass until told to stop.

Everything between the start of the process and `player.app.play` delays the first slide: nothing is imported here
that the player does not need anyway.
"""

from __future__ import annotations

import sys
from pathlib import Path

from player.app import assets_for, cache_for, play
from player.clock import SimulatedClock, SystemClock
from player.model.words import Language, Words
from player.roles.orders import Orders
from player.store.store import Store
from tools import arguments

ABOUT = Words(
    "全屏播放文件夹里的内容。按 Esc 或 Q 退出。",
    "Plays a folder full screen until told to stop (Esc, Q or a signal).",
)


def run(given: list[str], language: Language) -> int:
    """0 when asked to stop, 3 where there is no display and one was required."""
    parser = arguments.Parser("play", ABOUT, language)
    arguments.add_folder(parser)
    arguments.add_common(parser)
    parser.option(
        "--windowed", action="store_true", about=Words("在窗口里播放，不全屏", "in a window, not full screen")
    )
    parser.option(
        "--display", type=arguments.number, metavar="N", about=Words("第几块屏幕，从 0 数起", "which display, from 0")
    )
    parser.option(
        "--headless", action="store_true", about=Words("不要屏幕，只计算（试验用）", "without any display, for trials")
    )
    parser.option(
        "--require-display",
        action="store_true",
        about=Words("没有屏幕就退出（代码 3）", "leave with 3 where there is no display"),
    )
    parser.option(
        "--rate",
        type=arguments.rate,
        default=1.0,
        metavar="X",
        about=Words("时钟快几倍（试验用）", "a clock X times as fast, for trials"),
    )
    options = parser.parse_args(given)
    screen = arguments.screen(options, _was_played)
    for problem in screen.problems:
        print(problem.message.said(language), problem.hint.said(language), sep="\n  ", file=sys.stderr)
    return play(
        Orders(
            folder=screen.folder,
            cache=screen.cache or cache_for(screen.folder),
            assets=assets_for(screen.folder, screen.assets),
            settings=screen.settings,
            clock=SystemClock() if screen.now is None else SimulatedClock(screen.now, options.rate),
            rate=options.rate,
            size=screen.size,
            windowed=options.windowed,
            headless=options.headless,
            require_display=options.require_display,
            language=language,
            settings_file=screen.file,
            settings_bytes=screen.said,
        )
    )


def _was_played(folder: Path, cache: Path | None) -> bool:
    """Whether there is content of that folder to show: after a power cut the server may be up later than the screen."""
    return Store(cache or cache_for(folder)).is_used()
