"""The documents are true: their commands run, their playlists are read, their examples work, their links lead somewhere.

A fenced block says after its language what it is:

    sh run [exit=N]      is run in a copy of the project, in the order of the page
    text expect          each line of it is in what the last block printed
    yaml                 is a playlist without a problem; `wrong`: one with an error; `file=…`: also saved under that name
    yaml settings        is a `player.yaml` without a problem; `yaml holidays`: a file of public holidays
    python run=NAME      is an example that a test below tries
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from player.ingest.holidays_file import read_holidays
from player.ingest.settings_file import read_settings
from player.model.content import Slide, Source
from player.model.problem import Severity
from player.model.settings import Panel
from player.model.units import Millis
from player.picture.stage import Stage
from player.picture.theme import theme
from player.transitions.transition import Picture
from tests.support.demo import ASSETS, PLAYLISTS, ROOT, at
from tests.support.disk_files import read
from tools.qingbo import COMMANDS

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
needs_shell = pytest.mark.skipif(os.name == "nt", reason="the pages speak to a POSIX shell")


@dataclass(frozen=True)
class Block:
    """A fenced block: where it begins, its language, the marks after it, its text."""

    page: Path
    line: int
    language: str
    marks: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    def mark(self, name: str) -> str | None:
        """The value of the mark `name=…`."""
        return next((mark.partition("=")[2] for mark in self.marks if mark.startswith(f"{name}=")), None)


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for match in re.finditer(r"^```(\S*)([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        line = text.count("\n", 0, match.start()) + 1
        yield Block(page, line, match[1], tuple(match[2].split()), match[3])


ALL = [block for page in PAGES for block in blocks_of(page)]
TOLD = [page for page in PAGES if any("run" in block.marks for block in blocks_of(page))]


def chosen(language: str, mark: str | None = None) -> list[Block]:
    return [block for block in ALL if block.language == language and (mark is None or mark in block.marks)]


# ---- commands ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A copy of what a reader has beside him, and an environment in which `qingbo` is a command."""
    place = tmp_path / "project"
    shutil.copytree(ASSETS / "pictures", place / "assets" / "pictures")
    shutil.copytree(PLAYLISTS, place / "playlists")
    commands = tmp_path / "bin"
    commands.mkdir()
    _command(commands / "qingbo", f'exec "{sys.executable}" -P -m tools.qingbo "$@"')
    _command(
        commands / "python3",
        f'[ "$1" = tools/run.py ] || exit 99; shift; exec "{sys.executable}" -P -m tools.qingbo "$@"',
    )
    path = f"{commands}{os.pathsep}{os.environ['PATH']}"
    return place, {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HOME": str(tmp_path)}


def _command(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    path.chmod(0o755)


@needs_shell
@pytest.mark.parametrize("page", TOLD, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_page_works_when_it_is_followed(page: Path, desk: tuple[Path, dict[str, str]]) -> None:
    place, environment = desk
    printed = ""
    for block in blocks_of(page):
        name = block.mark("file")
        if name is not None:
            (place / name).write_text(block.text, "utf-8")
        elif "run" in block.marks:
            command = ["sh", "-euc", block.text]
            done = subprocess.run(
                command, cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=60
            )
            printed = done.stdout + done.stderr
            assert done.returncode == int(block.mark("exit") or 0), f"{block}\n{printed}"
            assert "Traceback" not in printed
        elif "expect" in block.marks:
            missing = [line for line in block.text.splitlines() if line not in printed]
            assert missing == [], f"{block}\n{printed}"


@needs_shell
def test_the_folder_of_the_tutorial_plays(desk: tuple[Path, dict[str, str]]) -> None:
    """What the tutorial lets one write is really played: its frames are painted, and the player leaves well."""
    place, environment = desk
    (place / "hall").mkdir()
    for block in chosen("yaml"):
        name = block.mark("file")
        if name is not None and name.startswith("hall/") and "wrong" not in block.marks:
            (place / name).write_text(block.text, "utf-8")
    cache = place / "cache"
    command = ["qingbo", "play", "hall", "--headless", "--cache", str(cache)]
    with subprocess.Popen(
        command, cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as player:
        patience = time.monotonic() + 40
        while not list(cache.glob("frames/*.frame")) and time.monotonic() < patience and player.poll() is None:
            time.sleep(0.1)
        player.send_signal(signal.SIGTERM)
        printed = player.communicate(timeout=20)[0].decode()
    assert player.returncode == 0, printed
    assert list(cache.glob("frames/*.frame")), printed


def commands_shown() -> Iterator[tuple[Block, list[str]]]:
    """Every `qingbo …` of every page, as words."""
    for block in chosen("sh"):
        for line in block.text.splitlines():
            if match := re.match(
                r"(?:QINGBO_\S+ )?(?:qingbo|python3 (?:/opt/qingbo/)?tools/run\.py) (.*)", line.partition("#")[0]
            ):
                yield block, match[1].split()


def test_commands_and_options_that_are_shown_exist() -> None:
    shown = [(block, words) for block, words in commands_shown() if words[0] != "test"]
    assert len(shown) > 15
    names = {name for name, _ in COMMANDS}
    assert [f"{block}: {words[0]}" for block, words in shown if words[0] not in names] == []
    helped = {name: _help(name) for name in {words[0] for _, words in shown}}
    unknown = [
        f"{block}: {words[0]} {word}"
        for block, words in shown
        for word in words
        if word.startswith("-") and not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", helped[words[0]])
    ]
    assert unknown == []


def _help(command: str) -> str:
    call = [sys.executable, "-P", "-m", "tools.qingbo", command, "--help"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(call, capture_output=True, text=True, encoding="utf-8", check=True, env=environment).stdout


# ---- content -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "block", [block for block in chosen("yaml") if not {"settings", "holidays"} & set(block.marks)], ids=str
)
def test_every_playlist_in_the_documents_is_read(block: Block, tmp_path: Path) -> None:
    (tmp_path / "playlist.yaml").write_text(block.text, "utf-8")
    shutil.copy(ASSETS / "pictures" / "待机也耗电.png", tmp_path / "海报.png")
    for name in re.findall(r"[\w-]+\.(?:mp4|mov)", block.text):
        (tmp_path / name).write_bytes(b"a film")  # `read` takes it for one
    taken = read(tmp_path, at("2020-06-20 10:00"), assets=ASSETS)
    told = [f"{problem.place.line}: {problem.message.en}" for problem in taken.problems]
    if "wrong" in block.marks:
        assert any(problem.severity is Severity.ERROR for problem in taken.problems)
    else:
        assert told == []
        assert taken.snapshot.slides()


@pytest.mark.parametrize("block", chosen("yaml", "settings"), ids=str)
def test_every_settings_file_in_the_documents_is_read(block: Block) -> None:
    _, problems = read_settings(block.text.encode())
    assert [problem.message.en for problem in problems] == []


@pytest.mark.parametrize("block", chosen("yaml", "holidays"), ids=str)
def test_every_file_of_holidays_in_the_documents_is_read(block: Block, tmp_path: Path) -> None:
    (tmp_path / "假日.yaml").write_text(block.text, "utf-8")
    days, problems = read_holidays(tmp_path / "假日.yaml")
    assert [problem.message.en for problem in problems] == []
    assert days.off
    assert days.on


def test_tables_in_the_documents_are_well_formed() -> None:
    for block in chosen("toml"):
        assert tomllib.loads(block.text)


# ---- examples for developers ---------------------------------------------------------------------------------------------


def example(name: str) -> ModuleType:
    (block,) = (block for block in chosen("python") if block.mark("run") == name)
    module = ModuleType(name)
    sys.modules[name] = module  # dataclasses and annotations look it up there
    exec(compile(block.text, str(block), "exec"), module.__dict__)
    return module


def test_the_example_of_a_kind_can_be_painted() -> None:
    kind = example("figure").Figure()
    fields = (("figure", "18.03"), ("source", "统计"), ("text", "单位建筑面积能耗"))
    slide = Slide("a", kind.name, Source("a.yaml"), Millis(8_000), fields)
    stage = Stage(Panel(640, 360), theme("green"), lambda asset: ASSETS / asset.name)
    empty = stage.image.tobytes()
    assert kind.compose(slide, kind.face(slide, Millis(0), None).key, stage) is None
    assert stage.image.tobytes() != empty
    assert [note for note in stage.notes if note.code == "missing-character"] == []


def test_the_example_of_a_transition_begins_and_ends_whole() -> None:
    blind = example("blind").Blind()
    first, last = blind.layers(0.0, 640, 360), blind.layers(1.0, 640, 360)
    assert [layer.picture for layer in first] == [Picture.OUT]
    assert (last[-1].picture, last[-1].source) == (Picture.IN, (0, 0, 640, 360))


# ---- links -------------------------------------------------------------------------------------------------------------


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if not re.match(r"[a-z]+:", target):
                yield page, target


def test_links_lead_somewhere() -> None:
    found = list(links())
    assert len(found) > 30
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page, target in found
        if not (page.parent / target.partition("#")[0]).exists()
    ]
    assert broken == []


def test_files_that_are_named_exist() -> None:
    """A path in backticks that begins like one of the project's folders is one of its files."""
    named = {
        (page, name)
        for page in PAGES
        for name in re.findall(r"`((?:player|tools|tests|docs|assets|playlists)/[\w./-]+)`", page.read_text("utf-8"))
    }
    made = {("add-a-kind.md", "player/slides/figure.py"), ("add-a-transition.md", "player/transitions/blind.py")}
    lost = {(page.name, name) for page, name in named if not (ROOT / name).exists()}
    assert lost <= made, lost - made
