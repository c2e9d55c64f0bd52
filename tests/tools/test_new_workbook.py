"""The example workbook: it plays as it stands, without a word of complaint, and whoever opens and saves it changes nothing."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from player.ingest.pipeline import Ingested, ingest
from player.ingest.rules import Rules
from player.ingest.sheet_columns import columns, named
from player.ingest.sheet_zones import zone_columns
from player.ingest.zones_words import ZONE_KEYS
from player.model.canon import canonical
from player.model.table import Book
from player.model.words import Language
from player.prepare.workbook import read_workbook
from player.slides.kinds import KINDS
from tests.ingest.memory import NOW, MemoryFiles
from tests.support.books import converted
from tools import new
from tools.new_workbook import csv_bytes, workbook_bytes

LANGUAGES = pytest.mark.parametrize("language", list(Language))


def taken(name: str, data: bytes) -> Ingested:
    return ingest(MemoryFiles({name: data}), previous=None, now=NOW, rules=Rules())


@LANGUAGES
def test_it_plays_as_it_stands_without_a_problem(language: Language) -> None:
    found = taken("节目单.xlsx", workbook_bytes(language))
    assert found.problems == ()
    kinds = [slide.kind for slide in found.snapshot.slides()]
    assert kinds == ["slogan", "tip", "qr", "agenda", "countdown", "notice", "slogan"]
    assert found.snapshot.playlists[0].name in ("节能宣传", "Saving energy")


@LANGUAGES
def test_as_csv_it_says_the_same(language: Language) -> None:
    """Excel reads its characters by its mark; the slides are those of the workbook."""
    data = csv_bytes(language)
    assert data.startswith(b"\xef\xbb\xbf")
    found = taken("节目单.csv", data)
    assert found.problems == ()
    workbook = taken("节目单.xlsx", workbook_bytes(language)).snapshot.slides()
    assert [(slide.kind, slide.fields, slide.dwell, slide.when) for slide in found.snapshot.slides()] == [
        (slide.kind, slide.fields, slide.dwell, slide.when) for slide in workbook
    ]


@LANGUAGES
def test_its_lists_offer_what_is_understood(language: Language) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(language)))
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "C2"
    heads = [named(cell.value, columns())[0] for cell in sheet[1]]
    assert None not in heads
    lists = {
        next(iter(rule.sqref.ranges)).min_col: rule.formula1.strip('"').split(",")
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    offered = {heads[at - 1].name: words for at, words in lists.items()}  # type: ignore[union-attr]  # none is None
    assert offered["kind"] == [kind.alias if language is Language.ZH else kind.name for kind in KINDS]
    assert set(offered) == {"kind", "dwell", "days", "hours", "transition"}
    assert all(len(",".join(words)) <= 255 for words in offered.values()), "Excel takes no longer list"
    for name, words in offered.items():
        if name == "kind":
            continue
        label = next(word.alias for word in columns() if word.name == name)
        for word in words:
            row = f"标语,{label}\n一,{word}\n"
            assert taken("单.csv", row.encode()).problems == (), (name, word)


@LANGUAGES
def test_its_zones_are_on_when_their_sign_is_taken_away(language: Language) -> None:
    """Each example of the sheet 分区 plays without a problem, and each list offers what is understood."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(language)))
    sheet = book.worksheets[2]
    for row in range(2, 6):
        sheet.cell(row, 1).value = sheet.cell(row, 1).value.removeprefix("# ")
    stream = io.BytesIO()
    book.save(stream)
    files = {"节目单.xlsx": stream.getvalue(), "assets/标志.png": b"one", "assets/logo.png": b"two"}
    found = ingest(MemoryFiles(dict(files)), previous=None, now=NOW, rules=Rules())
    assert found.problems == ()
    assert {zone.name for zone in found.snapshot.zones} == {"ticker", "clock", "logo", "corner"}
    lists = {
        sheet.cell(1, next(iter(rule.sqref.ranges)).min_col).value: rule.formula1.strip('"').split(",")
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    zones = next(iter(lists.values()))
    assert [ZONE_KEYS.find(word) is not None for word in zones] == [True] * 4
    words = [zone_columns().find(head) for head in lists]
    assert [word and word.name for word in words] == ["zone", "edge", "motion", "seconds", "lunar", "days", "hours"]


def sheets(book: Book) -> bytes:
    """The cells, without how they look: number formats and the rows' heights are a program's own."""
    rows = [
        (sheet.name, sheet.hidden, [(line.number, [cell.text for cell in line.cells]) for line in sheet.lines])
        for sheet in book.sheets
    ]
    return repr(rows).encode()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("steps", [("xlsx",), ("ods", "xlsx")], ids=["xlsx", "ods-xlsx"])
def test_saved_by_libreoffice_it_reads_exactly_the_same(steps: tuple[str, ...], tmp_path: Path) -> None:
    data = workbook_bytes(Language.ZH)
    path = tmp_path / "节目单.xlsx"
    path.write_bytes(data)
    for number, ending in enumerate(steps):
        path = converted(path, ending, tmp_path / str(number))
    saved = path.read_bytes()
    assert saved != data
    assert sheets(read_workbook(io.BytesIO(saved))) == sheets(read_workbook(io.BytesIO(data)))
    again = taken("节目单.xlsx", saved)
    assert again.problems == ()
    assert canonical(again.snapshot) == canonical(taken("节目单.xlsx", data).snapshot)


@pytest.mark.parametrize("name", ["节目单.xlsx", "节目单.csv"])
def test_the_command_writes_it_and_overwrites_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert new.run([name], Language.ZH) == 0
    assert name in capsys.readouterr().out
    assert taken(name, (tmp_path / name).read_bytes()).problems == ()
    before = (tmp_path / name).read_bytes()
    with pytest.raises(new.Refused):
        new.run([name], Language.ZH)
    assert (tmp_path / name).read_bytes() == before
