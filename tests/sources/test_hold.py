"""What is held back, for how long, and what staff are told meanwhile."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.model.listing import Listing
from player.sources import folder, settle
from player.sources.completeness import Lack
from player.sources.folder import CONFIRMED_FOR, Folder
from player.sources.hold import LOCK_FOR, LONGEST_PAUSE, MAYBE_FOR, SAID_AFTER, Holding, In, Reason
from player.sources.settle import GONE, GONE_MANY, GONE_MASS, QUIET, QUIET_NETWORK
from tests.support.writers import picture

RAW = (1, 2, 3, 4, 5)


def asked(reason: Reason | None, until: float) -> tuple[list[float], Holding]:
    """When a file that has been quiet since 0 is asked about, if the answer is always the same."""
    holding, now, times = Holding(), 2.0, []
    while now is not None and now < until:
        times.append(now)
        now = holding.until("a", RAW, since=0.0, now=now, ask=lambda: reason) or until
    return times, holding


def test_patience_grows_to_a_minute() -> None:
    times, holding = asked(Lack.END, 400.0)
    assert times == [2, 3, 5, 9, 17, 33, SAID_AFTER, 120, 180, 240, 300, 360]
    assert holding.said(SAID_AFTER - 0.1) == ()
    assert [held.path for held in holding.said(SAID_AFTER)] == ["a"]


@given(since=st.floats(970, 1023.99))  # 1024 lies between: from there on floats are coarser
def test_it_is_said_at_the_very_question_of_its_minute(since: float) -> None:
    """Nobody asks again for long afterwards: whenever it began, rounding does not make it late."""
    holding, now = Holding(), since + 2.0
    while now < since + SAID_AFTER:
        now = holding.until("a", RAW, since=since, now=now, ask=lambda: Lack.END) or since + SAID_AFTER
    assert [held.path for held in holding.said(now)] == ["a"]


def test_on_a_share_it_is_asked_more_often_in_the_first_minute() -> None:
    """There the missing bytes may come without a change of size or times."""
    holding, now, times = Holding(), 2.0, []
    holding.network = True
    while now < 200.0:
        times.append(now)
        now = holding.until("a", RAW, since=0.0, now=now, ask=lambda: Lack.END) or 200.0
    assert [after - before for before, after in pairwise(times) if after <= SAID_AFTER][2:] == [4.0] * 13 + [3.0]
    assert times[-1] - times[-2] == LONGEST_PAUSE


def test_nothing_is_read_before_it_is_due() -> None:
    holding = Holding()
    due = holding.until("a", RAW, since=0.0, now=2.0, ask=lambda: Lack.END)

    def never() -> Reason | None:
        raise AssertionError("asked too early")

    assert holding.until("a", RAW, since=0.0, now=2.5, ask=never) == due
    assert holding.until("a", (9, 9, 9, 9, 9), since=2.4, now=2.5, ask=lambda: None) is None, (
        "new bytes, a new question"
    )


def test_a_writer_is_asked_after_every_second_and_what_may_be_flat_is_taken_in_the_end() -> None:
    assert len(asked(In.WRITER, 100.0)[0]) > 90
    assert max(asked(Lack.MAYBE_HOLE, 5_000.0)[0]) <= MAYBE_FOR + 60
    assert max(asked(In.EDITOR, LOCK_FOR * 2)[0]) <= LOCK_FOR + 10


class Watch:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = Folder(root, network=False)
        self.now = 100.0

    def after(self, seconds: float) -> Listing:
        self.now += seconds
        return self.folder.look(self.now)

    def full(self, names: Iterable[str]) -> None:
        for name in names:
            (self.root / name).write_bytes(picture("jpg", 0))
        self.after(0)
        assert not self.after(QUIET).waiting

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.folder.problems]


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


@pytest.mark.fault(6)
def test_a_mass_deletion_is_held_for_five_minutes_and_said(watch: Watch) -> None:
    names = [f"{number:02}.jpg" for number in range(14)]
    watch.full(names)
    for name in names[:12]:
        (watch.root / name).unlink()
    assert len(watch.after(1).waiting) == 12
    assert watch.codes == ["mass-deletion"]
    assert "12/14" in watch.folder.problems[0].message.zh
    assert "确认清空" in watch.folder.problems[0].hint.zh
    assert len(watch.after(GONE_MASS - 1).waiting) == 12
    assert watch.after(1).waiting == ()
    assert watch.codes == []


@pytest.mark.control(6)
def test_without_the_hold_a_slip_of_the_hand_is_believed(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settle, "GONE_MASS", GONE_MANY)
    names = [f"{number:02}.jpg" for number in range(14)]
    watch.full(names)
    for name in names[:12]:
        (watch.root / name).unlink()
    watch.after(1)
    listing = watch.after(GONE_MANY)
    assert (len(listing.entries), listing.waiting) == (2, ())


def test_files_that_are_put_back_are_there_again(watch: Watch) -> None:
    names = ["1.jpg", "2.jpg", "3.jpg", "4.jpg"]
    watch.full(names)
    for name in names:
        (watch.root / name).rename(watch.root / f".{name}")
    watch.after(60)
    for name in names:
        (watch.root / f".{name}").rename(watch.root / name)
    watch.after(1)
    assert [entry.path for entry in watch.after(QUIET).entries] == names
    assert watch.codes == []


@pytest.mark.parametrize("how", ["确认清空", "确认清空.txt", "confirm-clear"])
@pytest.mark.parametrize("before", [True, False])
def test_a_mass_deletion_that_is_confirmed_is_soon_believed(watch: Watch, how: str, before: bool) -> None:
    """Whether the confirmation is made before the deletion or once it is held; it is never shown itself."""
    names = ["1.jpg", "2.jpg", "3.jpg", "4.jpg"]
    watch.full(names)
    if before:
        (watch.root / how).mkdir()
        watch.after(30)
    for name in names[:3]:
        (watch.root / name).unlink()
    assert len(watch.after(1).waiting) == 3
    (watch.root / how).mkdir(exist_ok=True)
    watch.after(1)
    listing = watch.after(GONE_MANY)
    assert ([entry.path for entry in listing.entries], listing.waiting, listing.folders) == (["4.jpg"], (), ())


def test_a_confirmation_that_was_left_lying_there_counts_no_more(watch: Watch) -> None:
    (watch.root / "确认清空").mkdir()
    watch.full(["1.jpg", "2.jpg", "3.jpg", "4.jpg"])
    watch.after(CONFIRMED_FOR)
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        (watch.root / name).unlink()
    watch.after(1)
    assert len(watch.after(GONE_MANY * 2).waiting) == 3
    assert watch.codes == ["mass-deletion", "confirmation-left"]


def test_a_single_deletion_stays_quick(watch: Watch) -> None:
    watch.full(["1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"])
    (watch.root / "1.jpg").unlink()
    watch.after(1)
    assert watch.after(GONE).waiting == ()
    assert watch.codes == []


@pytest.mark.fault(10)
@pytest.mark.parametrize("lock", ["~$文稿.png", "~$2020文稿.png", ".~2020文稿.png", ".~lock.2020文稿.png#"])
def test_a_document_that_is_open_is_updated_when_it_is_closed(watch: Watch, lock: str) -> None:
    name = "2020文稿.png"
    watch.full([name])
    lock = lock.replace("~$文稿", f"~${name[2:-4]}")
    (watch.root / lock).write_bytes(b"lock")
    assert watch.after(1).waiting == (), "opened alone changes nothing"
    (watch.root / name).write_bytes(picture("png", 1))
    watch.after(1)
    assert watch.after(QUIET).waiting == (name,)
    assert watch.codes == ["file-in-editor"]
    assert watch.after(3_600).waiting == (name,)
    (watch.root / lock).unlink()
    assert watch.after(1).waiting == ()
    assert watch.codes == []


@pytest.mark.control(10)
def test_without_a_look_at_its_lock_a_document_is_taken_while_it_is_open(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "locks_of", lambda _path: ())
    watch.full(["文稿.png"])
    (watch.root / "~$文稿.png").write_bytes(b"lock")
    (watch.root / "文稿.png").write_bytes(picture("png", 1))
    watch.after(1)
    assert watch.after(QUIET).waiting == ()


@pytest.mark.fault(9)
def test_a_half_copy_is_said_after_a_minute_and_no_earlier(watch: Watch) -> None:
    (watch.root / "a.jpg").write_bytes(picture("jpg", 0)[:50_000])
    watch.after(0)
    watch.after(QUIET)
    assert watch.codes == []
    watch.now = watch.folder.wake_at(watch.now)
    while watch.now < 100.0 + SAID_AFTER:
        assert watch.after(0).waiting == ("a.jpg",)
        assert watch.codes == []
        watch.now = watch.folder.wake_at(watch.now)
    watch.after(0)
    assert watch.codes == ["file-unfinished"]
    assert "可能没有复制完" in watch.folder.problems[0].message.zh
    (watch.root / "a.jpg").write_bytes(picture("jpg", 0))
    watch.after(1)
    assert watch.after(QUIET).waiting == ()
    assert watch.codes == []


def test_what_was_taken_before_is_not_read_again(watch: Watch) -> None:
    (watch.root / "a.jpg").write_bytes(picture("jpg", 0)[:50_000])
    watch.folder.vouched = lambda path, signature: (path, signature.size) == ("a.jpg", 50_000)
    watch.after(0)
    assert watch.after(QUIET).waiting == ()


def test_a_look_reads_so_much_and_goes_on_at_the_next(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.jpg").write_bytes(picture("jpg", 0))
    folder = Folder(tmp_path, per_look=250_000)
    folder.look(0.0)
    counts = [len(folder.look(QUIET + number).entries) for number in range(4)]
    assert counts == [3, 6, 9, 10]
    assert folder.wake_at(QUIET) == pytest.approx(folder.soonest, abs=5)


def test_a_confirmation_that_is_left_lying_is_said(watch: Watch) -> None:
    """Else somebody deletes files a month later and wonders why they stay."""
    (watch.root / "确认清空.txt").touch()
    watch.full(["1.jpg"])
    assert watch.codes == ["confirmation-left"], "it lay there at the start: nobody knows since when"
    assert watch.folder.problems[0].place.file == "确认清空.txt"
    (watch.root / "确认清空.txt").unlink()
    watch.after(1)
    assert watch.codes == []
    (watch.root / "confirm-clear").mkdir()
    watch.after(1)
    assert watch.codes == []
    watch.after(CONFIRMED_FOR)
    assert watch.codes == ["confirmation-left"]


@pytest.mark.parametrize("ending", [".nextcloud", ".owncloud"])
def test_a_file_that_was_moved_back_into_the_cloud_keeps_its_old_version(watch: Watch, ending: str) -> None:
    """The drive's client puts a placeholder of nothing in its place: neither gone nor new, and staff are told at once."""
    watch.full(["1.jpg", "2.jpg"])
    (watch.root / "1.jpg").unlink()
    (watch.root / f"1.jpg{ending}").write_bytes(b" ")
    watch.after(1)
    for _ in range(3):
        assert watch.after(400).waiting == ("1.jpg",)
        assert watch.codes == ["file-in-cloud"]
    (watch.root / f"1.jpg{ending}").unlink()
    (watch.root / "1.jpg").write_bytes(picture("jpg", 1))
    watch.after(1)
    assert watch.after(QUIET).waiting == ()
    assert watch.codes == []


def test_a_file_without_blocks_on_the_disk_is_no_placeholder(tmp_path: Path) -> None:
    """Small, compressed, or on a drive that a program makes: many files take no blocks and have all their bytes."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as place:
        share = Folder(place, network=True)
        (Path(place) / "a.txt").write_bytes(b"text")
        share.look(0.0)
        share.look(QUIET)
        assert share.look(QUIET_NETWORK).waiting == ()
