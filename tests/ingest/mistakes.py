"""The catalogue of mistakes: what people who are no programmers do, and the answer that they get.

One table: what was done, the files, the code that is told and where, how many slides are shown all the same. One whose `code`
is None is understood without a word, and comes to the same as `means`. `test_mistakes_answered.py` tries each;
`docs/reference/mistakes.md` is made from it: `python -m tests.ingest.mistakes_page`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from player.model.words import Words
from tests.ingest.test_mistakes import CASES

PLAYLIST = "节目单.yaml"
HEAD = "slides:\n"
GOOD = "  - slogan: 绿水青山\n"
PICTURE = b"picture"
Files = dict[str, "str | bytes | None"]
BESIDE: Files = {"海报.png": PICTURE, "说明.txt": "说明"}


class Part(NamedTuple):
    """A part of the page."""

    id: str
    title: Words


LINES = Part("lines", Words("节目单里的标点、空格和缩进", "Marks, spaces and indentation in a playlist"))
WORDS = Part("words", Words("名称、种类和固定的词", "Names, kinds and fixed words"))
TIMES = Part("times", Words("日期、钟点、星期、时长", "Dates, times, days of the week, lengths"))
PATHS = Part("paths", Words("点名的图片", "Pictures that a playlist names"))
LINKS = Part("links", Words("网址和二维码", "Links and codes"))
WHOLE = Part("whole", Words("整个文件", "The file as a whole"))
SORTS = Part("sorts", Words("放错了文件", "Files that are no content"))
TWINS = Part("twins", Words("多放了一份", "The same thing twice"))
NAMES = Part("names", Words("文件名里的时间", "Times in names"))
PARTS = (LINES, WORDS, TIMES, PATHS, LINKS, WHOLE, SORTS, TWINS, NAMES)


@dataclass(frozen=True)
class Mistake:
    """`code` is told of `file` at `line` and `column`; `shown` slides play all the same (None: not of interest).

    `means`: the files as they should have been, which come to the same. `waiting`: files that are still being copied.
    `cell`: in place of line and column, in a spreadsheet; `seen` is what its cell shows.
    """

    part: Part
    did: Words
    files: Files
    code: str | None
    file: str = PLAYLIST
    line: int | None = None
    column: int | None = None
    shown: int | None = 1
    means: Files | None = None
    waiting: tuple[str, ...] = ()
    cell: str | None = None
    seen: str = ""


def written(
    part: Part,
    did: Words,
    text: str,
    code: str | None,
    at: tuple[int, int] | None = None,
    *,
    shown: int = 1,
    means: str = "",
) -> Mistake:
    """A mistake in a playlist; of `shown`, what lies beside it does not count."""
    line, column = at or (None, None)
    meant: Files | None = {PLAYLIST: means, **BESIDE} if means else None
    return Mistake(part, did, {PLAYLIST: text, **BESIDE}, code, PLAYLIST, line, column, shown, meant)  # fmt: skip


def timed(did: Words, condition: str, code: str | None, column: int = 0, *, shown: int = 1, means: str = "") -> Mistake:
    """A mistake in the conditions of the second slide, in line 4."""
    text = HEAD + GOOD + "  - slogan: 节能\n    when: {}\n"
    place = (4, column) if code else None
    return written(
        TIMES,
        did,
        text.replace("{}", condition),
        code,
        place,
        shown=shown,
        means=text.replace("{}", means) if means else "",
    )


def counted(did: Words, day: str, code: str | None, *, shown: int = 1, means: str = "") -> Mistake:
    """A mistake in the day of a countdown, the second slide, in line 3."""
    text = HEAD + GOOD + "  - countdown: {}\n"
    place = (3, 16) if code else None
    return written(
        TIMES, did, text.replace("{}", day), code, place, shown=shown, means=text.replace("{}", means) if means else ""
    )


def stayed(did: Words, length: str, code: str | None, *, means: str = "") -> Mistake:
    """A mistake in how long a slide stays, in line 3."""
    text = HEAD + "  - slogan: 节能\n    dwell: {}\n"
    place = (3, 12) if code else None
    return written(
        TIMES, did, text.replace("{}", length), code, place, means=text.replace("{}", means) if means else ""
    )


def slide(
    part: Part, did: Words, line: str, code: str | None, column: int = 0, *, shown: int = 1, means: str = ""
) -> Mistake:
    """A mistake in the second slide, in line 3."""
    place = (3, column) if code else None
    return written(
        part,
        did,
        f"{HEAD}{GOOD}  - {line}\n",
        code,
        place,
        shown=shown,
        means=f"{HEAD}{GOOD}  - {means}\n" if means else "",
    )


def dropped(
    part: Part,
    did: Words,
    name: str,
    data: str | bytes | None,
    code: str | None,
    *,
    shown: int = 0,
    means: Files | None = None,
) -> Mistake:
    """A mistake with one file."""
    return Mistake(part, did, {name: data}, code, name, shown=shown, means=means)  # fmt: skip


def named(did: Words, name: str, code: str | None, *, shown: int = 1, means: str = "") -> Mistake:
    """A mistake in the name of a picture."""
    return Mistake(NAMES, did, {name: PICTURE}, code, name, shown=shown, means={means: PICTURE} if means else None)


_W = Words
SAID = {
    "full-width colon": "冒号是中文的“：”",
    "full-width colon after a Chinese key": "中文名称后面用了中文冒号",
    "no space after the colon": "冒号后面没空格",
    "no space after a Chinese key": "中文名称的冒号后面没空格",
    "full-width dash": "行首的减号是全角的",
    "em dash": "行首用了破折号",
    "bullet": "行首用了项目符号“•”（从 Word 里粘过来的）",
    "no space after the dash": "行首减号后面没空格",
    "Tab indent": "用 Tab 键缩进",
    "full-width indent": "用全角空格缩进",
    "key one column too far left": "有一行少缩进了一格",
    "key too far right": "有一行多缩进了几格",
    "second dash out of line": "第二页的减号没有对齐",
    "full-width comma in braces": "花括号里用了中文逗号",
    "full-width braces": "花括号是全角的",
    "full-width hash": "注释的井号是全角的",
    "key in Chinese quotes": "名称外面套了中文引号",
    "colon in the text": "文字里有英文冒号",
    "two keys on one line": "两项写在了一行",
    "text after the quotes": "引号后面还有字",
    "quote not closed": "引号只有前一半",
    "quote closed by a Chinese one": "英文引号开头，中文引号结尾",
    "brace not closed": "花括号只有前一半",
    "text begins with @": "文字以 @ 开头",
    "text begins with a star": "文字以 * 开头",
    "text begins with a percent sign": "文字以 % 开头",
    "text begins with a bracket": "文字以 [ 开头",
    "hashtag": "文字里有 #话题#",
    "number sign": "文字里有“#3 楼”",
    "text lost in a comment": "空格加 #，后面的字成了注释",
    "invisible characters": "从网页粘来的文字里有看不见的字符",
    "anchor": "文字以 & 开头，像程序的写法",
    "alias": "文字以 * 开头，像程序的写法",
    "tag": "文字以 !! 开头，像程序的写法",
    "two documents": "用三个减号分隔，成了两份",
    "too deep": "括号套得太深",
    "text too long for one value": "一项里粘了几千个字",
    "key twice": "同一项写了两次",
    "key twice in both languages": "同一项中英文各写了一次",
    "a broken slide among good ones": "好几页里有一页坏了",
    "a line without a colon": "有一行忘了冒号",
    "a list that goes on as a table": "第二行没有缩进到减号后面",
    "unknown key": "名称写错一个字",
    "unknown key at the top": "最上面的名称拼错了",
    "unknown kind": "种类拼错了",
    "no kind": "没写是哪种页",
    "two kinds": "一页里写了两种内容",
    "nothing after the key": "冒号后面什么都没写",
    "a bare text": "只写了一句话，没写种类",
    "a colon left out": "种类后面忘了冒号",
    "a list where a text is wanted": "该写一句话的地方写成了列表",
    "an empty list of slides": "slides: 下面什么都没有",
    "a required field missing": "日程没写各行",
    "too long a text": "标语太长",
    "an unknown transition": "过渡写了没有的词",
    "neither yes nor no": "是和否之外的词",
    "priority in words": "优先级写成“高”",
    "30 February": "2月30日",
    "13th month": "13月",
    "25 o'clock": "25点",
    "tomorrow": "写“明天”",
    "no year": "没写年份",
    "wrong weekday": "日期和星期对不上",
    "reversed": "结束写在了开始前面",
    "the last minute left out": "一天写到 23:59",
    "a day's last minute left out": "最后一天写到 23:59",
    "unreadable hours": "时段写“上班时间”",
    "hours of no length": "开始和结束是同一个钟点",
    "unreadable days": "周八",
    "a broken time of the whole playlist": "整份节目单的日期写错",
    "dwell in words": "停留写“一会儿”",
    "dwell too short": "停留 1 秒",
    "dwell too long": "停留 3 小时",
    "too short to read": "字多，停得太短",
    "too short for all": "整份都停得太短",
    "more than one can read": "一页的字太多",
    "too short to scan": "二维码停得太短",
    "a code that is wiped in": "二维码用了花哨的过渡",
    "a file that is not there": "文件名写错一个字",
    "wrong case": "扩展名的大小写不对",
    "own C: drive": "写了自己电脑 C 盘的路径",
    "the folder above": "用 .. 到上一级去找",
    "absolute path": "写了从根开始的路径",
    "a picture on the web": "图片写成了网址",
    "not a picture": "该放图片的地方写了文字文件",
    "a link with full-width signs": "网址里有中文冒号",
    "a link with a space": "网址里有空格",
    "a link without https": "网址没写 https://",
    "quotes around a file name": "文件名外面套了中文引号",
    "an empty file": "节目单是空的",
    "a text that is no playlist": "通知写进了节目单",
    "an agenda of mixed days": "日程有的行写了日期，有的没写",
    "an agenda row that ends before it begins": "日程的一项还没开始就结束",
}
"""What was done, for the cases of `test_mistakes.py`, whose names are English."""

_PART_OF = (
    (LINES, "full-width colon", "a list that goes on as a table"),
    (WORDS, "unknown key", "priority in words"),
    (TIMES, "30 February", "a code that is wiped in"),
    (PATHS, "a file that is not there", "not a picture"),
    (LINKS, "a link with full-width signs", "a link without https"),
    (PATHS, "quotes around a file name", "quotes around a file name"),
    (WHOLE, "an empty file", "a text that is no playlist"),
    (TIMES, "an agenda of mixed days", "an agenda row that ends before it begins"),
)


def _first() -> list[Mistake]:
    names = list(SAID)
    part_of = {
        name: part for part, first, last in _PART_OF for name in names[names.index(first) : names.index(last) + 1]
    }
    return [
        Mistake(part_of[name], _W(zh, name), {PLAYLIST: case.text, **BESIDE}, case.code, PLAYLIST, case.line, case.column, case.slides)
        for name, zh in SAID.items()
        if (case := CASES.get(name)) is not None
    ]  # fmt: skip


_CAFE = "Café.png"
MISTAKES = (
    *_first(),
    # ---- marks, spaces, indentation
    written(LINES, _W("有一页多缩进了一格", "a slide one column too far right"), "slides:\n - slogan: 甲\n   sub: 乙\n  - slogan: 丙\n", "indent-moved", (4, 3), shown=2),
    slide(LINES, _W("冒号后面按了 Tab", "a Tab after the colon"), "slogan:\t节能", None, shown=2, means="slogan: 节能"),
    slide(LINES, _W("冒号后面是全角空格", "a full-width space after the colon"), "slogan:　节能", None, shown=2, means="slogan: 节能"),
    slide(LINES, _W("从网页粘来的不间断空格", "a no-break space after the colon"), "slogan:\xa0节能", "space-after-colon", 11, shown=2),
    written(LINES, _W("行首用星号（像 Markdown）", "a star for a dash"), "slides:\n  * slogan: 节能\n", "wide-dash", (2, 3)),
    written(LINES, _W("各页前面编了号", "slides with numbers"), HEAD + "  1. slogan: 甲\n  2、slogan: 乙\n", "wide-dash", (2, 3), shown=2),
    written(LINES, _W("一串减号当分隔线", "a line of dashes between slides"), HEAD + GOOD + "------\n  - slogan: 节能\n", "comment-sign", (3, 1), shown=2),
    written(LINES, _W("slides 后面忘了冒号", "no colon after slides"), "slides\n  - slogan: 节能\n", "yaml-syntax", (1, 7), shown=0),
    written(LINES, _W("减号不缩进", "dashes that are not indented"), "slides:\n- slogan: 节能\n", None, means="slides:\n  - slogan: 节能\n"),
    written(LINES, _W("页和页之间空了几行", "empty lines between slides"), "slides:\n\n\n  - slogan: 甲\n\n\n  - slogan: 乙\n", None, shown=2, means="slides:\n  - slogan: 甲\n  - slogan: 乙\n"),
    slide(LINES, _W("两项用分号连成一行", "two keys joined by a semicolon"), "slogan: 节能；dwell: 10秒", "colon-in-text", 21, shown=2),
    written(LINES, _W("几行正文没有缩进", "lines of a text that are not indented"), HEAD + GOOD + "  - tip: 节能\n    text: 第一行\n第二行\n", "yaml-syntax", (5, 1)),
    written(LINES, _W("括号里的两项少了逗号", "no comma between two in braces"), HEAD + GOOD + "  - slogan: 节能\n    when: {from: 2020-07-01 until: 2020-07-05}\n", "yaml-syntax", (4, 34)),
    # ---- names, kinds, words
    slide(WORDS, _W("用了别的叫法“口号”", "another word for a kind"), "口号: 节能", "kind-unknown", 5),
    slide(WORDS, _W("种类写成繁体字", "a kind in traditional characters"), "標語: 節能", None, shown=2, means="标语: 節能"),
    written(WORDS, _W("名称写成繁体字", "a key in traditional characters"), "頁面:\n" + GOOD, None, means="页面:\n" + GOOD),
    slide(WORDS, _W("种类用了大写字母", "capital letters"), "Slogan: 节能", None, shown=2, means="slogan: 节能"),
    slide(WORDS, _W("冒号写成了等号", "an equals sign for the colon"), "slogan = 节能", "slide-text", 5, shown=2),
    written(WORDS, _W("每隔几页写成“两页”", "every in words"), HEAD + "  - slogan: 节能\n    every: 两页\n", "number-unclear", (3, 12)),
    written(WORDS, _W("优先级是全角数字", "full-width digits"), "priority: １０\n" + HEAD + GOOD, None, means="priority: 10\n" + HEAD + GOOD),
    written(WORDS, _W("“是”写成了对勾", "a tick for yes"), "shuffle: √\n" + HEAD + GOOD, None, means="shuffle: yes\n" + HEAD + GOOD),
    slide(WORDS, _W("只写了图片名，没写种类", "the name of a picture alone"), "海报.png", "slide-text", 5, shown=2),
    written(WORDS, _W("通知粘了七百个字", "a notice of 700 characters"), HEAD + GOOD + "  - notice: 通知\n    text: " + "字" * 700 + "\n", "text-long", (4, 11)),
    written(WORDS, _W("没写 slides:，直接一页一页写", "slides without slides:"), "- slogan: 甲\n- slogan: 乙\n", None, shown=2, means="slides:\n  - slogan: 甲\n  - slogan: 乙\n"),
    written(WORDS, _W("只写了一页，没有减号", "one slide without a dash"), "slogan: 甲\n", None, means="slides:\n  - slogan: 甲\n"),
    # ---- times
    counted(_W("数字 0 打成了字母 O", "the letter O for 0"), "2O20-07-04 09:00", "digit-letter"),
    timed(_W("钟点里的 0 打成了字母 O", "the letter O in hours"), "{hours: 1O:00-17:00}", "digit-letter", 19),
    counted(_W("星期写在日期前面，还写错了", "a wrong weekday before the date"), "周一 2020-07-04 9:00", "date-weekday", shown=2),
    counted(_W("日期全是全角字", "a date in full-width characters"), "２０２０－０７－０４　０９：００", None, shown=2, means="2020-07-04 09:00"),
    counted(_W("日期写 7/4", "a day as 7/4"), "7/4", "date-year", shown=2),
    counted(_W("写“2020年7月4号上午9点半”", "a date in words"), "2020年7月4号上午9点半", None, shown=2, means="2020-07-04 09:30"),
    counted(_W("日期是汉字数字", "a date in Chinese numerals"), "二〇二〇年七月四日九点", None, shown=2, means="2020-07-04 09:00"),
    counted(_W("写“晚8点”", "8 in the evening"), "2020年7月4日晚8点", None, shown=2, means="2020-07-04 20:00"),
    counted(_W("日期和钟点之间是逗号", "a comma between day and time"), "2020-07-04，9:00", None, shown=2, means="2020-07-04 09:00"),
    counted(_W("从程序里复制的时间", "a time as programs write it"), "2020-07-04T09:00:00+08:00", None, shown=2, means="2020-07-04 09:00"),
    counted(_W("不是闰年的 2月29日", "29 February in a common year"), "2021-02-29", "date-impossible"),
    counted(_W("4月31日", "31 April"), "4月31日", "date-impossible"),
    counted(_W("24:30", "half past midnight as 24:30"), "2020-07-04 24:30", "time-impossible"),
    counted(_W("9:60", "sixty minutes"), "2020-07-04 9:60", "time-impossible"),
    counted(_W("年份只写两位", "a year in two digits"), "20-7-4", "date-impossible"),
    counted(_W("日月年（外国写法）", "day, month, year"), "04/07/2020", "date-impossible"),
    counted(_W("写“下周一”", "next Monday"), "下周一", "date-relative"),
    counted(_W("只写了“上午”", "in the morning, without a time"), "2020-07-04 上午", "date-unclear"),
    counted(_W("倒计时的年份还是去年的", "a countdown to a day of last year"), "2019-07-04", "countdown-past", shown=2),
    timed(_W("时段写 9-17", "hours as 9-17"), "{hours: 9-17}", None, shown=2, means="{hours: 9:00-17:00}"),
    timed(_W("时段用繁体字“9點-17點”", "hours in traditional characters"), "{hours: 9點-17點}", None, shown=2, means="{hours: 9:00-17:00}"),
    timed(_W("时段写“早上九点-下午5点”", "hours in words"), "{hours: 早上九点-下午5点}", None, shown=2, means="{hours: 9:00-17:00}"),
    timed(_W("时段用了破折号", "a dash for a hyphen in hours"), "{hours: 9:00—17:00}", None, shown=2, means="{hours: 9:00-17:00}"),
    timed(_W("两段时间之间是空格", "a space between two windows"), "{hours: 9:00-12:00 14:00-18:00}", None, shown=2, means="{hours: '9:00-12:00, 14:00-18:00'}"),
    timed(_W("两段时间之间是中文分号", "a Chinese semicolon between two windows"), "{hours: 9:00-12:00；14:00-18:00}", None, shown=2, means="{hours: '9:00-12:00, 14:00-18:00'}"),
    timed(_W("两段时间用“和”连起来", "two windows joined by a word"), "{hours: 8:00到12:00和14:00到18:00}", None, shown=2, means="{hours: '8:00-12:00, 14:00-18:00'}"),
    timed(_W("写“夜里10点-2点”", "hours past midnight"), "{hours: 夜里10点-2点}", None, shown=2, means="{hours: 22:00-2:00}"),
    timed(_W("日期写 7.4-7.5", "days as 7.4-7.5"), "7.4-7.5", None, shown=2, means="{from: 2020-07-04, until: 2020-07-05}"),
    timed(_W("星期写错一个字", "a typo in the days"), "{days: 周一到周武}", "days-unclear", 18),
    timed(_W("“工作日”写成“工做日”", "a typo in workdays"), "{days: 工做日}", "days-unclear", 18),
    timed(_W("星期用繁体字", "days in traditional characters"), "{days: 週一至週五}", None, shown=2, means="{days: 周一至周五}"),
    timed(_W("“周末”写成“双休日”", "another word for the weekend"), "{days: 双休日}", None, shown=2, means="{days: 周末}"),
    timed(_W("时段写“全天”", "all day for hours"), "{hours: 全天}", None, shown=2, means="{hours: 0:00-24:00}"),
    timed(_W("时间写“上班时”", "at work"), "上班时", "when-unclear", 11),
    timed(_W("日期外面套了中文引号", "Chinese quotes around a date"), "{from: “2020-07-01”}", "value-wide-quotes", 18, shown=2),
    timed(_W("结束没写年份", "an end without its year"), "{from: 2020-07-04, until: 7月5日}", "date-year", 37, shown=2),
    timed(_W("全角的日期，没写年份的范围跨年", "a range across New Year"), "12月25日到1月5日", None, shown=2, means="{from: 2020-12-25, until: 2021-01-05}"),
    stayed(_W("“秒”打成了“妙”", "a typo in the unit"), "15妙", "duration-unclear"),
    stayed(_W("时长写“约15秒”", "about 15 seconds"), "约15秒", "duration-unclear"),
    stayed(_W("时长写了范围", "a range of lengths"), "15-20秒", "duration-unclear"),
    stayed(_W("时长是负的", "a negative length"), "-5秒", "duration-unclear"),
    stayed(_W("停留写 0", "a dwell of 0"), "0", "dwell-short"),
    stayed(_W("时长是全角数字", "a length in full-width digits"), "１５秒", None, means="15秒"),
    stayed(_W("时长写“十五秒钟”", "a length in words"), "十五秒钟", None, means="15秒"),
    stayed(_W("时长写“半分钟”", "half a minute"), "半分钟", None, means="30秒"),
    # ---- pictures that are named
    slide(PATHS, _W("扩展名写错（其实是 png）", "another ending"), "image: 海报.jpg", "file-missing", 12),
    slide(PATHS, _W("没写扩展名", "no ending"), "image: 海报", "file-missing", 12),
    slide(PATHS, _W("文件名后面带了逗号", "a comma after the name"), "image: 海报.png，", "file-missing", 12),
    slide(PATHS, _W("文件名里的点是全角的", "a full-width dot"), "image: 海报．png", "file-name-close", 12, shown=2),
    slide(PATHS, _W("文件名中间多了空格", "a space within the name"), "image: 海 报.png", "file-name-close", 12, shown=2),
    slide(PATHS, _W("用反斜杠写路径", "a backslash"), "image: .\\海报.png", None, shown=2, means="image: 海报.png"),
    slide(PATHS, _W("盘符的冒号是全角的", "a drive with a full-width colon"), "image: D：\\海报.png", "path-drive", 12),
    slide(PATHS, _W("写了共享文件夹的路径", "the path of a share"), "image: \\\\server\\宣传\\海报.png", "path-drive", 12),
    slide(PATHS, _W("从浏览器复制的 file:/// 路径", "a path as browsers show it"), "image: file:///C:/海报.png", "path-drive", 12),
    slide(PATHS, _W("一页写了两张图", "two pictures in one slide"), "image: 海报.png 海报2.png", "file-missing", 12),
    Mistake(PATHS, _W("图片在另一个文件夹里", "a picture in another folder"), {PLAYLIST: HEAD + GOOD + "  - image: 海报.png\n", "图片/海报.png": PICTURE}, "file-missing", PLAYLIST, 3, 12, shown=2),
    Mistake(PATHS, _W("从苹果电脑复制来的文件名", "a name from a Mac"), {PLAYLIST: HEAD + f"  - image: {_CAFE}\n", unicodedata.normalize("NFD", _CAFE): PICTURE}, None,
            means={PLAYLIST: HEAD + f"  - image: {_CAFE}\n", _CAFE: PICTURE}),
    Mistake(PATHS, _W("图片还没复制完", "a picture that is still being copied"), {PLAYLIST: HEAD + GOOD + "  - image: 海报.png\n", "海报.png": PICTURE}, "file-copying", PLAYLIST, 3, 5, waiting=("海报.png",)),
    # ---- links
    slide(LINKS, _W("网址少一条斜杠", "one slash is missing"), "qr: https:/weixin.qq.com/x", "link-unclear", 9),
    slide(LINKS, _W("网址的冒号打成了分号", "a semicolon in the link"), "qr: https;//weixin.qq.com/x", "link-unclear", 9),
    slide(LINKS, _W("https 拼错了", "a typo in https"), "qr: htps://weixin.qq.com/x", "link-unclear", 9),
    slide(LINKS, _W("网址后面带了中文逗号", "a Chinese comma after the link"), "qr: https://weixin.qq.com/r/x，", "link-unclear", 9),
    slide(LINKS, _W("网址的点打成了句号", "a Chinese full stop in the link"), "qr: https://weixin。qq。com/r/x", "link-unclear", 9),
    slide(LINKS, _W("网址外面套了书名号", "a link in title marks"), "qr: 《https://weixin.qq.com/r/x》", "link-inside", 9, shown=2),
    slide(LINKS, _W("整句话连网址一起粘进来", "a sentence with a link in it"), "qr: 请点击https://weixin.qq.com/r/x答题", "link-inside", 9, shown=2),
    slide(LINKS, _W("网址只写了 www.", "a link from www. on"), "qr: www.example.org/x", "link-bare", 9, shown=2),
    slide(LINKS, _W("微信群二维码的链接", "the link of a WeChat group"), "qr: https://weixin.qq.com/g/AbCdEf", "link-expires", 9, shown=2),
    slide(LINKS, _W("公众号文章的预览链接", "the preview of an article"), "qr: https://mp.weixin.qq.com/s?a=1&tempkey=MTI", "link-expires", 9, shown=2),
    slide(LINKS, _W("内网地址", "an address of the office's network"), "qr: http://192.168.1.5/dati", "link-private", 9, shown=2),
    slide(LINKS, _W("二维码后面写了图片名", "the name of a picture for a code"), "qr: 海报.png", "link-file", 9, shown=2),
    slide(LINKS, _W("会在手机上运行东西的链接", "a link that runs something"), "qr: javascript:alert(1)", "link-disguised", 9),
    # ---- whole files
    dropped(WHOLE, _W("节目单存成了 GBK 编码", "a playlist in GBK"), PLAYLIST, (HEAD + GOOD).encode("gb18030"), "text-gb18030", shown=1),
    dropped(WHOLE, _W("节目单存成了 Unicode（UTF-16）", "a playlist in UTF-16"), PLAYLIST, (HEAD + GOOD).encode("utf-16"), None, shown=1, means={PLAYLIST: HEAD + GOOD}),
    dropped(WHOLE, _W("记事本在开头加了记号", "a byte order mark"), PLAYLIST, (HEAD + GOOD).encode("utf-8-sig"), None, shown=1, means={PLAYLIST: HEAD + GOOD}),
    dropped(WHOLE, _W("Windows 的换行", "line ends of Windows"), PLAYLIST, (HEAD + GOOD).replace("\n", "\r\n"), None, shown=1, means={PLAYLIST: HEAD + GOOD}),
    dropped(WHOLE, _W("把 Word 文件改名成 yaml", "a Word file called yaml"), PLAYLIST, b"PK\x03\x04\x14\x00\x06\x00", "text-unreadable"),
    dropped(WHOLE, _W("扩展名被藏起来：节目单.yaml.txt", "a hidden .txt"), "节目单.yaml.txt", HEAD + GOOD, "name-hidden", shown=1),
    dropped(WHOLE, _W("通知.txt.txt", "two endings"), "答题.txt.txt", "https://example.org/x", None, shown=1, means={"答题.txt": "https://example.org/x"}),
    dropped(WHOLE, _W("建了“新建 文本文档.txt”，还没写", "a new text file, empty"), "新建 文本文档.txt", "", "file-empty"),
    dropped(WHOLE, _W("文字文件里用 <br> 换行", "<br> for a new line in a text"), "停水.txt", "停水通知<br>7月5日停水。<BR/>请储水。", None, shown=1, means={"停水.txt": "停水通知\n7月5日停水。\n请储水。"}),
    dropped(WHOLE, _W("节目单存成了 .txt", "a playlist saved as a text"), "节目单.txt", HEAD + GOOD, "text-playlist"),
    dropped(WHOLE, _W("从聊天软件里复制的文字带着 ** 和 #", "a text with the stars of Markdown"), "停水.txt", "## 停水通知\n**7月5日**停水。", None, shown=1, means={"停水.txt": "停水通知\n7月5日停水。"}),
    dropped(WHOLE, _W("通知有七百个字", "a notice too long"), "通知.txt", "通知\n" + "字" * 700, "text-long"),
    dropped(WHOLE, _W("Word 存的 RTF 改名成 txt", "RTF called txt"), "通知.txt", "{\\rtf1\\ansi 停水}", "text-markup"),
    dropped(WHOLE, _W("网页改名成 txt", "a web page called txt"), "通知.txt", "<!DOCTYPE html><p>停水", "text-markup"),
    dropped(WHOLE, _W("网址文件是空的", "a link file without a link"), "答题.url", "[InternetShortcut]\r\n", "link-missing"),
    dropped(WHOLE, _W("文件正被别的程序占用", "a file that is locked"), "通知.txt", None, "file-unreadable"),
    Mistake(WHOLE, _W("图片刚放进来，还没复制完", "a file that is being copied"), {"海报.png": PICTURE}, None, "海报.png", shown=0, waiting=("海报.png",)),
    # ---- no content
    *(
        dropped(SORTS, _W(zh, en), name, b"x", "file-stranger")
        for zh, en, name in (
            ("放了快捷方式", "a shortcut", "海报.lnk"),
            ("放了压缩包", "an archive", "宣传资料.zip"),
            ("放了 RAR 压缩包", "a RAR archive", "宣传资料.rar"),
            ("放了一首歌", "a sound", "背景音乐.mp3"),
            ("放了程序", "a program", "播放器安装.exe"),
            ("放了字体", "a font", "字体.ttf"),
            ("放了备份文件", "a backup copy", "方案.bak"),
            ("放了苹果手机的修图记录", "Apple's record of edits", "IMG_0001.aae"),
        )
    ),
    dropped(SORTS, _W("放了 Word 文档", "a Word document"), "通知.docx", b"x", "file-unsupported"),
    dropped(SORTS, _W("放了 WPS 文字", "a WPS document"), "通知.wps", b"x", "file-unsupported"),
    dropped(SORTS, _W("放了苹果手机的 HEIC 照片", "a HEIC photo"), "照片.heic", b"x", "file-unsupported"),
    dropped(SORTS, _W("放了 Photoshop 文件", "a Photoshop file"), "海报.psd", b"x", "file-unsupported"),
    dropped(SORTS, _W("放了网页", "a web page"), "通知.html", b"x", "file-unsupported"),
    dropped(SORTS, _W("文件没有扩展名", "no ending at all"), "海报", b"x", "file-unknown"),
    dropped(SORTS, _W("不认识的扩展名", "an unknown ending"), "海报.xyz", b"x", "file-unknown"),
    *(
        dropped(SORTS, _W(zh, en), name, b"x", None, means={})
        for zh, en, name in (
            ("Word 正开着，留了个 ~$ 文件", "the lock file of Word", "~$通知.docx"),
            ("浏览器还没下载完", "a download that is not complete", "海报.png.crdownload"),
            ("Windows 的缩略图", "thumbnails of Windows", "Thumbs.db"),
            ("苹果电脑带来的 ._ 文件", "what a Mac leaves", "._海报.png"),
            ("软件的临时文件", "a temporary file", "海报.tmp"),
        )
    ),
    # ---- twice
    Mistake(TWINS, _W("同一张图放了两份（副本）", "a copy of a picture"), {"大会.png": PICTURE, "大会 - 副本.png": PICTURE}, "file-twice", "大会 - 副本.png", shown=2),
    Mistake(TWINS, _W("a.jpg 和 a.JPG", "one name in two cases"), {"图.JPG": b"1", "图.jpg": b"2"}, "file-same-name", "图.jpg", shown=2),
    Mistake(TWINS, _W("同一张图存了 jpg 和 png 两种", "one picture in two formats"), {"图.jpg": b"1", "图.png": b"2"}, "file-same-name", "图.png", shown=2),
    Mistake(TWINS, _W("苹果实况照片带来的小视频", "an Apple Live Photo"), {"IMG_1.jpg": b"1", "IMG_1.mov": b"2"}, "file-live-photo", "IMG_1.mov", shown=2),
    Mistake(TWINS, _W("节目单复制了一份“副本”", "a copy of a playlist"), {PLAYLIST: HEAD + GOOD, "节目单 - 副本.yaml": HEAD + GOOD}, "playlist-twice", "节目单 - 副本.yaml", shown=None),
    Mistake(TWINS, _W("同一份节目单放进了两个文件夹", "one playlist in two folders"), {"一楼/a.yaml": HEAD + GOOD, "二楼/a.yaml": HEAD + GOOD}, "playlist-twice", "二楼/a.yaml", shown=None),
    # ---- names
    named(_W("日期写错：7.55", "a day that is none in a name"), "海报[7.4-7.55].png", "name-unclear"),
    named(_W("2月30日写在名字里", "30 February in a name"), "海报[2月30日].png", "name-unclear"),
    named(_W("25点写在名字里", "25 o'clock in a name"), "海报[25:00-26:00].png", "name-unclear"),
    named(_W("“秒”打成“妙”", "a typo in a name's length"), "海报[20妙].png", "name-unclear"),
    named(_W("“工作日”打成“工做日”", "a typo in a name's days"), "海报[工做日].png", "name-unclear"),
    named(_W("只写了一个钟点", "one time of day in a name"), "海报[9点].png", "name-unclear"),
    named(_W("“7月5日前”", "before a day"), "海报[7月5日前].png", "name-unclear"),
    named(_W("结束在开始前面", "the wrong way round in a name"), "海报[7.5-7.4].png", "name-unclear"),
    named(_W("名字里 0 打成 O", "the letter O in a name"), "海报[1O:00-17:00].png", "name-unclear"),
    named(_W("点打成了逗号", "commas for dots in a name"), "海报[7,4-7,5].png", "name-unclear"),
    named(_W("方括号少了一半", "half a bracket"), "海报[7.4-7.5.png", "name-bracket"),
    named(_W("一半方括号，一半圆括号", "brackets of two sorts"), "海报[工作日).png", "name-bracket"),
    named(_W("用了圆括号", "round brackets"), "海报（工作日）.png", "name-round"),
    named(_W("两个日期不可能同时", "two days in one name"), "海报[7.4][7.6].png", "name-never", shown=0),
    named(_W("名字里用全角字", "a name in full-width characters"), "海报［７．４－７．５］.png", None, means="海报[2020-07-04~2020-07-05].png"),
    named(_W("不能用冒号，写成 9_00", "underlines for colons"), "海报[9_00-17_00].png", None, means="海报[9点-17点].png"),
    named(_W("不能用冒号，写成 9.00", "dots for colons"), "海报[9.00-17.00].png", None, means="海报[9点-17点].png"),
    named(_W("钟点连着写：0900-1700", "times without colons"), "海报[0900-1700].png", None, means="海报[9点-17点].png"),
    named(_W("名字里用繁体字", "a name in traditional characters"), "海报[週一至週五].png", None, means="海报[周一至周五].png"),
    named(_W("写成“停20秒”", "a verb before the length"), "海报[停20秒].png", None, means="海报[20秒].png"),
    named(_W("写成“播20秒”", "another verb before the length"), "海报【播20秒】.png", None, means="海报[20秒].png"),
    named(_W("写成“有效期至7.5”", "valid until, in words"), "海报[有效期至7.5].png", None, means="海报[至7.5].png"),
    named(_W("星期和钟点连着写", "days of the week and hours without a space"), "海报[工作日9点-17点].png", None, means="海报[工作日 9点-17点].png"),
    named(_W("日期连着写：0704-0705", "days without signs"), "海报[0704-0705].png", None, means="海报[7.4-7.5].png"),
    named(_W("减号打成了汉字“一”", "the numeral one for a hyphen"), "海报[7.4一7.5].png", None, means="海报[7.4-7.5].png"),
    named(_W("写“周末及节假日”", "weekends and holidays in one bracket"), "海报[周末及节假日].png", None, means="海报[周末][节假日].png"),
    named(_W("写“周1-5”", "days of the week by numbers"), "海报[周1-5].png", None, means="海报[周一至周五].png"),
    named(_W("0620-0705，说不清是几点还是几号", "digits that may be times or days"), "海报[0620-0705].png", "name-unclear"),
    named(_W("日期在名字开头，没有方括号", "days without brackets at the start"), "7.4-7.5 海报.png", "name-days-bare"),
    named(_W("写“节假日除外”", "except holidays"), "海报[节假日除外].png", "name-unclear"),
    named(_W("写“上班时间”", "office hours in words"), "海报[上班时间].png", "name-unclear"),
    named(_W("写“7.5下架”", "taken off on a day"), "海报[7.5下架].png", "name-unclear"),
    named(_W("前半个方括号没写", "the opening bracket is missing"), "7.4-7.5]海报.png", "name-bracket"),
    named(_W("后半个方括号没写，后面还有字", "the closing bracket is missing before the title"), "[20秒海报.png", "name-bracket"),
    named(_W("在名字里写“停播”", "asking to be left out by the name"), "海报[停播].png", "name-off"),
    named(_W("扩展名前是中文句号", "a Chinese full stop before the ending"), "海报。png", "name-dot", shown=0),
    named(_W("扩展名前是全角的点", "a full-width dot before the ending"), "海报．png", "name-dot", shown=0),
    named(_W("扩展名前少了点", "no dot before the ending"), "海报png", "name-dot", shown=0),
    named(_W("扩展名后面多了句号", "a full stop behind the ending"), "海报.png。", "name-dot", shown=0),
    named(_W("扩展名打错了", "a typo in the ending"), "海报.jgp", "file-unknown", shown=0),
    Mistake(NAMES, _W("停留时间写在节目单的名字里", "a dwell in the name of a playlist"), {"节目单[20秒].yaml": HEAD + GOOD}, "name-playlist-dwell", "节目单[20秒].yaml"),
)  # fmt: skip
"""Every mistake that is tried."""
