"""How a slide comes on and how long it stays: what its playlist says, what it says itself, what its kind asks for."""

from __future__ import annotations

from dataclasses import dataclass

from player.ingest.clock_words import Unclear, duration
from player.ingest.desk import Desk
from player.ingest.report import NOWHERE, Spot
from player.ingest.shapes import bare
from player.ingest.tree import Text
from player.ingest.vocabulary import AUTO, CHOICES, NO, TRANSITION_WORDS, plain, suggestion
from player.model.content import Slide, Value
from player.model.units import HOUR, SECOND, Millis
from player.slides.image import Image
from player.slides.reading import LEAST_SCANNED, MOST, time_to_read, units_in, units_on

LEAST_DWELL = Millis(2 * SECOND)
MOST_DWELL = HOUR
ALMOST = SECOND  # people read at different speeds: less than that is nothing to write home about
_TIMES = {
    "cut": Millis(0),
    "push": Millis(1_000),
}  # large letters pushed in less time flicker (tests/screen/test_flashes.py)
_USUAL_TIME = Millis(600)
_SCANNED_FADE = Millis(300)  # a code that fades in for longer costs scanning time


MOTIONS = {
    **dict.fromkeys(("放大", "推近", "慢慢放大", "缓慢推近", "slowzoom", "zoomin"), "zoom"),
    **dict.fromkeys(("静止", "不放大", "无", "否", "no", "none", "static"), "still"),
}
"""What people call the ways in which a picture moves."""


_COMINGS = {
    **dict.fromkeys(("淡入淡出", "淡出", "淡化", "渐变", "渐入", "渐显", "渐隐", "渐入渐出", "溶解", "叠化"), "fade"),
    **dict.fromkeys(("交叉淡化", "交叉溶解", "fadein", "fadeout", "fadeinout", "crossfade", "dissolve"), "fade"),
    **dict.fromkeys(("直接切换", "直接切", "直接", "硬切", "瞬间", "无过渡", "无效果", "none"), "cut"),
    **dict.fromkeys(("推进", "推出", "推移", "平移", "滑动", "滑入", "滑动切换", "slide", "slidein"), "push"),
    **dict.fromkeys(("擦入", "擦", "擦拭", "抹除", "划像"), "wipe"),
}
"""What people and other programs call the transitions."""

_NONE = (*NO, "无", "没有", "不要", "不用")
_AS_USUAL = (AUTO.name, AUTO.alias, "默认", "default")


@dataclass(frozen=True, slots=True)
class SlideTerms:
    """What was said about every slide; None: nothing. A dwell of None goes by the text."""

    dwell: Millis | None = None
    transition: str | None = None
    theme: str | None = None
    sound: bool | int | None = None
    motion: str | None = None


def read_dwell(text: Text, desk: Desk) -> Millis | None:
    """The dwell, brought into bounds; None for auto or where it cannot be read."""
    if plain(text.value) in (AUTO.name, AUTO.alias):
        return None
    length = desk.read(duration, text)
    if length is None:
        return None
    if length < LEAST_DWELL:
        desk.add("dwell-short", text.spot, text=text.value.strip(), least=LEAST_DWELL // 1000)
        return LEAST_DWELL
    if length > MOST_DWELL:
        desk.add("dwell-long", text.spot, text=text.value.strip())
        return MOST_DWELL
    return length


def read_transition(text: Text, desk: Desk) -> str | None:
    """The name of the transition; None for the usual one, or where there is none of that name."""
    said = plain(bare(text.value))
    word = TRANSITION_WORDS.find(said)
    if word is not None or said in _AS_USUAL:
        return None if word is None else word.name
    if said in _NONE:
        return "cut"
    if said not in _COMINGS:
        near = suggestion(TRANSITION_WORDS.forms(), text.value)
        desk.add("word-unknown", text.spot, key="transition", text=text.value, near=near, words=TRANSITION_WORDS.told())
    return _COMINGS.get(said)


def read_motion(text: Text, desk: Desk) -> str | None:
    """How pictures move, or None where there is no such way."""
    choices = CHOICES["image", "motion"]
    word = choices.find(text.value)
    name = MOTIONS.get(plain(text.value)) if word is None else word.name
    if name is None:
        near = suggestion(choices.forms(), text.value)
        desk.add("word-unknown", text.spot, key="motion", text=text.value, near=near, words=choices.told())
    return name


def with_motion(kind: str, values: dict[str, Value], shared: str | None) -> dict[str, Value]:
    """The fields of a slide, those of a picture with how its playlist lets pictures move where it says nothing itself."""
    return values | {"motion": shared} if kind == Image.name and shared == "zoom" and "motion" not in values else values


def read_theme(text: Text, desk: Desk) -> str | None:
    """The name of the theme, or None where there is none of that name."""

    def reader(value: str) -> str:
        meant = next((theme for theme in desk.rules.themes if plain(theme) == plain(bare(value))), value)
        if desk.rules.themes and meant not in desk.rules.themes:
            near = suggestion(desk.rules.themes, value)
            raise Unclear("word-unknown", key="theme", text=value, near=near, words="、".join(desk.rules.themes))
        return meant

    return desk.read(reader, text)


def dwell_for(
    own: tuple[Millis, Text] | None, shared: Millis | None, auto: Millis, desk: Desk, *, scanned: bool
) -> Millis:
    """How long the slide stays. `own` is what it says itself, `auto` its reading time; `scanned`: it asks for a phone."""
    if own is None:
        wanted = auto if shared is None else shared
        return max(wanted, LEAST_SCANNED) if scanned else wanted
    dwell, text = own
    if scanned and dwell < LEAST_SCANNED:
        desk.add("dwell-scan", text.spot, text=text.value.strip(), least=LEAST_SCANNED // 1000)
        return LEAST_SCANNED
    return dwell


def tell_hurried(slide: Slide, desk: Desk, *, said: bool, spot: Spot = NOWHERE) -> None:
    """Tells staff where the slide leaves before it can be read. `said`: its dwell was written, not taken from its text."""
    needs = time_to_read(slide)
    if needs < slide.dwell + ALMOST:
        return
    seconds = -(-needs // SECOND)
    if said:
        desk.add("dwell-hurried", spot, dwell=f"{slide.dwell / SECOND:g}", needs=seconds, most=units_in(slide.dwell))
    else:
        page = slide.value("page")
        code, facts = ("page-much", {"page": page}) if isinstance(page, int) else ("text-much", {})
        desk.add(code, spot, **facts, count=units_on(slide), needs=seconds, auto=MOST // SECOND, most=units_in(MOST))


def transition_for(
    own: tuple[str, Text] | None, shared: str | None, desk: Desk, *, scanned: bool
) -> tuple[str, Millis]:
    """How the slide comes on, and for how long. `scanned`: it asks for a phone."""
    if scanned:
        if own is not None and own[0] == "fade":
            return "fade", _SCANNED_FADE
        if own is not None and own[0] != "cut":
            desk.add("transition-scan", own[1].spot, text=own[1].value.strip())
        return "cut", Millis(0)
    name = own[0] if own is not None else shared or "fade"
    return name, _TIMES.get(name, _USUAL_TIME)
