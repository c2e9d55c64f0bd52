"""Writes the tables of the reference from the code: `python -m tools.build_reference`. A test says when they are stale.

`docs/reference/playlist.md`, `problems.md` and `spreadsheet.md` are written by hand around marks like `<!-- table: kinds -->`; what stands
between a mark and `<!-- end -->` comes from here, and so does the whole of `playlist.schema.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from player.ingest.clock_words import Said, duration, moment, time_of_day
from player.ingest.shapes import days, hours
from player.ingest.sorts import DOCUMENTS, LATER, LINKS, OLD_TABLES, PICTURES, PLAYLISTS, TEXTS
from player.ingest.understood import when_words
from player.ingest.vocabulary import (
    AUTO,
    CHOICES,
    DAY_WORDS,
    HOLIDAY_KEYS,
    NO,
    PLAYLIST_KEYS,
    ROW_KEYS,
    SETTINGS_KEYS,
    SLIDE_KEYS,
    TRANSITION_WORDS,
    WHEN_KEYS,
    YES,
    Lexicon,
    Word,
)
from player.ingest.when import moment_text
from player.ingest.zones_words import CLOCK_KEYS, CORNER_KEYS, EDGES, LOGO_KEYS, PART_KEYS, TICKER_KEYS, ZONE_KEYS
from player.model.content import When
from player.model.problem import Catalogue, Severity, Sort
from player.model.words import Words
from player.slides.kind import Field, Kind, Shape
from player.slides.kinds import KINDS
from tools import reference_spreadsheet as spreadsheet
from tools.problems import CATALOGUES

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
_MARK = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_TODAY = date(2020, 7, 1)

_SHAPES = {
    Shape.TEXT: Words("一行文字；` / ` 换行", "a line of text; ` / ` breaks it"),
    Shape.LINES: Words("一行或几行文字", "one or several lines"),
    Shape.LINK: Words("网址，原样放进二维码", "a link, put into the code exactly as given"),
    Shape.FILE: Words("图片文件名", "the name of a picture"),
    Shape.TARGET: Words("日期、日期加时间，或每天的时间", "a day, a day and time, or a time of every day"),
    Shape.FIGURES: Words("表格文件名，或数字本身", "a spreadsheet's name, or the figures"),
    Shape.ROWS: Words("几行，见下", "rows, see below"),
    Shape.FLAG: Words("是／否", "yes or no"),
    Shape.SOUND: Words("开／关，或音量", "on or off, or how loud"),
    Shape.PERCENT: Words("0% 到 100%", "0% to 100%"),
}
_DURATIONS = ("15", "15秒", "１５ 秒", "2分钟", "1分30秒", "半分钟", "1.5分钟", "1小时", "90s", "2 min")
_TIMES = (
    "9:00",
    "9：00",
    "09:00",
    "9点",
    "9点半",
    "9点一刻",
    "9点15分",
    "九点",
    "下午3点",
    "晚上8点半",
    "3:30 pm",
    "24:00",
)
_DATES = ("2020-07-04", "2020-7-4", "2020/7/4", "2020.7.4", "20200704", "2020年7月4日", "7月4日", "7-4", "二〇二〇年七月四日", "2020-07-04 09:00", "7月4日 9点", "2020-07-04（周六） 9:00")  # fmt: skip
_DAYS = (
    "周一至周五",
    "周一、周三、周五",
    "周一三五",
    "星期六",
    "mon..fri",
    "mon, wed",
    "工作日",
    "workdays",
    "节假日",
    "周末",
    "每天",
)
_HOURS = (
    "08:00-12:00",
    "08:00-12:00, 13:30-18:00",
    "9点到17点半",
    "8-12点",
    "22:00-02:00",
    "下午2点-5点",
    "00:00-24:00",
)


def main() -> None:
    """Writes what is stale."""
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(path.name)


def pages() -> dict[Path, str]:
    """Every generated page as it should be."""
    tables = _tables()
    made = {
        path: _MARK.sub(lambda match: match[1] + tables[match[2]]() + match[3], path.read_text(encoding="utf-8"))
        for path in (REFERENCE / name for name in ("playlist.md", "problems.md", "spreadsheet.md"))
    }
    return made | {REFERENCE / "playlist.schema.json": json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"}


def _tables() -> dict[str, Callable[[], str]]:
    said = Said(_TODAY)
    return {
        "playlist-keys": lambda: _words(PLAYLIST_KEYS),
        "slide-keys": lambda: _words(SLIDE_KEYS),
        "when-keys": lambda: _words(WHEN_KEYS),
        "row-keys": lambda: _words(ROW_KEYS),
        "zone-keys": lambda: _words(ZONE_KEYS),
        "ticker-keys": lambda: _words(TICKER_KEYS),
        "clock-keys": lambda: _words(CLOCK_KEYS),
        "logo-keys": lambda: _words(LOGO_KEYS),
        "corner-keys": lambda: _words(CORNER_KEYS),
        "part-keys": lambda: _words(PART_KEYS),
        "settings-keys": lambda: _words(SETTINGS_KEYS),
        "holiday-keys": lambda: _words(HOLIDAY_KEYS),
        "kinds": lambda: "\n".join(map(_kind, KINDS)) + "\n",
        "transitions": lambda: _plain_words(TRANSITION_WORDS),
        "day-words": lambda: _plain_words(DAY_WORDS),
        "fit-words": lambda: _plain_words(CHOICES["image", "fit"]),
        "yes-no": lambda: _table(("", ""), [("是 yes", _codes(YES)), ("否 no", _codes(NO))]),
        "durations": lambda: _examples(_DURATIONS, lambda text: f"{duration(text) / 1000:g} s"),
        "times": lambda: _examples(_TIMES, lambda text: _clock(time_of_day(text))),
        "dates": lambda: _examples(_DATES, lambda text: moment_text(moment(text, said))),
        "days": lambda: _examples(_DAYS, lambda text: when_words(When(days=days(text))).zh),
        "hours": lambda: _examples(_HOURS, lambda text: when_words(When(hours=hours(text))).zh),
        "files": _files,
        "sheet-columns": lambda: _table(
            ("列", "column", "哪些行 / where", "写什么 / what", "例子"), spreadsheet.column_rows()
        ),
        "sheet-settings": lambda: _table(("项目", "setting", "写什么 / what", "例子"), spreadsheet.setting_rows()),
        "sheet-meant": lambda: _table(("列 / column", "也认 / also"), spreadsheet.meant_rows()),
        "sheet-sheets": lambda: _table(("名字 / name", ""), spreadsheet.sheet_rows()),
        "sheet-problems": lambda: _table(("", "说什么", "怎么改", "code"), spreadsheet.problem_rows()),
        "problems": lambda: "\n".join(_problems(title, sorts) for title, sorts in CATALOGUES),
    }


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |\n" for row in lines
    )


def _codes(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


def _words(words: Lexicon) -> str:
    head = ("English", "中文", "说明", "What it is", "例 Example")
    rows = (
        (f"`{w.name}`", f"`{w.alias}`", w.about.zh, w.about.en, f"`{w.example}`" if w.example else "") for w in words
    )
    return _table(head, rows)


def _plain_words(words: Lexicon) -> str:
    rows = ((f"`{w.name}`", f"`{w.alias}`", w.about.zh, w.about.en) for w in words)
    return _table(("English", "中文", "说明", "What it is"), rows)


def _kind(kind: Kind) -> str:
    head = ("English", "中文", "必填 Required", "写法 Form", "说明 About", "最多字数 Limit", "例 Example")
    rows = ((*_names(one), "●" if one.required else "", *_form(one)) for one in kind.fields)
    return f"#### `{kind.name}` `{kind.alias}`\n\n{kind.about.zh}。 {_sentence(kind.about.en)}\n\n{_table(head, rows)}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _names(one: Field) -> tuple[str, str]:
    return f"`{one.name}`", f"`{one.alias}`"


def _form(one: Field) -> tuple[str, str, str, str]:
    shape = _SHAPES[one.shape]
    limit = str(one.limit) if one.shape in (Shape.TEXT, Shape.LINES, Shape.LINK) else ""
    example = f"`{one.example}`" if one.example else ""
    return f"{shape.zh}<br>{shape.en}", f"{one.about.zh}<br>{one.about.en}", limit, example


def _examples(texts: Iterable[str], read: Callable[[str], str]) -> str:
    return _table(("写 Written", "读作 Read as"), ((f"`{text}`", read(text)) for text in texts))


def _clock(at: int) -> str:
    return f"{at // 3_600_000:02}:{at // 60_000 % 60:02}"


def _files() -> str:
    rows = [
        (_codes(sorted(PICTURES)), "一页图片", "an image slide"),
        (
            _codes(sorted(TEXTS)),
            "一页通知；只有一个网址时是一页二维码",
            "a notice; a code where it holds one link alone",
        ),
        (_codes(sorted(LINKS)), "一页二维码", "a code"),
        (_codes(sorted(DOCUMENTS)), "一份文档，一页一页地放", "a document, a slide for each page"),
        (_codes(sorted(PLAYLISTS)), "节目单", "a playlist"),
        (_codes(sorted(OLD_TABLES)), "另存为 xlsx", "save as xlsx"),
        (_codes(sorted(LATER)), "暂不支持，请输出为图片", "not supported yet: please export as pictures"),
    ]
    return _table(("文件 File", "变成", "Becomes"), rows)


_SEVERITIES = {Severity.ERROR: Words("错误", "Error"), Severity.WARNING: Words("提醒", "Warning")}


def _problems(title: Words, sorts: Catalogue) -> str:
    """A room's problems, errors first."""
    ordered = sorted(sorts.items(), key=lambda item: item[1].severity is not Severity.ERROR)
    return f"## {title.zh} {title.en}\n\n" + "\n".join(_problem(code, sort) for code, sort in ordered)


def _problem(code: str, sort: Sort) -> str:
    kind = _SEVERITIES[sort.severity]
    return (
        f"#### `{code}`\n\n"
        f"**{kind.zh}** {sort.message.zh}<br>**怎么办** {sort.hint.zh}<br>**屏幕上** {sort.on_screen.zh}\n\n"
        f"**{kind.en}** {sort.message.en}<br>**Cure** {sort.hint.en}<br>**On screen** {sort.on_screen.en}\n"
    )


_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_TEXTS: dict[str, Any] = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}


def schema() -> dict[str, Any]:
    """The JSON schema of a playlist, with the keys of both languages, for editors that complete and check while one types."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "青播 Qingbo: 节目单 playlist",
        "type": "object",
        "properties": _both((word, _playlist_value(word)) for word in PLAYLIST_KEYS),
        "additionalProperties": False,
        "definitions": {
            "zones": _zones_schema(),
            "when": {"anyOf": [_SCALAR, _object((word, _TEXTS) for word in WHEN_KEYS)]},
            "row": {"anyOf": [_SCALAR, _object((word, _SCALAR) for word in ROW_KEYS)]},
            "slide": {"anyOf": [_SCALAR, *({"$ref": f"#/definitions/{kind.name}"} for kind in KINDS)]},
            **{kind.name: _slide_schema(kind) for kind in KINDS},
        },
    }


def _both(pairs: Iterable[tuple[Word | Field, dict[str, Any]]]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for word, value in pairs:
        described = {**value, "description": f"{word.about.zh} / {word.about.en}"}
        properties[word.name] = properties[word.alias] = described
    return properties


def _object(pairs: Iterable[tuple[Word | Field, dict[str, Any]]]) -> dict[str, Any]:
    return {"type": "object", "properties": _both(pairs), "additionalProperties": False}


def _playlist_value(word: Word) -> dict[str, Any]:
    if word.name == "slides":
        return {"type": ["array", "null"], "items": {"$ref": "#/definitions/slide"}}
    if word.name == "zones":
        return {"$ref": "#/definitions/zones"}
    return _term(word)


def _zones_schema() -> dict[str, Any]:
    """What may stand under `zones:`."""
    part = _object((word, _zone_value(word)) for word in PART_KEYS)
    shapes: dict[str, dict[str, Any]] = {
        "ticker": {"anyOf": [_TEXTS, _object((word, _zone_value(word)) for word in TICKER_KEYS)]},
        "clock": {"anyOf": [_SCALAR, _object((word, _zone_value(word)) for word in CLOCK_KEYS)]},
        "logo": {"anyOf": [_SCALAR, _object((word, _zone_value(word)) for word in LOGO_KEYS)]},
        "corner": {"anyOf": [_SCALAR, _object((word, _zone_value(word)) for word in CORNER_KEYS)]},
        "layout": {"type": "object", "additionalProperties": {"anyOf": [_SCALAR, part]}},
    }
    return {**_object((word, shapes[word.name]) for word in ZONE_KEYS), "type": ["object", "null"]}


def _zone_value(word: Word) -> dict[str, Any]:
    if word.name in ("when", "slides"):
        return _playlist_value(word)
    if word.name == "edge":
        return {"enum": EDGES.forms()}
    return _TEXTS if word.name == "text" else _SCALAR


def _term(word: Word) -> dict[str, Any]:
    if word.name == "when":
        return {"$ref": "#/definitions/when"}
    if word.name == "transition":
        return {"enum": TRANSITION_WORDS.forms()}
    if word.name == "dwell":
        return {"type": ["string", "number"], "examples": [AUTO.name, AUTO.alias, word.example]}
    return _SCALAR


def _slide_schema(kind: Kind) -> dict[str, Any]:
    pairs: list[tuple[Word | Field, dict[str, Any]]] = [(one, _field_schema(kind, one)) for one in kind.fields]
    pairs += [(word, _term(word)) for word in SLIDE_KEYS]
    required = [{"anyOf": [{"required": [one.name]}, {"required": [one.alias]}]} for one in kind.fields if one.required]
    return {**_object(pairs), "description": f"{kind.about.zh} / {kind.about.en}", "allOf": required}


def _field_schema(kind: Kind, one: Field) -> dict[str, Any]:
    choices = CHOICES.get((kind.name, one.name))
    if choices is not None:
        return {"enum": choices.forms()}
    if one.shape is Shape.ROWS:
        return {"type": "array", "items": {"$ref": "#/definitions/row"}}
    if one.name == "figures":
        return {"type": ["object", "array", "string"]}
    if one.shape is Shape.LINES:
        return _TEXTS
    return {**_SCALAR, "examples": [one.example]} if one.example else _SCALAR


if __name__ == "__main__":
    main()
