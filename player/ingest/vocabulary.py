"""Every key and every fixed word that staff may write, with its one Chinese alias; both may be mixed.

The words of slide kinds stand with the kinds (`slides/kinds.py`) and join here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from player.model.traditional import simplified
from player.model.words import Words
from player.slides.kind import Kind
from player.slides.kinds import KINDS
from player.transitions.table import TRANSITIONS


@dataclass(frozen=True, slots=True)
class Word:
    """A key or a fixed word: `name` in English, its one Chinese `alias`, what it is for, an example of its value."""

    name: str
    alias: str
    about: Words
    example: str = ""

    @property
    def both(self) -> str:
        """Both forms, for a sentence."""
        return f"{self.name}（{self.alias}）"


class Lexicon:
    """Words that may stand in one place, found by either of their forms."""

    def __init__(self, *words: Word) -> None:
        self.words = words
        self._index = {form: word for word in reversed(words) for form in (word.name, word.alias)}

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def find(self, text: str) -> Word | None:
        """The word that the text is, in either language, or None."""
        return self._index.get(text) or self._index.get(plain(text))

    def forms(self) -> list[str]:
        """All forms, English first."""
        return [word.name for word in self.words] + [word.alias for word in self.words]

    def told(self) -> str:
        """The words with their aliases, for a sentence."""
        return "、".join(word.both for word in self.words)


def _word(name: str, alias: str, zh: str, en: str, example: str = "") -> Word:
    return Word(name, alias, Words(zh, en), example)


WHEN_KEYS = Lexicon(
    _word("from", "开始", "从哪天（几点）开始放；只写日期就从零点开始", "first day, or day and time", "2020-06-29"),
    _word(
        "until",
        "结束",
        "到哪天（几点）为止；只写日期则当天整天都放",
        "last day (counts whole), or day and time (exclusive)",
        "2020-07-05",
    ),
    _word("days", "星期", "星期几、工作日（含调休）、节假日", "weekdays, workdays, holidays", "工作日"),
    _word("hours", "时段", "一天里的哪些时段，可写多段", "times of day, one or several", "08:00-12:00, 13:30-18:00"),
)
_WHEN = _word(
    "when",
    "时间",
    "什么时候放；不写就一直放",
    "when it plays; always if left out",
    "{from: 2020-06-29, until: 2020-07-05}",
)
_DWELL = _word(
    "dwell", "停留", "每页停多久；auto（自动）按字数", "how long a slide stays; auto goes by its text", "15秒"
)
_TRANSITION = _word("transition", "过渡", "换页的方式", "how it comes on", "fade")
_THEME = _word("theme", "主题", "配色主题", "the theme of colours", "green")

PLAYLIST_KEYS = Lexicon(
    _word("name", "名称", "节目单的名字", "the name of the playlist", "节能宣传周"),
    _WHEN,
    _word("priority", "优先级", "数字大的先放；相同的轮流放", "the highest plays; equal ones take turns", "0"),
    _word("takeover", "插播", "是：紧急插播，压过其他所有内容", "yes: outranks everything else while it lasts", "否"),
    _DWELL,
    _TRANSITION,
    _THEME,
    _word(
        "sound", "声音", "开：里面的视频都放出声音，也可写音量", "on: its films are heard; a volume will do too", "60%"
    ),
    _word(
        "motion",
        "动效",
        "里面的图片怎么动：不动，或缓慢放大",
        "how its pictures move: still, or a slow zoom",
        "缓慢放大",
    ),
    _word("shuffle", "随机", "是：每一轮打乱顺序", "yes: each round in another order", "否"),
    _word(
        "zones",
        "分区",
        "页面周围一直在的：滚动字幕、时钟、标志、角标，或把画面分块",
        "what stays around the slides: ticker, clock, logo, corner code, a layout",
        "{ticker: 滚动字幕.txt, clock: 是}",
    ),
    _word("slides", "页面", "一页一页的内容", "the slides", "- slogan: 绿水青山"),
)
_ZONE_WORDS = tuple(
    _word(name, alias, "", "")
    for name, alias in (
        *(("ticker", "滚动字幕"), ("clock", "时钟"), ("logo", "标志"), ("corner", "角标"), ("layout", "布局")),
        *(("file", "文件"), ("motion", "滚动"), ("edge", "位置"), ("lunar", "农历"), ("main", "主区")),
    )
)
"""Keys under `zones:` (`zones_words.py` says what they are for), so that a line that begins with one is known as such."""

SLIDE_KEYS = Lexicon(
    _WHEN,
    _DWELL,
    _TRANSITION,
    _THEME,
    _word("every", "每隔", "每放几页别的，就再放一次这一页", "comes back after so many other slides", "2"),
)
ROW_KEYS = Lexicon(
    _word(
        "time",
        "时间",
        "几点，或哪天几点，可写到几点",
        "when: a time, a day, a day and time, a range",
        "2020-07-04 09:00-10:00",
    ),
    _word("text", "内容", "做什么", "what happens", "开幕式"),
    _word("until", "结束", "到几点为止", "until when", "10:00"),
    _word("note", "备注", "地点等", "where, who", "一楼大厅"),
)
TRANSITION_WORDS = Lexicon(*(Word(each.name, each.alias, each.about) for each in TRANSITIONS))
AUTO = _word("auto", "自动", "按字数", "by the length of the text")
YES = ("yes", "是", "on", "开", "true", "1", "对", "√", "y", "是的", "开启", "打开", "要")
NO = ("no", "否", "off", "关", "false", "0", "不", "×", "n", "不是", "关闭", "不要", "没有")
DAY_WORDS = Lexicon(
    _word("workdays", "工作日", "上班的日子（含调休）", "days worked, with the official swaps"),
    _word("holidays", "节假日", "不上班的日子（含调休）", "days off, with the official swaps"),
    _word("weekend", "周末", "周六、周日", "Saturday and Sunday"),
    _word("daily", "每天", "每一天", "every day"),
)
HOLIDAY_KEYS = Lexicon(
    _word("off", "放假", "周一至周五里放假的日子", "weekdays off", "[2027-02-08~2027-02-12]"),
    _word("on", "上班", "周末里上班的日子（调休）", "weekend days worked", "[2027-02-14]"),
    _word("years", "年份", "这份表管哪些年", "the years it holds for", "[2027]"),
)
SETTINGS_KEYS = Lexicon(
    _word("screen", "屏幕", "这块屏幕的名字", "the name of this screen", "大厅"),
    _word("folder", "文件夹", "放内容的文件夹", "the watched folder", "D:/播放内容"),
    _word("assets", "素材", "节目单可用的图片所在的文件夹", "the folder of pictures that playlists may name", "assets"),
    _word("cache", "缓存", "本机的缓存文件夹", "the cache folder of this machine", "cache"),
    _word("zone", "时区", "时区", "the time zone", "Asia/Shanghai"),
    _word("display", "显示器", "第几个显示器，从 0 数起", "which display, from 0", "0"),
    _word("diagonal", "尺寸", "屏幕对角线，英寸", "the panel's diagonal in inches", "55"),
    _word("distance", "观看距离", "人离屏幕多远，米", "the viewing distance in metres", "3"),
    _word("panel", "面板", "lcd（液晶）或 led（大屏）", "lcd or led", "lcd"),
    _word("hosts", "允许网址", "二维码可以指向的网站", "the hosts that codes may lead to", "[weixin.qq.com]"),
    _word("theme", "主题", "默认主题", "the default theme", "green"),
    _word("holidays", "假日", "自己的放假调休文件", "a file of holidays of your own", "假日.yaml"),
    _word("locked", "锁定", "是：键盘不能退出", "yes: keys do not end the player", "否"),
    _word("unit", "单位", "报告上的单位名称", "who reports", "某某市机关事务管理局"),
    _word("place", "地点", "屏幕装在哪里，写在报告上", "where the screen stands, for the report", "行政中心一楼大厅"),
    _word("contact", "联系人", "报告上的联系人和电话", "whom to ask about the report", "张三 010-12345678"),
    _word("campaign", "活动", "报告上的活动名称", "the campaign, for the report", "全国节能宣传周"),
    _word(
        "watts",
        "功率",
        "屏幕开着时的功率，瓦；不写就按能源之星的限值估算",
        "what the panel takes when on; the ENERGY STAR limit if left out",
        "122",
    ),
    _word("basis", "功率依据", "measured（实测）或 nameplate（铭牌）", "measured or nameplate", "实测"),
    _word("factor", "排放因子", "电网排放因子，千克二氧化碳每千瓦时", "kg of CO2 a kWh", "0.5306"),
    _word("factor_year", "因子年份", "排放因子是哪一年的", "the year of the factor", "2023"),
    _word(
        "report", "报送时间", "日报每天几点前报送；否：不提醒", "when the day's report is due; no: no reminder", "16:00"
    ),
)
BASIS_WORDS = Lexicon(
    _word("measured", "实测", "用电表测的", "by a meter"),
    _word("nameplate", "铭牌", "屏幕背面写的", "as its plate says"),
)
PANEL_WORDS = Lexicon(_word("lcd", "液晶", "液晶屏", "an LCD"), _word("led", "大屏", "LED 屏", "an LED wall"))
CHOICES = {
    ("chart", "style"): Lexicon(
        _word("bars", "柱形", "柱形图", "bars"),
        _word("lines", "折线", "折线图", "lines"),
    ),
    ("image", "motion"): Lexicon(
        _word("still", "不动", "不动", "stands still"),
        _word("zoom", "缓慢放大", "慢慢放大一点", "grows slowly"),
    ),
    ("image", "fit"): Lexicon(
        _word("contain", "完整", "完整显示", "the whole picture"),
        _word("cover", "铺满", "铺满画面，裁掉边缘", "fills the glass, losing its edges"),
    ),
}
"""Fields whose text is one of a few words."""

TAKEOVER_FOLDERS = ("紧急", "urgent")
"""Names of folders that are takeovers."""

_OFTEN_MEANT = {
    "duration": "dwell", "时长": "dwell", "持续时间": "dwell", "停留时间": "dwell", "播放时长": "dwell", "seconds": "dwell", "秒数": "dwell",
    "start": "from", "begin": "from", "开始时间": "from", "开始日期": "from", "起": "from", "end": "until", "to": "until",
    "结束时间": "until", "结束日期": "until", "截止": "until", "至": "until", "到": "until", "schedule": "when", "播放时间": "when",
    "weekdays": "days", "日期": "from", "date": "from", "时间段": "hours", "time": "hours", "effect": "transition", "切换": "transition",
    "效果": "transition", "动画": "transition", "items": "slides", "pages": "slides", "content": "slides", "内容": "text", "幻灯片": "slides",
    "列表": "slides", "页": "slides", "标题": "title", "名字": "name", "颜色": "theme", "模板": "theme", "picture": "image", "img": "image",
    "photo": "image", "照片": "image", "图": "image", "图像": "image", "海报": "image", "link": "qr", "url": "qr", "网址": "qr", "链接": "qr",
    "扫码": "qr", "二维码图": "qr", "口号": "slogan", "贴士": "tip", "小贴士": "tip", "提示": "tip", "公告": "notice", "通告": "notice",
    "倒数": "countdown", "日程": "agenda", "安排": "agenda", "level": "priority", "优先": "priority", "紧急": "takeover", "urgent": "takeover",
    "副标": "sub", "影片": "video", "短片": "video", "录像": "video", "档案": "file", "资料夹": "folder", "萤幕": "screen", "荧幕": "screen", "subtitle": "sub", "出处": "source", "文字": "text", "正文": "text", "说明": "caption",
}  # fmt: skip
"""Words that others use for it: only a suggestion, never accepted."""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text as words are compared: half-width, lower case, in simplified characters, without spaces and invisible characters."""
    flat = text if text.isascii() else simplified(unicodedata.normalize("NFKC", text))
    return "".join(char for char in flat.casefold() if char.isprintable() and not char.isspace())


@cache
def kind_named(text: str) -> Kind | None:
    """The slide kind of that name or alias, or None."""
    flat = plain(text)
    return next((kind for kind in KINDS if flat in (kind.name, kind.alias)), None)


@cache
def kind_names() -> str:
    """All kinds, for a sentence."""
    return "、".join(f"{kind.name}（{kind.alias}）" for kind in KINDS)


@cache
def kind_forms() -> tuple[str, ...]:
    """Every name and alias of a kind."""
    return (*(kind.name for kind in KINDS), *(kind.alias for kind in KINDS))


@cache
def slide_keys(kind: Kind) -> Lexicon:
    """The keys of a slide of the kind: its own fields, then those of all slides."""
    own = (Word(field.name, field.alias, field.about, field.example) for field in kind.fields)
    return Lexicon(*own, *SLIDE_KEYS)


@cache
def known_keys() -> frozenset[str]:
    """Every key that may stand anywhere, in both languages."""
    words = (*PLAYLIST_KEYS, *SLIDE_KEYS, *WHEN_KEYS, *ROW_KEYS, *_ZONE_WORDS)
    found = {form for word in words for form in (word.name, word.alias)}
    for kind in KINDS:
        found |= {kind.name, kind.alias, *(form for field in kind.fields for form in (field.name, field.alias))}
    return frozenset(found)


def near(choices: Iterable[str], text: str) -> str | None:
    """The choice that was probably meant: nearly the same letters, or another word for it; or None."""
    flat, best = plain(text)[:40], None
    choices = tuple(choices)
    meant = _OFTEN_MEANT.get(flat)
    if meant in choices:
        return meant
    least = (len(flat) + 1, 0)
    for choice in choices:
        off = distance(flat, plain(choice))
        allowed = 1 if len(flat) <= 4 else 2 if len(flat) <= 9 else 3
        if off <= min(allowed, max(len(choice), len(flat)) - 1) and (apart := (off, _unlike(flat, choice))) < least:
            best, least = choice, apart
    return best


_SOUNDS = range(0xB0A1, 0xD7FA)  # the frequent characters of GB 2312, which stand in the order of their sounds


def _unlike(left: str, right: str) -> int:
    """How differently two words sound that are equally near: 标提 is rather 标题 than 标语, since one types by sounds."""
    far = len(_SOUNDS)
    if len(left) != len(right):
        return far
    pairs = ((a.encode("gb2312", "replace"), b.encode("gb2312", "replace")) for a, b in zip(left, right, strict=True))
    codes = ((int.from_bytes(a, "big"), int.from_bytes(b, "big")) for a, b in pairs if a != b)
    return sum(abs(a - b) if a in _SOUNDS and b in _SOUNDS else far for a, b in codes)


def suggestion(choices: Iterable[str], text: str) -> Words:
    """“Did you mean …?” with the nearest choice; empty where nothing is near."""
    meant = near(choices, text)
    return Words("", "") if meant is None else Words(f"你是不是想写“{meant}”？", f"Did you mean “{meant}”?")


def distance(left: str, right: str) -> int:
    """How many letters must be added, dropped, changed or swapped with their neighbour to get from one to the other."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
