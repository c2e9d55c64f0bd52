"""The page of mistakes, made from the catalogue and from the answers that the player really gives: `python -m tests.ingest.mistakes_page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from player.ingest.pipeline import Ingested, Rules, ingest
from player.ingest.understood import understood
from player.model.content import Moment
from player.model.problem import Problem
from player.model.table import cell_words
from player.timeline.calendar import Calendar
from tests.ingest.memory import NOW, MemoryFiles
from tests.ingest.mistakes import PLAYLIST, Mistake
from tests.ingest.mistakes_in_sheets import CATALOGUE, PARTS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "mistakes.md"
HEAD = """# 写错了会看到什么 / What you are told

{count} 种常见的错，每一种都真的试过：{told} 种会告诉您哪里不对、怎么改，{silent} 种直接看懂，不用改。下面的回答就是状态页和 `qingbo check` 上的原话。
每种问题的完整说明见[问题一览](problems.md)，怎么用见[写错了怎么办](../how-to/mistakes.md)。

{count} mistakes, each really made and tried: {told} are told with their cure, {silent} are simply understood. The answers are word for
word those of the status page and of `qingbo check`. This page is made from the tests: `python -m tests.ingest.mistakes_page`.
"""

HELD = frozenset(("when-broken", "table-when-broken", "playlist-when"))
"""What is told besides the time itself that is wrong, and says what becomes of its slide."""


def page() -> str:
    """The whole page."""
    silent = sum(one.code is None for one in CATALOGUE)
    parts = [HEAD.format(count=len(CATALOGUE), told=len(CATALOGUE) - silent, silent=silent)]
    for part in PARTS:
        rows = [one for one in CATALOGUE if one.part is part]
        parts.append(
            f"\n## {part.title.zh} {part.title.en}\n\n| 您做了什么 | 例 | 回答 | 屏幕上 |\n| --- | --- | --- | --- |\n"
        )
        parts += [_row(one) for one in rows]
    return "".join(parts)


def _row(one: Mistake) -> str:
    result = _taken(one)
    told = next((each for each in result.problems if each.code == one.code and each.place.file == one.file), None)
    said = "<br>".join(_answer(told)) if told else _silent(one, result)
    held = next((each for each in result.problems if each.code in HELD and each.place.file == one.file), told)
    screen = held.on_screen.zh if held else ("照常显示。" if one.shown else "不受影响。")
    cells = (f"{one.did.zh}<br>*{one.did.en}*", _example(one, told), said, screen)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _taken(one: Mistake) -> Ingested:
    held = {path: data.encode() if isinstance(data, str) else data for path, data in one.files.items()}
    return ingest(MemoryFiles(held, one.waiting), previous=None, now=NOW, rules=Rules())


def _answer(told: Problem) -> Iterator[str]:
    place = []
    if told.place.cell is not None:
        place.append(cell_words(told.place.cell).zh)
    else:
        place += [f"第{told.place.line}行"] * (told.place.line is not None)
        place += [f"第{told.place.column}列"] * (told.place.column is not None)
    yield ("**" + "".join(place) + "** " if place else "") + _plain(told.message.zh)
    yield f"**怎么改** {_plain(told.hint.zh)}"


def _silent(one: Mistake, result: Ingested) -> str:
    """What is understood; a file that is passed over is not told at all."""
    if not one.shown:
        return "不当作内容，也不打扰您。" if not one.waiting else "等它复制完，自动显示。"
    echoed = {each.file: each.words.zh for each in understood(result.snapshot, _today())}
    return f"看得懂，不用改。{_plain(echoed.get(one.file, '')) if one.part.id == 'names' else ''}"


def _today() -> Moment:
    return Calendar("Asia/Shanghai", _taken(CATALOGUE[0]).snapshot.days).moment(NOW)


def _example(one: Mistake, told: Problem | None) -> str:
    """The line that is meant, what the cell shows, or the name of the file."""
    if one.seen:
        return f"`{one.seen}`"
    data = one.files.get(one.file)
    line = told.place.line if told else None
    if isinstance(data, str) and one.file == PLAYLIST and data:
        lines = data.splitlines()
        meant = one.means.get(PLAYLIST) if one.means else None
        others = [each for each in lines if not isinstance(meant, str) or each not in meant.splitlines()]
        shown = (lines[line - 1] if line else (others or lines)[-1]).strip()
        return f"`{shown[:44].replace('`', ' ')}{'…' if len(shown) > 44 else ''}`"
    return f"`{one.file}`"


def _plain(text: str) -> str:
    """The text so that Markdown leaves its signs alone."""
    return "".join(f"\\{char}" if char in "\\*_`[]<>" else char for char in text)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
