"""What every source must do. A new source inherits `SourceLaws`, gives it a `place`, and is held to all of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import pytest

from player.errors import SourceError
from player.model.listing import Listing
from player.sources.settle import GONE, GONE_MANY
from player.sources.source import Source


class Place(Protocol):
    """A source, and the hands of those who write to what it watches."""

    source: Source
    quiet: float

    def write(self, path: str, data: bytes) -> None:
        """Creates the file, or overwrites it in place."""
        ...

    def remove(self, path: str) -> None:
        """Deletes the file."""
        ...

    @contextmanager
    def away(self) -> Iterator[None]:
        """While the block runs, the place cannot be reached."""
        ...


def paths(listing: Listing) -> list[str]:
    return [entry.path for entry in listing.entries]


class SourceLaws:
    """Inherit it, and override `place`. Times are arguments, so nothing here sleeps."""

    @pytest.fixture
    def place(self) -> Place:
        raise NotImplementedError

    @staticmethod
    def settle(place: Place, at: float = 100.0) -> Listing:
        """Everything that is there has been listed; returns the listing at `at + quiet`."""
        place.source.look(at)
        return place.source.look(at + place.quiet)

    def test_a_new_file_is_waited_for_and_then_listed(self, place: Place) -> None:
        place.write("a.png", b"one")
        first = place.source.look(100.0)
        assert (paths(first), first.waiting) == ([], ("a.png",))
        assert place.source.look(100.0 + place.quiet - 0.01).waiting == ("a.png",)
        assert paths(place.source.look(100.0 + place.quiet)) == ["a.png"]

    def test_looking_again_at_what_did_not_change_gives_the_same(self, place: Place) -> None:
        place.write("b/2.png", b"two")
        place.write("a.png", b"one")
        listing = self.settle(place)
        assert paths(listing) == ["a.png", "b/2.png"]
        assert listing.folders == ("b",)
        assert place.source.look(1_000.0) == listing

    def test_a_file_that_is_written_all_the_time_is_never_listed(self, place: Place) -> None:
        for step in range(30):
            place.write("a.png", b"x" * (step + 1))
            listing = place.source.look(100.0 + step * (place.quiet - 0.1))
            assert (paths(listing), listing.waiting) == ([], ("a.png",))

    def test_it_reads_what_was_written(self, place: Place) -> None:
        place.write("b/a.txt", bytes(range(256)) * 20)
        self.settle(place)
        assert place.source.read("b/a.txt", 10_000) == bytes(range(256)) * 20
        assert place.source.read("b/a.txt", 300) == (bytes(range(256)) * 20)[:300]
        with place.source.open("b/a.txt") as file:
            assert file.read(256) == bytes(range(256))
            assert file.read(1 << 20) == bytes(range(256)) * 19
            assert file.read(1) == b""

    def test_an_overwritten_file_of_the_same_size_is_waited_for_and_new(self, place: Place) -> None:
        place.write("a.png", b"one")
        before = self.settle(place)
        place.write("a.png", b"two")
        assert place.source.look(200.0).waiting == ("a.png",)
        after = place.source.look(200.0 + place.quiet)
        assert paths(after) == paths(before)
        assert after != before
        assert place.source.read("a.png", 9) == b"two"

    def test_a_file_that_is_not_as_listed_is_not_read(self, place: Place) -> None:
        place.write("a.png", b"one")
        self.settle(place)
        place.write("a.png", b"two")
        with pytest.raises(SourceError) as caught:
            place.source.read("a.png", 9)
        assert caught.value.retry

    def test_a_file_that_changes_under_the_reader_is_refused_at_the_end(self, place: Place) -> None:
        place.write("a.png", b"one" * 1000)
        self.settle(place)

        def read() -> None:
            with place.source.open("a.png") as file:
                file.read(10)
                place.write("a.png", b"two" * 1000)
                file.read(1 << 20)

        with pytest.raises(SourceError, match="changing") as caught:
            read()
        assert caught.value.retry

    @pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a.png/../a.png", "", ".", "b", "nothing.png"])
    def test_only_what_was_listed_can_be_read(self, place: Place, path: str) -> None:
        place.write("a.png", b"one")
        place.write("b/2.png", b"one")
        self.settle(place)
        with pytest.raises(SourceError):
            place.source.read(path, 9)

    def test_a_deletion_is_believed_in_the_second_look(self, place: Place) -> None:
        for name in ("a.png", "b.png", "c.png"):
            place.write(name, name.encode())
        self.settle(place)
        place.remove("b.png")
        doubted = place.source.look(200.0)
        assert (paths(doubted), doubted.waiting) == (["a.png", "c.png"], ("b.png",))
        assert place.source.look(200.0 + GONE - 0.01).waiting == ("b.png",)
        assert place.source.look(200.0 + GONE).waiting == ()

    def test_when_most_or_all_is_gone_at_once_it_is_doubted_for_longer(self, place: Place) -> None:
        for name in ("a.png", "b.png", "c.png"):
            place.write(name, name.encode())
        self.settle(place)
        place.remove("a.png")
        place.remove("b.png")
        assert place.source.look(200.0).waiting == ("a.png", "b.png")
        assert place.source.look(200.0 + GONE_MANY - 0.01).waiting == ("a.png", "b.png")
        assert place.source.look(200.0 + GONE_MANY).waiting == ()
        place.remove("c.png")
        assert place.source.look(300.0).waiting == ("c.png",)
        assert place.source.look(300.0 + GONE_MANY - 0.01).waiting == ("c.png",)
        assert place.source.look(300.0 + GONE_MANY) == Listing(())

    def test_delete_and_create_leave_no_gap(self, place: Place) -> None:
        """At every look the file is listed, or waited for: never as if there were none."""
        place.write("a.png", b"one")
        place.write("b.png", b"two")
        self.settle(place)
        seen = []
        place.remove("a.png")
        seen.append(place.source.look(200.0))
        place.write("a.png", b"new")
        seen += [place.source.look(201.0), place.source.look(201.0 + place.quiet)]
        assert all("a.png" in (*paths(listing), *listing.waiting) for listing in seen)
        assert paths(seen[-1]) == ["a.png", "b.png"]

    def test_while_it_is_away_nothing_is_believed_gone(self, place: Place) -> None:
        place.write("a.png", b"one")
        listing = self.settle(place)
        place.source.hinted(True)
        place.source.look(150.0)
        with place.away():
            for at in (2_000.0, 3_000.0, 4_000.0):
                with pytest.raises(SourceError) as caught:
                    place.source.look(at)
                assert caught.value.retry
                assert at < place.source.wake_at(at) <= at + 5.0, "it is looked for even where all was quiet"
        assert paths(place.source.look(5_000.0)) == paths(listing)

    def test_what_was_missed_before_it_went_away_must_be_missed_twice_again(self, place: Place) -> None:
        for name in ("a.png", "b.png", "c.png"):
            place.write(name, name.encode())
        self.settle(place)
        place.remove("a.png")
        assert place.source.look(200.0).waiting == ("a.png",)
        with place.away(), pytest.raises(SourceError):
            place.source.look(210.0)
        assert place.source.look(220.0).waiting == ("a.png",)
        assert place.source.look(220.0 + GONE).waiting == ()

    def test_files_from_before_a_restart_are_missed_like_any_other(self, place: Place) -> None:
        place.write("a.png", b"one")
        place.source.remember(["a.png", "b.png", "gone/c.png"])
        assert place.source.look(100.0).waiting == ("a.png", "b.png", "gone/c.png")
        place.source.look(100.0 + place.quiet)
        listing = place.source.look(100.0 + GONE_MANY)
        assert (paths(listing), listing.waiting) == (["a.png"], ())

    @pytest.mark.parametrize(
        "name",
        [
            *(".hidden", ".~lock.方案.odt#", "._a.png", ".DS_Store", ".syncthing.a.png.tmp", "~$方案.docx"),
            *("a.png.tmp", "a.png.part", "a.png.crdownload", "a.png.filepart", "lu8h2.tmp", ".a.yaml.swp", "a.yaml~"),
            *("Thumbs.db", "desktop.ini", "4913", "a.sync-conflict-20200704-0900.png"),
            *("@eaDir/a.png", ".git/a.png", "状态/状态.html", "$RECYCLE.BIN/a.png"),
        ],
    )
    def test_what_is_not_content_is_never_seen(self, place: Place, name: str) -> None:
        place.write(name, b"x")
        listing = self.settle(place)
        assert listing == Listing(())
        assert place.source.problems == ()

    def test_it_wakes_soon_while_it_waits_and_rests_otherwise(self, place: Place) -> None:
        place.write("a.png", b"one")
        place.source.look(100.0)
        assert 100.0 < place.source.wake_at(100.0) <= 100.0 + place.quiet
        place.source.look(100.0 + place.quiet)
        rested = place.source.wake_at(100.0 + place.quiet)
        assert rested - (100.0 + place.quiet) >= 2.0
        place.source.hinted(True)
        assert place.source.wake_at(100.0 + place.quiet) >= rested
        assert place.source.wake_at(900.0) == 900.0, "never in the past"
        assert 0 < place.source.soonest - (100.0 + place.quiet) < 1.0
