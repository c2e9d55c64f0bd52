"""The catalogue of mistakes that are made in spreadsheets, each a real workbook or CSV; and the whole catalogue.

What a spreadsheet program makes of what was typed is written here as it stands in the file: `As(44016)` is a day in a cell whose
format is that of numbers. The rows are written by openpyxl and read by the reader that playlists are read by.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any, NamedTuple

import openpyxl

from player.model.words import Words
from tests.ingest.mistakes import MISTAKES, PICTURE, Files, Mistake, Part
from tests.ingest.mistakes import PARTS as IN_TEXT
from tests.ingest.mistakes_in_playlists import PLAYLISTS
from tests.support.books import edited, workbook

BOOK = "节目单.xlsx"
CSV = "节目单.csv"
FIRST = "节目"
BESIDE: Files = {"海报.png": PICTURE}

ROWS = Part("sheet-rows", Words("表格：列名和各行", "Spreadsheets: the names of columns, and the rows"))
TYPED = Part(
    "sheet-typed", Words("表格：自动改掉的日期和数字", "Spreadsheets: days and numbers that the program changed")
)
CELLS = Part("sheet-cells", Words("表格：格子里写错的", "Spreadsheets: what is wrong in a cell"))
FILES = Part("sheet-files", Words("表格：整个文件、设置、CSV", "Spreadsheets: the file as a whole, the settings, CSV"))
PARTS = (*IN_TEXT, ROWS, TYPED, CELLS, FILES)

Touch = Callable[[openpyxl.Workbook], None]
Row = list[Any]
_W = Words


class As(NamedTuple):
    """A value under the number format that the program gave it."""

    value: object
    form: str = "General"


def book(rows: list[Row], touch: Touch | None = None, **more: list[Row]) -> bytes:
    """A workbook whose first sheet has these rows, each value in its format."""
    sheets = {FIRST: rows, **more}

    def formed(made: openpyxl.Workbook) -> None:
        for name, lines in sheets.items():
            for number, line in enumerate(lines, 1):
                for column, value in enumerate(line, 1):
                    if isinstance(value, As):
                        made[name].cell(number, column).number_format = value.form
        if touch is not None:
            touch(made)

    plain = {
        name: [[value.value if isinstance(value, As) else value for value in line] for line in lines]
        for name, lines in sheets.items()
    }
    return workbook(plain, formed)


def sheet(  # noqa: PLR0917  # a row of a table rather than a call
    part: Part,
    did: Words,
    seen: str,
    rows: list[Row],
    code: str | None,
    cell: str | None = None,
    *,
    shown: int = 2,
    means: list[Row] | None = None,
    touch: Touch | None = None,
    **more: list[Row],
) -> Mistake:
    """A mistake in a workbook; `seen` is what the person sees of it."""
    meant: Files | None = None if means is None else {BOOK: book(means), **BESIDE}
    files: Files = {BOOK: book(rows, touch, **more), **BESIDE}
    return Mistake(part, did, files, code, BOOK, shown=shown, means=meant, cell=cell, seen=seen)


def cell(  # noqa: PLR0917  # as above
    part: Part,
    did: Words,
    seen: str,
    column: str,
    value: object,
    code: str | None,
    *,
    shown: int = 2,
    means: object = None,
    place: str | None = "B3",
) -> Mistake:
    """A mistake in one cell, B3, of the second slide."""

    def rows(value: object) -> list[Row]:
        return [["标语", column], ["绿水青山", None], ["节能", value]]

    meant = None if means is None else rows(means)
    return sheet(part, did, f"{column}：{seen}", rows(value), code, place if code else None, shown=shown, means=meant)


def kind(
    did: Words, seen: str, name: str, value: object, code: str | None, *, shown: int = 1, part: Part = CELLS
) -> Mistake:
    """A mistake in what the second slide, of that kind, shows: B3."""
    rows: list[Row] = [["类型", "内容"], ["标语", "绿水青山"], [name, value]]
    return sheet(part, did, f"{name}：{seen}", rows, code, "B3" if code else None, shown=shown)


def whole(
    did: Words,
    name: str,
    data: bytes,
    code: str | None,
    cell: str | None = None,
    *,
    shown: int = 0,
    means: bytes | None = None,
    line: int | None = None,
    seen: str = "",
) -> Mistake:
    """A mistake with a file as a whole."""
    meant: Files | None = None if means is None else {name: means, **BESIDE}
    return Mistake(FILES, did, {name: data, **BESIDE}, code, name, line, shown=shown, means=meant, cell=cell, seen=seen)


def _zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "."), data)
    return stream.getvalue()


def _merged(*ranges: str) -> Touch:
    def touch(made: openpyxl.Workbook) -> None:
        for one in ranges:
            made[FIRST].merge_cells(one)

    return touch


def _hidden_row(made: openpyxl.Workbook) -> None:
    made[FIRST].row_dimensions[3].hidden = True


def _hidden_sheet(made: openpyxl.Workbook) -> None:
    made["草稿"].sheet_state = "hidden"


def _linked(made: openpyxl.Workbook) -> None:
    made[FIRST]["B3"].hyperlink = "https://example.org/quiz"
    made[FIRST]["B3"].value = "点这里答题"


def _far_below(made: openpyxl.Workbook) -> None:
    made[FIRST].cell(30_000, 1).value = "。"


def _settings(*rows: Row) -> dict[str, list[Row]]:
    return {"设置": [["项目", "内容"], *rows]}


_TWO: list[Row] = [["标语"], ["绿水青山"], ["节能"]]
_ONE: list[Row] = [["标语"], ["绿水青山"]]
_PLAIN: list[Row] = [["类型", "内容"], ["标语", "绿水青山"], ["标语", "节能"]]
_GOOD = book(_TWO)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_LOCKED = _OLE + "EncryptedPackage".encode("utf-16-le")
_TABLE = "标语,副题\r\n绿水青山,生态优先\r\n节能,增效\r\n"
_MONTH_DAY = 'm"月"d"日"'
_DAY = "yyyy/m/d"
_MOMENT = "yyyy/m/d h:mm"


SHEETS = (
    # ---- names of columns, rows
    sheet(ROWS, _W("列名打错一个字（标题）", "a typo in a column's name that sounds alike"), "标提", [["类型", "内容", "标提"], ["标语", "绿水青山"], ["二维码", "https://example.org/x", "云竞答"]], "table-column-unknown", "C1"),
    sheet(ROWS, _W("列名打错一个字", "a typo in a column's name"), "停溜", [["标语", "停溜"], ["绿水青山", 15], ["节能", 20]], "table-column-unknown", "B1"),
    sheet(ROWS, _W("同一列写了两次", "a column twice"), "停留（B列、C列）", [["标语", "停留", "停留"], ["绿水青山", 15, 20], ["节能", 20]], "table-column-twice", "C1"),
    sheet(ROWS, _W("同一列中英文各写了一次", "a column twice, once in each language"), "停留、dwell", [["标语", "停留", "dwell"], ["绿水青山", 15, 20], ["节能", 20]], "table-column-twice", "C1"),
    sheet(ROWS, _W("列的先后和例子不一样", "columns in another order"), "停留、内容、类型", [["停留", "内容", "类型"], [15, "绿水青山", "标语"], [20, "节能", "标语"]], None, means=[["类型", "内容", "停留"], ["标语", "绿水青山", 15], ["标语", "节能", 20]]),
    sheet(ROWS, _W("列名前后有空格，后面带冒号", "blanks and a colon in a column's name"), " 类型 、内容：", [[" 类型 ", "内容："], ["标语", "绿水青山"], ["标语", "节能"]], None, means=_PLAIN),
    sheet(ROWS, _W("列名是繁体字", "the names of the columns in traditional characters"), "類型、內容", [["類型", "內容"], ["标语", "绿水青山"], ["标语", "节能"]], None, means=_PLAIN),
    sheet(ROWS, _W("列名用了别的说法", "another word for a column"), "停留时间", [["标语", "停留时间"], ["绿水青山", 15], ["节能", 20]], "table-column-meant", "B1"),
    sheet(ROWS, _W("没写列名，第一行就是内容", "no names of columns"), "标语 | 绿水青山", [["标语", "绿水青山"], ["标语", "节能"]], "table-header", "A1", shown=0),
    sheet(ROWS, _W("列名竖着写在第一列", "names in the first column, one below the other"), "类型（A1）、内容（A2）", [["类型", "标语", "标语"], ["内容", "绿水青山", "节能"], ["停留", 15, 20]], "table-turned", "A1", shown=0),
    sheet(ROWS, _W("列名上面有一行大标题", "a title above the names"), "节能宣传周节目单", [["节能宣传周节目单"], *_PLAIN], None, means=_PLAIN, touch=_merged("A1:B1")),
    sheet(ROWS, _W("行和行之间空了几行", "blank rows"), "（空行）", [["标语"], [], ["绿水青山"], [], [], ["节能"]], None, means=_TWO),
    sheet(ROWS, _W("前面多了一列“序号”", "a column of numbers"), "序号", [["序号", "类型", "内容"], [1, "标语", "绿水青山"], [2, "标语", "节能"]], None, means=_PLAIN),
    sheet(ROWS, _W("夹了一行给自己看的话", "a row of remarks"), "# 下面的还没有定", [["标语"], ["绿水青山"], ["# 下面的还没有定"], ["节能"]], None, means=_TWO),
    sheet(ROWS, _W("夹了一行说明，没加 #", "a row of remarks without #"), "以下为第二天", [["类型", "内容"], ["标语", "绿水青山"], ["以下为第二天"], ["标语", "节能"]], "table-kind-unknown", "A3"),
    sheet(ROWS, _W("表格下面写了“注：……”", "a note below the table"), "注：以上内容经办公室审核", [["标语"], ["绿水青山"], ["节能"], ["注：以上内容经办公室审核"]], "table-row-aside", "A4"),
    sheet(ROWS, _W("最下面是“合计”", "a total below the table"), "合计 | 30", [["标语", "停留"], ["绿水青山", 15], ["节能", 15], ["合计", 30]], "table-row-aside", "A4"),
    sheet(ROWS, _W("最下面是“制表人：……”", "a signature below the table"), "制表人：张三", [["类型", "内容"], ["标语", "绿水青山"], ["标语", "节能"], ["制表人：张三"]], "table-row-aside", "A4"),
    sheet(ROWS, _W("中间又写了一遍列名", "the names of the columns once more"), "类型、内容", [["类型", "内容"], ["标语", "绿水青山"], ["类型", "内容"], ["标语", "节能"]], None, means=_PLAIN),
    sheet(ROWS, _W("一张工作表里上下两个表", "two tables on one sheet"), "标语；空一行；标语、停留", [["标语", "副题"], ["绿水青山"], [], ["停留", "标语"], ["15秒", "节能"]], None, means=[["标语", "停留"], ["绿水青山"], ["节能", "15秒"]]),
    sheet(ROWS, _W("表格从 C5 开始", "a table that begins at C5"), "C5", [[], [], [], [], [None, None, "标语"], [None, None, "绿水青山"], [None, None, "节能"]], None, means=_TWO),
    sheet(ROWS, _W("加了一列“是否播放”", "a column of yes and no"), "是否播放：否", [["标语", "是否播放"], ["绿水青山", "是"], ["草稿", "否"], ["节能", "是"]], None, means=_TWO),
    sheet(ROWS, _W("列名分两层，上层合并", "names in two rows, the upper merged"), "播放时间：开始、结束", [["标语", "播放时间"], [None, "开始", "结束"], ["绿水青山"], ["节能", "2020-07-04", "2020-07-05"]], None, means=[["标语", "开始", "结束"], ["绿水青山"], ["节能", "2020-07-04", "2020-07-05"]], touch=_merged("B1:C1", "A1:A2")),
    sheet(ROWS, _W("列名外面套了括号", "names in brackets"), "【类型】、【内容】", [["【类型】", "【内容】"], ["标语", "绿水青山"], ["标语", "节能"]], None, means=_PLAIN),
    sheet(ROWS, _W("标语里正好有一页叫“海报”", "a slogan that is the name of a column"), "海报", [["标语"], ["绿水青山"], ["海报"]], None, means=[["类型", "内容"], ["标语", "绿水青山"], ["标语", "海报"]]),
    sheet(ROWS, _W("“类型”的公式没有查到", "a kind whose formula found nothing"), "#N/A", [["类型", "内容"], ["标语", "绿水青山"], [As("#N/A"), "节能"]], "table-fault", "A3", shown=1),
    sheet(ROWS, _W("“开始”“结束”以外，钟点写在“时间”里", "hours under a time, beside a first and a last day"), "时间：9:00-17:00", [["标语", "开始", "时间"], ["绿水青山"], ["节能", "2020-07-04", "9:00-17:00"]], None, means=[["标语", "开始", "时段"], ["绿水青山"], ["节能", "2020-07-04", "9:00-17:00"]]),
    sheet(ROWS, _W("把几行的“类型”合并了", "merged kinds"), "标语（合并三行）", [["类型", "内容"], ["标语", "绿水青山"], [None, "节能"]], None, means=_PLAIN, touch=_merged("A2:A3")),
    sheet(ROWS, _W("把几行的内容合并成一格", "merged contents"), "绿水青山（合并两行）", [["标语", "停留"], ["绿水青山", 15], [None, 20], ["节能", 15]], "table-merged", "B3", touch=_merged("A2:A3")),
    sheet(ROWS, _W("把一行横着合并了", "a row merged across"), "绿水青山（合并三列）", [["标语", "副题", "停留"], ["绿水青山"], ["节能"]], None, means=_TWO, touch=_merged("A2:C2")),
    sheet(ROWS, _W("隐藏了一行，忘了取消", "a hidden row"), "（隐藏的第3行）", [["标语"], ["绿水青山"], ["草稿"], ["节能"]], "table-row-hidden", "A3", touch=_hidden_row),
    sheet(ROWS, _W("隐藏了一张工作表", "a hidden sheet"), "草稿", _TWO, "table-sheet-hidden", None, touch=_hidden_sheet, 草稿=[["标语"], ["没定"]]),
    sheet(ROWS, _W("另一张工作表里随手记了东西", "notes on another sheet"), "Sheet2", _TWO, "table-sheet-unused", "Sheet2!A1", Sheet2=[["打电话给印刷厂", "周三前"]]),
    sheet(ROWS, _W("写了类型，忘了内容", "a kind without its content"), "标语 |", [["类型", "内容"], ["标语", "绿水青山"], ["标语"]], "table-value-missing", "A3", shown=1),
    sheet(ROWS, _W("写了内容，忘了类型", "a content without its kind"), "海报.png", [["类型", "内容"], ["标语", "绿水青山"], [None, "海报.png"]], "table-kind-guessed", "B3"),
    sheet(ROWS, _W("类型写错一个字", "an unknown kind"), "标浯", [["类型", "内容"], ["标语", "绿水青山"], ["标浯", "节能"]], "table-kind-unknown", "A3", shown=1),
    sheet(ROWS, _W("类型用了别的说法", "another word for a kind in its column"), "口号", [["类型", "内容"], ["标语", "绿水青山"], ["口号", "节能"]], "table-kind-meant", "A3"),
    sheet(ROWS, _W("类型前后带了空格", "blanks around a kind"), " 标语　", [["类型", "内容"], ["标语", "绿水青山"], [" 标语　", "节能"]], None, means=_PLAIN),
    sheet(ROWS, _W("一行里两种都填了", "both columns of kinds filled"), "绿水青山 | 海报.png", [["标语", "图片"], ["绿水青山", "海报.png"], ["节能"]], "table-kind-several", "B2", shown=1),
    sheet(ROWS, _W("“内容”和“标语”两格都填了", "the content in two cells"), "绿水青山 | 节能", [["类型", "内容", "标语"], ["标语", "绿水青山", "节能"], ["标语", "节能"]], "table-content-twice", "C2"),
    sheet(ROWS, _W("填了这种页用不上的格子", "a cell that the kind has no use for"), "落款：某局", [["标语", "落款"], ["绿水青山", "某局"], ["节能"]], "table-not-for-kind", "B2"),
    sheet(ROWS, _W("一行只填了停留，没填放什么", "a row that shows nothing"), "停留：15", [["标语", "停留"], ["绿水青山", 15], [None, 15]], "table-kind-missing", "B3", shown=1),
    sheet(ROWS, _W("日程那一行没填“行”", "an agenda without rows"), "日程：活动安排", [["类型", "内容"], ["标语", "绿水青山"], ["日程", "活动安排"]], "table-field-missing", "B3", shown=1),
    sheet(ROWS, _W("日程的工作表里有一行没写内容", "a row of an agenda without a text"), "第一天：10:00", [["标语", "日程"], ["绿水青山"], [None, "第一天"]], "table-row-shape", "第一天!A3", 第一天=[["时间", "内容"], ["9:00", "签到"], ["10:00", None]]),
    # ---- what was typed, and what the program made of it
    cell(TYPED, _W("输入 7-4，变成了日期", "7-4, made a day"), "7月4日", "开始", As(dt.date(2020, 7, 4), _MONTH_DAY), None, means="2020-07-04"),
    cell(TYPED, _W("日期是去年的表格里留下来的", "last year's day, which shows no year"), "7月4日", "开始", As(dt.date(2019, 7, 4), _MONTH_DAY), "table-year-hidden"),
    cell(TYPED, _W("日期变成了 44016", "a day made a number"), "44016", "开始", As(44016), "table-day-number"),
    cell(TYPED, _W("输入 7.10，变成了 7.1", "7.10, made 7.1"), "7.1", "开始", As(7.1), "table-day-decimal", shown=1),
    cell(TYPED, _W("输入 7.4，成了小数", "7.4, made a number"), "7.4", "开始", As(7.4), "date-year"),
    cell(TYPED, _W("输入 20200704，没有横线", "20200704 without dashes"), "20200704", "开始", As(20200704), None, means="2020-07-04"),
    kind(_W("钟点 9:00 变成了 0.375", "9:00 made a fraction"), "0.375", "倒计时", As(0.375), "table-day-number", shown=2, part=TYPED),
    cell(TYPED, _W("时段里的钟点变成了小数", "an hour made a fraction"), "0.375", "时段", As(0.375), "hours-unclear", shown=1),
    cell(TYPED, _W("时段输入 8-12，变成了日期", "8-12 made a day"), "8月12日", "时段", As(dt.date(2020, 8, 12), _MONTH_DAY), "table-hours-day"),
    cell(TYPED, _W("时段只写了一个钟点", "one time of day for hours"), "9:00", "时段", As(dt.time(9), "h:mm"), "hours-unclear", shown=1),
    sheet(TYPED, _W("“开始”“结束”里只写了钟点", "times of day for from and until"), "开始：9:00　结束：17:00", [["标语", "开始", "结束"], ["绿水青山"], ["节能", As(dt.time(9), "h:mm"), As(dt.time(17), "h:mm")]], "table-hours-meant", "B3"),
    cell(TYPED, _W("停留输入 1:30，变成了钟点", "1:30 made a time of day"), "1:30", "停留", As(dt.time(1, 30), "h:mm"), "table-dwell-time"),
    cell(TYPED, _W("结束是当天 0:00", "an end at midnight"), "2020/7/5 0:00", "结束", As(dt.datetime.fromisoformat("2020-07-05"), _MOMENT), "table-midnight"),
    cell(TYPED, _W("写了几点，格式只显示日期", "a time that the format hides"), "2020/7/4", "开始", As(dt.datetime.fromisoformat("2020-07-04 09:30"), _DAY), "table-time-hidden"),
    cell(TYPED, _W("26% 在文件里是 0.26", "26%, which is kept as 0.26"), "26%", "副题", As(0.26, "0%"), None, means="26%"),
    cell(TYPED, _W("长号码变成 1.2E+15", "a long number made 1.2E+15"), "1.23457E+15", "副题", As(1_234_567_890_123_450), "table-number-long"),
    cell(TYPED, _W("编号前面的 0 靠格式显示", "zeros in front that the format shows"), "007", "副题", As(7, "000"), None, means="007"),
    cell(TYPED, _W("文字里的 7-4 变成了日期", "a text made a day"), "7月4日", "副题", As(dt.date(2020, 7, 4), _MONTH_DAY), "table-day-in-text"),
    # ---- what is wrong in a cell
    cell(CELLS, _W("日期用点：2020.7.4", "a day with dots, as a text"), "2020.7.4", "开始", "2020.7.4", None, means="2020-07-04"),
    cell(CELLS, _W("日期后面带了星期", "a day with its day of the week"), "2020年7月4日（周六）", "开始", "2020年7月4日（周六）", None, means="2020-07-04"),
    cell(CELLS, _W("2月30日写在格子里", "30 February in a cell"), "2月30日", "开始", "2月30日", "date-impossible", shown=1),
    cell(CELLS, _W("一格里写了两个日期", "two days in a cell"), "2020-07-04、2020-07-06", "开始", "2020-07-04、2020-07-06", "table-days-several", shown=1),
    cell(CELLS, _W("“开始”里写了一段日期", "a range of days in the cell of the first"), "7月4日至7月6日", "开始", "7月4日至7月6日", "table-days-several", shown=1),
    cell(CELLS, _W("“开始”里写“节日那天”", "a day that is none"), "节日那天", "开始", "节日那天", "table-when-broken", shown=1),
    cell(CELLS, _W("格子里的日期是全角字", "a day in full-width characters"), "２０２０－０７－０４", "开始", "２０２０－０７－０４", None, means="2020-07-04"),
    cell(CELLS, _W("时段是全角字", "hours in full-width characters"), "９：００—１７：００", "时段", "９：００—１７：００", None, means="9:00-17:00"),
    cell(CELLS, _W("时段这一格写“全天”", "all day in the cell of hours"), "全天", "时段", "全天", None, means="0:00-24:00"),
    cell(CELLS, _W("格子里的星期写错一个字", "a typo in the days of a cell"), "周一到周武", "星期", "周一到周武", "days-unclear", shown=1),
    sheet(CELLS, _W("结束早于开始", "an end before its beginning, in cells"), "开始：2020/7/4　结束：2020/7/1", [["标语", "开始", "结束"], ["绿水青山"], ["节能", As(dt.date(2020, 7, 4), _DAY), As(dt.date(2020, 7, 1), _DAY)]], "when-reversed", "B3", shown=1),
    cell(CELLS, _W("停留写“很久”", "a dwell that is no length"), "很久", "停留", "很久", "duration-unclear"),
    cell(CELLS, _W("停留带了“秒”字和空格", "a dwell with its unit and blanks"), " 15 秒 ", "停留", " 15 秒 ", None, means="15秒"),
    cell(CELLS, _W("过渡写了表里没有的词", "an unknown transition in a cell"), "飞入", "过渡", "飞入", "word-unknown"),
    cell(CELLS, _W("每隔写“两三页”", "every in words, in a cell"), "两三页", "每隔", "两三页", "number-unclear"),
    cell(CELLS, _W("公式找不到引用的格子", "a formula whose cell is gone"), "#REF!", "副题", As("#REF!"), "table-fault"),
    cell(CELLS, _W("“开始”的公式出了错", "a formula that failed where a time is wanted"), "#REF!", "开始", As("#REF!"), "table-fault", shown=1),
    cell(CELLS, _W("公式没有查到", "a formula that found nothing"), "#N/A", "副题", As("#N/A"), "table-fault"),
    cell(CELLS, _W("公式没有算过（别的程序生成的表格）", "a formula that was never worked out"), "=A2", "副题", "=A2", "table-formula"),
    kind(_W("格子里的文件名写错一个字", "a near miss of a file's name in a cell"), "海抱.png", "图片", "海抱.png", "file-missing"),
    kind(_W("格子里的文件名少了扩展名", "a file's name without its ending, in a cell"), "海报", "图片", "海报", "file-missing"),
    kind(_W("格子里的扩展名大小写不对", "another case of the ending, in a cell"), "海报.PNG", "图片", "海报.PNG", "file-name-close", shown=2),
    kind(_W("格子里是自己电脑 C 盘的路径", "a path of one's own drive in a cell"), r"C:\Users\li\Desktop\海报.png", "图片", r"C:\Users\li\Desktop\海报.png", "path-drive"),
    kind(_W("用“复制文件地址”粘来的、带双引号的路径", "a path as Windows copies it, in quotes"), r'"C:\Users\li\Desktop\海报.png"', "图片", r'"C:\Users\li\Desktop\海报.png"', "path-drive"),
    kind(_W("格子里的网址有空格", "a link with a blank in a cell"), "https://example.org/ x", "二维码", "https://example.org/ x", "link-unclear"),
    kind(_W("格子里的网址没写 https://", "a link without https in a cell"), "weixin.qq.com/r/x", "二维码", "weixin.qq.com/r/x", "link-bare", shown=2),
    sheet(CELLS, _W("格子里是带超链接的文字", "a text with a hyperlink"), "二维码：点这里答题", [["类型", "内容"], ["标语", "绿水青山"], ["二维码", "x"]], "table-link", "B3", touch=_linked),
    kind(_W("标语写了九十个字", "a slogan too long for its cell"), "九十个字……", "标语", "字" * 90, "text-long"),
    # ---- the file, the settings, CSV
    whole(_W("表格加了打开密码", "a workbook with a password"), BOOK, _LOCKED, "table-locked"),
    whole(_W("表格正开着，留了个 ~$ 文件", "the lock file of Excel"), "~$节目单.xlsx", b"\x05" + "张三".encode("gbk"), None),
    whole(_W("老的 .xls 改名成 .xlsx", "an .xls called .xlsx"), BOOK, _OLE, "table-old-inside"),
    whole(_W("ods 改名成 .xlsx", "an .ods called .xlsx"), BOOK, _zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content__xml=b"<a/>"), "table-old-inside"),
    whole(_W("存成了老的 .xls", "saved as .xls"), "节目单.xls", _OLE, "table-old"),
    whole(_W("存成了 WPS 的 .et", "saved as .et"), "节目单.et", _OLE, "table-old"),
    whole(_W("系统导出的网页，扩展名是 .xlsx", "a web page called .xlsx"), BOOK, b"<html><table>", "table-not-one"),
    whole(_W("Word 文档改名成 .xlsx", "a Word document called .xlsx"), BOOK, _zipped(word__xml=b"<a/>"), "table-not-one"),
    whole(_W("表格没有复制完", "a workbook that was not copied completely"), BOOK, _GOOD[:2000], "table-incomplete"),
    whole(_W("表格损坏了", "a damaged workbook"), BOOK, edited(_GOOD, lambda name, part: part[: len(part) // 2] if "sheet1" in name else part), "table-broken"),
    whole(_W("新建的空表格", "an empty workbook"), BOOK, book([]), "table-empty"),
    whole(_W("只写了列名", "names of columns alone"), BOOK, book([["类型", "内容"]]), "table-empty", "A1"),
    sheet(FILES, _W("很远的下面误填了一个字", "one character far below"), "A30000：。", _TWO, "table-too-big", None, shown=0, touch=_far_below),
    sheet(FILES, _W("设置的名称写错", "a wrong key on the sheet of settings"), "设置：优先极", _TWO, "table-setting-unknown", "设置!A2", **_settings(["优先极", 3])),
    sheet(FILES, _W("设置的内容写错", "a wrong value on the sheet of settings"), "设置：优先级 高", _TWO, "number-unclear", "设置!B2", **_settings(["优先级", "高"])),
    sheet(FILES, _W("设置里的日期写错", "a wrong day on the sheet of settings"), "设置：开始 2月30日", _TWO, "date-impossible", "设置!B2", shown=0, **_settings(["开始", "2月30日"])),
    sheet(FILES, _W("分区的名称打错一个字", "a typo in the name of a zone"), "分区：滚动字慕", _TWO, "table-zone-unknown", "分区!A2", 分区=[["分区", "内容"], ["滚动字慕", "人走关灯"]]),
    sheet(FILES, _W("给时钟写了位置", "an edge for a clock"), "分区：时钟，位置 上", _TWO, "table-zone-column", "分区!C2", 分区=[["分区", "内容", "位置"], ["时钟", "是", "上"]]),
    sheet(FILES, _W("自己分的块没有写页面", "a part of a layout without slides"), "分区：右边，宽 30%", _TWO, "table-zone-sheet", "分区!A3", 分区=[["分区", "宽"], ["主区", "70%"], ["右边", "30%"]]),
    Mistake(FILES, _W("表格复制了一份“副本”", "a copy of a workbook"), {BOOK: _GOOD, "节目单 - 副本.xlsx": _GOOD, **BESIDE}, "playlist-twice", "节目单 - 副本.xlsx", shown=None),
    whole(_W("CSV 存成了 GBK 编码", "a CSV in GBK"), CSV, _TABLE.encode("gbk"), "text-gb18030", shown=2, seen="GBK"),
    whole(_W("台湾、香港的 Excel 存的 CSV（Big5）", "a CSV in Big5"), CSV, "標語,副題\r\n綠水青山,生態優先\r\n節能,增效\r\n".encode("cp950"), "text-big5", shown=2, seen="Big5"),
    whole(_W("CSV 用分号分隔", "a CSV with semicolons"), CSV, _TABLE.replace(",", ";").encode(), None, shown=2, means=_TABLE.encode(), seen="标语;副题"),
    whole(_W("CSV 用 Tab 分隔", "a CSV with tabs"), CSV, _TABLE.replace(",", "\t").encode("utf-16"), None, shown=2, means=_TABLE.encode(), seen="标语→副题"),
    whole(_W("CSV 用中文逗号分隔", "a CSV with Chinese commas"), CSV, _TABLE.replace(",", "，").encode(), "csv-separator", shown=2, seen="标语，副题"),
    whole(_W("CSV 里有半个双引号", "half a quotation mark in a CSV"), CSV, _TABLE.replace("生态优先", '"生态优先').encode(), "csv-quote", shown=1, line=2, seen='绿水青山,"生态优先'),
    whole(_W("CSV 里的日期成了 ####", "a day saved as ####"), CSV, "标语,开始\r\n绿水青山,\r\n节能,########\r\n".encode(), "table-narrow", "B3", shown=1, seen="节能,########"),
    whole(_W("CSV 里的长号码成了 1.2E+15", "a long number in a CSV"), CSV, "标语,副题\r\n绿水青山,\r\n节能,1.23457E+15\r\n".encode(), "table-number-long", "B3", shown=2, seen="节能,1.23457E+15"),
)  # fmt: skip
"""Those that are made in spreadsheets."""

CATALOGUE = (*MISTAKES, *PLAYLISTS, *SHEETS)
"""Every mistake that is tried."""
