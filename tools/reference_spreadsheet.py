"""The tables of `docs/reference/spreadsheet.md`: which columns there are, for which kinds, what else is taken for them."""

from __future__ import annotations

from collections.abc import Iterable

from player.ingest.sheet import HELP_SHEETS, SETTINGS_SHEETS
from player.ingest.sheet_columns import CONTENT, IGNORED, KIND, MEANT, columns, terms
from player.ingest.sheet_zones import ZONES_SHEETS, zone_columns
from player.ingest.table_words import TABLES
from player.ingest.vocabulary import SLIDE_KEYS, WHEN_KEYS, Word
from player.model.problem import Severity
from player.slides.kinds import KINDS

_OWN = {kind.fields[0].name: kind for kind in KINDS}


def column_rows() -> Iterable[tuple[str, ...]]:
    """A row for each column: its names, for which kinds, what it is."""
    for word in columns():
        yield (
            f"`{word.alias}`",
            f"`{word.name}`",
            _for_kinds(word),
            f"{word.about.zh} / {word.about.en}",
            _example(word),
        )


def _for_kinds(word: Word) -> str:
    if word in (KIND, CONTENT) or word in tuple(SLIDE_KEYS) or word in tuple(WHEN_KEYS):
        return "每一行 / every row"
    if word.name in _OWN:
        return f"放{_OWN[word.name].alias}的行，代替 类型 + 内容 / instead of kind and content"
    return "、".join(kind.alias for kind in KINDS if word.name in {field.name for field in kind.fields})


def _example(word: Word) -> str:
    return f"`{word.example}`" if word.example and not word.example.startswith("{") else ""


def setting_rows() -> Iterable[tuple[str, ...]]:
    """A row for each setting of the whole playlist."""
    for word in terms():
        yield f"`{word.alias}`", f"`{word.name}`", f"{word.about.zh} / {word.about.en}", _example(word)


def meant_rows() -> Iterable[tuple[str, ...]]:
    """What else is taken for a column, by the column."""
    by_name = {word.name: word.alias for word in columns()}
    for name in dict.fromkeys(MEANT.values()):
        others = "、".join(other for other, meant in MEANT.items() if meant == name)
        yield f"`{by_name[name]}`", others


def sheet_rows() -> Iterable[tuple[str, ...]]:
    """What the sheets of some names are."""
    yield "、".join(SETTINGS_SHEETS), "整份节目单的设置 / what rules for the whole"
    yield (
        "、".join(ZONES_SHEETS),
        f"一直留在页面周围的，一行一块；列名：{_zone_columns()} / what stays around the slides, a row a zone",
    )
    yield "、".join(HELP_SHEETS), "给人看的，不播放 / for people, not played"
    yield "、".join(sorted(IGNORED)), "（列名）自己留着用的列 / columns of one's own"


def _zone_columns() -> str:
    return "、".join(f"`{word.alias}`" for word in zone_columns())


def problem_rows() -> Iterable[tuple[str, ...]]:
    """What is told of spreadsheets alone."""
    for code, sort in TABLES.items():
        mark = "错误" if sort.severity is Severity.ERROR else "提醒"
        yield mark, sort.message.zh, sort.hint.zh, f"[`{code}`](problems.md)"
