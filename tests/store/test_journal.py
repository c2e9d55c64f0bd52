"""The journal on a real disk: what is recorded is there, whatever happens to the disk, the clock and the player."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.units import DAY, HOUR, Millis
from player.store import chain
from player.store.journal import FLUSH, KEEP_AT_LEAST, KEEP_DAYS, PRUNE_AT_ONCE, Journal
from player.store.verification import showings, verify
from tests.support.journals import BEGIN, folder, journal, read, showing

EVER = (date(1970, 1, 1), date(2199, 12, 31))


def slides(root: Path) -> list[str]:
    return [found.slide for found in showings(root, *EVER)]


def types(root: Path) -> list[str]:
    records = [chain.parsed(line) for path in chain.files(root / "journal") for line in path.read_bytes().splitlines()]
    return [record["type"] for record in records if record is not None]


def test_what_is_recorded_is_read_again(tmp_path: Path) -> None:
    written = [showing(number, BEGIN + number * 9 * HOUR) for number in range(1, 9)]
    kept = journal(tmp_path)
    assert all(kept.record(one) for one in written)
    kept.stop(Millis(BEGIN + 3 * DAY))
    assert list(showings(tmp_path, *EVER)) == written
    assert list(showings(tmp_path, date(2020, 7, 5), date(2020, 7, 5))) == [
        one for one in written if BEGIN + DAY <= one.end < BEGIN + 2 * DAY
    ]
    found = verify(tmp_path)
    assert found.ok
    assert (found.totals.showings, found.totals.duration, found.totals.starts) == (8, 64_000, 1)


def test_a_file_is_a_local_day_and_a_line_a_record(tmp_path: Path) -> None:
    for zone, name in (("Asia/Shanghai", "2020-07-04"), ("UTC", "2020-07-03"), ("Pacific/Auckland", "2020-07-04")):
        kept = Journal(tmp_path / name / zone.replace("/", "-"), "hall", zone, background=False)
        kept.record(showing(1, BEGIN + 60_000))
        assert [path.stem for path in chain.files(kept.folder)] == [name]
    assert [chain.number_of(line) for line in (kept.folder / f"{name}.jsonl").read_bytes().splitlines()] == [1, 2]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("record"), st.integers(-20, 20)),
            st.tuples(st.sampled_from(("stop", "die", "torn", "prune")), st.just(0)),
        ),
        max_size=25,
    )
)
def test_whatever_happens_to_player_and_clock_the_journal_is_whole(steps: list[tuple[str, int]]) -> None:
    """Law: stops, deaths, torn lines and clocks set by days either way leave a journal that verifies, with every record."""
    with folder() as root:
        kept, now, expected = journal(root), int(BEGIN), []
        for number, (step, days) in enumerate(steps):
            now += 10_000
            if step == "record":
                now += days * DAY
                assert kept.record(showing(number, now))
                expected.append(f"s{number}")
            elif step == "stop":
                kept.stop(Millis(now))
                kept = journal(root)
            elif step == "prune":
                assert kept.prune(Millis(now)) == 0
            else:
                if step == "torn" and (paths := chain.files(root / "journal")):
                    newest = max(paths, key=lambda path: getattr(chain.tail(path).last, "number", 0))
                    with newest.open("ab") as stream:
                        stream.write(b'{"n":99,"type":"show')
                kept = journal(root)
            assert [flaw.message.en for flaw in verify(root).flaws] == []
        assert sorted(slides(root)) == sorted(expected)


def test_a_torn_line_is_cut_off_and_mentioned(tmp_path: Path) -> None:
    journal(tmp_path).record(showing(1, BEGIN + HOUR))
    (path,) = chain.files(tmp_path / "journal")
    with path.open("ab") as stream:
        stream.write(b'{"n":3,"ty')
    assert (verify(tmp_path).ok, verify(tmp_path).totals.torn) == (True, 10)
    journal(tmp_path).record(showing(2, BEGIN + 2 * HOUR))
    assert b'"torn":10' in path.read_bytes()
    assert (verify(tmp_path).ok, verify(tmp_path).totals.torn, slides(tmp_path)) == (True, 0, ["s1", "s2"])


def test_a_start_without_a_stop_before_it_tells_of_a_crash(tmp_path: Path) -> None:
    first = journal(tmp_path)
    first.start(BEGIN)
    first.record(showing(1, BEGIN + HOUR))
    second = journal(tmp_path)
    second.record(showing(2, BEGIN + 2 * HOUR))
    second.stop(Millis(BEGIN + 3 * HOUR))
    journal(tmp_path).start(Millis(BEGIN + 4 * HOUR))
    assert types(tmp_path) == ["start", "showing", "start", "showing", "stop", "start"]


# the disk


@contextmanager
def room(size: int) -> Iterator[None]:
    """No file may grow past `size` bytes meanwhile: real short writes and real errors, as on a full disk."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(os.name == "nt", reason="needs limits on a process")
@pytest.mark.parametrize("spare", [0, 1, 200])
def test_a_full_disk_costs_records_and_says_how_many(tmp_path: Path, spare: int) -> None:
    kept = journal(tmp_path)
    assert kept.record(showing(1, BEGIN + HOUR))
    (path,) = chain.files(tmp_path / "journal")
    before = path.read_bytes()
    with room(len(before) + spare):
        assert not kept.record(showing(2, BEGIN + 2 * HOUR))
        assert not kept.record(showing(3, BEGIN + 3 * HOUR))
        assert not kept.stop(Millis(BEGIN + 3 * HOUR))
    assert kept.lost == 2
    assert path.read_bytes() == before, "half a line is taken back"
    assert kept.record(showing(4, BEGIN + 4 * HOUR))
    assert kept.lost == 0
    found = verify(tmp_path)
    assert (found.ok, found.totals.lost, slides(tmp_path)) == (True, 2, ["s1", "s4"])
    assert types(tmp_path) == ["start", "showing", "gap", "showing"]


def test_a_folder_that_cannot_be_made_costs_records_only(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("in the way")
    kept = journal(tmp_path)
    assert not kept.start(BEGIN)
    assert not kept.record(showing(1, BEGIN + HOUR))
    assert kept.prune(Millis(BEGIN + HOUR)) == 0
    (tmp_path / "journal").unlink()
    assert kept.record(showing(2, BEGIN + HOUR))
    assert (verify(tmp_path).ok, verify(tmp_path).totals.lost) == (True, 1)


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be removed there")
@pytest.mark.parametrize("whole", [False, True])
def test_what_is_removed_while_the_player_runs_is_missed(tmp_path: Path, *, whole: bool) -> None:
    kept = journal(tmp_path)
    kept.record(showing(1, BEGIN + HOUR))
    (path,) = chain.files(tmp_path / "journal")
    path.unlink()
    if whole:
        (tmp_path / "journal" / "head").unlink()
        (tmp_path / "journal").rmdir()
    attempts = [kept.record(showing(number, BEGIN + 2 * HOUR)) for number in (2, 3)]
    assert attempts[-1], "it goes on"
    kept.stop(Millis(BEGIN + 3 * HOUR))
    assert "missing" in {flaw.code for flaw in verify(tmp_path).flaws}


def test_a_clock_set_back_goes_on_in_the_older_file(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    for number, days in enumerate((0, 1, 0, 29_000, 1)):
        assert kept.record(showing(number, BEGIN + days * DAY + number * HOUR + HOUR))
    assert len(chain.files(tmp_path / "journal")) == 3
    assert verify(tmp_path).ok


# flushing


def test_flushes_are_a_minute_apart_and_the_head_follows_them(tmp_path: Path) -> None:
    seconds = [0.0]
    kept = Journal(tmp_path, "hall", monotonic=lambda: seconds[0], background=False)
    heads = []
    for number in range(1, 30):
        seconds[0] += 10.0
        kept.record(showing(number, BEGIN + number * 10_000))
        heads.append(chain.read_head(tmp_path / "journal"))
    assert len(set(heads)) == 5, "at the first record, then every sixth"
    assert FLUSH == 60.0
    kept.record(showing(31, BEGIN + DAY))
    head = chain.read_head(tmp_path / "journal")
    assert head is not None
    assert head.number == 31, "a new day is flushed at once"


def test_a_flush_that_hangs_holds_up_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes seconds for a flush (the real system call, held up) is not waited for."""
    free, begun, real = threading.Event(), threading.Event(), os.fsync

    def slow(fd: int) -> None:
        begun.set()
        free.wait()
        real(fd)

    kept = Journal(tmp_path, "hall", monotonic=lambda: 0.0)
    assert kept.start(Millis(BEGIN - HOUR))
    kept._flush_now()
    monkeypatch.setattr(os, "fsync", slow)
    for number in range(1, 6):
        assert kept.record(showing(number, BEGIN + number * DAY))
    assert begun.wait(5)
    assert len(slides(tmp_path)) == 5
    free.set()
    assert kept.stop(Millis(BEGIN + 6 * DAY))
    head = chain.read_head(tmp_path / "journal")
    assert (head is not None and head.number, verify(tmp_path).ok) == (7, True)
    assert not [name for name in read(tmp_path) if name.endswith(".part")]


def test_the_head_never_names_what_a_power_cut_could_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each head every line and every file name before it was flushed; old days go after what vouches for them."""
    dirty: set[int] = set()
    heads, gone = [0], [0]
    real = {name: getattr(os, name) for name in ("open", "write", "fsync", "replace", "rename", "unlink")}

    def opened(path: str, *args: int) -> int:
        is_new = str(path).endswith(chain.SUFFIX) and not Path(path).exists()
        if is_new:
            dirty.add(Path(path).parent.stat().st_ino)
        return int(real["open"](path, *args))

    def written(fd: int, data: bytes) -> int:
        dirty.add(os.fstat(fd).st_ino)
        return int(real["write"](fd, data))

    def flushed(fd: int) -> None:
        dirty.discard(os.fstat(fd).st_ino)
        real["fsync"](fd)

    def renamed(old: str, new: str) -> None:
        assert not dirty, "a head before its lines"
        heads[0] += 1
        real["replace"](old, new)

    def removed(path: str, **options: object) -> None:
        assert not dirty, "gone before it was vouched for"
        gone[0] += 1
        real["unlink"](path, **options)

    seconds = [0.0]
    kept = Journal(tmp_path, "hall", monotonic=lambda: seconds[0], background=False)
    for name, function in (("open", opened), ("write", written), ("fsync", flushed), ("unlink", removed)):
        monkeypatch.setattr(os, name, function)
    for name in ("replace", "rename"):
        monkeypatch.setattr(os, name, renamed)
    for number in range(40):
        seconds[0] += 25.0
        assert kept.record(showing(number, BEGIN + (number % 3) * DAY + number * 60_000))
    now = Millis(BEGIN + (KEEP_DAYS + 2) * DAY)
    assert kept.record(showing(50, now))
    assert kept.prune(now) == 2
    assert kept.stop(now)
    assert (heads[0] > 40, gone[0]) == (True, 2)


def test_a_record_takes_a_tenth_of_a_millisecond_at_most(tmp_path: Path) -> None:
    """The best of forty times fifty: what it costs when nobody else has the processor."""
    kept = Journal(tmp_path, "hall")
    kept.start(BEGIN)
    costs = []
    for batch in range(40):
        shown = [showing(number, BEGIN + (batch * 50 + number) * 8_000) for number in range(50)]
        begun = time.perf_counter()
        for one in shown:
            kept.record(one)
        costs.append((time.perf_counter() - begun) / 50)
    kept.stop(Millis(BEGIN + DAY))
    assert min(costs) <= 100e-6


# age


def aged(root: Path, days: int) -> Journal:
    kept = journal(root)
    for day in range(days):
        kept.record(showing(day, BEGIN + day * DAY + HOUR))
    return kept


def test_old_files_go_and_are_vouched_for(tmp_path: Path) -> None:
    kept = aged(tmp_path, 5)
    now = Millis(BEGIN + (KEEP_DAYS + 3) * DAY)
    kept.record(showing(9, now))
    assert kept.prune(now) == 3
    assert kept.prune(now) == 0
    assert [path.stem for path in chain.files(tmp_path / "journal")] == ["2020-07-07", "2020-07-08", "2021-08-11"]
    assert (verify(tmp_path).ok, verify(tmp_path).totals.pruned) == (True, 3)
    kept.stop(now)
    (tmp_path / "journal" / "2020-07-07.jsonl").unlink()
    assert [flaw.code for flaw in verify(tmp_path).flaws] == ["missing"]


def test_a_crash_between_the_vow_and_the_removal_is_no_flaw(tmp_path: Path) -> None:
    kept = aged(tmp_path, 3)
    now = Millis(BEGIN + (KEEP_DAYS + 1) * DAY)
    oldest = chain.files(tmp_path / "journal")[0]
    data = oldest.read_bytes()
    assert kept.prune(now) == 1
    oldest.write_bytes(data)
    assert verify(tmp_path).ok
    assert kept.prune(now) == 1
    assert verify(tmp_path).ok
    oldest.write_bytes(data.replace(b"s0", b"s9"))
    assert not verify(tmp_path).ok, "what is there is looked at, vouched for or not"


def test_a_clock_gone_wrong_for_a_day_does_not_cost_a_year(tmp_path: Path) -> None:
    kept = aged(tmp_path, 20)
    assert kept.prune(Millis(BEGIN + 29_000 * DAY)) == PRUNE_AT_ONCE
    assert verify(tmp_path).ok


def test_on_a_small_disk_the_oldest_go_and_the_last_month_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = aged(tmp_path, 40)
    assert len(chain.files(tmp_path / "journal")) == 40, "there is room"
    monkeypatch.setattr("player.store.journal.KEEP_BYTES", 5_000)
    for day in range(40, 50):
        assert kept.record(showing(day, BEGIN + day * DAY + HOUR))
        assert verify(tmp_path).ok, verify(tmp_path).flaws
    names = [path.stem for path in chain.files(tmp_path / "journal")]
    assert len(names) == KEEP_AT_LEAST
    assert names[-1] == "2020-08-22"
    assert verify(tmp_path).totals.pruned == 19
    kept.stop(Millis(BEGIN + 50 * DAY))
    (tmp_path / "journal" / f"{names[0]}.jsonl").unlink()
    assert [flaw.code for flaw in verify(tmp_path).flaws] == ["missing"], "others may not remove any"


@pytest.mark.parametrize("hangs", [False, True])
def test_what_comes_on_a_day_that_is_about_to_go_does_not_go_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, hangs: bool
) -> None:
    """The clock falls back to a day whose file is vouched for and waits for its flush: that is waited for, or the record told as lost."""
    now = Millis(BEGIN + (KEEP_DAYS + 2) * DAY)
    aged(tmp_path, 3).stop(Millis(BEGIN + 3 * DAY))
    free, real = threading.Event(), os.fsync
    monkeypatch.setattr("player.store.journal.PARTING", 0.3 if hangs else 20.0)
    monkeypatch.setattr(os, "fsync", lambda fd: (free.wait(), real(fd)))
    kept = Journal(tmp_path, "hall", monotonic=lambda: 0.0)
    assert kept.record(showing(8, now))
    assert kept.prune(now) == 2
    if not hangs:
        threading.Timer(0.3, free.set).start()
    assert kept.record(showing(9, BEGIN + HOUR)) is not hangs
    free.set()
    assert kept.record(showing(10, now + HOUR))
    assert kept.stop(Millis(now + HOUR))
    assert verify(tmp_path).ok, verify(tmp_path).flaws
    assert ("s9" in slides(tmp_path)) is not hangs
    assert verify(tmp_path).totals.lost == hangs


def test_the_day_that_is_written_never_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where the clock was set back to the oldest of all."""
    kept = aged(tmp_path, 40)
    monkeypatch.setattr("player.store.journal.KEEP_BYTES", 5_000)
    for number in range(3):
        assert kept.record(showing(50 + number, BEGIN + HOUR + number))
        assert verify(tmp_path).ok, verify(tmp_path).flaws
    assert kept.stop(Millis(BEGIN + 2 * HOUR))
    assert verify(tmp_path).ok, verify(tmp_path).flaws
    assert {"s50", "s51", "s52"} <= set(slides(tmp_path))


def test_pruning_early_is_found(tmp_path: Path) -> None:
    kept = aged(tmp_path, 3)
    first = chain.files(tmp_path / "journal")[0]
    gone = [[run.first, run.last.number, run.before, run.last.digest] for run in chain.runs(first)]
    kept._write("prune", {"file": first.name, "runs": gone}, Millis(BEGIN + 3 * DAY))
    first.unlink()
    assert "pruned-early" in {flaw.code for flaw in verify(tmp_path).flaws}


def test_nothing_goes_before_it_is_vouched_for_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that refuses to flush (the real system call fails) keeps old files; the next day they go."""
    kept = aged(tmp_path, 3)
    now = Millis(BEGIN + (KEEP_DAYS + 2) * DAY)

    def refuse(fd: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", refuse)
        kept.prune(now)
        assert len(chain.files(tmp_path / "journal")) == 4
    assert kept.prune(now) == 2
    assert len(chain.files(tmp_path / "journal")) == 2
    assert verify(tmp_path).ok


def test_a_journal_can_be_verified_while_it_is_written(tmp_path: Path) -> None:
    """With days that change, flushes in their thread, and old days that go meanwhile."""
    seconds = iter(range(0, 10**9, 30))
    kept = Journal(tmp_path, "hall", monotonic=lambda: float(next(seconds)))
    old, later = 12, KEEP_DAYS + 13  # days

    def play() -> None:
        for number in (*range(old), *range(KEEP_DAYS, later)):
            for hour in range(1, 9):
                kept.record(showing(number, BEGIN + number * DAY + hour * HOUR))
            kept.prune(Millis(BEGIN + number * DAY))
        while looks < 5 and not enough.is_set():
            kept.record(showing(9, BEGIN + later * DAY))

    looks, enough = 0, threading.Event()
    player = threading.Thread(target=play)
    player.start()
    try:
        while player.is_alive():
            assert [flaw.message.en for flaw in verify(tmp_path).flaws] == []
            slides(tmp_path)  # can be read as well
            looks += 1
    finally:
        enough.set()
        player.join()
    assert looks >= 5
    kept.stop(Millis(BEGIN + later * DAY))
    again = journal(tmp_path)
    while again.prune(Millis(BEGIN + later * DAY)):
        assert verify(tmp_path).ok
    assert len(chain.files(tmp_path / "journal")) == 14
