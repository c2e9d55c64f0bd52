"""The words of `zones:` and what can be wrong there: code -> severity, what is wrong, how to mend it, what the screen does."""

from __future__ import annotations

from player.ingest.vocabulary import Lexicon, Word
from player.model.problem import error, warning
from player.model.words import Words


def _word(name: str, alias: str, zh: str, en: str, example: str = "") -> Word:
    return Word(name, alias, Words(zh, en), example)


_WHEN = _word("when", "时间", "什么时候在；不写就一直在", "when it is on; always if left out", "{hours: 08:00-18:00}")

ZONE_KEYS = Lexicon(
    _word(
        "ticker",
        "滚动字幕",
        "屏幕边上的一行字：文件名，或直接写文字",
        "a line of text along an edge: a file, or the text itself",
        "滚动字幕.txt",
    ),
    _word("clock", "时钟", "时间、日期、星期、农历", "time, date, weekday, lunar date", "是"),
    _word("logo", "标志", "单位标志，一张图片", "the office's logo, a picture", "标志.png"),
    _word(
        "corner",
        "角标",
        "一直留在旁边的二维码",
        "a code that stays beside the slides",
        "{qr: https://example.org/quiz, caption: 扫码答题}",
    ),
    _word(
        "layout",
        "布局",
        "把画面分成几块，每块有自己的页面",
        "divides the screen; each part has slides of its own",
        "{左: 70%, 右: 30%}",
    ),
)
TICKER_KEYS = Lexicon(
    _word("text", "文字", "要显示的文字，一行一条", "what it says, a message a line", "节约用电，从我做起"),
    _word("file", "文件", "放文字的文件，一行一条", "the file that says it, a message a line", "滚动字幕.txt"),
    _word("motion", "滚动", "否：不滚动，一屏一屏地换", "no: in pages, nothing moves", "否"),
    _word("edge", "位置", "top（上）或 bottom（下）", "top or bottom", "下"),
    _WHEN,
)
CLOCK_KEYS = Lexicon(
    _word("seconds", "秒", "是：显示秒", "yes: with seconds", "否"),
    _word("lunar", "农历", "否：不显示农历和节气", "no: without the lunar date", "是"),
    _WHEN,
)
LOGO_KEYS = Lexicon(_word("image", "图片", "标志图片", "the picture", "标志.png"), _WHEN)
CORNER_KEYS = Lexicon(
    _word(
        "qr",
        "二维码",
        "链接或文字，原样放进二维码",
        "a link or text, put into the code exactly as given",
        "https://example.org/quiz",
    ),
    _word("caption", "说明", "扫码做什么，几个字", "what scanning is for, in a few words", "扫码答题"),
    _WHEN,
)
PART_KEYS = Lexicon(
    _word("x", "左边", "离左边多远，百分比", "from the left, in percent", "70%"),
    _word("y", "上边", "离上边多远，百分比", "from the top, in percent", "0%"),
    _word("width", "宽", "多宽，百分比", "how wide, in percent", "30%"),
    _word("height", "高", "多高，百分比", "how high, in percent", "100%"),
    _word(
        "slides", "页面", "这一块自己的页面，写法和节目单一样", "its own slides, as in a playlist", "- slogan: 绿水青山"
    ),
    _WHEN,
)
MAIN_NAMES = Lexicon(_word("main", "主区", "节目单的页面在这一块", "where the playlist's slides are"))
EDGES = Lexicon(_word("top", "上", "上边", "the upper edge"), _word("bottom", "下", "下边", "the lower edge"))

ALONE = ("zones", "分区")
"""Names of the file in the folder itself whose zones are on whatever plays."""

_ZONE_OUT = Words("这一块先不放，其余照常。", "This zone is left out; everything else plays.")
_LAYOUT_OUT = Words("画面先不分块，其余照常。", "The screen is not divided; everything else plays.")
_PLAYS = Words("照常显示。", "It is shown all the same.")

ZONES = {
    "zones-twice": warning(
        "已有另一个分区文件，这份不起作用。", "There is another file for zones; this one has no effect.",
        "把两份合成一份。", "Merge the two.",
        _PLAYS,
    ),
    "zone-shape": error(
        "“{key}”的内容看不懂。", "What stands after “{key}” cannot be read.",
        "写成：{example}", "Write: {example}",
        _ZONE_OUT,
    ),
    "zone-when": error(
        "“{key}”的时间写错了，为免放错时间，先不显示。", "The times of “{key}” are wrong; it is left out rather than shown at a wrong time.",
        "改正上面指出的时间。", "Mend the times named above.",
        _ZONE_OUT,
    ),
    "ticker-empty": warning(
        "滚动字幕没有文字。", "The ticker has no text.",
        "在文件里写上文字，一行一条；不用了就删去 ticker（滚动字幕）。", "Write something, a message a line, or take the ticker out.",
        _ZONE_OUT,
    ),
    "ticker-much": warning(
        "滚动字幕有 {count} 个字，滚完一遍要 {minutes} 分钟，路过的人只能看到一小段。", "The ticker has {count} characters and takes {minutes} minutes; who passes by sees a small part.",
        "留下最要紧的几条，每条 70 字以内。", "Keep the few messages that matter, 70 characters each at most.",
        _PLAYS,
    ),
    "ticker-many": error(
        "滚动字幕有 {count} 个字，最多 {limit} 个；后面的没有采用。", "The ticker has {count} characters; at most {limit} are used.",
        "删去一些。", "Take some out.",
        Words("放前面的部分。", "Its first part is shown."),
    ),
    "layout-percent": error(
        "“{text}”不是百分比。", "“{text}” is no percentage.",
        "写 10% 到 90%，例如 30%。", "Write 10% to 90%, such as 30%.",
        _LAYOUT_OUT,
    ),
    "layout-sum": error(
        "各块加起来是 {sum}%，应该正好是 100%。", "The parts come to {sum} %; they should come to 100 %.",
        "改成加起来 100%，例如 左: 70%、右: 30%。", "Make them come to 100 %, such as left: 70%, right: 30%.",
        _LAYOUT_OUT,
    ),
    "layout-overlap": error(
        "“{first}”和“{second}”重叠了。", "“{first}” and “{second}” overlap.",
        "改小其中一块，或者挪开。", "Make one of them smaller or move it.",
        _LAYOUT_OUT,
    ),
    "layout-outside": error(
        "“{name}”超出了画面。", "“{name}” reaches beyond the screen.",
        "左边加宽、上边加高都不能超过 100%。", "x and width, and y and height, must not come to more than 100 %.",
        _LAYOUT_OUT,
    ),
    "layout-small": error(
        "“{name}”太小了，至少要占宽和高的 {least}%。", "“{name}” is too small: at least {least} % of width and height.",
        "改大一些，太小的字和二维码看不清。", "Make it larger: type and codes in it could not be read.",
        _LAYOUT_OUT,
    ),
    "layout-rest": error(
        "除去各块，剩下的不是一块完整的长方形，节目单的页面没有地方放。", "What the parts leave is no rectangle; there is no place for the playlist's slides.",
        "留出一块长方形，或者用 main（主区）写明节目单的页面放在哪一块。", "Leave a rectangle, or say with main where the playlist's slides are.",
        _LAYOUT_OUT,
    ),
    "layout-slides": error(
        "“{name}”没有页面可放。", "“{name}” has no slides.",
        "在 slides（页面）下面写上至少一页。", "Give it at least one slide under slides:.",
        _LAYOUT_OUT,
    ),
}  # fmt: skip
