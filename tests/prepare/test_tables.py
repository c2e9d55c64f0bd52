"""Workbooks of strangers, each read in a child of its own: whatever is in them, this process lives and has an answer."""

from __future__ import annotations

import json
import os
import random
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from player.prepare.inspector import ChildInspector, Refused
from player.prepare.limits import JobDied, Limits, Room, run_limited
from player.prepare.tables import CODES
from tests.support.books import edited, workbook

GOOD = workbook({"节目": [["类型", "内容", "停留"], *(["标语", f"第{number}页", number] for number in range(30))]})
MANY = 400 if os.environ.get("QINGBO_NIGHTLY") else 25


def sheet_with(inside: str) -> bytes:
    """The workbook with these rows in its sheet."""

    def change(name: str, part: bytes) -> bytes:
        if "sheet1" not in name:
            return part
        start, end = part.index(b"<sheetData>"), part.index(b"</sheetData>")
        return part[: start + 11] + inside.encode() + part[end:]

    return edited(GOOD, change)


CRAFTED = {
    "deep": sheet_with("<row><c>" * 60_000),
    "deep and closed": sheet_with("<row><c>" * 30_000 + "</c></row>" * 30_000),
    "no such text": sheet_with('<row r="1"><c r="A1" t="s"><v>999999</v></c></row>'),
    "below zero": sheet_with('<row r="1"><c r="A1" t="s"><v>-1</v></c><c r="B1" s="-7"><v>5</v></c></row>'),
    "not a number": sheet_with('<row r="1"><c r="A1"><v>nan</v></c><c r="B1"><v>1e999</v></c><c r="C1"><v>x</v></c></row>'),
    "far away": sheet_with('<row r="9999999"><c r="XFD9999999"><v>1</v></c></row>'),
    "long": sheet_with(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"长" * 3_000_000}</t></is></c></row>'),
    "many": sheet_with('<row r="1">' + "<c><v>1</v></c>" * 150 + "</row>" + "<row><c><v>1</v></c></row>" * 30_000),
    "many styles": edited(GOOD, lambda name, part: part.replace(b"</cellXfs>", b'<xf numFmtId="9"/>' * 100_000 + b"</cellXfs>") if "styles" in name else part),
    "a part twice around": edited(GOOD, lambda name, part: part.replace(b"worksheets/sheet1.xml", b"workbook.xml") if "workbook.xml.rels" in name else part),
    "outside": edited(GOOD, lambda name, part: part.replace(b"/xl/worksheets/sheet1.xml", b"../../../../etc/passwd") if "workbook.xml.rels" in name else part),
    "dtd": edited(GOOD, lambda name, part: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + part if "sheet1" in name else part),
    "lol": edited(GOOD, lambda name, part: b'<!DOCTYPE a [<!ENTITY x "' + b"x" * 9000 + b'"><!ENTITY y "' + b"&x;" * 9000 + b'">]><a>&y;</a>' if "sheet1" in name else part),
    "wrong encoding": edited(GOOD, lambda name, part: b'<?xml version="1.0" encoding="no-such"?>' + part if "sheet1" in name else part),
}  # fmt: skip


def answer(data: bytes, place: Path, limits: Limits = Limits()) -> Refused | None:  # a frozen value
    path, into = place / "a.xlsx", place / "out" / "a.json"
    path.write_bytes(data)
    refused = ChildInspector(limits).table(str(path), str(into))
    assert into.exists() is (refused is None)
    into.unlink(missing_ok=True)
    return refused


@pytest.mark.fault(16, 17)
@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_workbook_has_an_answer(name: str, tmp_path: Path) -> None:
    refused = answer(CRAFTED[name], tmp_path)
    assert refused is None or refused.code in CODES | {"table-crashes"}
    if name in ("far away", "many", "dtd", "lol", "deep", "no such text"):
        assert refused is not None
        assert refused.code in CODES, "refused by itself, not by its death"


@pytest.mark.control(16, 18)
def test_a_usual_reader_walks_through_the_same_workbook_and_does_not_come_back(tmp_path: Path) -> None:
    """One cell in the last row of all: who reads row by row reads ten million of them; ours says at once what is wrong."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(CRAFTED["far away"])
    with pytest.raises(JobDied, match="2 s"):
        run_limited(partial(naive, path), Limits(seconds=2.0), Room((path,)))
    refused = answer(CRAFTED["far away"], tmp_path, Limits(seconds=20.0))
    assert refused is not None
    assert refused.died is None


def naive(path: Path) -> bytes:
    """A workbook read as if nobody meant harm."""
    book = openpyxl.load_workbook(path)
    return json.dumps([sum(1 for cell in row if cell) for row in book.worksheets[0].iter_rows()]).encode()


@pytest.mark.fault(18)
def test_one_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    refused = answer(CRAFTED["many"], tmp_path, Limits(seconds=0.01))
    assert refused is not None
    assert refused.died is not None
    assert answer(GOOD, tmp_path) is None


@pytest.mark.fault(16)
def test_damaged_workbooks_kill_nobody_here(tmp_path: Path) -> None:
    """Bytes changed inside the packed parts and inside the parts themselves."""
    chance = random.Random(11)
    answers = []
    for number in range(MANY):
        if number % 2:
            data = bytearray(GOOD)
            for _ in range(chance.randint(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            answers.append(answer(bytes(data), tmp_path))
            continue

        def change(name: str, part: bytes) -> bytes:
            spoilt = bytearray(part)
            for _ in range(chance.randint(0, 3)):
                at = chance.randrange(len(spoilt))
                spoilt[at : at + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 4))
            return bytes(spoilt)

        answers.append(answer(edited(GOOD, change), tmp_path))
    refused = [one for one in answers if one is not None]
    assert refused
    assert all(one.code in CODES | {"table-crashes"} for one in refused)
    assert answer(GOOD, tmp_path) is None
