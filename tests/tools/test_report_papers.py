"""The office's papers of a report: laid out as official papers are, and every figure that of the journals."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from PIL import Image

from player.model.settings import Settings
from player.model.showing import Showing, Status
from player.model.snapshot import DayTable
from player.model.units import DAY, HOUR, MINUTE, Digest, Millis
from player.store.journal import Journal
from player.store.screenshots import Screenshot, keep
from player.timeline.calendar import Calendar
from tests.support.checkout import ROOT
from tests.support.journals import BEGIN, folder, journal, showing
from tools.report_book import book, comma
from tools.report_energy import Energy, limit, power_of
from tools.report_facts import ReportFacts, facts_of
from tools.report_faults import faults_of
from tools.report_paper import paper
from tools.report_places import Place, about_of, export, places

SHANGHAI = Calendar("Asia/Shanghai", DayTable())
FOURTH = date(2020, 7, 4)
MORNING = Millis(BEGIN + 8 * HOUR)
OFFICE = Settings(screen="hall", unit="某某市机关事务管理局", place="一楼大厅", contact="张三 010-1", campaign="全国节能宣传周", watts=118, basis="measured")  # fmt: skip
KINDS = ("slogan", "qr", "tip", "agenda", "image", "card")


def one(number: int, start: int, seconds: float, **other: Any) -> Showing:
    kind = KINDS[number % len(KINDS)]
    fields = {
        "slide": f"s{number}",
        "kind": kind,
        "title": f"第{number}页",
        "playlist": "" if kind == "card" else "节能.yaml",
    }
    long = Millis(round(seconds * 1000))
    base = replace(showing(number, start), start=Millis(start), end=Millis(start + long), duration=long)
    return replace(base, **{**fields, **other})


def shot(root: Path, number: int, day: str = "2020-07-04", colour: tuple[int, int, int] = (20, 120, 80)) -> None:
    out = io.BytesIO()
    Image.new("RGB", (320, 180), colour).save(out, "JPEG")
    kind = KINDS[number % len(KINDS)]
    at = Millis(MORNING + number * MINUTE)
    kept = Screenshot(f"s{number}", f"第{number}页", kind, "节能.yaml", "节能.yaml", "hall", at, None, hashlib.sha256(out.getvalue()).hexdigest(), 1920, 1080)  # fmt: skip
    keep(root, day, f"08{number:02}00", kept, out.getvalue())


def a_day(root: Path, screen: str = "hall", plays: int = 60) -> Journal:
    kept = Journal(root, screen, background=False)
    at = int(MORNING)
    for number in range(plays):
        assert kept.record(one(number % 5, at, 12, screen=screen))
        at += 12_000
    assert kept.stop(Millis(at))
    return kept


def facts(
    *roots: Path, first: date = FOURTH, last: date | None = None, told: Settings = OFFICE, **how: Any
) -> ReportFacts:
    now = how.pop("now", Millis(BEGIN + 40 * DAY))
    found = [Place(root, about_of(told)) for root in roots]
    return facts_of(found, first, last or first, SHANGHAI, told, now=now, **how)


def texts(document: bytes) -> str:
    read = Document(io.BytesIO(document))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def ran(cache: Path, *arguments: str, code: int = 0) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LANG": "zh_CN.UTF-8"}
    command = [sys.executable, "-m", "tools.qingbo", "report", "--cache", str(cache), *arguments]
    done = subprocess.run(command, cwd=cache.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


# the layout of GB/T 9704


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """LibreOffice with a profile and fonts of its own: what the papers name is there, under other names."""
    place = tmp_path_factory.mktemp("office")
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{real}</string></edit></match>'
        for name, real in (("仿宋", "Noto Sans SC"), ("方正小标宋简体", "Noto Serif SC"), ("黑体", "Noto Sans SC"), ("楷体", "Noto Sans SC"), ("宋体", "Noto Serif SC"))
    )  # fmt: skip
    (place / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{ROOT}/assets/fonts</dir>'
        f"<dir>/usr/share/fonts</dir><cachedir>{place}/cache</cachedir>{aliases}</fontconfig>",
        "utf-8",
    )
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"

    def to_pdf(name: str, data: bytes) -> Path:
        (place / name).write_bytes(data)
        environment = {**os.environ, "FONTCONFIG_FILE": str(place / "fonts.conf")}
        profile = f"-env:UserInstallation=file://{place}/profile"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(place), str(place / name)]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=110)
        return (place / name).with_suffix(".pdf")

    return to_pdf


def test_it_is_laid_out_as_official_papers_are(tmp_path: Path, office: Any) -> None:
    """A4, a text of 156 x 225 mm at its place, 22 lines a page, 28 characters a line, numbers between dashes on the outer side."""
    a_day(tmp_path)
    for number in range(5):
        shot(tmp_path, number)
    made = paper(facts(tmp_path, highlights=["国" * 1600]))
    document = pypdfium2.PdfDocument(office("日报.docx", made))
    try:
        full, numbers = [], []
        for page in document:
            assert page.get_size() == pytest.approx((595.3, 841.9), abs=0.2)
            text = page.get_textpage()
            lines = [line.strip() for line in text.get_text_range().splitlines()]
            numbers += [line for line in lines if re.fullmatch(r"— \d+ —", line)]
            body = [line for line in lines if set(line) == {"国"}]
            if len(body) == len(lines) - 1:  # nothing besides but the number
                full.append((body, page))
            text_of_page = [text.get_charbox(at) for at in range(text.count_chars())]
            assert min(box[0] for box in text_of_page if box[2] > box[0]) >= 28 / 25.4 * 72 - 1.5
            assert max(box[2] for box in text_of_page if box[2] > box[0]) <= (210 - 26) / 25.4 * 72 + 1.5
        assert numbers == [f"— {number} —" for number in range(1, len(document) + 1)]
        assert full, "no page is full of body text"
        for body, page in full:
            assert [len(line) for line in body] == [28] * 22
            text = page.get_textpage()
            boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1) == "国"]
            width = (boxes[27][2] - boxes[0][0]) / 28
            assert width == pytest.approx(15.75, abs=0.3)
            top, bottom = max(box[3] for box in boxes), min(box[1] for box in boxes)
            assert 37 - 1 <= (841.9 - top) / 72 * 25.4 <= 37 + 6  # a line is 10.2 mm, its character 5.6
            assert bottom / 72 * 25.4 >= 35 - 1
        sides = []
        for page in document:
            text = page.get_textpage()
            found = text.search("—")
            at = found.get_next()
            while at is not None:
                box = text.get_charbox(at[0])
                at = found.get_next()
            sides.append("right" if box[0] > 297 else "left")
        assert sides == ["right" if number % 2 == 0 else "left" for number in range(len(document))]
    finally:
        document.close()


def test_fonts_are_named_with_others_that_stand_in_and_none_is_shipped(tmp_path: Path) -> None:
    import zipfile

    a_day(tmp_path, plays=5)
    with zipfile.ZipFile(io.BytesIO(paper(facts(tmp_path)))) as packed:
        table = packed.read("word/fontTable.xml").decode()
        names = packed.namelist()
        styles = packed.read("word/styles.xml").decode()
    assert '<w:font w:name="仿宋"><w:altName w:val="仿宋_GB2312;' in table
    assert "小标宋" in table
    assert 'w:eastAsia="仿宋"' in styles
    assert not [name for name in names if name.endswith((".ttf", ".otf", ".odttf"))]


# every figure is the journal's


def paper_totals(document: bytes) -> tuple[int, str]:
    """The total of the table of slides: plays, and the time as it is written."""
    for table in Document(io.BytesIO(document)).tables:
        last = [cell.text for cell in table.rows[-1].cells]
        if last[1:2] == ["合计"]:
            return int(last[3]), last[4]
    return 0, "0秒"


def book_rows(data: bytes, sheet: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(data))[sheet].iter_rows(min_row=2, values_only=True))


def in_seconds(told: str) -> int:
    hours, minutes, seconds = re.fullmatch(r"(?:(\d+)小时)?(?:(\d+)分)?(?:(\d+)秒)?", told).groups("0")  # type: ignore[union-attr]  # it is one
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


SHOWN = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 3 * DAY), st.integers(0, 3 * 3_600_000), st.sampled_from(["hall", "门厅"])),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHOWN)
def test_every_figure_is_the_sum_of_the_journals(shown: list[tuple[int, int, int, str]]) -> None:
    """Law: what the papers say of plays and time is what the records of all screens come to, whatever was shown when."""
    with folder() as root:
        days = FOURTH, FOURTH + timedelta(days=2)
        begin, end = SHANGHAI.midnight(days[0]), SHANGHAI.midnight(days[1] + timedelta(days=1))
        plays, span = 0, 0
        kept = {screen: Journal(root / screen, screen, background=False) for screen in ("hall", "门厅")}
        for number, at, long, screen in shown:
            made = one(number, BEGIN + at, long / 1000, screen=screen)
            assert kept[screen].record(made)
            if made.kind != "card":
                plays += begin <= made.start < end and made.duration > 0
                span += max(0, min(made.start + made.duration, end) - max(made.start, begin))
        used = [root / screen for screen in kept if any(one_[3] == screen for one_ in shown)]
        told = facts(*used, first=days[0], last=days[1])
        assert (told.plays, round(told.seconds * 1000)) == (plays, span)
        in_paper = paper_totals(paper(told))
        assert in_paper[0] == plays
        assert in_seconds(in_paper[1]) == round(span / 1000)
        made_book = book(told)
        details = [row for row in book_rows(made_book, "明细") if row[3] != "待机画面"]
        assert sum(row[4] for row in details) == plays
        assert sum((_span(row[5]) for row in details), timedelta()) / timedelta(milliseconds=1) == pytest.approx(
            span, abs=15
        )
        summary = next(row for row in book_rows(made_book, "汇总") if row[0] == "合计")
        assert summary[7] == plays
        assert _span(summary[5]) / timedelta(milliseconds=1) == pytest.approx(span, abs=15)
        lines = [
            row
            for row in csv.DictReader(io.StringIO(comma(told.rows).decode("utf-8-sig")))
            if row["ContentKind"] != "card"
        ]
        assert sum(int(row["Plays"]) for row in lines) == plays
        assert round(sum(float(row["Duration"]) for row in lines) * 1000) == span


def _span(cell: Any) -> timedelta:
    """What a spreadsheet's cell of a duration says."""
    if isinstance(cell, timedelta):
        return cell
    if isinstance(cell, datetime):
        return cell - datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's time has no zone
    return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond)


def test_codes_are_displayed_never_scanned(tmp_path: Path) -> None:
    a_day(tmp_path)
    told = texts(paper(facts(tmp_path)))
    assert "共展示二维码1个，展示12次，累计2分24秒。以上为屏幕上的展示次数，不是扫码人数" in told


def test_it_says_until_when_it_was_drawn_up(tmp_path: Path) -> None:
    a_day(tmp_path)
    told = texts(paper(facts(tmp_path, now=Millis(BEGIN + 15 * HOUR + 30 * MINUTE))))
    assert "本报告统计截至15时30分，最后一条播放记录止于08:12:00。" in told
    assert "统计截至" not in texts(paper(facts(tmp_path)))


def test_what_only_the_author_knows_is_left_as_a_marked_blank(tmp_path: Path) -> None:
    a_day(tmp_path, plays=5)
    bare = Document(io.BytesIO(paper(facts(tmp_path, told=Settings()))))
    marked = [run.text for paragraph in bare.paragraphs for run in paragraph.runs if run.font.highlight_color]
    assert [text for text in marked if "单位" in text]
    assert len([text for text in marked if text.startswith("［请填写：")]) == len(marked) >= 6
    told = texts(paper(facts(tmp_path, highlights=["开展云竞答，参与踊跃。"])))
    assert "开展云竞答，参与踊跃。" in told
    assert "特色做法" not in told
    assert "某某市机关事务管理局" in told


# screenshots


def test_who_signs_never_stands_alone_on_a_page(tmp_path: Path) -> None:
    a_day(tmp_path)
    read = Document(io.BytesIO(paper(facts(tmp_path))))
    *body, contact, blank, unit, day = read.paragraphs
    assert contact.text.startswith("联系人及电话")
    assert [one.paragraph_format.keep_with_next for one in (contact, blank, unit)] == [True] * 3
    assert not day.paragraph_format.keep_with_next
    assert body


def test_pictures_are_of_as_many_kinds_as_there_are_and_of_those_that_are_whole(tmp_path: Path) -> None:
    a_day(tmp_path)
    for number in (*range(5), 6, 12, 18, 24):
        shot(tmp_path, number)
    changed = next((tmp_path / "screenshots" / "2020-07-04").glob("0801*.jpg"))
    changed.write_bytes(changed.read_bytes()[:-2] + b"xx")
    found = facts(tmp_path)
    assert len(found.shots) == 6
    assert "s1" not in {kept.shot.slide for kept in found.shots}
    assert {kept.shot.kind for kept in found.shots} == {"slogan", "tip", "agenda", "image"}
    made = Document(io.BytesIO(paper(found)))
    assert len(made.inline_shapes) == 6
    captions = re.findall(r"图\d　\S+", texts(paper(found)))
    assert captions[0] == "图1　第0页（08:00:00）"
    assert len(captions) == 6


# faults, records, energy


def start(root: Path, **about: object) -> Journal:
    return Journal(root, "hall", background=False, about=about)


def test_why_it_broke_off_is_told_by_what_starts_note(tmp_path: Path) -> None:
    at = int(MORNING)
    for number, about in enumerate(
        ({"boot": "a", "run": 1}, {"boot": "a", "run": 1}, {"boot": "a", "run": 2}, {"boot": "b", "run": 3})
    ):
        kept = start(tmp_path, **about)
        kept.record(one(0, at, 60))
        kept.record(one(2, at + 60_000, 60, status=Status.HARDWARE_FAILURE) if number == 3 else one(3, at + 60_000, 60))
        at += 10 * MINUTE
    kept.record(one(3, at, 0, status=Status.CONTENT_FAILURE))
    kept.record(one(4, at, 60))
    kept.stop(Millis(at + 60_000))
    start(tmp_path, boot="b", run=4).record(one(0, at + 20 * MINUTE, 60))
    told = [
        (fault.what.zh, fault.end.zh, fault.is_fault) for fault in faults_of(tmp_path, "hall", FOURTH, FOURTH, SHANGHAI)
    ]
    assert told == [
        ("画面中断", "已自动恢复，最长8分钟没有播放记录", True),
        ("播放程序中断", "已自动恢复，最长8分钟没有播放记录", True),
        ("断电或电脑重启", "来电后自动恢复，最长8分钟没有播放记录", True),
        ("显示器断开", "已自动恢复，最长8分钟没有播放记录", True),
        ("有一页没能做成画面", "“第3页”共 1 次没能播出，由前一页代替，画面未中断", True),
        ("按要求停止播放", "停播19分钟后继续", False),
    ]
    paper_told = texts(paper(facts(tmp_path)))
    assert "记录到故障5次，按要求停播1次。" in paper_told
    assert "断电或电脑重启" in paper_told
    assert not faults_of(tmp_path, "hall", date(2020, 7, 5), date(2020, 7, 5), SHANGHAI)


def test_a_changed_record_is_said_in_the_paper_and_by_the_exit_code(tmp_path: Path) -> None:
    a_day(tmp_path / "cache")
    out = tmp_path / "日报.docx"
    ran(tmp_path / "cache", "--day", "2020-07-04", "-o", str(out))
    assert "hall：记录完整，62条播放记录经逐条核对" in texts(out.read_bytes())
    path = tmp_path / "cache" / "journal" / "2020-07-04.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"duration":12000', b'"duration":92000', 1))
    ran(tmp_path / "cache", "--day", "2020-07-04", "-o", str(out), code=1)
    assert "hall：记录核对有1处不符，第一处在2020-07-04.jsonl第2行：这一行或它的下一行被改过。" in texts(
        out.read_bytes()
    )


def test_energy_says_its_basis_its_baseline_and_its_factor(tmp_path: Path) -> None:
    a_day(tmp_path, plays=300)
    told = texts(paper(facts(tmp_path, now=Millis(BEGIN + 10 * HOUR))))
    assert "118 W，实测功率" in told
    assert "按2023年全国电力平均排放因子0.5306千克二氧化碳每千瓦时" in told
    assert "与有记录的日子里（合计2.0小时）一直亮屏相比，约少用0.12千瓦时" in told  # from 8:00 on: 118 W x 1 h
    assert "合计用电约0.12千瓦时，折合二氧化碳约0.06千克" in told
    assert "能源之星限值" in texts(paper(facts(tmp_path, told=replace(OFFICE, watts=0.0))))


def test_nothing_is_claimed_to_be_saved_where_nobody_looked(tmp_path: Path) -> None:
    """Days without records are no proof that the panel was off; a night between two days with records is."""
    first, new, old = date(2020, 6, 29), tmp_path / "new", tmp_path / "old"
    a_day(new, plays=300)
    week = facts(new, first=first, last=date(2020, 7, 5), now=Millis(BEGIN + 2 * DAY))
    assert [screen.energy and screen.energy.within for screen in week.screens] == [16.0], "from 8:00 to midnight"
    before = Journal(old, "hall", background=False)
    assert before.record(one(0, int(MORNING) - DAY, 12))
    assert before.stop(Millis(int(MORNING) - DAY + 12_000))
    a_day(old, plays=300)
    day = facts(old, now=Millis(BEGIN + 10 * HOUR))
    assert [screen.energy and screen.energy.within for screen in day.screens] == [10.0], "from midnight on"


def test_the_limit_is_that_of_the_specification() -> None:
    """55 inches at 500 cd/m2: 122 W, which is 1066 kWh in a year that is never switched off."""
    assert limit(55) == pytest.approx(122, abs=0.5)
    assert Energy(power_of(0, "", 55), 8760, 8760, 0.5306, 2023).taken == pytest.approx(1066, abs=1)
    assert power_of(90, "measured", 55).about.zh == "实测功率"


# several screens


def test_screens_are_merged_from_what_they_exported(tmp_path: Path) -> None:
    hall, door = tmp_path / "hall", tmp_path / "door"
    a_day(hall)
    a_day(door, "门厅", plays=30)
    shot(door, 1)
    share = tmp_path / "共享" / "播放记录"
    share.mkdir(parents=True)
    said = "screen: 门厅\nplace: 东门\nwatts: 90\nbasis: 铭牌\n"
    (tmp_path / "door.yaml").write_text(said, "utf-8")
    assert "已复制到" in ran(door, "--settings", str(tmp_path / "door.yaml"), "--export", str(share))
    out = tmp_path / "a.docx"
    ran(hall, "--day", "2020-07-04", "--also", str(share), "-o", str(out), "-o", str(tmp_path / "a.csv"))
    told = texts(out.read_bytes())
    assert "当日共有2块显示屏参与宣传，累计播放宣传内容18分，5页内容共播放90次。" in told
    assert "东门" in told
    assert "90 W，铭牌功率" in told
    assert "门厅：记录完整，32条播放记录经逐条核对" in told
    lines = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"))))
    assert {line["TerminalIdRef"] for line in lines} == {"hall", "门厅"}
    assert "没有播放记录" in ran(hall, "--also", str(tmp_path / "nothing"), code=2)
    assert len(places(Place(hall), [str(hall), str(share), str(share / "门厅")])) == 2, "each once"


def test_two_screens_of_one_name_keep_their_records_apart_and_none_is_counted_twice(tmp_path: Path) -> None:
    here, there, share = tmp_path / "甲", tmp_path / "乙", tmp_path / "共享"
    a_day(here, plays=30)
    written = Journal(there, "hall", background=False)
    assert written.record(one(1, int(MORNING) + 500, 12))
    share.mkdir()
    mine, theirs = (Place(root, about_of(replace(OFFICE, place=root.name))) for root in (here, there))
    assert [export(mine, share).name, export(theirs, share).name] == ["hall", "hall-2"]
    assert [export(mine, share).name, export(theirs, share).name] == ["hall", "hall-2"], "each has its own"
    found = places(mine, [str(share)])
    assert [place.cache for place in found] == [here, share / "hall-2"], (
        "the own records once, though they are there twice"
    )
    counted = facts_of(found, FOURTH, FOURTH, SHANGHAI, OFFICE, now=Millis(BEGIN + DAY))
    assert sum(row.plays for row in counted.rows) == 31
    assert written.record(one(2, int(MORNING) + 20_000, 12))
    older, newer = places(Place(share / "hall-2"), [str(there)]), places(theirs, [str(share / "hall-2")])
    assert [place.cache for place in (*older, *newer)] == [there, there], "the one that goes on longer"


def test_an_export_brings_only_what_is_new_and_can_be_verified_away_from_the_screen(tmp_path: Path) -> None:
    from player.store.verification import verify

    kept = a_day(tmp_path / "cache")
    place = Place(tmp_path / "cache", about_of(OFFICE))
    there = export(place, tmp_path / "share")
    stamps = {path: path.stat().st_mtime_ns for path in there.glob("journal/*.jsonl")}
    export(place, tmp_path / "share")
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps
    kept.record(one(1, int(MORNING) + 2 * HOUR, 30))
    kept.stop(Millis(MORNING + 3 * HOUR))
    export(place, tmp_path / "share")
    assert verify(there) == verify(tmp_path / "cache")
    assert verify(there).ok
    (there / "journal" / "2020-07-04.jsonl").unlink()
    assert not verify(there).ok


# the command


def test_all_papers_by_one_command_in_time(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    kept = Journal(cache, "hall", background=False)
    at = int(MORNING)
    for number in range(3000):
        assert kept.record(one(number % 30, at, 12))
        at += 12_000
    for number in range(30):
        shot(cache, number)
    begun = time.monotonic()
    ran(cache, "--day", "2020-07-04", "-o", "日报.docx", "-o", "日报.xlsx", "-o", "日报.csv")
    assert time.monotonic() - begun < 30  # ten are promised, on a machine that does nothing else
    workbook = load_workbook(tmp_path / "日报.xlsx")
    assert workbook.sheetnames == ["汇总", "明细", "截图", "故障"]
    assert workbook["明细"].freeze_panes == "A2"
    assert len(workbook["截图"]._images) == 6
    assert (tmp_path / "日报.csv").read_bytes().startswith(b"\xef\xbb\xbfLogItemType,TerminalIdRef,")


def test_the_summary_of_a_campaign_tells_each_day(tmp_path: Path) -> None:
    kept = journal(tmp_path / "cache")
    for day in range(3):
        assert kept.record(one(1, int(MORNING) + day * DAY, 600))
    out = tmp_path / "总结.docx"
    ran(tmp_path / "cache", "--from", "2020-07-04", "--to", "2020-07-06", "-o", str(out))
    told = texts(out.read_bytes())
    assert "（2020年7月4日至7月6日）" in told
    assert "情况总结" in told
    assert all(f"7月{day}日" in told for day in (4, 5, 6))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-o", "日报.doc"), "-o 后面写 .docx、.xlsx 或 .csv"),
        (("-o", "没有/日报.docx"), "没有这个文件夹"),
        (("--day", "2020-07-04", "--to", "2020-07-05"), "--day 不能和"),
        (("--at", "15:30"), "--at 要和 -o 一起用"),
        (("--at", "傍晚", "-o", "x"), "看不懂时刻“傍晚”"),
        (("--highlights", "没有.txt", "-o", "a.docx"), "读不了亮点文件"),
    ],
)
def test_wrong_use_is_one_sentence(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    (tmp_path / "cache").mkdir()
    assert told in ran(tmp_path / "cache", *arguments, code=2)


def test_titles_that_would_be_formulas_or_break_xml_are_texts(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    kept.record(one(0, int(MORNING), 12, title='=cmd|" /C calc"!A0'))
    kept.record(one(2, int(MORNING) + 12_000, 12, title="<w:p>&\x00\x1b\ud800"))
    made = facts(tmp_path)
    rows = load_workbook(io.BytesIO(book(made)))["明细"]
    assert {cell.data_type for cell in rows["C"]} == {"s"}
    assert "<w:p>&" in texts(paper(made))
    assert "'=cmd" in comma(made.rows).decode("utf-8-sig")
    assert Digest("ab" * 32)


@pytest.mark.parametrize(
    "about",
    [
        "[]",
        "{",
        '{"screen": 7, "watts": "NaN"}',
        '{"watts": 1e400}',
        '{"diagonal": -3}',
        '{"place": ["x"], "watts": null}',
        '{"watts": 1e9}',
    ],
)
def test_what_is_said_of_a_screen_elsewhere_is_not_believed_blindly(tmp_path: Path, about: str) -> None:
    a_day(tmp_path / "door", plays=5)
    (tmp_path / "door" / "about.json").write_text(about, "utf-8")
    (place,) = places(Place(tmp_path / "none"), [str(tmp_path / "door")])
    told = facts_of([place], FOURTH, FOURTH, SHANGHAI, OFFICE, now=Millis(BEGIN + 40 * DAY))
    energy = told.screens[0].energy
    assert energy is None or 0 < energy.power.watts < 10_000
    assert texts(paper(told))


def test_hostile_records_cost_themselves_alone(tmp_path: Path) -> None:
    a_day(tmp_path, plays=10)
    lines = (tmp_path / "journal" / "2020-07-04.jsonl").read_bytes().splitlines(keepends=True)
    odd = [
        b'{"n":90,"type":"gap","at":"x","lost":{},"before":""}\n',
        b'{"n":91,"type":"start","at":["2020"],"boot":[],"run":{},"before":""}\n',
        b'{"n":92,"type":"showing","start":"2020-07-04T09:00:00+08:00","status":"content failure","title":[],"before":""}\n',
        b'{"n":93,"type":"showing","end":17,"status":"hardware failure","before":""}\n', b"[" * 5000 + b"\n", b"\xff\xfe\n",
    ]  # fmt: skip
    (tmp_path / "journal" / "2020-07-04.jsonl").write_bytes(b"".join((*lines, *odd)))
    told = facts(tmp_path)
    assert (told.plays, told.is_whole) == (10, False)
    assert "记录核对有" in texts(paper(told))
    assert book(told)


def test_no_records_at_all_is_said(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    out = tmp_path / "日报.docx"
    ran(tmp_path / "cache", "--day", "2020-07-04", "-o", str(out), "-o", str(tmp_path / "日报.xlsx"))
    told = texts(out.read_bytes())
    assert "这段时间没有播放记录。" in told
    assert "不估算用电" in told
    assert "约少用" not in told, "no records are no proof that the panel was off"


def test_a_day_that_was_filled_ends_at_twenty_four(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    assert kept.record(one(1, BEGIN, 86_400))
    assert "00:00—24:00" in texts(paper(facts(tmp_path)))


def test_records_are_not_exported_into_what_is_played(tmp_path: Path) -> None:
    a_day(tmp_path / "cache", plays=2)
    played = tmp_path / "节目"
    played.mkdir()
    told = ran(tmp_path / "cache", str(played), "--export", str(played / "记录"), code=2)
    assert "导出的截图会上屏" in told
    assert not list(played.iterdir())
