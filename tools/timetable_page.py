"""A week as one page: what a screen shows when, to look at, to hang up, to print on A4 across. No scripts, nothing from elsewhere.

Each day is a column from its first hour to its last; each playlist a band in a colour of the screen's theme; a takeover is red whatever
the theme; where nothing is on the ground is hatched and says so. Below each day stand the slides that have times of their own.
Every text passes `markup.tag`, which escapes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from player.ingest.understood import when_words
from player.model.content import ALWAYS
from player.model.settings import Settings
from player.model.snapshot import Playlist
from player.model.units import DAY, HOUR, Millis
from player.model.words import Language, Words
from player.picture.colour import Colour, contrast, luminance, mix, parse
from player.picture.theme import theme
from player.slides.naming import kind_name, title_of
from player.status.markup import NOTHING, Html, joined, tag, void
from tools import instants, titles
from tools.reading import Reading
from tools.timetable_week import Around, Band, Day, Timed, Week

_TITLE = Words("一周播放安排", "What plays this week")
_WEEKDAYS = Words("周一 周二 周三 周四 周五 周六 周日", "Mon Tue Wed Thu Fri Sat Sun")
_TODAY, _OFF, _WORK = Words("今天", "today"), Words("休", "off"), Words("班", "work")
_IDLE = Words("没有安排", "nothing")
_TAKEOVER = Words("紧急插播", "takeover")
_LEGEND = Words("节目单", "Playlists")
_PAGES = Words("{count} 页，一轮 {long}", "{count} slides, a round takes {long}")
_TIMED = Words("有自己时间的页", "Slides with times of their own")
_MORE_ZONES = Words("另有 {count} 处", "{count} more")
_MORE = Words("另有 {count} 页", "{count} more")
_NONE = Words("这一周没有任何安排，屏幕显示待机画面。", "Nothing is scheduled this week; the standby card is shown.")
_MADE = Words("青播 · {at} 写", "Qingbo · written {at}")
_AROUND = Words("页面四周", "Around the slides")
_WITH = Words("随“{name}”", "with “{name}”")
_NOTE = Words(
    "同一时间有几个节目单的，轮流播放。斜线处没有安排，显示待机画面。",
    "Where several playlists share a time they take turns. Hatched: nothing is scheduled, the standby card is shown.",
)

RED = parse("#B5331C")
"""A takeover's ground, in every theme."""

MOST = 7
"""Slides with times of their own that are listed for a day."""

MOST_ZONES = 8
"""Zones that are listed."""

LOW, TINY = 0.052, 0.026
"""Shares of the column's height below which a band has no line for its time, and no words at all."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

STYLE = """
@page{size:A4 landscape;margin:9mm}
*{box-sizing:border-box}
html{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.45 "PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif}
main{max-width:1480px;margin:0 auto;padding:26px 30px 20px}
header{display:flex;align-items:flex-end;justify-content:space-between;gap:24px;margin-bottom:14px}
h1{margin:0;font:700 34px/1.25 "Noto Serif SC","Source Han Serif SC","Noto Serif CJK SC","Songti SC",SimSun,serif;letter-spacing:.05em}
header p{margin:2px 0 0;color:var(--soft);font-size:15px}
header .made{text-align:right;font-size:12.5px}
.week{display:grid;grid-template-columns:44px repeat(7,minmax(0,1fr));column-gap:6px}
.head{text-align:center;padding:7px 2px 6px;border-radius:8px 8px 0 0;background:var(--card);border:1px solid var(--line);border-bottom:0}
.head b{display:block;font-size:16px;letter-spacing:.08em}
.head span{color:var(--soft);font-size:13px;font-variant-numeric:tabular-nums}
.head i{font-style:normal;font-size:11px;border-radius:4px;padding:0 5px;margin-left:5px;background:var(--sky);color:var(--soft);letter-spacing:0;vertical-align:2px}
.today .head,.head.today{background:var(--deep);border-color:var(--deep);color:var(--light)}
.head.today span{color:var(--light)}
.head.today i{background:var(--seal);color:#fff}
.hours,.column{position:relative;height:var(--high)}
.hours span{position:absolute;right:4px;transform:translateY(-50%);font-size:11.5px;color:var(--soft);font-variant-numeric:tabular-nums}
.column{border:1px solid var(--line);background:var(--card);overflow:hidden}
.column.today{border:2px solid var(--deep)}
.rule{position:absolute;left:0;right:0;border-top:1px solid rgba(0,0,0,.09);pointer-events:none}
.band{position:absolute;left:0;right:0;display:flex;gap:2px;border-bottom:1.5px solid var(--card);overflow:hidden}
.band>div{flex:1 1 0;min-width:0;padding:3px 6px;overflow:hidden}
.band b{display:block;font-weight:600;font-size:13px;line-height:1.3;overflow-wrap:anywhere}
.band small{display:block;font-size:11.5px;line-height:1.35;opacity:.95;font-variant-numeric:tabular-nums}
.band.idle{background:repeating-linear-gradient(135deg,transparent 0 7px,rgba(0,0,0,.055) 7px 9px);color:var(--soft)}
.now{position:absolute;left:0;right:0;border-top:2px solid var(--seal);opacity:.7}
.timed{border:1px solid var(--line);border-top:0;border-radius:0 0 8px 8px;background:var(--card);padding:6px 7px 7px;font-size:11.5px;line-height:1.35;min-height:34px}
.timed.today{border:2px solid var(--deep);border-top:0}
.timed div{margin-bottom:3px;overflow-wrap:anywhere}
.timed time{color:var(--soft);font-variant-numeric:tabular-nums;display:block}
.timed i{font-style:normal;display:inline-block;width:8px;height:8px;border-radius:2px;margin-right:4px}
.side{font-size:11px;color:var(--soft);padding-top:6px;text-align:right;padding-right:4px;line-height:1.3}
.legend{display:flex;flex-wrap:wrap;gap:8px 22px;margin-top:14px}
.legend>div{display:flex;gap:8px;max-width:46%;font-size:12.5px;line-height:1.4}
.legend i{flex:none;width:15px;height:15px;border-radius:4px;margin-top:2px}
.legend b{font-weight:600}
.legend span{color:var(--soft)}
.around{display:flex;flex-wrap:wrap;gap:4px 22px;margin-top:12px;padding-top:10px;border-top:1px solid var(--line);font-size:12.5px;line-height:1.4}
.around>b{font-weight:600;color:var(--soft)}
.around>div{max-width:62%;overflow-wrap:anywhere}
.around div b{font-weight:600}
.around span{color:var(--soft)}
.note{margin:10px 0 0;color:var(--soft);font-size:12px}
.none{border:1px dashed var(--line);border-radius:10px;padding:16px;text-align:center;color:var(--soft);margin:0 0 12px}
@media screen and (max-width:640px){main{padding:16px 10px}header{display:block}header .made{text-align:left}.week{column-gap:3px;grid-template-columns:38px repeat(7,minmax(0,1fr))}.head b{font-size:13px;letter-spacing:0}.head span{font-size:10.5px}.head i{display:block;margin:1px auto 0;width:max-content;padding:0 3px}.band>div{padding:3px}.band b{font-size:11.5px}.band small{font-size:10px}.timed{padding:4px 3px;font-size:10px}.legend>div,.around>div{max-width:100%}}
@media print{body{background:#fff;font-size:10.5px}.timed{padding:3px 5px;line-height:1.25}.timed div{margin-bottom:1px}.timed time{display:inline;margin-right:4px}.head{padding:3px}.head b{font-size:12px}.head span{font-size:10px}.hours span{font-size:9px}header p{font-size:11px}.note{display:none}main{padding:0;max-width:none}h1{font-size:25px}header{margin-bottom:8px}.band b{font-size:10.5px}.band small,.timed{font-size:9px}.legend>div{font-size:10px}.around{font-size:10px;margin-top:5px;padding-top:4px;gap:2px 16px}.week,.legend>div,.around>div{break-inside:avoid}.note{font-size:9px;margin-top:6px}.legend{margin-top:8px;gap:4px 16px}}
"""


def page(found: Reading, week: Week, settings: Settings, language: Language) -> str:
    """The page, UTF-8."""
    look = Look(settings.theme, _longest_first(week))
    low, high = hours(week)
    today = found.calendar.day(found.now)
    heads = [_head(day, day.day == today, language) for day in week.days]
    columns = [_column(day, found, look, (low, high), language) for day in week.days]
    below = [_below(day, found, look, high - low, language) for day in week.days]
    marks = joined(
        *(
            tag("span", f"{hour:02}:00", style=f"top:{_share(hour * HOUR, low, high):.3f}%")
            for hour in _marks(low, high)
        )
    )
    grid = tag(
        "div", tag("div"), *heads, tag("div", marks, class_="hours"), *columns,
        tag("div", _TIMED.said(language), class_="side"), *below, class_="week",
    )  # fmt: skip
    empty = NOTHING if week.playlists else tag("p", _NONE.said(language), class_="none")
    body = tag(
        "main",
        _top(found, week, settings, language),
        empty,
        grid,
        _legend(week, look, language),
        _around(week, found, language),
        tag("p", _NOTE.said(language), class_="note"),
    )
    span = f"{week.days[0].day} — {week.days[-1].day}"
    head = joined(
        void("meta", charset="utf-8"),
        void("meta", http_equiv="Content-Security-Policy", content=POLICY),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("meta", name="referrer", content="no-referrer"),
        tag("title", f"{_TITLE.said(language)} {span}"),
        tag("style", Html(look.variables + STYLE)),
    )
    lang = Words("zh-CN", "en").said(language)
    return f"<!doctype html>\n{tag('html', tag('head', head), tag('body', body), lang=lang)}\n"


def _longest_first(week: Week) -> list[int]:
    """The playlists that rule in the week, those with most time first: they get the colours that stand out least."""
    spans = {number: 0 for number, _ in week.playlists}
    for day in week.days:
        for band in day.bands:
            for number in band.playlists:
                spans[number] += band.end - band.start
    return sorted(spans, key=lambda number: (-spans[number], number))


class Look:
    """The colours of a theme: a ground for each playlist, and type that can be read on it."""

    def __init__(self, name: str, playlists: list[int]) -> None:
        colours = theme(name).colours
        self._colours = colours
        own = [colours[key] for key in ("hill", "near", "water", "far", "deep", "mark", "sky") if key in colours]
        own += [mix(colours["hill"], colours["card"], 0.5), (201, 164, 92), (92, 122, 150), (138, 120, 104)]
        grounds: list[Colour] = []
        for colour in own:  # those that are told apart, from each other and from a takeover's red
            if all(sum(abs(a - b) for a, b in zip(colour, other, strict=True)) > 64 for other in (*grounds, RED)):
                grounds.append(colour)
        self._of = {number: grounds[at % len(grounds)] for at, number in enumerate(playlists)}

    @property
    def variables(self) -> str:
        """The theme's colours as the style names them."""
        soft = self._colours["soft"]
        names = {"paper": "paper", "card": "card", "ink": "ink", "deep": "deep", "light": "light", "sky": "sky"}
        listed = "".join(f"--{name}:{_css(self._colours[key])};" for name, key in names.items() if key in self._colours)
        line = mix(self._colours["card"], self._colours["ink"], 0.18)
        return f":root{{{listed}--soft:{_css(soft)};--line:{_css(line)};--seal:{_css(RED)};--high:560px}}@media print{{:root{{--high:96mm}}}}"

    def ground(self, number: int, *, takeover: bool = False) -> Colour:
        """The ground of a playlist."""
        return RED if takeover else self._of[number]

    def style(self, number: int, *, takeover: bool = False) -> str:
        """The style of a band of a playlist."""
        ground = self.ground(number, takeover=takeover)
        white, dark = (255, 255, 255), (18, 32, 28)
        ink = white if contrast(white, ground) >= 4.5 or luminance(ground) < 0.18 else dark
        return f"background:{_css(ground)};color:{_css(ink)}"


def hours(week: Week) -> tuple[int, int]:
    """The part of the day that the page shows, in ms from midnight: all of it, or the hours in which something is on and one more each side."""
    starts, ends = [], []
    for day in week.days:
        for band in day.bands:
            if band.playlists:
                starts.append(band.start - day.start)
                ends.append(band.end - day.start)
    if not starts:
        return 6 * HOUR, 20 * HOUR
    low = max(0, min(starts) // HOUR * HOUR - HOUR)
    high = min(DAY, -(-max(ends) // HOUR) * HOUR + HOUR)
    return int(low), int(high)


def _marks(low: int, high: int) -> range:
    step = 2 if high - low > 12 * HOUR else 1
    return range(low // HOUR, high // HOUR + 1, step)


def _share(at: int, low: int, high: int) -> float:
    return 100 * (min(max(at, low), high) - low) / (high - low)


def _top(found: Reading, week: Week, settings: Settings, language: Language) -> Html:
    first, last = (instants.day(day.start, found.calendar, language) for day in (week.days[0], week.days[-1]))
    where = "　".join(
        text
        for text in (
            settings.campaign,
            settings.unit,
            settings.place,
            "" if settings.screen == "screen" else settings.screen,
        )
        if text
    )
    told = tag(
        "div", tag("h1", _TITLE.said(language)), tag("p", f"{first} — {last}{'　' if where else ''}", tag("bdi", where))
    )
    made = _MADE.said(language).format(at=instants.full(found.now, found.calendar, language)[:-3])
    return tag("header", told, tag("p", made, class_="made"))


def _head(day: Day, is_today: bool, language: Language) -> Html:
    name = _WEEKDAYS.said(language).split()[day.day.weekday()]
    marks = []
    if is_today:
        marks.append(tag("i", _TODAY.said(language)))
    if day.is_workday != (day.day.weekday() < 5):
        marks.append(tag("i", (_WORK if day.is_workday else _OFF).said(language)))
    date = Words(f"{day.day.month}月{day.day.day}日", f"{day.day:%m-%d}").said(language)
    return tag("div", tag("b", name, *marks), tag("span", date), class_="head today" if is_today else "head")


def _column(day: Day, found: Reading, look: Look, span: tuple[int, int], language: Language) -> Html:
    low, high = span
    bands = [
        _band(
            band,
            found,
            look,
            language,
            top=_share(band.start - day.start, low, high),
            end=_share(band.end - day.start, low, high),
        )
        for band in day.bands
    ]
    rules = [
        tag("div", class_="rule", style=f"top:{_share(hour * HOUR, low, high):.3f}%")
        for hour in _marks(low, high)[1:-1]
    ]
    is_today = day.start <= found.now < day.end
    line = (
        tag("div", class_="now", style=f"top:{_share(found.now - day.start, low, high):.3f}%") if is_today else NOTHING
    )
    return tag("div", *bands, *rules, line, class_="column today" if is_today else "column")


def _band(band: Band, found: Reading, look: Look, language: Language, *, top: float, end: float) -> Html:
    """One band from `top` to `end`, in per cent of the column."""
    if end <= top:
        return NOTHING
    place = f"top:{top:.3f}%;height:{end - top:.3f}%"
    times = _times(band.start, band.end, found)
    tall = (end - top) / 100
    if not band.playlists:
        words = tag("div", tag("small", _IDLE.said(language))) if tall >= LOW else NOTHING
        return tag("div", words, class_="band idle", style=place, title=f"{times} {_IDLE.said(language)}")
    parts = []
    for number in band.playlists:
        playlist = found.snapshot.playlists[number]
        name = titles.playlist_name(playlist)
        called = f"{_TAKEOVER.said(language)}：{name}" if band.takeover else name
        told = [tag("b", tag("bdi", called))] if tall >= TINY else []
        if tall >= LOW:
            told.append(tag("small", times))
        parts.append(tag("div", *told, style=look.style(number, takeover=band.takeover), title=f"{times} {name}"))
    return tag("div", *parts, class_="band", style=place)


def _below(day: Day, found: Reading, look: Look, long: int, language: Language) -> Html:
    """The slides with times of their own, and bands that are too low for words."""
    is_today = day.start <= found.now < day.end
    low = [band for band in day.bands if band.playlists and (band.end - band.start) < TINY * long]
    listed = [(band.start, _thin(band, found, look, language)) for band in low]
    listed += [(timed.spans[0][0], _one(timed, found, look, language)) for timed in day.timed]
    listed.sort(key=lambda item: item[0])
    more = tag("div", _MORE.said(language).format(count=len(listed) - MOST)) if len(listed) > MOST else NOTHING
    return tag("div", *(told for _, told in listed[:MOST]), more, class_="timed today" if is_today else "timed")


def _thin(band: Band, found: Reading, look: Look, language: Language) -> Html:
    """A band that is too low for its name."""
    names = "、".join(titles.playlist_name(found.snapshot.playlists[number]) for number in band.playlists)
    called = f"{_TAKEOVER.said(language)}：{names}" if band.takeover else names
    chip = tag("i", style=f"background:{_css(look.ground(band.playlists[0], takeover=band.takeover))}")
    return tag("div", tag("time", _times(band.start, band.end, found)), chip, tag("b", tag("bdi", called)))


def _one(timed: Timed, found: Reading, look: Look, language: Language) -> Html:
    times = "、".join(_times(start, end, found) for start, end in timed.spans[:3]) + (
        "…" if len(timed.spans) > 3 else ""
    )
    takeover = found.snapshot.playlists[timed.playlist].takeover
    chip = tag("i", style=f"background:{_css(look.ground(timed.playlist, takeover=takeover))}")
    return tag(
        "div",
        tag("time", times),
        chip,
        tag("bdi", title_of(timed.slide, 24)),
        f"（{kind_name(timed.slide, language)}）",
    )


def _legend(week: Week, look: Look, language: Language) -> Html:
    return tag("div", *_entries(week, look, language), class_="legend") if week.playlists else NOTHING


def _entries(week: Week, look: Look, language: Language) -> Iterator[Html]:
    for number, playlist in week.playlists:
        chip = tag("i", style=f"background:{_css(look.ground(number, takeover=playlist.takeover))}")
        told = tag(
            "div", tag("b", tag("bdi", titles.playlist_name(playlist))), " ", tag("span", _about(playlist, language))
        )
        yield tag("div", chip, told)


def _around(week: Week, found: Reading, language: Language) -> Html:
    """What stands around the slides, in a line or two below the playlists: it would hide their columns in them."""
    if not week.around:
        return NOTHING
    told = [_zone(one, found, language) for one in week.around[:MOST_ZONES]]
    if len(week.around) > MOST_ZONES:
        told.append(tag("div", tag("span", _MORE_ZONES.said(language).format(count=len(week.around) - MOST_ZONES))))
    return tag("div", tag("b", _AROUND.said(language)), *told, class_="around")


def _zone(one: Around, found: Reading, language: Language) -> Html:
    zone = one.zone
    owner = found.playlist(zone.owner)
    whens = dict.fromkeys(when for when in (zone.when, *zone.slides[0].when) if when != ALWAYS)
    times = [when_words(when).said(language) for when in whens]
    if owner is not None:
        times.insert(0, _WITH.said(language).format(name=titles.playlist_name(owner)))
    titled = NOTHING if zone.name in ("clock", "logo") else tag("bdi", titles.zone_title(zone, 28))
    when = " · ".join(times or [when_words(ALWAYS).said(language)])
    return tag("div", tag("b", tag("bdi", titles.zone_name(zone.name, language))), " ", titled, " ", tag("span", when))


def _about(playlist: Playlist, language: Language) -> str:
    dwell = Millis(sum(slide.dwell for slide in playlist.slides))
    pages = _PAGES.said(language).format(count=len(playlist.slides), long=instants.duration(dwell, language))
    name = "" if playlist.id == titles.playlist_name(playlist) else f"{playlist.id} · "
    return f"{name}{when_words(playlist.when).said(language)} · {pages}"


def _times(start: Millis, end: Millis, found: Reading) -> str:
    """`09:00–17:00`; midnight as an end is 24:00; seconds only where there are any."""
    told = [instants.clock(at, found.calendar) for at in (start, end)]
    if told[1] == "00:00:00":
        told[1] = "24:00:00"
    return "–".join(text.removesuffix(":00") for text in told)


def _css(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
