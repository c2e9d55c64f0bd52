"""The status page: facts come in, one self-contained HTML page for a phone and for a desk goes out.

Order of the page: is all well; what to mend, worst first; what is on and what comes next; what came lately and when it
first shows; how each file was understood; the machine. Its one script tells whether the page is old;
every text passes `markup.tag`, which escapes it.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from player.ingest.folder import ROOT
from player.ingest.understood import Understood
from player.model.problem import Severity
from player.model.scene import Cue
from player.model.units import MINUTE, Millis
from player.model.words import Language, Words
from player.slides.naming import kind_name, title_of
from player.status import machine, saying
from player.status.facts import Arrival, StatusFacts
from player.status.look import HILLS, MARK, POLICY, SCRIPT, STYLE, TICK
from player.status.markup import NOTHING, Html, joined, tag, void
from player.status.reminder import CURE, REMINDER
from player.status.trouble import late, problems
from player.status.verdict import PUT_OUT, Verdict, notices, verdict

REFRESH = 30
"""Seconds after which a browser that shows the page reads it again."""

AT_ONCE = 24
"""So many files are listed openly; the rest unfolds."""

MOST = 400
"""So many files are listed at all: a page must stay light on a phone."""

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})")
_TOP = Words("（文件夹最上层）", "(the folder itself)")
_NAME = Words("屏幕状态", "Screen status")
_BRAND = Words("青播 · 屏幕状态", "Qingbo · screen status")
_UNNAMED = Words("大屏", "The screen")
_WELL = Words("一切正常", "All is well")
_LOOK = Words("有 {count} 处提醒", "{count} to look at")
_WRONG = Words("有 {count} 处要处理", "{count} to mend")
_PLAYS = Words("共 {slides} 页，正常播放", "{slides} slides, playing")
_PLAYS_ON = Words("屏幕没有停，照常播放", "The screen plays on")
_IDLE = Words("屏幕在等内容", "The screen waits for content")
_STOPPED = Words("更新已停止 {long}", "Not renewed for {long}")
_AS_IT_WAS = Words("下面是那时的情况", "below is how it was then")
_UNITS = Words(" 分钟| 小时| 天", " minutes| hours| days")
_WRITTEN = Words("写于", "Written at")
_NOW = Words("现在播放", "On now")
_NEXT = Words("接下来", "Next")
_NEW = Words("新放进来的", "New")
_READ = Words("每个文件怎么理解的", "How each file was understood")
_SELF = Words("这块屏幕", "This screen")
_STANDBY = Words("现在没有安排内容，显示待机画面", "Nothing is scheduled now; the standby card is shown")
_NOTHING_NEXT = Words("24小时内没有别的安排。", "Nothing else within 24 hours.")
_WELCOME = Words("等待内容，显示欢迎画面", "Waiting for content; the welcome card is shown")
_UNTIL = Words("到 {end} · 停留{long}", "until {end} · for {long}")
_NO_PICTURE = Words("画面缩略图稍后就有", "its picture follows")
_SOON = Words("{at} 首次播出", "first shown at {at}")
_SHOWN = Words("已在 {at} 首次播出", "was first shown at {at}")
_NEVER = Words(
    "一年内不会播出：看看它的日期和时间写得对不对", "not within a year: check the dates and times it was given"
)
_CAME = Words("{at} 收到", "came at {at}")
_MORE = Words("还有 {count} 个", "{count} more")
_TOO_MANY = Words("另有 {count} 个没有列出。", "{count} more are not listed.")
_LIVES = Words(
    "本页有变化时立刻更新，没有变化也每5分钟更新一次。上面的时间超过10分钟没有变，说明播放器停了或网络断了：请看看屏幕后面的电脑。",
    "This page is renewed at each change, and every 5 minutes in any case. If its time is more than 10 minutes old, the player has stopped or the network is down: look at the machine behind the screen.",
)


def html(facts: StatusFacts, language: Language = Language.ZH) -> str:
    """The page, UTF-8. Costs about a millisecond; the longest folder a few."""
    state = verdict(facts)
    body = joined(
        _top(facts, state, language),
        tag(
            "main",
            tag(
                "div",
                late(language),
                _reminder(facts, language),
                problems(facts, notices(facts), language),
                tag("div", _now(facts, language), _read(facts.understood, language), class_="main"),
                tag("div", _next(facts, language), _new(facts, language), _self(facts, language), class_="side"),
                class_="grid",
            ),
            class_="wide",
        ),
        tag(
            "footer",
            tag("p", tag("b", _LIVES.said(language))),
            _english(_LIVES, language),
            class_="wide foot",
        ),
    )
    written = {} if facts.is_trial or not facts.clock_plausible else {"data_written": str(facts.now)}
    told = {**written, "data_old": str(PUT_OUT // MINUTE), "data_units": _UNITS.said(language), "class_": state.value}
    head = joined(
        void("meta", charset="utf-8"),
        void("meta", http_equiv="Content-Security-Policy", content=POLICY),
        void("meta", http_equiv="refresh", content=str(REFRESH)),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("meta", name="referrer", content="no-referrer"),
        void("meta", name="color-scheme", content="light"),
        tag("title", f"{_headline(facts, state, language)} · {_screen(facts, language)} · {_NAME.said(language)}"),
        tag("style", STYLE),
    )
    lang = Words("zh-CN", "en").said(language)
    shown = tag("body", body, tag("script", SCRIPT), **told)
    return f"<!doctype html>\n{tag('html', tag('head', head), shown, lang=lang)}\n"


def _english(words: Words, language: Language) -> Html:
    """The English sentence below the Chinese one; nothing on a page that is English already."""
    return tag("p", words.en, lang="en") if language is Language.ZH else NOTHING


def _heading(words: Words, language: Language) -> Html:
    other = words.en if language is Language.ZH else words.zh
    return tag("h2", words.said(language), tag("small", other))


def _screen(facts: StatusFacts, language: Language) -> str:
    return _UNNAMED.said(language) if facts.screen in ("", "screen") else facts.screen


def _headline(facts: StatusFacts, state: Verdict, language: Language) -> str:
    everything = (*facts.problems, *notices(facts))
    if state is Verdict.WELL:
        return _WELL.said(language)
    if state is Verdict.LOOK:
        return _LOOK.said(language).format(count=len(everything))
    errors = sum(one.severity is Severity.ERROR for one in everything)
    return _WRONG.said(language).format(count=errors)


def _top(facts: StatusFacts, state: Verdict, language: Language) -> Html:
    """The name of the screen, when the page was written, and the verdict."""
    plays = _PLAYS if state is Verdict.WELL else _PLAYS_ON if facts.slides else _IDLE
    written = tag(
        "time", saying.full(facts.now, facts.calendar, language), datetime=saying.iso(facts.now, facts.calendar)
    )
    who = tag(
        "div",
        tag("div", tag("span", "青播", class_="seal", aria_hidden="true"), _BRAND.said(language), class_="brand"),
        tag("h1", tag("bdi", _screen(facts, language))),
        tag("p", f"{_WRITTEN.said(language)} ", written, class_="when"),
        class_="who",
    )
    told = tag(
        "div",
        TICK if state is Verdict.WELL else MARK,
        tag(
            "div",
            tag("b", _headline(facts, state, language)),
            tag("span", plays.said(language).format(slides=facts.slides)),
        ),
        class_="verdict",
        role="status",
    )
    return tag("header", HILLS, tag("div", who, told, _late(language), class_="wide"), class_="top")


def _late(language: Language) -> Html:
    """The verdict on a page that is not renewed any more; seen where the script finds it so."""
    before, _, after = _STOPPED.said(language).partition("{long}")
    told = tag("div", tag("b", before, tag("span", class_="age"), after), tag("span", _AS_IT_WAS.said(language)))
    return tag("div", MARK, told, class_="verdict late")


def _reminder(facts: StatusFacts, language: Language) -> Html:
    """The day's report, in the half hour before it is due."""
    due = facts.report_due
    if due is None:
        return NOTHING
    at = saying.clock(due, facts.calendar, facts.now).removesuffix(":00")
    said = REMINDER.said(language).format(at=at)
    return tag("section", tag("b", said), tag("span", CURE.said(language)), class_="card reminder", role="status")


def _now(facts: StatusFacts, language: Language) -> Html:
    """What is on the glass, with its picture."""
    cue = next(iter(facts.current), None)
    title = title_of(cue.slide) if cue else (_STANDBY if facts.slides else _WELCOME).said(language)
    if facts.picture:
        shown = void("img", src=_data(facts.picture), alt=title)
    else:
        follows = tag("small", _NO_PICTURE.said(language)) if cue else NOTHING
        shown = tag("div", tag("bdi", title), follows, class_="blank")
    told = _on(cue, facts, language) if cue else NOTHING
    name = tag("p", tag("bdi", title), class_="name") if cue or facts.picture else NOTHING
    return tag("section", _heading(_NOW, language), tag("figure", shown), name, told, class_="card now")


def _on(cue: Cue, facts: StatusFacts, language: Language) -> Html:
    end = saying.clock(cue.end, facts.calendar, facts.now)
    long = saying.duration(cue.end - cue.start, language)
    return tag("p", _kind(cue, language), _UNTIL.said(language).format(end=end, long=long), _from(cue), class_="meta")


def _kind(cue: Cue, language: Language) -> Html:
    return tag("span", kind_name(cue.slide, language), class_="chip")


def _from(cue: Cue) -> Html:
    return joined(" · ", tag("bdi", cue.slide.source.file))


def _next(facts: StatusFacts, language: Language) -> Html:
    rows = [
        tag(
            "li",
            _time(cue.start, facts),
            tag("span", tag("bdi", title_of(cue.slide))),
            tag("span", kind_name(cue.slide, language), _from(cue), class_="sub"),
        )
        for cue in facts.following
    ]
    told = tag("ol", *rows, class_="rows") if rows else tag("p", _NOTHING_NEXT.said(language), class_="empty")
    return tag("section", _heading(_NEXT, language), told, class_="card soonest") if facts.slides else NOTHING


def _time(instant: Millis, facts: StatusFacts) -> Html:
    shown = saying.clock(instant, facts.calendar, facts.now)
    return tag("time", shown, datetime=saying.iso(instant, facts.calendar))


def _new(facts: StatusFacts, language: Language) -> Html:
    """What came lately, and when it is first shown."""
    if not facts.arrivals:
        return NOTHING
    rows = [
        tag(
            "li",
            tag("span", tag("bdi", arrival.title)),
            tag("span", *_first(arrival, facts, language), class_="sub"),
            tag("span", tag("bdi", arrival.file), *_came(arrival, facts, language), class_="sub"),
        )
        for arrival in facts.arrivals
    ]
    return tag("section", _heading(_NEW, language), tag("ol", *rows, class_="rows stack"), class_="card new")


def _first(arrival: Arrival, facts: StatusFacts, language: Language) -> Iterator[Html]:
    """Its first showing; where that is not soon, why."""
    coming = arrival.first is None or arrival.first > facts.now
    if arrival.first is None:
        yield tag("span", _NEVER.said(language), class_="never")
    else:
        at = saying.clock(arrival.first, facts.calendar, facts.now)
        words = (_SOON if coming else _SHOWN).said(language).format(at=at)
        yield tag("span", words, class_="soon" if coming else "past")
    if coming and arrival.waits is not None:
        yield joined(" · ", tag("bdi", arrival.waits.said(language)))


def _came(arrival: Arrival, facts: StatusFacts, language: Language) -> Iterator[str]:
    yield " · "
    yield _CAME.said(language).format(at=saying.clock(arrival.came, facts.calendar, facts.now))


@lru_cache(maxsize=2)
def _read(understood: tuple[Understood, ...], language: Language) -> Html:
    """How each file was understood. The same until the folder changes, so it is made once."""
    if not understood:
        return NOTHING
    shown, more = understood[:AT_ONCE], understood[AT_ONCE:MOST]
    parts = [_heading(_READ, language), _table(shown, language)]
    if more:
        summary = tag("summary", _MORE.said(language).format(count=len(more)))
        parts.append(tag("details", summary, _table(more, language)))
    if len(understood) > MOST:
        parts.append(tag("p", _TOO_MANY.said(language).format(count=len(understood) - MOST), class_="empty"))
    return tag("section", *parts, class_="card read")


def _table(understood: Iterable[Understood], language: Language) -> Html:
    rows = (tag("tr", _file(one.file, language), tag("td", *_dated(one.words.said(language)))) for one in understood)
    return tag("table", *rows)


def _file(file: str, language: Language) -> Html:
    return tag("td", _TOP.said(language) if file == ROOT else tag("bdi", file))


def _dated(text: str) -> Iterator[str]:
    """The text, its dates held together at a line's end."""
    for number, part in enumerate(_DATE.split(text)):
        yield tag("span", part, class_="date") if number % 2 else part


def _self(facts: StatusFacts, language: Language) -> Html:
    """The machine: where it reads, how long it has run, what was restarted."""
    pairs = [tag("dt", line.name.said(language)) + tag("dd", _value(line, language)) for line in machine.lines(facts)]
    return tag(
        "section", _heading(_SELF, language), tag("dl", Html("".join(pairs)), class_="facts"), class_="card self"
    )


def _value(line: machine.Line, language: Language) -> Html:
    return tag("code" if line.key == "snapshot" else "bdi", line.value.said(language))


def _data(picture: bytes) -> Html:
    """The picture as a `data:` address; PNG or JPEG by its first bytes."""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return Html(f"data:image/{kind};base64,{binascii.b2a_base64(picture, newline=False).decode('ascii')}")
