"""`qingbo preview`: the exact picture at an instant as PNG, all slides on one page, or a film of a stretch of time."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from PIL import Image

from player.model.units import Millis
from player.model.words import Language, Words
from tools import arguments
from tools.arguments import Screen
from tools.reading import Reading, cue_object, read
from tools.refused import Refused
from tools.sheet import sheet
from tools.still import still

ABOUT = Words(
    "把某一时刻屏幕上的画面存成 PNG 图片；--sheet 把所有页排在一张图上。",
    "The exact picture at an instant as PNG; --sheet puts all slides on one page.",
)
_OUTPUT = "preview.png"
_SAVED = Words("已保存：{path}", "Saved: {path}")


def run(given: list[str], language: Language) -> int:
    """0; Refused where there is nothing to show or the file cannot be written."""
    parser = arguments.Parser("preview", ABOUT, language)
    arguments.add_folder(parser)
    arguments.add_common(parser)
    parser.option(
        "--at",
        type=arguments.when,
        metavar="ISO",
        about=Words("哪个时刻，默认现在", "at which instant; now if left out"),
    )
    parser.option(
        "-o",
        "--output",
        default=_OUTPUT,
        metavar="PNG",
        about=Words("存到哪个文件，默认 preview.png", "the file to write; preview.png if left out"),
    )
    parser.option(
        "--sheet",
        action="store_true",
        about=Words("所有页排在一张图上，带名称和停留时间", "all slides on one page, with names and dwell"),
    )
    parser.option(
        "--json",
        action="store_true",
        about=Words("同时写出画面的 JSON，一行一个对象", "also write the scene, a JSON object a line"),
    )
    parser.option(
        "--video", metavar="FROM..TO",
        about=Words("把这段时间会播放的内容做成视频，例如 2020-07-04T08:59..09:01", "a film of what would be on in that time, such as 2020-07-04T08:59..09:01"),
    )  # fmt: skip
    parser.option(
        "--speed", type=arguments.rate, default=1.0, metavar="X",
        about=Words("和 --video 一起用：快多少倍", "with --video: how many times as fast"),
    )  # fmt: skip
    options = parser.parse_args(given)
    screen = arguments.screen(options)
    if options.video:
        return _film(options.video, options.speed, Path(options.output), screen, language)
    at = options.at.instant(screen.settings.zone) if options.at else screen.instant()
    output = Path(options.output)
    _check_folder(output)
    found = read(screen)
    page = (
        _page(found, at, screen, language)
        if options.sheet
        else still(found, at, screen.panel(), str(screen.folder), screen.settings.theme)
    )
    _save(page, output)
    if options.json:
        for cue in found.timeline.scene_at(at).cues:
            print(json.dumps(cue_object(cue, found.calendar), ensure_ascii=False))
    print(_SAVED.said(language).format(path=output), file=sys.stderr)
    return 0


def _film(text: str, speed: float, output: Path, screen: Screen, language: Language) -> int:
    """Writes the film."""
    from tools.preview_video import ENDINGS, Bar, Film, span, write  # noqa: PLC0415 - only where a film is asked for

    if output == Path(_OUTPUT):
        output = output.with_suffix(ENDINGS[0])
    if output.suffix.lower() not in ENDINGS:
        raise Refused(
            f"视频文件请用 {' '.join(ENDINGS)} 结尾，“{output.name}”不行。",
            f"The name of a film ends in {' '.join(ENDINGS)}; “{output.name}” does not.",
        )
    _check_folder(output)
    start, end = span(text, screen.settings.zone)
    found = read(replace(screen, now=start if screen.now is None else screen.now))
    film = Film(start, end, speed)
    write(found, film, screen.panel(), output, folder=str(screen.folder), theme=screen.settings.theme, tell=Bar())
    print(_SAVED.said(language).format(path=output), file=sys.stderr)
    return 0


def _check_folder(output: Path) -> None:
    if not output.parent.is_dir():
        raise Refused(
            f"没有这个文件夹：{output.parent}。请先新建它。", f"There is no folder {output.parent}. Create it first."
        )


def _page(found: Reading, at: Millis, screen: Screen, language: Language) -> Image.Image:
    if not found.snapshot.slides():
        raise Refused("文件夹里还没有可以播放的内容。", "There is nothing to play in the folder yet.")
    return sheet(found, at, screen.panel(), language, _progress)


def _progress(done: int, total: int) -> None:
    """A counter in place on a terminal, nothing elsewhere: it takes seconds, not minutes."""
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _save(image: Image.Image, output: Path) -> None:
    try:
        image.save(output, "PNG")
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(
            f"写不了 {output}（{reason}）。请换一个可以写的位置。",
            f"Cannot write {output} ({reason}). Choose a place that you may write to.",
        ) from None
