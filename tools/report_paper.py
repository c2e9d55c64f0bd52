"""The report as a document of the office: facts come in, a .docx laid out by GB/T 9704-2012 goes out.

A4; margins 37 mm above, 35 mm below, 28 mm left, 26 mm right, so that the text is 156 x 225 mm; 22 lines a page, 28 characters a line
in 仿宋 三号 (16 pt); title 小标宋 二号 (22 pt); first-level headings 黑体, second-level 楷体; page numbers 宋体 四号 between two dashes,
7 mm below the text, on the outer side. Fonts are named with others that stand in where they are missing, and never shipped.
What only the author can know is left as a marked blank.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from player.model.units import Millis
from player.model.words import Language
from player.store.screenshots import Kept
from tools.report_energy import Energy
from tools.report_facts import (
    Line,
    ReportFacts,
    ScreenFacts,
    clock_text,
    day_text,
    kind_of_row,
    long,
)

if TYPE_CHECKING:  # python-docx is imported when a document is made
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

BODY, TITLE, HEAD, SECOND, SONG = "仿宋", "方正小标宋简体", "黑体", "楷体", "宋体"
_STAND_IN = {
    BODY: "仿宋_GB2312;FangSong;STFangsong;Noto Serif CJK SC",
    TITLE: "方正小标宋_GBK;小标宋;华文中宋;STZhongsong;宋体;Noto Serif CJK SC",
    HEAD: "SimHei;STHeiti;Noto Sans CJK SC",
    SECOND: "楷体_GB2312;KaiTi;STKaiti;Noto Serif CJK SC",
    SONG: "SimSun;STSong;Noto Serif CJK SC",
}

TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26  # mm
LINE = 579  # twentieths of a point: 22 lines in 225 mm
SIZE, TITLE_SIZE, TABLE_SIZE, NUMBER_SIZE = 16.0, 22.0, 12.0, 14.0  # points
TIGHT = -5  # twentieths of a point between characters: 28 of 15.75 pt fill 156 mm; a grid of characters is read in two ways by two offices
_WEEKDAYS = "一二三四五六日"
_NUMBERS = "一二三四五六七八九十"
_ROWS = 60
"""Slides that the table lists; the rest is one line, and all of them are in the .xlsx."""


def paper(facts: ReportFacts) -> bytes:
    """The .docx."""
    from docx import Document as new  # noqa: PLC0415, N813  # heavy, and only where a document is made

    document = new()
    _page(document)
    _styles(document)
    _numbers(document)
    _title(document, facts)
    _opening(document, facts)
    sections = (
        ("基本情况", _basics), ("播放内容", _content), ("二维码展示情况", _codes), ("现场截图", _pictures),
        ("运行与故障", _running), ("屏幕自身用电", _power), ("活动亮点", _highlights),
    )  # fmt: skip
    for number, (name, part) in enumerate(sections):
        _heading(document, f"{_NUMBERS[number]}、{name}")
        part(document, facts)
    _closing(document, facts)
    _about(document, facts)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# the page


def _page(document: Document) -> None:
    from docx.shared import Mm  # noqa: PLC0415  # as above

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance, section.gutter = Mm(15), Mm(BOTTOM - 7 - 5), Mm(0)
    properties = section._sectPr  # noqa: SLF001  # python-docx has no words for the grid
    for old in properties.findall(_q("w:docGrid")):
        properties.remove(old)
    properties.append(_element("w:docGrid", type="lines", linePitch=LINE))


def _styles(document: Document) -> None:
    """The body's style, and fonts that stand in for each other."""
    from docx.shared import Pt  # noqa: PLC0415  # as above

    normal = document.styles["Normal"]
    normal.font.size = Pt(SIZE)
    run = normal.element.get_or_add_rPr()
    _font(run, BODY)
    run.insert(1, _element("w:spacing", val=TIGHT))
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    properties = normal.element.get_or_add_pPr()
    for name in ("widowControl", "autoSpaceDE", "autoSpaceDN"):
        properties.append(_element(f"w:{name}", val=0))
    properties.append(_element("w:spacing", before=0, after=0, line=LINE, lineRule="exact"))
    properties.append(_element("w:jc", val="both"))
    _order(properties)
    table = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in _STAND_IN.items()
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{_W}">{table}</w:fonts>'
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = xml.encode()  # noqa: SLF001  # a part without a class of its own


def _numbers(document: Document) -> None:
    """— 1 —, to the right on odd pages and to the left on even ones, one character in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as AT  # noqa: PLC0415  # as above
    from docx.shared import Pt  # noqa: PLC0415  # as above

    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, AT.RIGHT), (section.even_page_footer, AT.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        form = paragraph.paragraph_format
        form.right_indent = form.left_indent = Pt(NUMBER_SIZE)
        for piece in ("— ", None, " —"):
            run = paragraph.add_run(piece or "")
            run.font.size = Pt(NUMBER_SIZE)
            _font(run._r.get_or_add_rPr(), SONG)  # noqa: SLF001  # python-docx sets no font for Chinese
            if piece is None:
                for sort in ("begin", "instr", "end"):
                    run._r.append(_element("w:fldChar", fldCharType=sort) if sort != "instr" else _instruction("PAGE"))  # noqa: SLF001  # it has no fields


# the parts


def _title(document: Document, facts: ReportFacts) -> None:
    name = f"{facts.settings.campaign}电子显示屏宣传" + ("日报" if facts.is_daily else "情况总结")
    for line in _balanced(name, 20):
        _centred(document, line, TITLE, TITLE_SIZE, exact=36)
    days = day_text(facts.first) if facts.is_daily else _span(facts.first, facts.last)
    _centred(document, f"（{days}）", SECOND, SIZE)
    document.add_paragraph()


def _opening(document: Document, facts: ReportFacts) -> None:
    to = document.add_paragraph()
    _blank(to, "主送机关")
    _run(to, "：")
    days = (
        f"{day_text(facts.first)}（星期{_WEEKDAYS[facts.first.weekday()]}）"
        if facts.is_daily
        else _span(facts.first, facts.last)
    )
    till = ""
    if facts.till is not None:
        till = f"本{'报告' if facts.is_daily else '总结'}统计截至{'' if facts.is_daily else day_text(facts.last)}{clock_text(facts.till, facts.calendar)}"
        latest = facts.latest
        till += (
            f"，最后一条播放记录止于{clock_text(latest, facts.calendar, seconds=True)}。"
            if latest is not None
            else "。"
        )
    _text(document, f"现将{days}电子显示屏宣传情况报告如下。{till}")


def _basics(document: Document, facts: ReportFacts) -> None:
    settings = facts.settings
    paragraph = _text(document, "编报单位：")
    _told(paragraph, settings.unit, "单位名称")
    paragraph = _text(document, "活动主题：")
    _told(paragraph, settings.campaign, "活动名称和主题")
    screens = [screen for screen in facts.screens if screen.days]
    if not screens:
        _text(document, "这段时间没有播放记录。")
        return
    over = "当日" if facts.is_daily else f"{(facts.last - facts.first).days + 1}天内"
    _text(
        document,
        f"{over}共有{len(screens)}块显示屏参与宣传，累计播放宣传内容{long(facts.seconds)}，{len(facts.lines)}页内容共播放{facts.plays}次。",
    )
    if facts.is_daily:
        rows = [_screen_row(screen, facts) for screen in screens]
        _table(document, ("显示屏", "地点", "首末播放", "内容时长", "次数"), rows, (22, 44, 32, 42, 16))
        return
    rows = [(screen.name, screen.place or "［请填写］", str(len({day.day for day in screen.days})), long(screen.content), str(screen.plays)) for screen in screens]  # fmt: skip
    _table(document, ("显示屏", "地点", "天数", "内容时长", "次数"), rows, (26, 52, 16, 44, 18))
    _second(document, "（一）逐日情况")
    _table(document, ("日期", "显示屏", "首末播放", "内容时长", "次数"), list(_day_rows(facts)), (28, 28, 38, 44, 18))


def _screen_row(screen: ScreenFacts, facts: ReportFacts) -> tuple[str, ...]:
    first, last = min(day.first for day in screen.days), max(day.last for day in screen.days)
    edges = _edges(first, last, facts)
    return screen.name, screen.place or "［请填写］", edges, long(screen.content), str(screen.plays)


def _day_rows(facts: ReportFacts) -> Iterable[tuple[str, ...]]:
    days = sorted((day for screen in facts.screens for day in screen.days), key=lambda day: (day.day, day.screen))
    for day in days:
        edges = _edges(day.first, day.last, facts)
        yield f"{day.day.month}月{day.day.day}日", day.screen, edges, long(day.content), str(day.plays)


def _content(document: Document, facts: ReportFacts) -> None:
    if not facts.lines:
        _text(document, "没有播放宣传内容。")
        return
    rows = [_line_row(number, line) for number, line in enumerate(facts.lines[:_ROWS], 1)]
    if rest := facts.lines[_ROWS:]:
        rows.append(
            (
                "",
                f"其余{len(rest)}页（见电子表格）",
                "",
                str(sum(line.plays for line in rest)),
                long(sum(line.seconds for line in rest)),
            )
        )
    total = (
        "",
        "合计",
        "",
        str(sum(line.plays for line in facts.lines)),
        long(sum(line.seconds for line in facts.lines)),
    )
    _table(
        document,
        ("序号", "内容", "种类", "次数", "时长"),
        [*rows, total],
        (14, 62, 20, 18, 42),
        left=(1,),
        last_bold=True,
    )


def _line_row(number: int, line: Line) -> tuple[str, ...]:
    return (
        str(number),
        line.title or line.file,
        kind_of_row(line.kind, Language.ZH),
        str(line.plays),
        long(line.seconds),
    )


def _codes(document: Document, facts: ReportFacts) -> None:
    if not facts.codes:
        _text(document, "这段时间没有展示二维码。")
        return
    plays, seconds = sum(line.plays for line in facts.codes), sum(line.seconds for line in facts.codes)
    _text(
        document,
        f"共展示二维码{len(facts.codes)}个，展示{plays}次，累计{long(seconds)}。以上为屏幕上的展示次数，不是扫码人数；扫码和参与人数以主办方后台数据为准。",
    )
    rows = [(line.title, str(line.plays), long(line.seconds)) for line in facts.codes]
    _table(document, ("二维码", "展示次数", "展示时长"), rows, (88, 28, 40), left=(0,))


def _pictures(document: Document, facts: ReportFacts) -> None:
    """Two in a row, each with its caption: they are what was on the glass."""
    if not facts.shots:
        paragraph = _text(document, "播放器没有留下这段时间的截图。")
        _blank(paragraph, "现场照片3至6张")
        return
    _text(document, f"以下{len(facts.shots)}幅为播放器在播放时从屏幕画面截取，未经修改。")
    from docx.enum.table import WD_TABLE_ALIGNMENT as AT  # noqa: PLC0415  # as above
    from docx.shared import Mm  # noqa: PLC0415  # as above

    table = document.add_table(rows=0, cols=2)
    table.alignment = AT.CENTER
    table.autofit = False
    for at in range(0, len(facts.shots), 2):
        row = table.add_row()
        _keep_together(row)
        for number, kept in enumerate(facts.shots[at : at + 2]):
            cell = row.cells[number]
            cell.width = Mm(78)
            _picture(cell, kept, at + number + 1, facts)


def _picture(cell: _Cell, kept: Kept, number: int, facts: ReportFacts) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as AT  # noqa: PLC0415  # as above
    from docx.shared import Mm, Pt  # noqa: PLC0415  # as above

    wide, high = 74.0, 56.0  # mm that it may take
    shape = (kept.shot.width or 16) / (kept.shot.height or 9)
    width = min(wide, high * shape)
    paragraph = cell.paragraphs[0]
    _free_lines(paragraph)
    paragraph.alignment = AT.CENTER
    paragraph.paragraph_format.space_before = Pt(4)
    paragraph.add_run().add_picture(str(kept.path), width=Mm(width))
    caption = cell.add_paragraph()
    _free_lines(caption, 17)
    caption.alignment = AT.CENTER
    at = facts.calendar.moment(kept.shot.at)
    day = "" if facts.is_daily else f"{at.day.month}月{at.day.day}日"
    title = kept.shot.title if len(kept.shot.title) <= 13 else f"{kept.shot.title[:12]}…"
    several = f"，{kept.shot.screen}" if len(facts.screens) > 1 else ""
    _run(
        caption,
        f"图{number}　{title}（{day}{clock_text(kept.shot.at, facts.calendar, seconds=True)}{several}）",
        size=9.5,
    )


def _running(document: Document, facts: ReportFacts) -> None:
    faults = [fault for fault in facts.faults if fault.is_fault]
    stops = len(facts.faults) - len(faults)
    said = f"记录到故障{len(faults)}次，" if faults else "没有记录到故障，"
    said += f"按要求停播{stops}次。" if stops else "播放没有被要求停止过。"
    _text(document, said)
    if facts.faults:
        rows = [(_when(fault.at, facts), fault.screen, fault.what.zh, fault.end.zh) for fault in facts.faults[:40]]
        _table(document, ("时间", "显示屏", "情况", "恢复"), rows, (34, 20, 40, 62), left=(2, 3))
    for screen in facts.screens:
        found = screen.verification
        if found.ok:
            _text(document, f"{screen.name}：记录完整，{found.totals.records}条播放记录经逐条核对，没有改动的痕迹。")
            continue
        flaw = found.flaws[0]
        where = f"{flaw.file}第{flaw.line}行" if flaw.line else flaw.file
        _text(
            document,
            f"{screen.name}：记录核对有{len(found.flaws)}处不符，第一处在{where}：{flaw.message.zh}本报告中该屏的数字仅供参考。",
        )
    if lost := sum(screen.verification.totals.lost for screen in facts.screens):
        _text(document, f"因磁盘写不进，全部记录中共缺{lost}次播放，未计入。")


def _power(document: Document, facts: ReportFacts) -> None:
    known = [(screen, screen.energy) for screen in facts.screens if screen.energy is not None]
    if not known:
        _blank(_text(document, ""), "屏幕功率（player.yaml 的 watts）后可自动计算")
        return
    rows = [_energy_row(screen.name, energy) for screen, energy in known]
    _table(
        document, ("显示屏", "功率及依据", "播放时长", "用电", "比不关屏少用"), rows, (18, 54, 26, 25, 33), left=(1,)
    )
    known = [(screen, energy) for screen, energy in known if energy.hours > 0]
    if not known:  # no records are no proof that the panel was off: nothing is claimed to be saved
        _text(document, "这段时间没有播放记录，不估算用电，也不能说少用了多少。")
        return
    taken, saved = sum(energy.taken for _, energy in known), sum(energy.saved for _, energy in known)
    one, within = known[0][1], sum(energy.within for _, energy in known)
    emitted = sum(energy.emitted for _, energy in known)
    _text(
        document,
        f"合计用电约{taken:.2f}千瓦时，折合二氧化碳约{emitted:.2f}千克（按{one.factor_year}年全国电力平均排放因子{one.factor:g}千克二氧化碳每千瓦时）；"
        f"与有记录的日子里（合计{within:.1f}小时）一直亮屏相比，约少用{saved:.2f}千瓦时；没有记录的日子不计。用电按播放记录的时长乘以功率估算，屏幕的实际开关以现场为准。",
    )
    if missing := [screen.name for screen in facts.screens if screen.energy is None]:
        _text(document, f"{'、'.join(missing)}的功率未知，未计入。")


def _energy_row(name: str, energy: Energy) -> tuple[str, ...]:
    power = f"{energy.power.watts:g} W，{energy.power.about.zh}"
    if energy.hours <= 0:
        return name, power, "没有记录", "—", "—"
    return name, power, f"{energy.hours:.2f} 小时", f"{energy.taken:.2f} kWh", f"{energy.saved:.2f} kWh"


def _highlights(document: Document, facts: ReportFacts) -> None:
    """What the author told, else the blanks that only the author can fill."""
    if facts.highlights:
        for text in facts.highlights:
            _text(document, text)
        return
    for number, what in enumerate(("活动组织情况", "干部职工和群众参与情况", "特色做法和宣传效果"), 1):
        paragraph = _text(document, f"{number}．")
        _blank(paragraph, what)


def _closing(document: Document, facts: ReportFacts) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as AT  # noqa: PLC0415  # as above
    from docx.shared import Pt  # noqa: PLC0415  # as above

    contact = _text(document, "联系人及电话：")
    contact.paragraph_format.keep_with_next = True  # the sign-off never stands on a page of its own
    _told(contact, facts.settings.contact, "姓名、电话")
    document.add_paragraph().paragraph_format.keep_with_next = True
    day = facts.last if facts.till is None else facts.calendar.day(facts.till)
    unit = facts.settings.unit
    for text, name in ((unit, "单位名称"), (day_text(day), "")):
        paragraph = document.add_paragraph()
        paragraph.alignment = AT.RIGHT
        paragraph.paragraph_format.right_indent = Pt(
            SIZE * (4 if not name else max(0, 4 + (len(day_text(day)) - max(len(text), 6)) / 2))
        )
        paragraph.paragraph_format.keep_with_next = bool(name)
        if text:
            _run(paragraph, text)
        else:
            _blank(paragraph, name)


def _about(document: Document, facts: ReportFacts) -> None:
    core = document.core_properties
    core.title = f"{facts.settings.campaign}电子显示屏宣传{'日报' if facts.is_daily else '情况总结'}"
    core.author = facts.settings.unit
    core.comments = "qingbo report"
    core.language = "zh-CN"


# words and tables


def _text(document: Document, text: str) -> Paragraph:
    """A paragraph of the body, its first line two characters in."""
    paragraph = document.add_paragraph()
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # python-docx does not count in characters
    properties.append(_element("w:ind", firstLineChars=200, firstLine=round(SIZE * 40)))
    _order(properties)
    _run(paragraph, text)
    return paragraph


def _heading(document: Document, text: str) -> None:
    paragraph = _text(document, "")
    _run(paragraph, text, font=HEAD)
    paragraph.paragraph_format.keep_with_next = True


def _second(document: Document, text: str) -> None:
    paragraph = _text(document, "")
    _run(paragraph, text, font=SECOND)
    paragraph.paragraph_format.keep_with_next = True


def _centred(document: Document, text: str, font: str, size: float, *, exact: float | None = None) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as AT  # noqa: PLC0415  # as above

    paragraph = document.add_paragraph()
    paragraph.alignment = AT.CENTER
    if exact is not None:
        _free_lines(paragraph, exact)
    _run(paragraph, text, font=font, size=size)


def _told(paragraph: Paragraph, text: str, what: str) -> None:
    """What the settings say, else a blank."""
    if text:
        _run(paragraph, f"{text}。")
    else:
        _blank(paragraph, what)


def _blank(paragraph: Paragraph, what: str) -> None:
    """A place for the author, that nobody overlooks."""
    from docx.enum.text import WD_COLOR_INDEX as COLOUR  # noqa: PLC0415  # as above

    run = _run(paragraph, f"［请填写：{what}］")
    run.font.highlight_color = COLOUR.YELLOW


def _run(
    paragraph: Paragraph, text: str, *, font: str | None = None, size: float | None = None, bold: bool = False
) -> Any:
    from docx.shared import Pt  # noqa: PLC0415  # as above

    run = paragraph.add_run(_plain(text))
    if font is not None:
        _font(run._r.get_or_add_rPr(), font)  # noqa: SLF001  # python-docx sets no font for Chinese
    if size is not None:
        run.font.size = Pt(size)
    if bold:
        run.font.bold = True
    return run


def _table(
    document: Document, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int],
    *, left: tuple[int, ...] = (), last_bold: bool = False,
) -> None:  # fmt: skip
    """A table of thin lines, its heading on each page. `widths` are mm, `left` the columns that are not centred."""
    from docx.enum.table import WD_TABLE_ALIGNMENT as AT  # noqa: PLC0415  # as above
    from docx.shared import Mm  # noqa: PLC0415  # as above

    table = document.add_table(rows=0, cols=len(head))
    table.style = "Table Grid"
    table.alignment = AT.CENTER
    table.autofit = False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Mm(wide)
    for number, texts in enumerate((head, *rows)):
        row = table.add_row()
        _keep_together(row)
        if number == 0:
            row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001  # it has no heading rows
        for column, text in enumerate(texts):
            cell = row.cells[column]
            cell.width = Mm(widths[column])
            _cell(
                cell, text, head=number == 0, left=column in left and number > 0, bold=last_bold and number == len(rows)
            )
    _gap(document)


def _cell(cell: _Cell, text: str, *, head: bool, left: bool, bold: bool) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL  # noqa: PLC0415  # as above
    from docx.enum.text import WD_ALIGN_PARAGRAPH as AT  # noqa: PLC0415  # as above

    cell.vertical_alignment = VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    _free_lines(paragraph, 18)
    paragraph.alignment = AT.LEFT if left else AT.CENTER
    _run(paragraph, text, font=HEAD if head or bold else None, size=TABLE_SIZE)


def _gap(document: Document) -> None:
    """A little room after a table, less than a line."""
    paragraph = document.add_paragraph()
    _free_lines(paragraph, 9)


def _free_lines(paragraph: Paragraph, exact: float | None = None) -> None:
    """The paragraph leaves the grid of 22 lines; its lines are so many points, or as high as what stands in them."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # python-docx has no words for the grid
    properties.append(_element("w:snapToGrid", val=0))
    if exact is None:
        properties.append(_element("w:spacing", before=0, after=0, line=240, lineRule="auto"))
    else:
        properties.append(_element("w:spacing", before=0, after=0, line=round(exact * 20), lineRule="exact"))
    _order(properties)


def _keep_together(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001  # python-docx has no word for it


def _clock(instant: Millis, facts: ReportFacts) -> str:
    return clock_text(instant, facts.calendar, seconds=True)[:5]


def _edges(first: Millis, last: Millis, facts: ReportFacts) -> str:
    """From when to when of a day; its end is 24:00."""
    end = _clock(last, facts)
    return f"{_clock(first, facts)}—{'24:00' if end == '00:00' else end}"


def _when(instant: Millis, facts: ReportFacts) -> str:
    at = facts.calendar.moment(instant)
    day = "" if facts.is_daily else f"{at.day.month}月{at.day.day}日 "
    return day + clock_text(instant, facts.calendar, seconds=True)


def _span(first: date, last: date) -> str:
    end = f"{last.month}月{last.day}日" if first.year == last.year else day_text(last)
    return f"{day_text(first)}至{end}"


def _balanced(text: str, most: int) -> list[str]:
    """The title in as few lines as hold it, none much shorter than another."""
    lines = -(-len(text) // most)
    size = -(-len(text) // lines)
    return [text[at : at + size] for at in range(0, len(text), size)]


# what python-docx has no words for

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr", "shd",
    "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi",
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
)  # fmt: skip


def _q(name: str) -> str:
    return f"{{{_W}}}{name.removeprefix('w:')}"


def _element(name: str, **attributes: object) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415  # as above

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(_q(key), str(value))
    return element


def _instruction(text: str) -> Any:
    element = _element("w:instrText")
    element.text = text
    return element


def _order(properties: Any) -> None:
    """The schema wants a paragraph's properties in its order; of two of a kind the later one stands."""
    last = {child.tag: child for child in properties}
    for child in list(properties):
        properties.remove(child)
    ranks = {_q(name): number for number, name in enumerate(_ORDER)}
    for child in sorted(last.values(), key=lambda one: ranks.get(one.tag, len(ranks))):
        properties.append(child)


def _font(properties: Any, name: str) -> None:
    """The font of Chinese and of Latin letters in a run."""
    fonts = properties.find(_q("w:rFonts"))
    if fonts is None:
        fonts = _element("w:rFonts")
        properties.insert(0, fonts)
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    latin = "Times New Roman" if name != HEAD else name
    for key, value in (("ascii", latin), ("hAnsi", latin), ("eastAsia", name), ("cs", latin)):
        fonts.set(_q(key), value)


def _plain(text: str) -> str:
    """The text without what XML cannot hold: nobody knows who wrote a journal."""
    return "".join(char if char.isprintable() or char == "\u3000" else "\ufffd" for char in text)


def save(path: Path, facts: ReportFacts) -> None:
    """The .docx is at `path`. Raises OSError."""
    path.write_bytes(paper(facts))
