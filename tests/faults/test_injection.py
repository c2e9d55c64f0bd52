"""Every system call of a publish fails, lies, or is the last one: the old version or the new one is whole, never a mixture.

By `strace`, on the real store in a real process. In every run: a kill and an EIO at each call, every lie, and a sample of
the rest; `QINGBO_NIGHTLY=1` for the whole product of faults and calls.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from player.model.units import HOUR, Millis
from player.store.store import Store
from player.store.verification import verify
from tests.support.campaign import MEMORY
from tests.support.checkout import ROOT
from tests.support.die_publishing import publish
from tests.support.injected import DONE, FAILED
from tests.support.journals import BEGIN, journal, showing
from tests.support.strace import CHANGING, Call, calls, flushed

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace is Linux's")

NIGHTLY = bool(os.environ.get("QINGBO_NIGHTLY"))
SAMPLE = 60
"""Of the faults that are not tried at each call in every run: how many are."""

KILLED = -9

LIES = {
    "write": ("retval=0", "retval=1", "retval=40"),
    "read": ("retval=0", "retval=40"),
    "rename": ("retval=0",),
    "mkdir": ("retval=0",),
    "unlink": ("retval=0",),
    "fsync": ("retval=0",),
    "utimensat": ("retval=0",),
    "openat": ("error=ENOENT",),
}
"""What a call may claim though nothing was done: bytes written, a name given, a file that is not there."""

FULL = ("write", "mkdir", "openat", "fsync", "rename")


@dataclass(frozen=True, slots=True)
class Case:
    """One fault at one call: how it is called in a message, and what `strace` is told."""

    fault: str
    call: Call
    options: list[str]

    def __str__(self) -> str:
        return f"{self.fault} at {self.call}"


@dataclass(frozen=True, slots=True)
class Left:
    """What a case left: its cache, how its child ended, and what a new process would load."""

    case: Case
    root: Path
    ending: int
    verdict: str
    problems: tuple[str, ...]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        yield Path(place)


def run(mode: str, folder: Path, cases: Sequence[tuple[str, list[str]]]) -> dict[str, Any]:
    """What the program tells of these cases."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.injected", mode, str(folder)],
        input=json.dumps(cases), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def traced(mode: str, folder: Path) -> list[Call]:
    """The calls of the work when nothing is wrong."""
    told = run(mode, folder, [("template", [])])
    assert told["endings"] == [DONE]
    return calls((folder / "0.trace").read_text(), str(folder / "0"))


def deadly(found: Sequence[Call]) -> Iterator[Case]:
    """A kill and an EIO at each call."""
    for call in found:
        yield Case("killed", call, call.once("signal=SIGKILL"))
        yield Case("EIO", call, call.once("error=EIO"))


def lying(found: Sequence[Call]) -> Iterator[Case]:
    """Every claim of a call that did nothing, the whole result of a write among them."""
    for call in found:
        for lie in LIES.get(call.name, ()):
            yield Case(lie, call, call.once(lie))
        if call.name == "write":
            yield Case("lost write", call, call.once(f"retval={call.result}"))


def others(found: Sequence[Call]) -> Iterator[Case]:
    """What fails otherwise, and what fails from one call on: a disk that is full, was made read-only, or died."""
    for call in found:
        for error in ("ENOSPC", "EROFS", "EACCES", "EDQUOT", "EINTR", "ENOMEM", "EMFILE"):
            yield Case(error, call, call.once(f"error={error}"))
        yield Case("EIO for good", call, call.ever_after("error=EIO", {other.name for other in found}))
        yield Case("EROFS for good", call, call.ever_after("error=EROFS", CHANGING))
        yield Case("ENOSPC for good", call, call.ever_after("error=ENOSPC", FULL))


def sampled(cases: Iterator[Case]) -> list[Case]:
    """All of them in the long form, else some, the same in every run."""
    every = list(cases)
    return every if NIGHTLY else random.Random(23).sample(every, min(SAMPLE, len(every)))


def published(mode: str, folder: Path, cases: Sequence[Case]) -> list[Left]:
    """What the cases leave of publishing B over A."""
    told = run(mode, folder, [("template", case.options) for case in cases])
    names = {told["old"]: "old", told["new"]: "new", None: "nothing"}
    left = []
    for number, (case, ending) in enumerate(zip(cases, told["endings"], strict=True)):
        root = folder / str(number)
        store = Store(root)
        loaded = store.load()
        whole = loaded.snapshot is None or (loaded.whole and not list(store.damaged(loaded.snapshot)))
        verdict = names.get(loaded.digest, "another") if whole else "mixed"
        left.append(Left(case, root, ending, verdict, tuple(problem.code for problem in loaded.problems)))
    return left


def wrongs(left: Sequence[Left]) -> list[str]:
    """What breaks the law: a version that is neither, a promise that is not kept, an end that is none of the known ones."""
    return [
        f"{one.case}: ended {one.ending}, found {one.verdict} {one.problems}"
        for one in left
        if one.verdict not in ("old", "new")
        or (one.ending == DONE and one.verdict != "new")
        or one.ending not in (DONE, FAILED, KILLED)
        or one.problems
    ]


@pytest.mark.fault(21, 23)
@pytest.mark.timeout(1800 if NIGHTLY else 240)
def test_whatever_fails_or_lies_at_any_call_the_old_version_or_the_new_one_is_whole(folder: Path) -> None:
    """Law: afterwards the old or the new version loads, without a problem; it is the new one if that was said; and the next publish succeeds."""
    found = traced("publish", folder / "first")
    assert len(found) > 100, "every call is known"
    cases = [*deadly(found), *lying(found), *sampled(others(found))]
    left = published("publish", folder / "all", cases)
    assert not wrongs(left)
    seen = Counter((one.ending, one.verdict) for one in left)
    assert seen[KILLED, "old"] > 100, "the kills were kills"
    assert seen[KILLED, "new"], "and one came when the new version stood"
    assert seen[FAILED, "old"] > 100, "failures were failures"
    for one in left:
        publish(one.root, "right")
        loaded = Store(one.root).load()
        assert loaded.whole, one.case
        assert loaded.snapshot is not None
        assert loaded.snapshot.playlists[0].slides[0].assets[0].name == "B0.png", one.case
        assert not list(Store(one.root).damaged(loaded.snapshot)), one.case


@pytest.mark.fault(23)
def test_a_folder_whose_flush_failed_is_flushed_before_the_next_try_is_done(folder: Path) -> None:
    """Law: what a try left behind without flushing it is flushed by the next one, before that says it is done."""
    flushes = [
        call for call in traced("publish", folder / "first") if call.name == "fsync" and ".part" not in call.about
    ]
    assert len(flushes) >= 6, "the folder of each object, of the snapshot, of both pointers"
    cases = [("template", call.once("error=EIO")) for call in flushes]
    cases += [(str(number), []) for number in range(len(flushes))]
    told = run("publish", folder / "all", cases)
    assert told["endings"] == [FAILED] * len(flushes) + [DONE] * len(flushes)
    for number, call in enumerate(flushes):
        again = number + len(flushes)
        root = folder / "all" / str(again)
        place = call.about.partition("<")[2].rstrip(">")
        assert f"{root}{place}" in flushed((root.with_suffix(".trace")).read_text()), call


@pytest.mark.control(23)
def test_a_publisher_that_believes_the_disk_is_caught_by_its_lies(folder: Path) -> None:
    """Control: the same order of writes and all flushes, but nothing read back: it says it is done, and it is not."""
    found = traced("unread", folder / "first")
    told = wrongs(published("unread", folder / "all", list(lying(found))))
    assert any(f"ended {DONE}, found mixed" in wrong for wrong in told), told
    assert len(told) >= 5


@pytest.mark.control(21, 23)
def test_a_publisher_that_writes_in_place_is_caught_by_kills_and_failures(folder: Path) -> None:
    """Control: the same kills and failures of a program that writes as most programs do."""
    found = traced("in-place", folder / "first")
    told = wrongs(published("in-place", folder / "all", list(deadly(found))))
    assert any(wrong.startswith("killed") for wrong in told), told
    assert any(wrong.startswith("EIO") for wrong in told), told


@pytest.mark.fault(21, 23)
@pytest.mark.timeout(1800 if NIGHTLY else 240)
def test_whatever_fails_at_any_call_the_journal_verifies_and_goes_on(folder: Path) -> None:
    """Law: after any failure or kill the chain is whole, nothing that was said to be written is missing, and it goes on."""
    found = traced("record", folder / "first")
    assert len(found) > 50, "every call is known"
    cases = [*deadly(found), *sampled(others(found))]
    told = run("record", folder / "all", [("template", case.options) for case in cases])
    for number, (case, ending) in enumerate(zip(cases, told["endings"], strict=True)):
        assert ending in (DONE, FAILED, KILLED), case
        root = folder / "all" / str(number)
        left = verify(root)
        assert left.ok, (str(case), left.flaws)
        assert left.totals.showings >= (3 if ending == DONE else 1), case
        again = journal(root)
        assert again.record(showing(9, BEGIN + 7 * HOUR)), case
        assert again.stop(Millis(BEGIN + 8 * HOUR)), case
        after = verify(root)
        assert after.ok, (str(case), after.flaws)
        assert after.totals.showings > left.totals.showings, case


@pytest.mark.fault(20, 23)
@pytest.mark.timeout(1800 if NIGHTLY else 240)
def test_whatever_fails_while_the_cache_is_read_reading_does_not_raise(folder: Path) -> None:
    """Law: a start whose disk fails at any call says what is whole and what is not; it never ends."""
    found = traced("load", folder / "first")
    assert len(found) > 20, "every call is known"
    cases = [
        Case(error, call, call.once(f"error={error}")) for call in found for error in ("EIO", "EBADMSG", "EUCLEAN")
    ]
    cases += [Case("EIO for good", call, call.ever_after("error=EIO", {one.name for one in found})) for call in found]
    told = run("load", folder / "all", [("template", case.options) for case in cases])
    endings = zip(cases, told["endings"], strict=True)
    assert not [str(case) for case, ending in endings if ending not in (DONE, FAILED)]
    assert told["endings"].count(FAILED) > 20, "failures were failures"
