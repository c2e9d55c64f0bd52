"""`qingbo check`: every problem of a folder, with its place and its cure; then what plays when, in short."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from player.ingest.understood import when_words
from player.model.content import ALWAYS
from player.model.problem import Place, Problem, Severity
from player.model.scene import Cue
from player.model.snapshot import Playlist
from player.model.table import cell_words
from player.model.units import Millis
from player.model.words import Language, Words
from player.roles.later import told_of
from player.slides.naming import title_of
from player.slides.video import volume_of
from tools import arguments, instants, titles
from tools.reading import Reading, looked_at, read
from tools.terminal import BOLD, DIM, GREEN, RED, YELLOW, coloured, fit, paint, width

ABOUT = Words(
    "检查文件夹：每个问题在哪里、怎么改、屏幕上会怎样，以及什么时候播什么。",
    "Every problem in a folder: where it is, what to do, what the screen does; then what plays when.",
)

FEW = 2
"""So many problems alike in one file are each told whole."""

KINDS = {
    Severity.ERROR: (Words("错误", "error"), RED),
    Severity.WARNING: (Words("提醒", "warning"), YELLOW),
}
CURE = Words("怎么改：", "Cure: ")
ON_SCREEN = Words("屏幕上：", "On the screen: ")
MANY = 20
"""So many dropped files are listed."""

FILES = Words("放进来的文件", "Dropped files")
MORE = Words("……还有 {count} 个", "… and {count} more")
ALIKE = Words("同样的还有 {count} 处：", "The same {count} more time(s):")
_LINE = Words("第{}行", "line {}")
_COLUMN = Words("第{}列", "column {}")
FINE = Words("没有问题。", "No problems.")
COUNT = Words("{errors} 个错误，{warnings} 个提醒。", "{errors} error(s), {warnings} warning(s).")
NOTHING = Words(
    "还没有可以播放的内容。把图片或文字文件放进 {folder} 就会播放。",
    "Nothing to play yet. Drop a picture or a text file into {folder}.",
)
NOW = Words("现在", "now")
THEN = Words("接着", "then")
_STANDBY = Words("没有安排内容，显示待机画面", "nothing is scheduled; the standby card")
PLAYLISTS = Words("节目单", "Playlists")
_SLIDES = Words("{count} 页，一轮 {round}", "{count} slide(s), a round takes {round}")
_OWN_TIMES = Words("每页有自己的时间", "each slide at its own times")
TAKEOVER = Words("紧急插播", "takeover")
ON = Words("正在播", "on now")
_NEXT = Words("下次 {at}", "next {at}")
_HEARD = Words("，{count} 段视频有声", ", films with sound: {count}")
_NEVER = Words("不会再播", "not again")
_OUTRANKED = Words("轮不到：“{name}”一直比它优先", "never on: “{name}” outranks it all the time")


def run(given: list[str], language: Language) -> int:
    """0 where there is no problem, 1 where there is one."""
    parser = arguments.Parser("check", ABOUT, language)
    arguments.add_folder(parser)
    arguments.add_common(parser)
    parser.option("--json", action="store_true", about=Words("给程序看的 JSON", "JSON, for programs"))
    options = parser.parse_args(given)
    screen = arguments.screen(options)
    found = looked_at(read(screen), screen.panel())
    found = replace(found, problems=(*told_of(found.folder.cache, screen.file), *found.problems))
    if options.json:
        print(json.dumps(_as_json(found, language), ensure_ascii=False, indent=1))
    elif coloured():
        from tools.check_view import show  # noqa: PLC0415  # for eyes alone: programs and pipes do not wait for it

        show(found, str(screen.folder), language)
    else:
        print("\n".join(_told(found, str(screen.folder), language)))
    return 1 if found.problems else 0


def problem_object(problem: Problem, language: Language) -> dict[str, str | int | None]:
    """A problem for programs; what `docs/reference/check.schema.json` describes."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "cell": problem.place.cell,
        "message": problem.message.said(language),
        "hint": problem.hint.said(language),
        "on_screen": problem.on_screen.said(language),
    }


def told_problem(problem: Problem, language: Language) -> Iterator[str]:
    """A problem for people: place, message, the line itself with its caret, the cure, and what the screen does."""
    kind, colour = KINDS[problem.severity]
    where = _where(problem.place, language)
    yield (
        f"{paint(kind.said(language), BOLD, colour)}  {paint(where, BOLD)}"
        if where
        else paint(kind.said(language), BOLD, colour)
    )
    yield f"  {problem.message.said(language)}"
    for line in problem.excerpt.splitlines():
        yield f"    {paint(line, DIM) if not line.strip().startswith('^') else paint(line, colour)}"
    for name, words in ((CURE, problem.hint), (ON_SCREEN, problem.on_screen)):
        if said := words.said(language):
            yield f"  {name.said(language)}{said}"


def _as_json(found: Reading, language: Language) -> dict[str, object]:
    return {
        "snapshot": found.digest,
        "slides": len(found.snapshot.slides()),
        "problems": [problem_object(problem, language) for problem in found.problems],
    }


def told_problems(problems: tuple[Problem, ...], language: Language) -> Iterator[str]:
    """Problems for people: of many alike in one file the first is told whole, the others in a line each."""
    for group in alike(problems):
        yield from told_problem(group[0], language)
        if group[1:]:
            yield f"  {ALIKE.said(language).format(count=len(group) - 1)}"
        for problem in group[1:]:
            yield f"    {spot_words(problem.place, language)}  {problem.message.said(language)}"
        yield ""


def alike(problems: tuple[Problem, ...]) -> Iterator[tuple[Problem, ...]]:
    """The problems in their order, more than `FEW` of one code in one file gathered where the first of them stands."""
    groups: dict[tuple[str | None, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.place.file, problem.code), []).append(problem)
    for problem in problems:
        group = groups[problem.place.file, problem.code]
        if len(group) <= FEW:
            yield (problem,)
        elif problem is group[0]:
            yield tuple(group)


def _told(found: Reading, folder: str, language: Language) -> Iterator[str]:
    yield from told_problems(found.problems, language)
    errors = sum(problem.severity is Severity.ERROR for problem in found.problems)
    if found.problems:
        yield paint(COUNT.said(language).format(errors=errors, warnings=len(found.problems) - errors), BOLD)
    else:
        yield paint(FINE.said(language), BOLD, GREEN)
    yield ""
    if found.snapshot.slides():
        yield from _what_plays(found, language)
        yield from _dropped(found, language)
    else:
        yield NOTHING.said(language).format(folder=folder)


def _what_plays(found: Reading, language: Language) -> Iterator[str]:
    """What is on now and then, and each playlist with its times."""
    scene = found.timeline.scene_at(found.now)
    yield f"{NOW.said(language)}  {instants.full(found.now, found.calendar, language)}  {cue_words(scene.cue(), language)}"
    then = found.timeline.scene_at(scene.until).cue()
    yield f"{THEN.said(language)}  {instants.full(scene.until, found.calendar, language)}  {cue_words(then, language)}"
    yield ""
    yield paint(PLAYLISTS.said(language), BOLD)
    names = [titles.playlist_name(playlist) for playlist in found.snapshot.playlists]
    wide = min(max(map(width, names), default=0), 32)
    playing = {cue.playlist for cue in scene.cues}
    for name, playlist in zip(names, found.snapshot.playlists, strict=True):
        facts = [length_words(playlist, language), times_words(playlist, language)]
        facts += [TAKEOVER.said(language)] if playlist.takeover else []
        facts.append(ON.said(language) if playlist.id in playing else next_words(found, playlist, language))
        yield f"  {fit(name, wide)}  " + Words("；", "; ").said(language).join(facts)


def _dropped(found: Reading, language: Language) -> Iterator[str]:
    """How each dropped file was understood; the first `MANY` of them."""
    playlists = {playlist.id for playlist in found.snapshot.playlists}
    files = [each for each in found.folder.ingested.understood if each.file not in playlists]
    if not files:
        return
    yield ""
    yield paint(FILES.said(language), BOLD)
    wide = min(max(width(each.file) for each in files[:MANY]), 48)
    for each in files[:MANY]:
        yield f"  {fit(each.file, wide)}  {each.words.said(language)}"
    if files[MANY:]:
        yield "  " + MORE.said(language).format(count=len(files) - MANY)


def cue_words(cue: Cue | None, language: Language) -> str:
    """What is on: its title and where it was written."""
    return f"{title_of(cue.slide)} ({titles.place(cue.slide, language)})" if cue else _STANDBY.said(language)


def length_words(playlist: Playlist, language: Language) -> str:
    """How many slides, and how long a round of them takes."""
    whole = Millis(sum(slide.dwell for slide in playlist.slides))
    told = _SLIDES.said(language).format(count=len(playlist.slides), round=instants.duration(whole, language))
    heard = sum(1 for slide in playlist.slides if volume_of(slide))
    return f"{told}{_HEARD.said(language).format(count=heard)}" if heard else told


def times_words(playlist: Playlist, language: Language) -> str:
    """When it applies."""
    if playlist.when == ALWAYS and playlist.slides and all(slide.when for slide in playlist.slides):
        return _OWN_TIMES.said(language)
    return when_words(playlist.when).said(language)


def next_words(found: Reading, playlist: Playlist, language: Language) -> str:
    """When any of its slides is next on."""
    showings = (found.timeline.next_showing(slide.id, found.now) for slide in playlist.slides)
    starts = [cue.start for cue in showings if cue is not None]
    if starts:
        return _NEXT.said(language).format(at=instants.full(min(starts), found.calendar, language))
    cue = found.timeline.main_at(found.now).cue()
    ruling = None if cue is None else found.playlist(cue.playlist)
    if ruling is not None and playlist.when == ALWAYS and ruling.priority > playlist.priority:
        return _OUTRANKED.said(language).format(name=titles.playlist_name(ruling))
    return _NEVER.said(language)


def _where(place: Place, language: Language) -> str:
    """The place, `节目.yaml 第3行 第5列`."""
    return f"{place.file or ''} {spot_words(place, language)}".strip()


def spot_words(place: Place, language: Language) -> str:
    """The place within its file, `第3行 第5列`, in a spreadsheet `第7行D列`."""
    if place.cell is not None:
        return cell_words(place.cell).said(language)
    parts = (_LINE, place.line), (_COLUMN, place.column)
    return " ".join(words.said(language).format(at) for words, at in parts if at is not None)
