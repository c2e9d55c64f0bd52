"""`qingbo why`: why a file or slide is, or is not, on the screen at an instant, and when it next will be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from player.ingest.names import never_touched
from player.ingest.understood import when_words
from player.model.content import Slide, When
from player.model.problem import Problem
from player.model.scene import Cue
from player.model.snapshot import Playlist, Zone
from player.model.units import DAY, Millis
from player.model.words import Language, Words
from player.slides.naming import kind_name, title_of
from tools import arguments, instants, titles
from tools.arguments import Screen
from tools.check import problem_object, told_problems
from tools.reading import Reading, read
from tools.refused import Refused
from tools.terminal import BOLD, GREEN, YELLOW, paint

ABOUT = Words(
    "某个文件或某一页为什么正在播（或没有播），下次什么时候播。",
    "Why a file or slide is (not) on now, and when it next is.",
)

IGNORED = Words(
    "这是临时文件、隐藏文件或系统文件，播放器从不理会。请换一个普通的文件名。",
    "This is a temporary, hidden or system file, which the player never touches. Give it an ordinary name.",
)
UNUSED = Words(
    "没有哪一页用到它。图片和文字文件直接放进文件夹就会播放；别的文件要在节目单里写上。",
    "No slide uses it. Pictures and texts are shown when they are dropped in; other files must be named in a playlist.",
)
ON_NOW = Words("正在播放，到 {until} 为止。", "It is on now, until {until}.")
OWN_TIME = Words("现在不在这一页自己的时间内（{when}）。", "It is outside the slide's own times now ({when}).")
PLAYLIST_TIME = Words(
    "现在不在节目单“{name}”的时间内（{when}）。", "It is outside the times of the playlist “{name}” now ({when})."
)
EXPIRED = Words("紧急插播“{name}”已到期，不再播放。", "The takeover “{name}” has expired.")
OUTRANKED = Words("现在由“{name}”播放，它比“{own}”优先。", "“{name}” is on now; it outranks “{own}”.")
WAITS = Words("还没轮到它。", "Its turn has not come yet.")
WITH_PLAYLIST = Words(
    "它随节目单“{name}”出现，现在放的不是它。", "It is on with the playlist “{name}”, which is not on now."
)
TAKEN_OVER = Words("现在是紧急插播，占满整个屏幕。", "A takeover has the whole screen now.")
NEXT = Words("下次播放：{at}。", "Next: {at}.")
AHEAD = 7 * DAY
"""How far the next time of what stands around the slides is looked for."""

NEVER = Words("以后一年内都不会再播。", "It is not on again within a year.")


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause, by a stable code."""

    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be said of one slide. `cue` is its present or next showing."""

    slide: Slide
    playlist: Playlist
    on: bool
    cue: Cue | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """All that can be said of what was asked for. `reasons` are those of a file that no slide uses."""

    name: str
    answers: tuple[Answer, ...]
    reasons: tuple[Reason, ...]
    problems: tuple[Problem, ...]


def run(given: list[str], language: Language) -> int:
    """0; Refused where there is no such file or slide."""
    parser = arguments.Parser("why", ABOUT, language)
    arguments.add_folder(parser)
    parser.option(
        "file",
        metavar=Words("文件", "FILE").said(language),
        about=Words("文件名，或时间表里的页编号", "a file's name, or a slide's id"),
    )
    arguments.add_common(parser)
    parser.option("--json", action="store_true", about=Words("给程序看的 JSON", "JSON, for programs"))
    options = parser.parse_args(given)
    screen = arguments.screen(options)
    found = read(screen)
    finding = _find(_name(options.file, screen, found), found)
    if options.json:
        print(json.dumps(_as_json(finding, found, language), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_told(finding, found, language)))
    return 0


def _find(name: str, found: Reading) -> Finding:
    answers = (
        *(
            _answer(slide, playlist, found)
            for playlist in found.snapshot.playlists
            for slide in playlist.slides
            if name in _names(slide, playlist)
        ),
        *(
            _answer_around(slide, zone, found)
            for zone in found.snapshot.zones
            for slide in zone.slides
            if name in _names_around(slide, zone)
        ),
    )
    problems = tuple(problem for problem in found.problems if problem.place.file == name)
    idle = Reason("ignored", IGNORED) if never_touched(name) else Reason("unused", UNUSED)
    return Finding(name, answers, () if answers or problems else (idle,), problems)


def _name(asked: str, screen: Screen, found: Reading) -> str:
    """The name by which the folder knows what was asked for."""
    known = {
        name for playlist in found.snapshot.playlists for slide in playlist.slides for name in _names(slide, playlist)
    }
    known |= {name for zone in found.snapshot.zones for slide in zone.slides for name in _names_around(slide, zone)}
    known |= {problem.place.file for problem in found.problems if problem.place.file}
    for name in (asked.replace("\\", "/").removeprefix("./"), _below(Path(asked), screen.folder)):
        if name and not Path(name).is_absolute() and (name in known or (screen.folder / name).exists()):
            return name.rstrip("/")
    if Path(asked).is_dir():
        raise Refused(
            f"还要写上问的是哪个文件：qingbo why {asked} 文件名。",
            f"Say which file, too: qingbo why {asked} FILE.",
        )
    near = get_close_matches(asked, sorted(known), n=1)
    zh = f"是不是“{near[0]}”？" if near else "请检查文件名。"
    en = f"Is it “{near[0]}”?" if near else "Check the name."
    raise Refused(f"文件夹里没有“{asked}”。{zh}", f"There is no “{asked}” in the folder. {en}")


def _below(path: Path, folder: Path) -> str:
    """The path relative to the folder, with `/`; empty where it is not below it."""
    full = path.resolve()
    return full.relative_to(folder).as_posix() if full.is_relative_to(folder) else ""


def _names(slide: Slide, playlist: Playlist) -> set[str]:
    """All that a slide may be asked for by: its id, its file, its playlist, its pictures."""
    return {slide.id, slide.source.file, playlist.id, *(asset.name for asset in slide.assets)}


def _names_around(slide: Slide, zone: Zone) -> set[str]:
    """The same of a slide of a zone."""
    return {slide.id, slide.source.file, zone.owner, *(asset.name for asset in slide.assets)} - {""}


def _answer_around(slide: Slide, zone: Zone, found: Reading) -> Answer:
    """What can be said of a slide that stands around the others: it is on with its playlist, or whatever is on."""
    owner = found.playlist(zone.owner)
    on = next((cue for cue in found.timeline.scene_at(found.now).cues if cue.slide.id == slide.id), None)
    shown = Playlist(zone.owner or slide.source.file, "" if owner is None else owner.name, zone.slides, zone.when)
    if on is not None:
        return Answer(slide, shown, on=True, cue=on, reasons=())
    soon = found.timeline.cues(found.now, Millis(found.now + AHEAD), zone.name)
    cue = next((cue for cue in soon if cue.slide.id == slide.id), None)
    return Answer(slide, shown, on=False, cue=cue, reasons=tuple(_reasons_around(slide, zone, owner, found)))


def _reasons_around(slide: Slide, zone: Zone, owner: Playlist | None, found: Reading) -> Iterator[Reason]:
    closed = False
    for when in (zone.when, *slide.when):
        if not found.calendar.holds(when, found.now):
            closed = True
            yield Reason("slide-time", _about(OWN_TIME, when))
    if closed:
        return
    ruling = found.timeline.scene_at(found.now).cue()
    if owner is not None and (ruling is None or ruling.playlist != owner.id):
        yield Reason("with-playlist", _filled(WITH_PLAYLIST, name=titles.playlist_name(owner)))
    elif owner is None and _is_takeover(ruling, found):
        yield Reason("outranked", TAKEN_OVER)
    else:
        yield Reason("waits", WAITS)


def _is_takeover(cue: Cue | None, found: Reading) -> bool:
    playlist = None if cue is None else found.playlist(cue.playlist)
    return playlist is not None and playlist.takeover


def _answer(slide: Slide, playlist: Playlist, found: Reading) -> Answer:
    on_now = found.timeline.scene_at(found.now).cue()
    on = on_now is not None and on_now.slide.id == slide.id
    cue = on_now if on else found.timeline.next_showing(slide.id, found.now)
    return Answer(slide, playlist, on, cue, () if on else tuple(_reasons(slide, playlist, on_now, found)))


def _reasons(slide: Slide, playlist: Playlist, on_now: Cue | None, found: Reading) -> Iterator[Reason]:
    """Why the slide is not on: all conditions that do not hold; else who rules; else that its turn comes."""
    name, closed = titles.playlist_name(playlist), False
    if playlist.expires is not None and playlist.expires <= found.now:
        closed = True
        yield Reason("expired", _filled(EXPIRED, name=name))
    if not found.calendar.holds(playlist.when, found.now):
        closed = True
        yield Reason("playlist-time", _about(PLAYLIST_TIME, playlist.when, name=name))
    for when in slide.when:
        if not found.calendar.holds(when, found.now):
            closed = True
            yield Reason("slide-time", _about(OWN_TIME, when))
    if closed:
        return
    ruling = found.playlist(on_now.playlist) if on_now else None
    if ruling is not None and (ruling.takeover, ruling.priority) > (playlist.takeover, playlist.priority):
        yield Reason("outranked", _filled(OUTRANKED, name=titles.playlist_name(ruling), own=name))
    else:
        yield Reason("waits", WAITS)


def _about(words: Words, when: When, **facts: str) -> Words:
    """The words with a condition told in both languages."""
    told = when_words(when)
    return Words(words.zh.format(when=told.zh, **facts), words.en.format(when=told.en, **facts))


def _filled(words: Words, **facts: str) -> Words:
    return Words(words.zh.format(**facts), words.en.format(**facts))


def _as_json(finding: Finding, found: Reading, language: Language) -> dict[str, object]:
    """What `docs/reference/why.schema.json` describes."""
    return {
        "file": finding.name,
        "now": instants.iso(found.now, found.calendar),
        "on": any(answer.on for answer in finding.answers),
        "reasons": [{"code": reason.code, "message": reason.words.said(language)} for reason in finding.reasons],
        "slides": [_answer_object(answer, found, language) for answer in finding.answers],
        "problems": [problem_object(problem, language) for problem in finding.problems],
    }


def _answer_object(answer: Answer, found: Reading, language: Language) -> dict[str, object]:
    return {
        "slide": answer.slide.id,
        "kind": answer.slide.kind,
        "title": title_of(answer.slide),
        "playlist": answer.playlist.id,
        "file": answer.slide.source.file,
        "line": answer.slide.source.line,
        "on": answer.on,
        "start": instants.iso(answer.cue.start, found.calendar) if answer.cue else None,
        "end": instants.iso(answer.cue.end, found.calendar) if answer.cue else None,
        "reasons": [{"code": reason.code, "message": reason.words.said(language)} for reason in answer.reasons],
    }


def _told(finding: Finding, found: Reading, language: Language) -> Iterator[str]:
    """What all slides have in common is said once, then each slide with what is its own."""
    yield f"{paint(finding.name, BOLD)}  ({instants.full(found.now, found.calendar, language)})"
    off = [answer.reasons for answer in finding.answers if not answer.on]
    common = [reason for reason in (off[0] if off else ()) if all(reason in reasons for reasons in off)]
    if len(finding.answers) > len(off):  # one of them is on: what keeps the others off is told with them
        common = []
    for reason in (*finding.reasons, *common):
        yield f"  {reason.words.said(language)}"
    for answer in finding.answers:
        mark = paint("●", GREEN) if answer.on else paint("○", YELLOW)
        slide = (
            f"{kind_name(answer.slide, language)} “{title_of(answer.slide)}” ({titles.place(answer.slide, language)})"
        )
        yield f"{mark} {slide}  {_when(answer, found, language)}"
        for reason in answer.reasons:
            if reason not in common and (reason.code != "waits" or len(finding.answers) == 1):
                yield f"    {reason.words.said(language)}"
    if finding.problems:
        yield ""
        yield from told_problems(finding.problems, language)


def _when(answer: Answer, found: Reading, language: Language) -> str:
    """Until when it is on, or when it next is."""
    if answer.cue is None:
        return NEVER.said(language)
    if answer.on:
        return ON_NOW.said(language).format(until=instants.clock(answer.cue.end, found.calendar))
    return NEXT.said(language).format(at=instants.full(answer.cue.start, found.calendar, language))
