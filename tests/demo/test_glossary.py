"""One word, one meaning: `docs/glossary.md` against the names in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Term(NamedTuple):
    word: str
    chinese: str
    never: tuple[str, ...]


def terms() -> list[Term]:
    rows = re.findall(
        r"^\| (\w+) \| (\S+) \| [^|]+ \| ([^|]*) ?\|$", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE
    )
    return [
        Term(word, chinese, tuple(never.replace(",", " ").split())) for word, chinese, never in rows if word != "word"
    ]


def parts(name: str) -> Iterator[str]:
    for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name):
        yield part.lower()


def names_of(tree: ast.AST) -> Iterator[str]:
    """Every name that the code gives: functions, classes, arguments, variables, attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def given_names() -> dict[str, set[str]]:
    """Each part of a name in `player/` -> where it is given."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "player").rglob("*.py")):
        for name in (*names_of(ast.parse(path.read_text("utf-8"))), path.stem, path.parent.name):
            for part in parts(name):
                found.setdefault(part, set()).add(f"{path.relative_to(ROOT)}: {name}")
    return found


def test_the_page_is_read_whole() -> None:
    listed = [line for line in (ROOT / "docs/glossary.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    assert len(terms()) == len(listed) - 2  # the heading and the rule under it
    assert len(terms()) > 15


def test_every_term_is_used_in_the_code() -> None:
    given = given_names()
    assert [term.word for term in terms() if not {term.word, f"{term.word}s"} & given.keys()] == []


def test_no_name_uses_another_word_for_it() -> None:
    given = given_names()
    wrong = {never: sorted(given[never]) for term in terms() for never in term.never if never in given}
    assert wrong == {}


def test_no_word_is_both_right_and_wrong() -> None:
    right = {term.word for term in terms()}
    assert right & {never for term in terms() for never in term.never} == set()
