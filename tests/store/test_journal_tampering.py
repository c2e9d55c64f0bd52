"""Whatever is done to a journal that was closed is found; the same done to lines without a chain is mostly not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.units import DAY, HOUR, Millis
from player.store import chain
from player.store.chain import GENESIS
from player.store.journal import KEEP_DAYS
from player.store.verification import showings, verify
from tests.support.journals import BEGIN, Files, folder, journal, naive, read, showing, three_days, write

laws = settings(max_examples=150, deadline=None)


@pytest.fixture(scope="module")
def cache() -> Iterator[Path]:
    with folder() as root:
        three_days(root)
        yield root


@pytest.fixture(scope="module")
def sound(cache: Path) -> Files:
    assert verify(cache).ok
    return read(cache)


def lines(files: Files) -> list[tuple[str, int]]:
    """Every line of every file, by its place."""
    return [
        (name, at)
        for name, data in files.items()
        if name != chain.HEAD
        for at in range(len(data.splitlines(keepends=True)))
    ]


def without(files: Files, places: set[tuple[str, int]]) -> Files:
    return {
        name: b"".join(line for at, line in enumerate(data.splitlines(keepends=True)) if (name, at) not in places)
        for name, data in files.items()
    }


def line_at(files: Files, place: tuple[str, int]) -> bytes:
    return files[place[0]].splitlines(keepends=True)[place[1]]


def put(files: Files, place: tuple[str, int], line: bytes) -> Files:
    """The files with another line at a place."""
    parts = files[place[0]].splitlines(keepends=True)
    parts[place[1]] = line
    return {**files, place[0]: b"".join(parts)}


def found(cache: Path, files: Files) -> bool:
    write(cache, files)
    return not verify(cache).ok


def test_any_single_byte_changed_is_found(cache: Path, sound: Files) -> None:
    """Law, at every byte of every file: another byte in its place is found."""
    missed = [
        (name, at)
        for name, data in sound.items()
        for at in range(len(data))
        if not found(cache, {**sound, name: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]})
    ]
    assert missed == []


@laws
@given(data=st.data())
def test_any_edit_is_found(data: st.DataObject, cache: Path, sound: Files) -> None:
    """Law: bytes replaced by others, inserted or cut out anywhere are found."""
    name = data.draw(st.sampled_from(sorted(sound)))
    old = sound[name]
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, min(len(old), start + 40)))
    new = old[:start] + data.draw(st.binary(max_size=40)) + old[end:]
    if new != old:
        # bytes without an end after the last whole line are what a killed player leaves: they count for nothing
        newest = max(file for file in sound if file != chain.HEAD)
        assert found(cache, {**sound, name: new}) or (name == newest and new.startswith(old))


@laws
@given(data=st.data())
def test_lines_removed_are_found(data: st.DataObject, cache: Path, sound: Files) -> None:
    """Law: any lines can be taken out, from one to all, at the end too: it is found."""
    places = data.draw(st.sets(st.sampled_from(lines(sound)), min_size=1))
    assert found(cache, without(sound, places))


def test_any_two_lines_swapped_are_found(cache: Path, sound: Files) -> None:
    """Law, for every two lines of all files."""
    for one, other in combinations(lines(sound), 2):
        swapped = put(put(sound, one, line_at(sound, other)), other, line_at(sound, one))
        assert found(cache, swapped), (one, other)


def test_any_line_copied_to_anywhere_is_found(cache: Path, sound: Files) -> None:
    """Law, for every line at every place."""
    for source in lines(sound):
        for place in lines(sound):
            doubled = put(sound, place, line_at(sound, place) + line_at(sound, source))
            assert found(cache, doubled), (source, place)


def test_any_cut_is_found(cache: Path, sound: Files) -> None:
    """Law, at every byte: a file that ends there is found, the newest one too, since the head knows its last line."""
    for name, data in sound.items():
        for end in range(len(data)):
            assert found(cache, {**sound, name: data[:end]}), (name, end)


def test_any_file_removed_or_renamed_is_found(cache: Path, sound: Files) -> None:
    days = [name for name in sound if name != chain.HEAD]
    for name in sound:
        assert found(cache, {other: data for other, data in sound.items() if other != name}), name
    for name in days:
        renamed = {("2020-08-01.jsonl" if other == name else other): data for other, data in sound.items()}
        assert found(cache, renamed), name
    for one, other in combinations(days, 2):
        assert found(cache, {**sound, one: sound[other], other: sound[one]})
    assert found(cache, {chain.HEAD: sound[chain.HEAD]}), "all days gone"


def test_the_place_of_a_change_is_told(cache: Path, sound: Files) -> None:
    middle = sound["2020-07-05.jsonl"].replace(b'"duration":8000', b'"duration":9000', 1)
    write(cache, {**sound, "2020-07-05.jsonl": middle})
    assert [(flaw.code, flaw.file, flaw.line) for flaw in verify(cache).flaws] == [("changed", "2020-07-05.jsonl", 1)]
    write(cache, without(sound, {("2020-07-05.jsonl", 1)}))
    (flaw,) = verify(cache).flaws
    assert (flaw.code, flaw.file, flaw.line) == ("missing", "2020-07-05.jsonl", 2)
    assert flaw.message.zh == "这一行前面少了 1 条记录（第 6 到 6 条）。"
    write(cache, {name: data for name, data in sound.items() if name != "2020-07-06.jsonl"})
    assert [(flaw.code, flaw.file) for flaw in verify(cache).flaws] == [("cut-off", "head")]


def test_without_a_chain_most_of_it_is_missed(cache: Path, sound: Files) -> None:
    """Control: the same attacks, looked at by a check that knows no chain."""
    missed = {"bytes": 0, "removed": 0, "swapped": 0}
    for name, data in sound.items():
        for at in range(len(data)):
            write(cache, {**sound, name: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]})
            missed["bytes"] += naive(cache)
    for place in lines(sound):
        write(cache, without(sound, {place}))
        missed["removed"] += naive(cache)
    for one, other in combinations(lines(sound), 2):
        write(cache, put(put(sound, one, line_at(sound, other)), other, line_at(sound, one)))
        missed["swapped"] += naive(cache)
    assert missed["bytes"] > sum(map(len, sound.values())) / 2
    assert missed["removed"] == len(lines(sound))
    assert missed["swapped"] == len(list(combinations(lines(sound), 2)))


def test_the_player_does_not_cover_the_tracks(cache: Path, sound: Files) -> None:
    """What was removed while the player was off is still missed after it has started, recorded, flushed and stopped."""
    last = "2020-07-06.jsonl"
    attacks = [
        without(sound, {(last, 3)}),
        without(sound, {(last, at) for at in range(4)}),
        {name: data for name, data in sound.items() if name != last},
        {name: data for name, data in sound.items() if name != chain.HEAD},
        {chain.HEAD: sound[chain.HEAD]},
    ]
    for files in attacks:
        write(cache, files)
        again = journal(cache)
        assert again.record(showing(77, BEGIN + 3 * DAY + HOUR))
        assert again.stop(Millis(BEGIN + 3 * DAY + 2 * HOUR))
        assert not verify(cache).ok


def test_a_chain_written_anew_is_not_found(tmp_path: Path) -> None:
    """The limit, said in the documents: who rewrites every line and the head leaves nothing to find."""
    three_days(tmp_path)
    files = read(tmp_path)
    link, forged = GENESIS, dict(files)
    for name in sorted(name for name in files if name != chain.HEAD):
        written = []
        for line in files[name].splitlines():
            record = chain.parsed(line)
            assert record is not None
            sort, record["duration"] = record["type"], 86_400_000
            fields = {key: value for key, value in record.items() if key not in ("n", "type", "before")}
            made, link = chain.line_of(link, sort, fields)
            written.append(made)
        forged[name] = b"".join(written)
    forged[chain.HEAD] = f"{link.number} {link.digest}\n".encode()
    write(tmp_path, forged)
    assert verify(tmp_path).ok


def test_a_journal_that_was_pruned_is_guarded_as_well() -> None:
    with folder() as root:
        three_days(root)
        now = Millis(BEGIN + (KEEP_DAYS + 2) * DAY)
        kept = journal(root)
        kept.record(showing(50, now))
        assert kept.prune(now) == 2
        kept.stop(now)
        assert verify(root).ok
        files = read(root)
        for place in lines(files):
            assert found(root, without(files, {place})), place
        for name in files:
            assert found(root, {other: data for other, data in files.items() if other != name}), name


@laws
@given(data=st.data())
def test_no_bytes_bring_the_reader_down(data: st.DataObject) -> None:
    """Law: whatever stands in the folder, it is verified and read without an error."""
    record = st.fixed_dictionaries(
        {"n": st.integers(-1, 99), "type": st.sampled_from(("showing", "start", "gap", "prune", "x", None))},
        optional=dict.fromkeys(("at", "start", "end", "file", "runs", "lost", "duration", "status", "assets"), _JSON)
        | {"before": st.text(max_size=3)},
    )
    line = st.one_of(record.map(json.dumps).map(str.encode), st.binary(max_size=30))
    with folder() as root:
        files = {"2020-07-04.jsonl": b"\n".join(data.draw(st.lists(line, max_size=6)))}
        write(root, {**files, chain.HEAD: data.draw(st.binary(max_size=70))})
        verify(root)
        assert list(showings(root, date(1970, 1, 1), date(2199, 1, 1))) is not None
        assert journal(root).record(showing(1, BEGIN + HOUR)), "and a player goes on"


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.just("2020-07-04T00:00:00+08:00"),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=6,
)


def test_half_a_line_and_impossible_figures_are_not_counted(tmp_path: Path) -> None:
    three_days(tmp_path)
    files = read(tmp_path)
    last, ever = "2020-07-06.jsonl", (date(1970, 1, 1), date(2199, 1, 1))
    whole = files[last].split(b"\n")
    write(tmp_path, {**files, last: b"\n".join(whole[:3])})  # the third showing, without its end
    assert [one.slide for one in showings(tmp_path, *ever)] == [f"s{number}" for number in range(8)]
    for figure in (b"-8000", b"99999999999999"):
        write(tmp_path, {**files, last: files[last].replace(b'"duration":8000', b'"duration":' + figure)})
        assert len(list(showings(tmp_path, *ever))) == 6


def test_a_damaged_last_line_keeps_its_number(tmp_path: Path) -> None:
    """So that what is written next does not take the number of a record that was there."""
    kept = journal(tmp_path)
    for number in range(4):
        kept.record(showing(number, BEGIN + (number + 1) * HOUR))
    files = read(tmp_path)
    path = tmp_path / "journal" / "2020-07-04.jsonl"
    path.write_bytes(b"\n".join(files[path.name].split(b"\n")[:3]) + b"\nrubbish\nrubbish\n")
    assert chain.tail(path).last == chain.Link(5, chain.digest_of_line(b"rubbish\n"))
    assert journal(tmp_path).record(showing(9, BEGIN + 9 * HOUR))
    assert chain.number_of(path.read_bytes().splitlines()[-1]) == 7, "a start, then the showing"
    assert not verify(tmp_path).ok


def test_a_file_of_several_runs_is_vouched_for_run_by_run(tmp_path: Path) -> None:
    """A clock that was set forth and back has written into a day twice; when that day goes, nothing is missed."""
    kept = journal(tmp_path)
    for number, day in enumerate((0, 1, 0, 1, 2)):
        kept.record(showing(number, BEGIN + day * DAY + (number + 1) * HOUR))
    assert len(chain.runs(tmp_path / "journal" / "2020-07-04.jsonl")) == 2
    now = Millis(BEGIN + (KEEP_DAYS + 2) * DAY)
    assert kept.prune(now) == 2
    assert verify(tmp_path).ok


def test_a_head_from_before_the_first_record_is_looked_at_too(tmp_path: Path) -> None:
    three_days(tmp_path)
    files = read(tmp_path)
    assert not found(tmp_path, {**files, chain.HEAD: f"0 {'0' * 64}\n".encode()})
    assert found(tmp_path, {**files, chain.HEAD: f"0 {'1' * 64}\n".encode()})
