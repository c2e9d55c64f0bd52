"""An example playlist as a workbook or as CSV, ready to be filled in: lists to choose from, formats, an example, a sheet of help.

Cells are of the format “text”, so that what is typed stays what it is: a spreadsheet program then makes no day of 7-4, keeps leading zeros
and the digits of long numbers. Which cells a kind has no use for is seen: they turn grey when it is chosen.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from player.ingest.sheet_columns import CONTENT, KIND, columns, terms
from player.ingest.sheet_zones import zone_columns
from player.ingest.vocabulary import CHOICES, DAY_WORDS, TRANSITION_WORDS, Word
from player.ingest.zones_words import EDGES, ZONE_KEYS
from player.model.table import letters
from player.model.words import Language, Words
from player.picture.theme import theme_words
from player.slides.kind import Kind
from player.slides.kinds import KINDS

if TYPE_CHECKING:  # openpyxl is imported when a workbook is made
    from openpyxl.styles import Font, PatternFill
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

SHEETS = (Words("节目", "slides"), Words("设置", "settings"), Words("分区", "zones"), Words("说明", "help"))
LAST = 500
"""The last row that is made ready."""

_FIRST = ("kind", "content")
_MORE = ("title", "text", "sub", "source", "account", "caption", "sign", "rows")
_HOW = ("dwell", "every", "from", "until", "days", "hours", "transition")
_WIDE = {
    "kind": 10, "content": 36, "title": 20, "text": 34, "sub": 24, "source": 24, "account": 18, "caption": 22, "sign": 16, "rows": 32,
    "dwell": 9, "every": 7, "from": 17, "until": 17, "days": 13, "hours": 24, "transition": 9,
}  # fmt: skip
_NUMBERS = ("dwell", "every")
_INK, _DEEP, _MID, _GOLD, _PALE, _GREY, _LINE = (
    "FF1F3D36",
    "FF175848",
    "FF3F7D6C",
    "FF8A6A1F",
    "FFEAF3EE",
    "FFEBEBEB",
    "FFC9D6CF",
)
_FONT = "微软雅黑"
_ABOUT: dict[str, tuple[Words, Words]] = {
    "title": (
        Words("标题：扫码做什么、距什么还有多久", "the title: what scanning is for, until what"),
        Words("云竞答", "The quiz"),
    ),
    "text": (
        Words("正文：具体怎么做；换行用 Alt+Enter", "the text; Alt+Enter begins a line"),
        Words("人走关灯、关空调。", "Lights off."),
    ),
    "caption": (Words("一两句说明", "a sentence or two"), Words("扫码参加节能知识竞答", "Scan to take part")),
    "rows": (
        Words(
            "一行写一项，换行用 Alt+Enter；也可以写另一张工作表的名字，那张表有“时间”“内容”两列",
            "a line each, Alt+Enter between them; or the name of a sheet with the columns time and text",
        ),
        Words("9:00 开幕式", "9:00 Opening"),
    ),
    "note": (
        Words(
            "日程下面的一行小字；别的类型不显示，可以自己记事",
            "small print below an agenda; for others a note of your own",
        ),
        Words("", ""),
    ),
    "when": (
        Words("用一句话写什么时候放", "when it plays, in one line"),
        Words("工作日 9:00-17:00", "workdays 9:00-17:00"),
    ),
    "transition": (Words("换页的方式；不写就是淡入", "how it comes on; fade if left out"), Words("推入", "push")),
    "theme": (Words("配色主题", "the theme of colours"), Words("绿水青山", "green")),
    "dwell": (Words("停多久；自动 = 按字数", "how long it stays; auto goes by its text"), Words("15秒", "15s")),
}
"""What is said of a column where the words of YAML would mislead: what it is, an example."""

_DWELLS = Words("自动,10秒,15秒,20秒,30秒,1分钟", "auto,10s,15s,20s,30s,1min")
_SPANS = Words("9:00-17:00,8:30-12:00,13:30-18:00,16:30-18:30", "9:00-17:00,8:30-12:00,13:30-18:00,16:30-18:30")
_FLAGS = Words("是,否", "yes,no")


_EXAMPLES: tuple[dict[str, Words], ...] = (
    {
        "kind": Words("标语", "slogan"),
        "content": Words("绿水青山/就是金山银山", "Clear waters, green hills"),
        "every": Words("5", "5"),
    },
    {
        "kind": Words("贴士", "tip"),
        "content": Words("空调温度这样设", "How cool, how warm"),
        "text": Words(
            "公共建筑夏季不低于26℃，冬季不高于20℃，有特殊要求的除外；空调运行期间一般不开窗。",
            "No cooler than 26℃ in summer, no warmer than 20℃ in winter; windows stay shut while it runs.",
        ),
        "source": Words("国办发〔2007〕42号", "State Council Office, 2007 no. 42"),
    },
    {
        "kind": Words("二维码", "qr"),
        "content": Words("https://example.org/r/green-everyday-2020", "https://example.org/r/green-everyday-2020"),
        "title": Words("扫码看节能妙招", "Scan for ideas"),
        "account": Words("节能小课堂（示例）", "Energy class (example)"),
    },
    {
        "kind": Words("日程", "agenda"),
        "content": Words("节能一天", "A day of saving"),
        "rows": Words(
            "08:30 开窗通风，少开空调\n12:00 午休关灯、关显示器\n13:30 走楼梯上楼，少乘电梯\n17:00 下班断电，不留待机设备",
            "08:30 Open a window\n12:00 Lights and screens off\n13:30 Take the stairs\n17:00 Switch everything off",
        ),
    },
    {
        "kind": Words("倒计时", "countdown"),
        "content": Words("17:00", "17:00"),
        "title": Words("距下班断电还有", "Until we switch off"),
        "days": Words("工作日", "workdays"),
    },
    {
        "kind": Words("通知", "notice"),
        "content": Words("会议结束，请随手关电", "After the meeting: switch off"),
        "text": Words(
            "关灯、关空调、关投影\n请带走纸张和水瓶",
            "Lights, air conditioning, projector\nTake your papers and bottles along",
        ),
    },
    {
        "kind": Words("标语", "slogan"),
        "content": Words("下班了/灯关了吗？", "Going home?/Lights off?"),
        "sub": Words("电脑、显示器、饮水机，一起休息", "Computers, screens, water boilers too"),
        "dwell": Words("15秒", "15s"),
        "days": Words("周一至周五", "mon-fri"),
        "hours": Words("16:30-18:30", "16:30-18:30"),
        "transition": Words("推入", "push"),
    },
    {
        "kind": Words("# 二维码", "# qr"),
        "content": Words("https://example.org/r/gonggongjigou-jieneng", "https://example.org/r/gonggongjigou-jieneng"),
        "title": Words("云竞答进行中", "The quiz is on"),
        "account": Words("公共机构节能", "公共机构节能"),
        "caption": Words("关注后点菜单“宣传活动”", "Follow, then choose 宣传活动"),
        "from": Words("2020-07-04 09:00", "2020-07-04 09:00"),
        "until": Words("2020-07-05 17:00", "2020-07-05 17:00"),
    },
    {"kind": Words("# 图片", "# image"), "content": Words("海报.png", "poster.png"), "dwell": Words("12秒", "12s")},
)
"""Rows of the demo campaign. Those that begin with # do not play."""

_ZONE_WIDE = {
    "zone": 13, "content": 44, "caption": 18, "edge": 8, "motion": 8, "seconds": 8, "lunar": 9,
    "from": 17, "until": 17, "days": 13, "hours": 24,
}  # fmt: skip
_ZONE_EXAMPLES: tuple[dict[str, Words], ...] = (
    {"zone": Words("# 滚动字幕", "# ticker"), "content": Words("人走关灯，随手断电", "Switch off when you leave")},
    {"zone": Words("# 时钟", "# clock"), "content": Words("是", "yes")},
    {"zone": Words("# 标志", "# logo"), "content": Words("标志.png", "logo.png")},
    {
        "zone": Words("# 角标", "# corner"),
        "content": Words("https://example.org/quiz", "https://example.org/quiz"),
        "caption": Words("扫码答题", "Take the quiz"),
    },
)
"""What stays around the slides; none of it is on until its # is taken away."""

_LAST_ZONE = 60
_CORNER = Word(
    "corner",
    "角标",
    Words(
        "一直留在旁边的二维码：链接；“说明”里写扫码做什么",
        "a code that stays beside the slides: its link; what it is for in its caption",
    ),
    "https://example.org/quiz",
)

_STEPS = (
    Words(
        "1. 在“节目”表里一行写一页：先选“类型”，再写“内容”。用不上的格子会变灰。",
        "1. On the sheet “slides” each row is a slide: choose its kind, then write its content. Cells it has no use for turn grey.",
    ),
    Words(
        "2. 图片、文档、视频：把文件放在这份表旁边，“内容”里写文件名，例如 海报.png。",
        "2. Pictures, documents, films: put the file beside this workbook and write its name, such as poster.png.",
    ),
    Words(
        "3. 不写时间就一直放。日期写 2026-06-22 或 2026-06-22 09:00；时段写 9:00-12:00, 13:30-18:00。",
        "3. Without times a slide always plays. Days: 2026-06-22 or 2026-06-22 09:00; hours: 9:00-12:00, 13:30-18:00.",
    ),
    Words(
        "4. 暂时不放的行，在最前面加一个 #；不要的行整行删除。",
        "4. Put a # before a row that should not play for now; delete rows that are not wanted.",
    ),
    Words(
        "5. 滚动字幕、时钟、标志、角标一直留在页面周围，写在“分区”表里；去掉那一行前面的 # 就会出现。",
        "5. A ticker, a clock, a logo, a corner code stay around the slides; they stand on the sheet “zones”. Take the # before a row away and it is on.",
    ),
    Words(
        "6. 保存，放进播放文件夹，几秒后屏幕上就会出现。哪一格写得不对，状态页会说出格子和改法。",
        "6. Save it into the watched folder; seconds later it is on the screen. What is wrong is told on the status page, with its cell.",
    ),
)
_TITLES = (
    Words("怎样填写节目单", "How to fill in a playlist"),
    Words("有哪些类型", "The kinds"),
    Words("各列写什么", "The columns"),
    Words("“设置”表里的项目", "The sheet “settings”"),
    Words("“分区”表：一直留在页面周围的", "The sheet “zones”: what stays around the slides"),
)
_HEADS = (
    Words("类型|英文|“内容”里写什么|例子", "Kind|中文|What its content is|Example"),
    Words("列名|英文|写什么|例子", "Column|中文|What it is|Example"),
    Words("项目|英文|写什么|例子", "Setting|中文|What it is|Example"),
    Words("分区|英文|“内容”里写什么|例子", "Zone|中文|What its content is|Example"),
)
_SETTING_HEAD = Words("项目|内容|说明（这一列可以不看）", "Setting|Value|About it")
_NAME = Words("节能宣传", "Saving energy")
_LIST_TITLE = Words("请选择", "Choose")
_NOT_LISTED = Words("列表里没有这一项。仍要这样写吗？", "This is not in the list. Write it all the same?")


def csv_bytes(language: Language) -> bytes:
    """The example as CSV, with a byte order mark, so that Excel reads its characters."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    names = [*_FIRST, *_MORE, *_HOW]
    writer.writerow([_label(columns_by_name()[name], language) for name in names])
    for row in _EXAMPLES:
        writer.writerow([row[name].said(language) if name in row else "" for name in names])
    return stream.getvalue().encode("utf-8-sig")


def workbook_bytes(language: Language) -> bytes:
    """The example as .xlsx."""
    from openpyxl import Workbook as new  # noqa: PLC0415, N813  # heavy, and only where a workbook is made

    book: Workbook = new()
    book.remove(book.worksheets[0])
    slides, settings, zones, about = (book.create_sheet(name.said(language)) for name in SHEETS)
    _slides(slides, language)
    _settings(settings, language)
    _zones(zones, language)
    _help(about, language)
    book.active = 0
    book.properties.title = _TITLES[0].said(language)
    book.properties.creator = "qingbo"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def columns_by_name() -> dict[str, Word]:
    """Every column by its English name."""
    return {word.name: word for word in columns()}


def _label(word: Word, language: Language) -> str:
    return word.alias if language is Language.ZH else word.name


def _other(word: Word, language: Language) -> str:
    return word.name if language is Language.ZH else word.alias


# The sheet of slides


def _slides(sheet: Worksheet, language: Language) -> None:
    words = columns_by_name()
    names = (*_FIRST, *_MORE, *_HOW)
    for index, name in enumerate(names):
        letter = letters(index)
        column = sheet.column_dimensions[letter]
        column.width = _WIDE[name]
        column.number_format = "General" if name in _NUMBERS else "@"
        column.alignment = _aligned(name)
        column.font = _font()
        fill = _DEEP if name in _FIRST else _MID if name in _MORE else _GOLD
        _head(sheet.cell(1, index + 1, _label(words[name], language)), fill)
        _prompt(sheet, name, letter, words[name], language)
    for number, row in enumerate(_EXAMPLES, 2):
        for index, name in enumerate(names):
            cell = sheet.cell(number, index + 1)
            text = row[name].said(language) if name in row else None
            cell.value = int(text) if text is not None and text.isdigit() and name in _NUMBERS else text
            cell.number_format = "General" if name in _NUMBERS else "@"
            cell.alignment, cell.font, cell.border = _aligned(name), _font(), _edge()
        sheet.row_dimensions[number].height = _height([(row[name].said(language), _WIDE[name]) for name in row])
    sheet.row_dimensions[1].height = 28
    sheet.freeze_panes = "C2"
    _grey(sheet, names, language)
    _printed(sheet, len(_EXAMPLES) + 1, len(names))
    sheet.sheet_view.zoomScale = 100


def _prompt(sheet: Worksheet, name: str, letter: str, word: Word, language: Language) -> None:
    """What is said beside a chosen cell of the column, and the list that it may be chosen from."""
    choices = _choices(name, language)
    rule = _rule(choices)
    if name == "every":
        rule.type, rule.operator, rule.formula1, rule.formula2 = "whole", "between", "1", "1000"
    rule.errorStyle = "warning"
    rule.showErrorMessage = bool(choices) and name in ("kind", "transition")
    rule.error, rule.errorTitle = _NOT_LISTED.said(language), _LIST_TITLE.said(language)
    _prompted(sheet, rule, f"{letter}2:{letter}{LAST}", _label(word, language), _told(name, word, language))


def _rule(choices: str) -> DataValidation:
    """What a cell may be chosen from; any text where there are no choices, for the sake of what is said beside it."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  # as above

    if choices:
        return DataValidation(type="list", formula1=f'"{choices}"')
    return DataValidation(type="textLength", operator="lessThan", formula1="5000")


def _prompted(sheet: Worksheet, rule: DataValidation, cells: str, title: str, text: str) -> None:
    """The rule holds for the cells, and says so much beside the chosen one."""
    rule.allow_blank = rule.showInputMessage = True
    rule.promptTitle, rule.prompt = title[:30], text[:250]
    sheet.add_data_validation(rule)
    rule.add(cells)


def _choices(name: str, language: Language) -> str:
    """The list of a column, joined with commas; empty where anything may be written."""
    if name == "kind":
        return ",".join(kind.alias if language is Language.ZH else kind.name for kind in KINDS)
    if name == "transition":
        return ",".join(_label(word, language) for word in TRANSITION_WORDS)
    if name == "days":
        more = ("周一至周五", "周六", "周日") if language is Language.ZH else ("mon-fri", "sat", "sun")
        return ",".join((*(_label(word, language) for word in DAY_WORDS), *more))
    if name == "theme":
        return ",".join(word for word in theme_words() if word.isascii() is (language is Language.EN))
    if name == "motion":
        return ",".join(_label(word, language) for word in CHOICES["image", "motion"])
    if name in ("takeover", "shuffle"):
        return _FLAGS.said(language)
    return {"dwell": _DWELLS, "hours": _SPANS}.get(name, Words("", "")).said(language)


def _told(name: str, word: Word, language: Language) -> str:
    kinds = [kind.alias if language is Language.ZH else kind.name for kind in _with_field(name)]
    about, example = _words_of(word, language)
    if name in _MORE and kinds:
        joined = ("、" if language is Language.ZH else ", ").join(kinds)
        about = f"{joined}{'：' if language is Language.ZH else ': '}{about}"
    return f"{about}\n{'例如：' if language is Language.ZH else 'Such as: '}{example}" if example else about


def _words_of(word: Word, language: Language) -> tuple[str, str]:
    """What the column is, and an example."""
    if word.name in _ABOUT:
        about, example = _ABOUT[word.name]
        return about.said(language), example.said(language)
    return word.about.said(language), word.example


def _with_field(name: str) -> list[Kind]:
    """The kinds that have the field beside their content."""
    return [kind for kind in KINDS if name in {field.name for field in kind.fields[1:]}]


def _grey(sheet: Worksheet, names: tuple[str, ...], language: Language) -> None:
    """Cells that a kind has no use for turn grey, a row that does not play too, and a content that is missing turns gold."""
    from openpyxl.formatting.rule import FormulaRule  # noqa: PLC0415  # as above
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415  # as above

    last = letters(len(names) - 1)
    off = FormulaRule(formula=['LEFT($A2,1)="#"'], font=Font(color="FF9A9A9A", italic=True), stopIfTrue=True)
    sheet.conditional_formatting.add(f"A2:{last}{LAST}", off)
    fill = PatternFill("solid", bgColor=_GREY, fgColor=_GREY)
    for name in _MORE:
        letter = letters(names.index(name))
        kinds = "|".join(kind.alias if language is Language.ZH else kind.name for kind in _with_field(name))
        formula = f'AND($A2<>"",ISERROR(FIND("|"&$A2&"|","|{kinds}|")))'
        sheet.conditional_formatting.add(f"{letter}2:{letter}{LAST}", FormulaRule(formula=[formula], fill=fill))
    missing = PatternFill("solid", bgColor="FFFFF2C4", fgColor="FFFFF2C4")
    sheet.conditional_formatting.add(f"B2:B{LAST}", FormulaRule(formula=['AND($A2<>"",$B2="")'], fill=missing))


# The sheet of settings


def _settings(sheet: Worksheet, language: Language) -> None:
    for index, (text, width) in enumerate(zip(_SETTING_HEAD.said(language).split("|"), (14, 30, 62), strict=True)):
        sheet.column_dimensions[letters(index)].width = width
        _head(sheet.cell(1, index + 1, text), _DEEP if index < 2 else _MID)
    sheet.row_dimensions[1].height = 28
    for number, word in enumerate(_terms(), 2):
        value = _NAME.said(language) if word.name == "name" else None
        row: tuple[str | None, ...] = (_label(word, language), value, _about(word, language))
        for index, said in enumerate(row):
            cell = sheet.cell(number, index + 1, said)
            cell.number_format, cell.border = "@", _edge()
            cell.alignment, cell.font = _aligned("content"), _font(soft=index == 2, bold=index == 0)
        sheet.row_dimensions[number].height = 24
        choices = _choices(word.name, language)
        if choices:
            from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  # as above

            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False)
            sheet.add_data_validation(rule)
            rule.add(f"B{number}")
    sheet.freeze_panes = "A2"
    _printed(sheet, len(_terms()) + 1, 3)


def _terms() -> list[Word]:
    """The settings of a whole playlist, those of one line left out that says when in words."""
    return [word for word in terms() if word.name != "when"]


def _about(word: Word, language: Language) -> str:
    about, example = _words_of(word, language)
    return about + (
        (f"（例如：{example}）" if language is Language.ZH else f" (such as: {example})") if example else ""
    )


# The sheet of zones


def _zones(sheet: Worksheet, language: Language) -> None:
    from openpyxl.formatting.rule import FormulaRule  # noqa: PLC0415  # as above
    from openpyxl.styles import Font  # noqa: PLC0415  # as above

    words = {word.name: word for word in zone_columns()}
    for index, (name, width) in enumerate(_ZONE_WIDE.items()):
        letter = letters(index)
        column = sheet.column_dimensions[letter]
        column.width, column.number_format, column.alignment, column.font = width, "@", _aligned("content"), _font()
        fill = _DEEP if name in ("zone", "content") else _GOLD if name in _HOW else _MID
        _head(sheet.cell(1, index + 1, _label(words[name], language)), fill)
        _zone_prompt(sheet, name, letter, words[name], language)
    for number, row in enumerate(_ZONE_EXAMPLES, 2):
        for index, name in enumerate(_ZONE_WIDE):
            cell = sheet.cell(number, index + 1, row[name].said(language) if name in row else None)
            cell.number_format, cell.alignment, cell.font, cell.border = "@", _aligned("content"), _font(), _edge()
        sheet.row_dimensions[number].height = 26
    sheet.row_dimensions[1].height = 28
    last = letters(len(_ZONE_WIDE) - 1)
    off = FormulaRule(formula=['LEFT($A2,1)="#"'], font=Font(color="FF9A9A9A", italic=True))
    sheet.conditional_formatting.add(f"A2:{last}{_LAST_ZONE}", off)
    sheet.freeze_panes = "C2"
    _printed(sheet, len(_ZONE_EXAMPLES) + 1, len(_ZONE_WIDE))


def _zone_prompt(sheet: Worksheet, name: str, letter: str, word: Word, language: Language) -> None:
    """What is said beside a chosen cell, and the list that it may be chosen from."""
    rule = _rule(_zone_choices(name, language))
    rule.showErrorMessage = False
    _prompted(sheet, rule, f"{letter}2:{letter}{_LAST_ZONE}", _label(word, language), _about(word, language))


def _zone_choices(name: str, language: Language) -> str:
    if name == "zone":
        return ",".join(_label(word, language) for word in _zone_words())
    if name == "edge":
        return ",".join(_label(word, language) for word in EDGES)
    return _FLAGS.said(language) if name in ("motion", "seconds", "lunar") else _choices(name, language)


def _zone_words() -> list[Word]:
    """The zones that a row may be, parts of a layout of one's own left out; a ticker shown by its text."""
    return [word if word.name != "corner" else _CORNER for word in ZONE_KEYS if word.name != "layout"]


# The sheet of help


def _help(sheet: Worksheet, language: Language) -> None:
    from openpyxl.styles import Alignment  # noqa: PLC0415  # as above

    for letter, width in zip("ABCD", (14, 14, 58, 38), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    at = _title(sheet, 1, _TITLES[0].said(language), 18)
    for step in _STEPS:
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=4)
        cell = sheet.cell(at, 1, step.said(language))
        cell.font, cell.alignment = _font(), Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[at].height = _height([(step.said(language), 118)])
        at += 1
    kinds = ((kind.fields[0].name, kind.alias, kind.fields[0].about, kind.fields[0].example) for kind in KINDS)
    at = _table(
        sheet, at + 1, 0, [Word(name, alias, about, example) for name, alias, about, example in kinds], language
    )
    own = [word for word in columns() if word.name not in {kind.fields[0].name for kind in KINDS}]
    order = {name: number for number, name in enumerate((*_FIRST, *_MORE, *_HOW))}
    at = _table(sheet, at + 1, 1, sorted(own, key=lambda word: order.get(word.name, len(order))), language)
    at = _table(sheet, at + 1, 2, _terms(), language)
    at = _table(sheet, at + 1, 3, _zone_words(), language)
    _printed(sheet, at, 4)


def _title(sheet: Worksheet, at: int, text: str, size: int) -> int:
    cell = sheet.cell(at, 1, text)
    cell.font = _font(size=size, bold=True, colour=_DEEP)
    sheet.row_dimensions[at].height = size * 2
    return at + 1


def _table(sheet: Worksheet, at: int, which: int, words: Iterable[Word], language: Language) -> int:
    """A table of words with its title; the row below it."""
    at = _title(sheet, at, _TITLES[which + 1].said(language), 13)
    for index, text in enumerate(_HEADS[which].said(language).split("|")):
        _head(sheet.cell(at, index + 1, text), _MID)
    sheet.row_dimensions[at].height = 22
    for number, word in enumerate(words, at + 1):
        row = (
            _label(word, language),
            _other(word, language),
            _told_in_help(word, language),
            _words_of(word, language)[1],
        )
        for index, text in enumerate(row):
            cell = sheet.cell(number, index + 1, text)
            cell.number_format, cell.border, cell.font = "@", _edge(), _font(bold=index == 0, soft=index == 1)
            cell.alignment = _aligned("content")
            if number % 2:
                cell.fill = _fill(_PALE)
        sheet.row_dimensions[number].height = _height([(row[2], 58), (row[3], 38)], least=21)
        at = number
    return at + 1


def _told_in_help(word: Word, language: Language) -> str:
    kinds = [kind.alias if language is Language.ZH else kind.name for kind in _with_field(word.name)]
    about, _ = _words_of(word, language)
    if not kinds or word in (KIND, CONTENT):
        return about
    joined = ("、" if language is Language.ZH else ", ").join(kinds)
    return f"{about}（{joined}）" if language is Language.ZH else f"{about} ({joined})"


# How it looks


def _font(*, size: int = 11, bold: bool = False, soft: bool = False, colour: str = _INK) -> Font:
    from openpyxl.styles import Font  # noqa: PLC0415  # as above

    return Font(name=_FONT, size=size, bold=bold, color="FF6B7A74" if soft else colour)


def _fill(colour: str) -> PatternFill:
    from openpyxl.styles import PatternFill  # noqa: PLC0415  # as above

    return PatternFill("solid", fgColor=colour, bgColor=colour)


def _head(cell: object, colour: str) -> None:
    from openpyxl.cell.cell import Cell  # noqa: PLC0415  # as above
    from openpyxl.styles import Alignment  # noqa: PLC0415  # as above

    assert isinstance(cell, Cell), "a cell that is not merged"
    cell.font, cell.fill = _font(bold=True, colour="FFFFFFFF"), _fill(colour)
    cell.alignment = Alignment(horizontal="center", vertical="center")
    cell.border = _edge()


def _aligned(name: str) -> object:
    from openpyxl.styles import Alignment  # noqa: PLC0415  # as above

    centred = name in ("kind", "dwell", "every", "days", "transition", "from", "until")
    left = {"horizontal": "left", "indent": 1}
    return Alignment(vertical="center", wrap_text=True, **({"horizontal": "center"} if centred else left))


def _edge() -> object:
    from openpyxl.styles import Border, Side  # noqa: PLC0415  # as above

    side = Side(style="thin", color=_LINE)
    return Border(bottom=side, right=side)


def _height(texts: list[tuple[str, int]], least: int = 26) -> float:
    """Points that the tallest of the texts takes in a column so many characters wide; a Chinese one is two."""

    def lines(text: str, wide: int) -> int:
        units = (sum(1 if char.isascii() else 2 for char in line) * 1.08 for line in text.split("\n"))
        return sum(max(1, -(-int(unit) // max(1, wide - 2))) for unit in units)

    return max(least, *(17 * lines(text, wide) + 6 for text, wide in texts))


def _printed(sheet: Worksheet, rows: int, wide: int) -> None:
    """Laid out for A4, as wide as the paper."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area = f"A1:{letters(wide - 1)}{rows}"
    if sheet.freeze_panes:
        sheet.print_title_rows = "1:1"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
