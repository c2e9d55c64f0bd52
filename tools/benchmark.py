"""`qingbo benchmark`: starts the player on a virtual display and measures it: what, measured, asked, ok or not.

Never a test: a figure over its bound is a finding, and the exit code is 0 as soon as anything could be measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from player import __version__
from player.model.words import Language, Words
from tools import arguments
from tools.bench.figures import Bench, Figure, NotMeasured
from tools.refused import Refused
from tools.terminal import BOLD, DIM, GREEN, RED, fit, paint

ABOUT = Words(
    "在虚拟显示器上测量播放器：启动、内存、处理器时间、淡入是否流畅、换内容的快慢，并和要求对照。",
    "Measures the player on a virtual display: start, memory, processor time, fades, reload; beside what is asked.",
)

MEASURES: tuple[tuple[str, str, Words], ...] = (
    ("timeline", "asking", Words("时间表：一次查询、一周", "timeline: a query, a week")),
    ("text", "setting", Words("把一页的文字排成行", "setting the text of a slide in lines")),
    ("reload", "reloading", Words("500 页的播放列表重新载入", "reload of a playlist of 500 slides")),
    ("glass", "glass", Words("送上屏幕、混合，以复制一帧为单位", "presenting and blending, in copies of a frame")),
    ("start", "starting", Words("启动到第一页", "start to first slide")),
    ("fade", "fading", Words("淡入是否流畅", "how smoothly a fade runs")),
    ("still", "resting", Words("静止画面、秒钟倒计时", "a still slide, a clock of seconds")),
    ("living", "living", Words("内存、换页的处理器时间", "memory, processor time of a change")),
    ("crowd", "crowd", Words("一万个文件", "ten thousand files")),
)
"""Name, module of `tools/bench`, what it is about; in the order in which they are taken."""

_HEAD = (Words("测量", "what"), Words("结果", "measured"), Words("要求", "asked"))
_COLUMNS = (58, 20, 20)
_VERDICT = {True: ("✓", GREEN), False: ("✗", RED), None: ("", DIM)}
_FAILED = Words("未能测量“{name}”：{reason}", "“{name}” was not measured: {reason}")
_DONE = Words("{good} 项达到要求，{bad} 项没有。", "{good} within what is asked, {bad} not.")
_TOOK = Words("（{seconds:.0f} 秒；其他程序会影响结果）", "({seconds:.0f} s; other programs on the machine disturb it)")


@dataclass(frozen=True, slots=True)
class Missed:
    """A measure that could not be taken, and why."""

    measure: str
    reason: str


def run(given: list[str], language: Language) -> int:
    """0 where anything was measured, 2 where nothing could be."""
    parser = arguments.Parser("benchmark", ABOUT, language)
    parser.option(
        "--quick", action="store_true", about=Words("少测几次，大约一分钟", "fewer repetitions: a minute or two")
    )
    parser.option(
        "--only",
        action="append",
        choices=[name for name, _, _ in MEASURES],
        metavar="NAME",
        about=Words(f"只测这一项（可写多次）：{_names()}", f"only this one (may be repeated): {_names()}"),
    )
    parser.option(
        "--ahead",
        action="store_true",
        about=Words(
            "先于这台电脑上的其他程序运行（需要管理员）", "before all other programs of a busy machine (needs root)"
        ),
    )
    parser.option("--json", action="store_true", about=Words("给程序看的 JSON", "JSON, for programs"))
    options = parser.parse_args(given)
    if not sys.platform.startswith("linux"):
        raise Refused("只能在 Linux 上测量。", "This measures on Linux only.")
    if options.ahead:
        _go_ahead()
    began = time.perf_counter()
    results = list(_measured(options.only, quick=options.quick, language=language, table=not options.json))
    seconds = time.perf_counter() - began
    figures = [result for result in results if isinstance(result, Figure)]
    if options.json:
        print(json.dumps(_as_json(results, language, options, seconds), ensure_ascii=False, indent=1))
    else:
        good, bad = (sum(figure.ok is verdict for figure in figures) for verdict in (True, False))
        print(
            paint(_DONE.said(language).format(good=good, bad=bad), BOLD), _TOOK.said(language).format(seconds=seconds)
        )
    return 0 if figures else 2


def _measured(only: list[str] | None, *, quick: bool, language: Language, table: bool) -> Iterator[Figure | Missed]:
    """The figures as they come; each is printed at once where a table is wanted."""
    scratch = Path(tempfile.mkdtemp(prefix="qingbo-benchmark-"))
    bench = Bench(scratch, quick, _tell)
    if table:
        print(paint(_row(*(words.said(language) for words in _HEAD)), DIM))
    try:
        for name, module, _ in MEASURES:
            if only and name not in only:
                continue
            try:
                for figure in import_module(f"tools.bench.{module}").take(bench):
                    if table:
                        _print(figure, language)
                    yield figure
            except NotMeasured as missed:
                _tell(_FAILED.said(language).format(name=name, reason=missed))
                yield Missed(name, str(missed))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _go_ahead() -> None:
    """Puts this process and all that it starts before ordinary programs, as if the machine had nothing else to do."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except OSError as error:
        raise Refused(
            "--ahead 需要管理员权限（root）。", f"--ahead needs the rights of root ({error.strerror})."
        ) from None


def _names() -> str:
    return " ".join(name for name, _, _ in MEASURES)


def _tell(text: str) -> None:
    """Progress goes to stderr."""
    print(f"… {text}", file=sys.stderr, flush=True)


def _print(figure: Figure, language: Language) -> None:
    sign, colour = _VERDICT[figure.ok]
    asked = "" if figure.asked is None else f"{'≥' if figure.at_least else '≤'} {figure.asked:g} {figure.unit}"
    measured = f"{figure.value:.4g} {figure.unit}"
    print(_row(figure.name.said(language), measured, asked), paint(sign, BOLD, colour), flush=True)


def _row(*cells: str) -> str:
    return "  ".join(fit(cell, wide) for cell, wide in zip(cells, _COLUMNS, strict=True)).rstrip()


def _as_json(
    results: list[Figure | Missed], language: Language, options: argparse.Namespace, seconds: float
) -> dict[str, object]:
    """What `docs/reference/benchmark.schema.json` describes."""
    return {
        "player": __version__,
        "machine": {
            "system": platform.platform(),
            "processor": _processor(),
            "python": platform.python_version(),
        },
        "quick": options.quick,
        "ahead": options.ahead,
        "seconds": round(seconds, 1),
        "figures": [
            {
                "key": result.key,
                "name": result.name.said(language),
                "value": result.value,
                "unit": result.unit,
                "asked": result.asked,
                "at_least": result.at_least,
                "ok": result.ok,
            }
            for result in results
            if isinstance(result, Figure)
        ],
        "missed": [
            {"measure": result.measure, "reason": result.reason} for result in results if isinstance(result, Missed)
        ],
    }


def _processor() -> str:
    """The processor's name as the system calls it, and how many there are."""
    with Path("/proc/cpuinfo").open(encoding="utf-8") as file:
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.machine()
