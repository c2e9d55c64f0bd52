"""Nothing is told to staff that is not in a catalogue, and nothing is in a catalogue without its cure, its page and its test."""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from player.model.problem import Catalogue, Place, Severity, error
from player.model.words import Words
from tests.support.checkout import ROOT
from tools.build_reference import REFERENCE
from tools.problems import CATALOGUES

MAKER = ROOT / "player" / "model" / "problem.py"
ALL = {code: sort for _, sorts in CATALOGUES for code, sort in sorts.items()}
FACT = re.compile(r"\{(\w*)\}")
HERE = Path(__file__)

TOLD = {
    1: ("folder-unreadable", "folder-silent"),
    2: ("folder-silent",),
    3: ("folder-not-mounted",),
    4: ("folder-unreadable", "file-unreadable"),
    5: ("folder-gone", "folder-replaced"),
    6: ("mass-deletion",),
    8: ("file-open", "file-unfinished"),
    9: ("file-unfinished",),
    10: ("file-in-editor", "file-in-cloud"),
    11: ("file-empty", "yaml-unreadable"),
    12: ("yaml-anchor", "yaml-deep", "yaml-many", "yaml-long"),
    13: ("text-gb18030", "text-guessed", "text-unreadable"),
    14: ("not-a-file", "no-permission", "same-name"),
    15: ("too-many-files", "too-deep"),
    16: ("picture-unreadable", "picture-too-big", "picture-incomplete"),
    17: ("picture-crashes", "slide-crashes"),
    18: ("picture-crashes", "slide-crashes"),
    19: ("cache-gap", "cache-mended"),
    20: ("cache-previous", "cache-lost"),
    22: ("power-lost",),
    23: ("disk-full", "disk-low", "disk-no-room", "disk-read-only", "cache-refused"),
    24: ("part-restarted",),
    25: ("part-restarted",),
    26: ("slide-quarantined", "safe-mode"),
    28: ("updates-stopped", "page-old"),
    29: ("clock-wrong", "clock-off"),
    32: ("missing-character", "font-missing"),
    33: ("code-host", "code-disguised", "link-host", "link-disguised"),
}
"""The rows of the table of faults by which staff are told something, and by what. Told otherwise: 7, 24, 25, 27 and 31 as
lines of the machine, 30 in the log, 34 by the second player and `doctor`; 21 needs no telling."""


def calls(path: Path, name: str) -> Iterator[ast.Call]:
    """The calls of `name` in a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def code_files() -> Iterator[Path]:
    return chain.from_iterable(sorted((ROOT / room).rglob("*.py")) for room in ("player", "tools"))


def test_a_problem_is_made_by_a_catalogue_alone() -> None:
    makers = [path.relative_to(ROOT).as_posix() for path in code_files() if any(calls(path, "Problem"))]
    assert makers == ["player/model/problem.py"]


def test_every_catalogue_of_the_player_is_listed() -> None:
    """Each is the `PROBLEMS` of its module and has its line in `tools/problems.py`."""
    modules = [path for path in code_files() if path != MAKER and any(calls(path, "Catalogue"))]
    found = []
    for path in modules:
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        found.append(module.PROBLEMS)
        assert len(list(calls(path, "Catalogue"))) == 1, path
    assert len(found) >= 6
    assert {id(one) for one in found} == {id(sorts) for _, sorts in CATALOGUES}


def test_a_code_means_one_thing() -> None:
    counted = Counter(chain.from_iterable(sorts for _, sorts in CATALOGUES))
    assert [code for code, times in counted.items() if times > 1] == []
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in counted)


@pytest.mark.parametrize("code", ALL)
def test_a_problem_says_what_is_wrong_the_cure_and_what_the_screen_does_in_both_languages(code: str) -> None:
    sort = ALL[code]
    for words in (sort.message, sort.hint, sort.on_screen):
        assert words.zh.strip()
        assert words.en.strip()
        assert sorted(set(FACT.findall(words.zh))) == sorted(set(FACT.findall(words.en))), words
    assert re.search(r"[\u4e00-\u9fff]", sort.message.zh)


def test_every_problem_stands_in_the_reference() -> None:
    page = (REFERENCE / "problems.md").read_text("utf-8")
    assert re.findall(r"^#### `(.*)`$", page, re.MULTILINE) == [
        code
        for _, sorts in CATALOGUES
        for code in sorted(sorts, key=lambda code: ALL[code].severity is not Severity.ERROR)
    ]


def test_every_problem_has_been_seen_by_a_test() -> None:
    """Its code stands in a test that sees it told; to be listed here or in a table of sentences is not enough."""
    seen = {
        node.value
        for path in (ROOT / "tests").rglob("*.py")
        if path != HERE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(set(ALL) - seen) == []


@pytest.mark.parametrize("row", TOLD)
def test_what_staff_are_told_in_a_fault_is_there(row: int) -> None:
    assert [code for code in TOLD[row] if code not in ALL] == []


def test_facts_are_on_one_line_printable_and_not_too_long_and_one_that_is_missing_breaks_nothing() -> None:
    screen = Words("照常。", "It plays.")
    told = Catalogue({"odd": error("“{name}”{what}{gone}。", "“{name}” {what}{gone}.", "改。", "Mend it.", screen)})
    one = told.problem("odd", Place("a.png"), name="a\n\u202eb{x}" + "长" * 500, what=Words("坏了", "is bad"))
    assert one.message.zh.startswith("“a\\n\\u202eb{x}长")
    assert one.message.zh.endswith("…”坏了。")
    assert "is bad" in one.message.en
    assert one.message.zh.isprintable()
    assert len(one.message.zh) < 180
    assert (one.code, one.severity, one.place.file, one.on_screen) == ("odd", Severity.ERROR, "a.png", screen)
