"""Which test has seen which fault: read from the marks in the tests, written into docs/explanation/reliability.md.

`python -m tests.support.matrix` writes the page's table; a test says when it is stale, and which row has nothing to show.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.support.checkout import ROOT

PAGE = ROOT / "docs" / "explanation" / "reliability.md"
MARK = re.compile(r"(<!-- table: tests -->\n).*?(<!-- end -->)", re.DOTALL)
ROW = re.compile(r"^\| (\d+) \| ", re.MULTILINE)

Tests = Mapping[int, tuple[str, ...]]


@cache
def marked(kind: str, tests: Path = ROOT / "tests") -> dict[int, tuple[str, ...]]:
    """The tests that carry `@pytest.mark.<kind>(row, …)`, by row: `folder/file.py::name`, in order."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted(tests.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        whole = tuple(_rows(kind, _module_marks(tree)))
        for function in _functions(tree):
            for row in sorted({*whole, *_rows(kind, function.decorator_list)}):
                found[row].append(f"{path.relative_to(tests).as_posix()}::{function.name}")
    return {row: tuple(names) for row, names in sorted(found.items())}


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def _module_marks(tree: ast.Module) -> list[ast.expr]:
    """What `pytestmark` lists."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets):
            return list(node.value.elts) if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
    return []


def _rows(kind: str, marks: list[ast.expr]) -> Iterator[int]:
    for mark in marks:
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == kind:
            yield from (int(ast.literal_eval(argument)) for argument in mark.args)


def rows_of_page(text: str) -> tuple[int, ...]:
    """The numbers of the faults that the page lists by hand."""
    return tuple(int(number) for number in ROW.findall(MARK.sub("", text)))


def written(text: str, faults: Tests, controls: Tests) -> str:
    """The page with its table of tests as the marks have it."""
    lines = ["| # | has seen it | shows that the test can fail |", "| --- | --- | --- |"]
    lines += [
        f"| {row} | {_links(faults.get(row, ()))} | {_links(controls.get(row, ()))} |" for row in rows_of_page(text)
    ]
    return MARK.sub(lambda found: found[1] + "\n".join(lines) + "\n" + found[2], text)


def _links(names: tuple[str, ...]) -> str:
    """One link a file, with its tests."""
    files: dict[str, list[str]] = defaultdict(list)
    for name in names:
        file, _, test = name.partition("::")
        files[file].append(test.removeprefix("test_").replace("_", " "))
    return "<br>".join(f"[{file}](../../tests/{file}): {'; '.join(tests)}" for file, tests in files.items())


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(written(page, marked("fault"), marked("control")), encoding="utf-8", newline="\n")
