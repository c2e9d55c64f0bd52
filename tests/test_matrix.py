"""Every fault that the reliability page lists has been seen by a test, and every such test can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.matrix import PAGE, marked, rows_of_page, written

LISTED = range(1, 35)


def test_the_page_lists_every_fault_once() -> None:
    assert rows_of_page(PAGE.read_text(encoding="utf-8")) == tuple(LISTED)


@pytest.mark.parametrize("kind", ["fault", "control"])
def test_every_fault_has_a_test_and_every_test_a_control(kind: str) -> None:
    assert [row for row in LISTED if row not in marked(kind)] == []


@pytest.mark.parametrize("kind", ["fault", "control"])
def test_no_mark_names_a_fault_that_is_not_listed(kind: str) -> None:
    assert [row for row in marked(kind) if row not in LISTED] == []


def test_the_table_of_tests_is_as_the_tests_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == written(text, marked("fault"), marked("control")), "run: python -m tests.support.matrix"


def test_marks_are_read_from_functions_and_from_whole_files(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "import pytest\npytestmark = [pytest.mark.fault(3)]\n"
        "@pytest.mark.fault(1, 2)\ndef test_a(): pass\n@pytest.mark.control(2)\ndef test_b(): pass\n",
        encoding="utf-8",
    )
    assert marked("fault", tmp_path) == {
        1: ("test_one.py::test_a",),
        2: ("test_one.py::test_a",),
        3: ("test_one.py::test_a", "test_one.py::test_b"),
    }
    assert marked("control", tmp_path) == {2: ("test_one.py::test_b",)}
