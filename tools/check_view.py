"""What `check` shows on a terminal: a frame for each file, the line itself with its caret, the cure; what plays when; the verdict last.

The only importer of rich. For pipes, files and programs `check.py` prints the same in plain lines, or as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from player.ingest.understood import Understood
from player.model.problem import Problem, Severity
from player.model.words import Language, Words
from player.slides.naming import kind_name, title_of
from tools import check, instants, titles
from tools.reading import Reading
from tools.terminal import width

WIDEST = 100
"""Columns after which lines are hard to read."""

_BROAD = 80
"""Columns from which on a line of a table need not be broken."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!"}
_CURE = Words("怎么改", "Cure")
_SCREEN = Words("屏幕上", "Screen")
_AND = Words("另有", "Also")
_ELSEWHERE = Words("设置和这台电脑", "Settings and this machine")
_ERRORS = Words("{count} 个错误", "{count} error(s)")
_WARNINGS = Words("{count} 个提醒", "{count} warning(s)")
_WHEN = Words("什么时候播什么", "What plays when")
_HEADS = Words("节目单 页数 时间 现在", "Playlist Slides When Now")
_FILE_HEADS = Words("放进来的文件 怎么理解的", "Dropped-file Understood-as")
_READY = Words("没有问题，{count} 页都会按时播放。", "No problems: {count} slides will play at their times.")
_REST = Words(
    "有问题的先不放或照猜的放，其余照常；现在能播的有 {count} 页。", "The rest plays: {count} slides can be shown."
)
_JOIN = Words("，", ", ")


def show(found: Reading, folder: str, language: Language, console: Console | None = None) -> None:
    """Prints the reading; `console` is where to, a terminal if left out."""
    console = console or Console(highlight=False, soft_wrap=False)
    columns = min(console.width, WIDEST)
    console.width = columns
    for part in view(found, folder, language, columns):
        console.print(part)


def view(found: Reading, folder: str, language: Language, columns: int) -> Iterator[RenderableType]:
    """All that is shown, from top to bottom: what matters most stands last, next to the prompt."""
    groups: dict[str, list[Problem]] = {}
    for problem in found.problems:
        groups.setdefault(problem.place.file or "", []).append(problem)
    for file, problems in groups.items():
        yield _frame(file, problems, language, columns)
    if found.snapshot.slides():
        yield from _plays(found, language, columns)
    else:
        yield Text(check.NOTHING.said(language).format(folder=folder))
    yield Text()
    yield _verdict(found, language)


def _frame(file: str, problems: list[Problem], language: Language, columns: int) -> Panel:
    """The problems of one file in a frame of the colour of the worst."""
    worst = Severity.ERROR if any(each.severity is Severity.ERROR for each in problems) else Severity.WARNING
    rows: list[RenderableType] = []
    for group in check.alike(tuple(sorted(problems, key=lambda each: each.place.line or 0))):
        rows += [*([Text()] if rows else []), *_problem(group, language, columns - 4)]
    return Panel(
        Group(*rows),
        title=Text(file or _ELSEWHERE.said(language), "bold"),
        subtitle=_counted(problems, language),
        title_align="left",
        subtitle_align="right",
        border_style=_COLOURS[worst],
        box=box.ROUNDED,
        padding=(0, 1),
    )


def _counted(problems: list[Problem] | tuple[Problem, ...], language: Language) -> Text:
    errors = sum(each.severity is Severity.ERROR for each in problems)
    told = Text()
    for count, words, colour in (
        (errors, _ERRORS, "red"),
        (len(problems) - errors, _WARNINGS, "yellow"),
    ):
        if count:
            told.append(_JOIN.said(language) if told else "")
            told.append(words.said(language).format(count=count), colour)
    return told


def _problem(group: tuple[Problem, ...], language: Language, columns: int) -> Iterator[RenderableType]:
    """One problem, and where else in the file the same is told."""
    first, colour = group[0], _COLOURS[group[0].severity]
    yield Text.assemble((f"{_SIGNS[first.severity]} ", f"bold {colour}"), (first.message.said(language), "bold"))
    if first.excerpt:
        yield _excerpt(first, colour, columns)
    facts = Table.grid(padding=(0, 2))
    facts.add_column(
        style="dim",
        no_wrap=True,
        width=max(width(each.said(language)) for each in (_CURE, _SCREEN)) + 2,
        justify="right",
    )
    facts.add_column(ratio=1)
    for name, words, style in ((_CURE, first.hint, "green"), (_SCREEN, first.on_screen, "")):
        if words.said(language):
            facts.add_row(name.said(language), Text(words.said(language), style))
    if group[1:]:
        places = Words("、", ", ").said(language).join(check.spot_words(each.place, language) for each in group[1:])
        facts.add_row(_AND.said(language), Text(places, colour))
    yield facts


def _excerpt(problem: Problem, colour: str, columns: int) -> Text:
    """The line with its number, and the caret right under its place, in columns of a terminal."""
    line, _, caret = problem.excerpt.partition("\n")
    number = "" if problem.place.line is None else str(problem.place.line)
    gutter = f"{number:>5} │ "
    at = width(caret.replace("\t", "    ")[:-1]) if caret else None
    shown, at = _windowed(line.replace("\t", "    "), at, columns - len(gutter))
    told = Text.assemble((gutter, "dim"), shown, no_wrap=True, overflow="ellipsis")
    if at is not None:
        told.append(f"\n{'':>5} │ ", "dim")
        told.append(f"{' ' * at}▲", f"bold {colour}")
    return told


def _windowed(line: str, at: int | None, columns: int) -> tuple[str, int | None]:
    """The part of the line that fits, around the column `at`, and where in it the column then is."""
    if width(line) <= columns or at is None:
        return line, at
    start, before = 0, 0
    while at - before > columns * 2 // 3 and start < len(line):
        before += width(line[start])
        start += 1
    return ("…" if start else "") + line[start:], at - before + (1 if start else 0)


def _plays(found: Reading, language: Language, columns: int) -> Iterator[RenderableType]:
    """What is on now and then, each playlist with its times, how each dropped file was understood."""
    scene = found.timeline.scene_at(found.now)
    then = found.timeline.scene_at(scene.until).cue()
    yield Text()
    yield Text(_WHEN.said(language), "bold")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold")
    for name, at, cue in ((check.NOW, found.now, scene.cue()), (check.THEN, scene.until, then)):
        title = check.cue_words(None, language) if cue is None else title_of(cue.slide)
        kind = "" if cue is None else f"{kind_name(cue.slide, language)} · {titles.place(cue.slide, language)}"
        grid.add_row(
            Text(name.said(language), "dim"),
            instants.full(at, found.calendar, language),
            Text(title, "bold"),
            Text(kind, "dim"),
        )
    yield grid
    yield _playlists(found, language, wide=columns >= _BROAD)
    playlists = {playlist.id for playlist in found.snapshot.playlists}
    files = [each for each in found.folder.ingested.understood if each.file not in playlists]
    if files:
        yield _files(files, language)


def _playlists(found: Reading, language: Language, *, wide: bool) -> Table:
    heads = _HEADS.said(language).split()
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, expand=True)
    for head, ratio in zip(heads, (2, 3, 3, 4), strict=True):
        table.add_column(head, ratio=ratio, overflow="fold", no_wrap=wide and head in (heads[1], heads[3]))
    playing = {cue.playlist for cue in found.timeline.scene_at(found.now).cues}
    for playlist in found.snapshot.playlists:
        is_on = playlist.id in playing
        state = (
            Text(f"● {check.ON.said(language)}", "green")
            if is_on
            else Text(check.next_words(found, playlist, language), "dim")
        )
        name = Text(titles.playlist_name(playlist), "bold" if is_on else "")
        if playlist.takeover:
            name.append(f" {check.TAKEOVER.said(language)}", "bold red")
        table.add_row(name, check.length_words(playlist, language), check.times_words(playlist, language), state)
    return table


def _files(files: list[Understood], language: Language) -> Table:
    heads = _FILE_HEADS.said(language).replace("-", "\xa0").split(" ")
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, expand=True)
    table.add_column(heads[0], ratio=4, overflow="fold")
    table.add_column(heads[1], ratio=5, overflow="fold")
    for each in files[: check.MANY]:
        table.add_row(Text(each.file), each.words.said(language))
    if files[check.MANY :]:
        table.add_row(Text(check.MORE.said(language).format(count=len(files) - check.MANY), "dim"), "")
    return table


def _verdict(found: Reading, language: Language) -> RenderableType:
    """The last line: green where all is well."""
    count = len(found.snapshot.slides())
    if not found.problems:
        words = _READY.said(language).format(count=count) if count else check.FINE.said(language)
        return Text.assemble(("✓ ", "bold green"), (words, "bold green"))
    errors = any(each.severity is Severity.ERROR for each in found.problems)
    sign = Severity.ERROR if errors else Severity.WARNING
    line = Text.assemble((f"{_SIGNS[sign]} ", f"bold {_COLOURS[sign]}"))
    line.append_text(_counted(found.problems, language))
    line.append(Words("。", ". ").said(language) + _REST.said(language).format(count=count))
    return line
