"""The columns of a playlist in a spreadsheet: which names they may have, in either language, and what else is often written for them.

They are the keys of a slide and of its times, all side by side; besides them 类型 and 内容, for those who would rather choose
the kind from a list than write into its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from player.ingest.vocabulary import PLAYLIST_KEYS, ROW_KEYS, SLIDE_KEYS, WHEN_KEYS, Lexicon, Word, near, plain
from player.model.words import Words
from player.slides.kind import Shape
from player.slides.kinds import KINDS

KIND = Word("kind", "类型", Words("这一行放什么", "what the row shows"), "标语")
CONTENT = Word(
    "content",
    "内容",
    Words("这一行的主要内容：文字、网址或文件名", "what it says: a text, a link or a file's name"),
    "绿水青山，节能增效",
)
SWITCHES = frozenset(("是否播放", "是否显示", "是否启用", "是否上屏", "是否放映"))
"""Columns that say with 是 and 否 whether a row is shown."""

IGNORED = SWITCHES | frozenset(
    plain(name) for name in ("序号", "编号", "行号", "No", "No.", "#", "批注", "comment", "comments", "remark")
)
"""Columns that people keep for themselves, and those of 是 and 否: no slide has them."""

MEANT = {
    "开始时间": "from", "开始日期": "from", "起始时间": "from", "起始日期": "from", "结束时间": "until", "结束日期": "until",
    "截止时间": "until", "截止日期": "until", "停留时间": "dwell", "停留时长": "dwell", "播放时长": "dwell", "时长": "dwell",
    "秒数": "dwell", "星期几": "days", "周几": "days", "时间段": "hours", "播放时段": "hours", "每天时段": "hours", "播放时间": "when",
    "种类": "kind", "类别": "kind", "种类名": "kind", "type": "kind", "start": "from", "end": "until", "duration": "dwell",
    "口号": "slogan", "小贴士": "tip", "提示": "tip", "公告": "notice", "网址": "qr", "链接": "qr", "扫码": "qr", "海报": "image",
    "照片": "image", "图片文件": "image", "过渡方式": "transition", "切换": "transition", "切换方式": "transition", "副标题": "sub",
    "影片": "video", "短片": "video", "文字": "text", "出处": "source", "署名": "sign", "页数": "pages", "有声": "sound", "播放日期": "when", "展示日期": "when", "有效期": "when", "显示时间": "dwell", "显示时长": "dwell", "停留秒数": "dwell",
    "图片名称": "image", "图片名": "image", "图片文件名": "image", "文件名": "content", "文件名称": "content", "标语内容": "slogan", "通知内容": "notice", "视频文件": "video",
    "二维码链接": "qr", "二维码网址": "qr", "链接地址": "qr", "出声": "sound", "声音大小": "volume",
}  # fmt: skip
"""Names of one clear meaning that are no names here: they are taken, and mentioned."""

_ASIDE = re.compile(r"(?<=.)[（(\[【/／].*$|[:：*＊]+$")


_QUOTES = "【】[]［］“”「」《》\"' "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the word that it is named by, `meant` where that is not quite what stands there."""

    index: int
    word: Word
    meant: bool = False


@cache
def columns() -> Lexicon:
    """Every column that there is: what the kinds have, what every slide has, when it plays."""
    return Lexicon(*_unique((KIND, CONTENT, *_fields(), *SLIDE_KEYS, *WHEN_KEYS)))


@cache
def terms() -> Lexicon:
    """What can be set for the whole playlist, on the sheet 设置 or above the names of the columns."""
    return Lexicon(*_unique((*(word for word in PLAYLIST_KEYS if word.name not in ("slides", "zones")), *WHEN_KEYS)))


def _fields() -> Iterator[Word]:
    for kind in KINDS:
        for field in kind.fields:
            yield Word(field.name, field.alias, field.about, field.example)


def _unique(words: tuple[Word, ...]) -> Iterator[Word]:
    met: set[str] = set()
    for word in words:
        if word.name not in met:
            met.add(word.name)
            yield word


def named(text: str, among: Lexicon) -> tuple[Word | None, bool]:
    """The word that a cell names, and whether it only means it: 停留（秒） is 停留, 开始时间 means 开始."""
    said = " ".join(text.split()).strip(_QUOTES)
    word = among.find(said) or among.find(_ASIDE.sub("", said))
    if word is not None:
        return word, False
    for form in (said, _ASIDE.sub("", said)):
        meant = among.find(MEANT.get(plain(form), ""))
        if meant is not None:
            return meant, True
    return None, False


def is_ignored(text: str) -> bool:
    """Whether a column of that name is nobody's business."""
    return plain(text).rstrip("?:*") in IGNORED


def is_switch(text: str) -> bool:
    """Whether a column of that name says which rows are shown."""
    return plain(text).rstrip("?:*") in SWITCHES


def nearest(text: str, among: Lexicon) -> Words:
    """“Did you mean …?” with the nearest name, in the language in which it was written."""
    found = near(among.forms(), text)
    word = None if found is None else among.find(found)
    if word is None:
        return Words("", "")
    return Words(f"你是不是想写“{word.alias}”？", f"Did you mean “{word.name}”?")


def is_rows(names: list[str]) -> bool:
    """Whether these are the names of columns of a sheet that holds an agenda's rows: a time, a text, nothing of a playlist's."""
    found = [ROW_KEYS.find(name) for name in names if name.strip() and not is_ignored(name)]
    words = {word.name for word in found if word is not None}
    return {"time", "text"} <= words and None not in found


@cache
def file_columns() -> frozenset[str]:
    """The columns that hold names of files."""
    return frozenset(field.name for kind in KINDS for field in kind.fields if field.shape is Shape.FILE)
