# ruff: noqa: N999
# The file has the name of its command, as all of them.
"""`qingbo import FILE -o FOLDER`: the list of another player becomes a playlist; what does not come over is told, line by line."""

from __future__ import annotations

from pathlib import Path

from player.ingest.decode_text import decode_text
from player.model.words import Language, Words
from tools import arguments, import_m3u, import_setup
from tools.importing import MAX_BYTES, Foreign, Left, write
from tools.refused import Refused
from tools.terminal import BOLD, GREEN, YELLOW, paint

ABOUT = Words(
    "把别的播放器的列表（m3u、m3u8、SMIL、Slideshow 的 setup.csv）变成节目单，文件一起复制过去；带不过来的逐条列出。",
    "Makes a playlist of another player's list (m3u, m3u8, SMIL, Slideshow's setup.csv) with copies of its files; what does not come over is listed.",
)
_MADE = Words(
    "已写好 {path}：{slides} 页，复制了 {copied} 个文件。", "Wrote {path}: {slides} slide(s), {copied} file(s) copied."
)
_NOTHING = Words("没有能带过来的内容。", "There is nothing that could be taken over.")
_LEFT = Words("没有带过来的（{count}）：", "Not taken over ({count}):")
_LINE = Words("第{}行", "line {}")
_NEXT = Words("看看有没有问题：qingbo check {folder}", "See whether all is well: qingbo check {folder}")


def run(given: list[str], language: Language) -> int:
    """0 where a playlist was written, 1 where there was nothing to take over."""
    parser = arguments.Parser("import", ABOUT, language)
    parser.option(
        "file", metavar=Words("列表", "LIST").said(language), about=Words("别的播放器的列表", "another player's list")
    )
    parser.option(
        "-o", dest="folder", metavar="FOLDER", required=True, about=Words("写到哪个文件夹", "the folder to write into")
    )
    parser.option(
        "--tz", type=arguments.zone, default="Asia/Shanghai", metavar="Area/City", about=Words("时区", "the time zone")
    )
    options = parser.parse_args(given)
    path, folder = Path(options.file), Path(options.folder)
    made = write(_read(path, options.tz), path.parent, folder)
    if made.slides:
        told = _MADE.said(language).format(path=made.playlist, slides=made.slides, copied=made.copied)
        print(paint(told, BOLD, GREEN))
    else:
        print(paint(_NOTHING.said(language), BOLD, YELLOW))
    if made.left:
        print(_LEFT.said(language).format(count=len(made.left)))
        for left in made.left:
            print(f"  {_told(left, language)}")
    if made.slides:
        print(_NEXT.said(language).format(folder=folder))
    return 0 if made.slides else 1


def _told(left: Left, language: Language) -> str:
    line = "" if left.line is None else _LINE.said(language).format(left.line) + "  "
    return line + left.words.said(language)


def _read(path: Path, zone: str) -> Foreign:
    """What the list says. Raises Refused."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(f"读不了 {path}（{reason}）。", f"Cannot read {path} ({reason}).") from None
    if len(data) > MAX_BYTES:
        raise Refused(f"{path} 太大了，列表最多 1 MB。", f"{path} is too big; a list has 1 MB at most.")
    ending = path.suffix.lower()
    if ending in (".smil", ".smi", ".xml"):
        from tools import import_smil  # noqa: PLC0415  # the only one that needs an XML parser

        return import_smil.read(data)
    if ending not in (".m3u", ".m3u8", ".csv"):
        raise Refused(
            f"不认识 {path.name}。能导入的有：m3u、m3u8、smil、Slideshow 的 setup.csv。",
            f"{path.name} is not known. What can be imported: m3u, m3u8, smil, Slideshow's setup.csv.",
        )
    decoded = decode_text(data)
    if decoded is None:
        raise Refused(f"看不懂 {path.name} 的文字编码。", f"The characters of {path.name} cannot be read.")
    if ending != ".csv":
        return import_m3u.read(decoded.text)
    others = (each.name for each in path.parent.iterdir() if each.is_file() and each.name != path.name)
    return import_setup.read(decoded.text, [name for name in others if not name.startswith(".")], zone)
