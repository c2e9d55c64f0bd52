"""Playlists that are built to hurt a reader: told with their line, in no time; a usual reader of YAML dies or hangs of them."""

from __future__ import annotations

import sys
import time

import pytest
import yaml

from player.ingest.pipeline import Rules, ingest
from player.prepare.limits import JobDied, Limits, run_limited
from tests.ingest.memory import NOW, MemoryFiles

GOOD = "slides:\n  - slogan: 绿水青山\n"
BRACKETS = b"[" * 100_000
LAUGHS = "".join(
    ["a0: &a0 [哈, 哈]\n", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)), GOOD]
).encode()
MERGES = "".join(
    ["m0: &m0 {k: v}\n", *(f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}\n" for n in range(1, 9)), GOOD]
).encode()
PROGRAM = b"slides:\n  - slogan: !!python/object/apply:os.system [reboot]\n"


def told(data: bytes) -> tuple[set[str], set[int]]:
    """The codes of what is told, and its lines; asserts that it took no time, and that the last good version plays on."""
    before = ingest(MemoryFiles({"a.yaml": GOOD.encode()}), previous=None, now=NOW, rules=Rules()).snapshot
    started = time.thread_time()
    after = ingest(MemoryFiles({"a.yaml": data}), previous=before, now=NOW, rules=Rules())
    assert time.thread_time() - started < 5
    assert [slide.text("slogan") for slide in after.snapshot.slides()] == ["绿水青山"]
    assert all(problem.message.zh for problem in after.problems)
    return {problem.code for problem in after.problems}, {problem.place.line or 0 for problem in after.problems}


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (BRACKETS, "yaml-deep", 1),
        (LAUGHS, "yaml-anchor", 1),
        (MERGES, "yaml-anchor", 1),
        (PROGRAM, "yaml-tag", 2),
        (b"slides:\n" + b"  - slogan: x\n" * 30_000, "file-too-big", 0),
        (b"{a: " * 50_000, "yaml-deep", 1),
    ],
    ids=["100,000 brackets", "a billion laughs", "merges", "a program", "too many", "deep tables"],
)
def test_what_is_built_to_hurt_a_reader_is_told_with_its_line_in_no_time(data: bytes, code: str, line: int) -> None:
    codes, lines = told(data)
    assert code in codes
    assert line in lines


@pytest.mark.control(12)
@pytest.mark.skipif(sys.platform == "win32", reason="without fork it would be this process that dies")
@pytest.mark.parametrize("data", [BRACKETS, MERGES], ids=["100,000 brackets", "merges"])
def test_a_usual_reader_dies_or_hangs_of_the_same(data: bytes) -> None:
    def read() -> bytes:
        yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return b""

    with pytest.raises(JobDied, match=r"SIGSEGV|exit 1|more than 3 s|no memory") as caught:
        run_limited(read, Limits(seconds=3.0, memory=300_000_000))
    print(caught.value)
