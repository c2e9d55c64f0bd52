"""Mistakes that office staff make in playlists that they write in Notepad, or paste from Word and WPS."""

from __future__ import annotations

from player.model.words import Words
from tests.ingest.mistakes import GOOD, HEAD, LINES, PATHS, TIMES, WORDS, Mistake, stayed, timed, written

_W = Words
_ONE = HEAD + "  - slogan: 节能\n"


def noted(did: Words, text: str, at: tuple[int, int] | None, means: str = "") -> Mistake:
    """A line that is meant as a comment."""
    return written(LINES, did, text, "comment-sign", at, shown=text.count("- slogan: "), means=means)


def comes(did: Words, name: str, means: str) -> Mistake:
    """Another name for a transition."""
    text = HEAD + GOOD.rstrip("\n") + "\n    过渡: {}\n"
    return written(WORDS, did, text.replace("{}", name), None, means=text.replace("{}", means))


def under(did: Words, lines: str, code: str, at: tuple[int, int]) -> Mistake:
    """Something among the lines of a slide, from line 3 on."""
    return written(TIMES, did, _ONE + lines, code, at)


PLAYLISTS = (
    # ---- comments as programs and people have them
    noted(_W("注释用 // 开头", "a comment that begins with //"), "// 大厅的节目单\n" + HEAD + GOOD, (1, 1)),
    noted(_W("注释用 // 开头，里面有冒号", "a comment that begins with //, with a colon in it"), "//注意: 周五换\n" + HEAD + GOOD, (1, 1)),
    noted(_W("注释用中文分号开头", "a comment that begins with a Chinese semicolon"), HEAD + GOOD + "；下面是旧的\n  - slogan: 节能\n", (3, 1)),
    noted(_W("注释用顿号开头", "a comment that begins with 、"), "、大厅用\n" + HEAD + GOOD, (1, 1)),
    noted(_W("两项之间有一行 // 注释", "a comment with // between two keys"), HEAD + GOOD + "    // 副题\n    sub: 生态优先\n", (3, 5)),
    noted(_W("注释写在 /* 和 */ 之间，好几行", "a comment of several lines in /* and */"), "/*\n大厅的节目单\n张三: 2020\n*/\n" + HEAD + GOOD, (1, 1)),
    noted(_W("注释写成网页的 <!-- -->", "a comment as web pages have it"), HEAD + "<!-- 大厅用 -->\n" + GOOD, (2, 1)),
    written(LINES, _W("一行后面用 // 加了注释", "a comment with // behind a text"), HEAD + "  - slogan: 绿水青山 // 大厅用\n", "slashes-shown", (2, 18)),
    # ---- headings and lists as Word has them
    written(LINES, _W("第一行写了节目单的大标题", "a heading in the first line"), "某某市节能宣传周节目单\n" + HEAD + GOOD, "line-loose", (1, 1)),
    written(LINES, _W("上下画了一条“======”", "lines of equals signs"), "======\n" + HEAD + GOOD, "comment-sign", (1, 1)),
    written(LINES, _W("一页一行只写编号和图片名", "numbers and names of pictures alone"), HEAD + "1.海报.png\n2、海报.png\n", "wide-dash", (2, 1), shown=2),
    written(LINES, _W("编号写在括号里，或用 ①", "numbers in brackets or circles"), HEAD + "  （1）节约用水\n  ② 节约用电\n", "wide-dash", (2, 3), shown=2),
    written(LINES, _W("项目符号后面只有一句话", "a bullet and a text alone"), HEAD + "• 节约用水\n• 节约用电\n", "wide-dash", (2, 1), shown=2),
    written(LINES, _W("行首用了 Word 的箭头“➢”", "an arrow of Word for a dash"), HEAD + "  ➢ slogan: 节能\n", "wide-dash", (2, 3)),
    written(LINES, _W("行首是 Word 自动加的项目符号", "a bullet that Word made by itself"), HEAD + "\uf0d8 slogan: 节能\n", "wide-dash", (2, 1)),
    written(LINES, _W("行首用了双破折号“——”", "a double em dash"), HEAD + "  ——标语：节能\n", "wide-dash", (2, 3)),
    written(LINES, _W("行首写了两个减号", "two hyphens"), HEAD + "  -- slogan: 节能\n", "wide-dash", (2, 3)),
    written(LINES, _W("全用全角空格缩进，每级两个", "two full-width spaces for each level"), HEAD + "　　- 标语：节能\n　　　　副题：绿色生活\n", "indent-moved", (3, 5)),
    written(LINES, _W("各项后面都有逗号", "commas behind the values"), HEAD + "  - slogan: 节能\n    停留: 10秒，\n    过渡: 淡入,\n", None, means=HEAD + "  - slogan: 节能\n    停留: 10秒\n    过渡: 淡入\n"),
    written(WORDS, _W("图片名后面写了秒数", "a length behind the name of a picture"), HEAD + "  - 海报.png 10秒\n", "slide-text", (2, 5)),
    written(WORDS, _W("图片和停留用逗号连成一行", "a picture and its dwell on one line"), HEAD + "  - image: 海报.png，停留：10秒\n", "two-keys-in-line", (2, 19)),
    written(PATHS, _W("“复制为路径”，带着双引号", "a path as Windows copies it, in quotation marks"), HEAD + GOOD + '  - image: "C:\\Users\\li\\Desktop\\海报.png"\n', "path-drive", (3, 12)),
    written(WORDS, _W("是否写成“开启”“不是”", "other words for yes and no"), "随机: 开启\n插播: 不是\n" + HEAD + GOOD, None, means="随机: 是\n插播: 否\n" + HEAD + GOOD),
    written(WORDS, _W("滚动字幕没有写在分区下面", "a ticker without zones"), "滚动字幕: 人走关灯\n" + HEAD + GOOD, "key-of-zones", (1, 1)),
    # ---- transitions
    comes(_W("过渡写“淡入淡出”", "a transition called fade in and out"), "淡入淡出", "淡入"),
    comes(_W("过渡写“渐变”", "a transition called gradual"), "渐变", "淡入"),
    comes(_W("过渡写“溶解”", "a transition called dissolve"), "溶解", "淡入"),
    comes(_W("过渡写“直接切换”", "a transition called switching directly"), "直接切换", "直切"),
    comes(_W("过渡写“无”", "no transition, as 无"), "无", "直切"),
    comes(_W("过渡写“没有”", "no transition, in words"), "没有", "直切"),
    comes(_W("过渡写“滑动”", "a transition called slide"), "滑动", "推入"),
    # ---- lengths
    stayed(_W("停留写 15″", "a length with a double prime"), "15″", None, means="15秒"),
    stayed(_W("停留写 15''", "a length with two apostrophes"), "15''", None, means="15秒"),
    stayed(_W("停留写 1分30″", "a length with minutes and a double prime"), "1′30″", None, means="90秒"),
    stayed(_W("停留写“15秒。”", "a full stop behind the length"), "15秒。", None, means="15秒"),
    stayed(_W("停留写“每页15秒”", "15 seconds each slide"), "每页15秒", None, means="15秒"),
    stayed(_W("停留写 00:00:15", "hours, minutes and seconds"), "00:00:15", None, means="15秒"),
    stayed(_W("停留写“一分半钟”", "a minute and a half"), "一分半钟", None, means="90秒"),
    # ---- days and hours
    timed(_W("星期写 1-5", "days of the week as 1-5"), "{days: 1-5}", None, shown=2, means="{days: 周一至周五}"),
    timed(_W("星期写 1、3、5", "days of the week as 1, 3, 5"), "{days: 1、3、5}", None, shown=2, means="{days: 周一三五}"),
    timed(_W("星期写“周1-周5”", "days of the week with digits"), "{days: 周1-周5}", None, shown=2, means="{days: 周一至周五}"),
    timed(_W("星期写“上班日”", "another word for workdays"), "{days: 上班日}", None, shown=2, means="{days: 工作日}"),
    timed(_W("时段写 9:00--17:00", "two hyphens in hours"), "{hours: 9:00--17:00}", None, shown=2, means="{hours: 9:00-17:00}"),
    timed(_W("时段写 0900-1700", "hours without colons"), "{hours: 0900-1700}", None, shown=2, means="{hours: 9:00-17:00}"),
    timed(_W("时段写“22:00-次日6:00”", "until the next day"), "{hours: 22:00-次日6:00}", None, shown=2, means="{hours: 22:00-6:00}"),
    timed(_W("时段写“9:00-次日10:00”，比一天还长", "hours longer than a day"), "{hours: 9:00-次日10:00}", "hours-unclear", 19),
    timed(_W("时间写“工作日9点到17点”", "days and hours without a space"), "工作日9点到17点", None, shown=2, means="{days: 工作日, hours: 9:00-17:00}"),
    timed(_W("时间写“从7月1日到7月5日”", "from a day to a day, in words"), "从7月1日到7月5日", None, shown=2, means="{from: 2020-07-01, until: 2020-07-05}"),
    timed(_W("时间写“即日起至7月5日”", "from now on until a day"), "即日起至7月5日", None, shown=2, means="{until: 2020-07-05}"),
    timed(_W("时间写“长期”", "for ever"), "长期", None, shown=2, means="{until: 长期}"),
    timed(_W("结束写“长期”", "an end that is none"), "{from: 2020-07-01, until: 长期}", None, shown=2, means="{from: 2020-07-01}"),
    timed(_W("开始写“即日起”", "a beginning that is none"), "{from: 即日起, until: 2020-07-05}", None, shown=2, means="{until: 2020-07-05}"),
    under(_W("开始后面写了一段钟点", "hours after from"), "    时间:\n      开始: 9:00-17:00\n", "when-meant", (4, 11)),
    under(_W("开始、结束里写了每天的钟点", "times of every day as from and until"), "    时间:\n      开始: 9:00\n      结束: 17:00\n", "when-meant", (4, 11)),
    under(_W("开始后面写了一段日期", "a range of days after from"), "    时间:\n      开始: 7月1日-7月5日\n", "when-meant", (4, 11)),
    written(TIMES, _W("开始只写了钟点", "a beginning without a day"), _ONE + GOOD + "    时间:\n      开始: 9:00\n", "date-no-day", (5, 11)),
    under(_W("开始没有写在“时间”下面", "from without when"), "    开始: 2020-07-01\n", "when-lifted", (3, 5)),
    under(_W("时段和“时间”左边对齐了", "hours in line with when"), "    时间:\n    时段: 9:00-17:00\n", "when-lifted", (4, 5)),
    # ---- keys in another place
    written(WORDS, _W("优先级写在了一页里", "a priority within a slide"), _ONE + "    优先级: 5\n", "key-of-playlist", (3, 5)),
    written(WORDS, _W("副题写在了 slides 上面", "a slide's key above slides"), "副题: 生态优先\n" + HEAD + GOOD, "key-of-slide", (1, 1)),
)  # fmt: skip
"""Those that are made in playlists, besides the ones in `mistakes.py`."""
