"""One law: a playlist is the same whether it is written in YAML, in a workbook or in CSV, in whatever order its columns stand."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.ingest.pipeline import Ingested, ingest
from player.ingest.rules import Rules
from player.ingest.vocabulary import PLAYLIST_KEYS, SLIDE_KEYS, WHEN_KEYS
from player.slides.kinds import KINDS
from tests.ingest.memory import NOW, MemoryFiles
from tests.support.books import same, workbook

EXAMPLES = 400 if os.environ.get("QINGBO_NIGHTLY") else 40
ALIASES = {
    **{field.name: field.alias for kind in KINDS for field in kind.fields},
    **{word.name: word.alias for words in (SLIDE_KEYS, WHEN_KEYS, PLAYLIST_KEYS) for word in words},
    "kind": "类型",
    "content": "内容",
}

OWN = frozenset(kind.fields[0].name for kind in KINDS)

letters = st.sampled_from("节能增效绿水青山低碳环保天下一家AbZ09，。、：:；;“”\"'《》（）()!?-—_%℃# /|&*+=@,")
lines = (
    st.text(letters, min_size=1, max_size=14)
    .map(str.strip)
    .filter(lambda text: text.strip("—") and text[0] not in "#/=+-@'\"")  # a cell with a stroke says nothing
)
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)
days = st.dates(dt.date(2020, 6, 1), dt.date(2020, 8, 31))
minutes = st.datetimes(dt.datetime(2020, 6, 1), dt.datetime(2020, 8, 31))  # noqa: DTZ001  # a cell has no zone
moments = st.one_of(days, minutes.map(lambda at: at.replace(second=0, microsecond=0)))
clocks = st.sampled_from(["08:30-12:00", "13:30-18:00", "9:00-17:00, 19:00-21:00", "22:00-02:00"])
whens = st.fixed_dictionaries(
    {},
    optional={
        "from": moments,
        "until": moments,
        "days": st.sampled_from(["工作日", "周一至周五", "周六、周日", "mon-fri"]),
        "hours": clocks,
    },
)
terms = {
    "dwell": st.sampled_from(["15秒", "1分30秒", "20", "auto", "自动"]),
    "transition": st.sampled_from(["cut", "淡入", "push", "擦除"]),
    "theme": st.just("green"),
}
slide = st.one_of(
    st.fixed_dictionaries({"slogan": lines}, optional={"sub": lines}),
    st.fixed_dictionaries({"tip": lines}, optional={"text": texts, "source": lines}),
    st.fixed_dictionaries({"notice": lines}, optional={"text": texts, "sign": lines, "date": st.just("2020年6月28日")}),
    st.fixed_dictionaries({"qr": st.just("https://example.org/?a=1&b=2#c")}, optional={"title": lines, "account": lines, "caption": texts}),
    st.fixed_dictionaries({"image": st.sampled_from(["海报.png", "没有.png"])}, optional={"caption": lines, "fit": st.sampled_from(["铺满", "contain"])}),
    st.fixed_dictionaries({"countdown": moments}, optional={"title": lines}),
    st.fixed_dictionaries({"agenda": lines, "rows": st.lists(st.sampled_from(["9:00 开会", "10:00-11:00 检查", "下午2点 总结"]), min_size=1, max_size=3)}),
)  # fmt: skip
playlist = st.fixed_dictionaries(
    {
        "slides": st.lists(
            st.tuples(slide, whens, st.fixed_dictionaries({}, optional={**terms, "every": st.integers(1, 9)})),
            min_size=1,
            max_size=5,
        )
    },
    optional={
        "name": lines,
        "priority": st.integers(-9, 9),
        "shuffle": st.sampled_from(["是", "no"]),
        "when": whens,
        **terms,
    },
)


def said(value: Any) -> Any:
    """The value as YAML has it: a text."""
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, dt.date) else value if isinstance(value, list) else str(value)


def as_yaml(meant: dict[str, Any]) -> bytes:
    whole: dict[str, Any] = {key: said(value) for key, value in meant.items() if key not in ("slides", "when")}
    if meant.get("when"):
        whole["when"] = {key: said(value) for key, value in meant["when"].items()}
    whole["slides"] = []
    for own, when, more in meant["slides"]:
        entry = {key: said(value) for key, value in (own | more).items()}
        whole["slides"].append(entry | ({"when": {key: said(value) for key, value in when.items()}} if when else {}))
    return yaml.dump(whole, allow_unicode=True, sort_keys=False, default_style='"', width=10_000).encode()


def as_rows(meant: dict[str, Any], draw: st.DrawFn) -> list[list[Any]]:
    """The rows below their names: columns in any order and either language, kinds by their column or by 类型 and 内容."""
    entries = []
    for own, when, more in meant["slides"]:
        entry = dict(own) | {"rows": "\n".join(own["rows"])} if "rows" in own else dict(own)
        kind = next(name for name in own if name in OWN)
        if draw(st.booleans()):
            entry = {"kind": draw(st.sampled_from([kind, ALIASES[kind]])), "content": entry.pop(kind)} | entry
        entries.append(entry | when | more)
    names = draw(st.permutations(sorted({name for entry in entries for name in entry})))
    head = [draw(st.sampled_from([name, ALIASES[name]])) for name in names]
    return [head, *([entry.get(name) for name in names] for entry in entries)]


def cell(value: Any, draw: st.DrawFn) -> Any:
    """The value as a cell of its own sort, or as a text."""
    return value if draw(st.booleans()) or not isinstance(value, dt.date | int) else said(value)


def settings_rows(meant: dict[str, Any]) -> list[list[Any]]:
    whole = {key: value for key, value in meant.items() if key not in ("slides", "when")} | dict(
        meant.get("when") or {}
    )
    return [[key, value] for key, value in whole.items()]


def taken(name: str, data: bytes) -> Ingested:
    return ingest(MemoryFiles({name: data, "海报.png": b"one"}), previous=None, now=NOW, rules=Rules())


def errors(found: Ingested) -> int:
    return sum(1 for problem in found.problems if problem.severity.value == "error")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), meant=playlist)
def test_a_workbook_is_the_playlist_that_the_yaml_is(data: st.DataObject, meant: dict[str, Any]) -> None:
    """The snapshot is the same, and as many things are wrong."""
    plain = taken("单.yaml", as_yaml(meant))
    rows = [[cell(value, data.draw) for value in row] for row in as_rows(meant, data.draw)]
    sheet = taken("单.xlsx", workbook({"节目": rows, "设置": settings_rows(meant)}))
    assert same(sheet.snapshot, plain.snapshot)
    assert errors(sheet) == errors(plain)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.data(),
    meant=playlist,
    coding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    sign=st.sampled_from(",;\t"),
)
def test_a_csv_is_the_playlist_that_the_yaml_is(
    data: st.DataObject, meant: dict[str, Any], coding: str, sign: str
) -> None:
    """In whichever encoding, with whichever separator that the file names; its settings stand above."""
    plain = taken("单.yaml", as_yaml(meant))
    stream = io.StringIO()
    stream.write(f"sep={sign}\r\n")
    writer = csv.writer(stream, delimiter=sign)
    for row in (*settings_rows(meant), [], *as_rows(meant, data.draw)):
        writer.writerow(["" if value is None else said(value) for value in row])
    sheet = taken("单.csv", stream.getvalue().encode(coding))
    assert same(sheet.snapshot, plain.snapshot)
    assert errors(sheet) == errors(plain)
