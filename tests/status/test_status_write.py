"""Where the status page is put: whole or not at all, never in another's way, never at the mercy of the share."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.model.units import Millis
from player.sources.folder import Folder
from player.status.facts import StatusFacts
from player.status.page import html
from player.status.report import as_json
from player.status.write import EVERY, HELD, StatusWriter
from tests.support.demo import ROOT
from tests.support.status import NOW, facts_saying

needs_links = pytest.mark.skipif(os.name == "nt", reason="links and pipes are made by the POSIX way")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "playlists"
    made.mkdir()
    return made


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def writer(folder: Path, cache: Path, screen: str = "screen", host: str = "pc") -> StatusWriter:
    return StatusWriter(folder, cache, screen, host=host)


def test_the_pair_stands_in_the_watched_folder(folder: Path, cache: Path) -> None:
    at = writer(folder, cache).write("<p>一", {"screen": "screen"})
    assert at == folder / "状态" / "状态.html"
    assert at.read_text("utf-8") == "<p>一"
    assert json.loads(at.with_suffix(".json").read_text("utf-8"))["screen"] == "screen"
    assert sorted(path.name for path in at.parent.iterdir()) == ["状态.html", "状态.json"]


def test_what_is_written_is_what_was_made_and_valid(folder: Path, cache: Path) -> None:
    facts = facts_saying("</script>\udcb4")
    page = html(facts)
    at = writer(folder, cache).write(page, as_json(facts))
    assert at is not None
    assert at.read_text("utf-8") == page
    schema = json.loads((ROOT / "docs" / "reference" / "status.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(at.with_suffix(".json").read_bytes()), schema)


def test_it_is_never_taken_for_content(folder: Path, cache: Path) -> None:
    writer(folder, cache).write("page", {})
    source = Folder(folder)
    listing = source.look(0.0)
    listing = source.look(100.0)
    assert listing.entries == ()
    assert listing.waiting == ()
    assert source.problems == ()


@pytest.mark.parametrize(
    ("screen", "stem"),
    [
        ("screen", "状态"),
        ("", "状态"),
        ("hall-1", "状态-hall-1"),
        ("一号楼 大厅", "状态-一号楼-大厅"),
        ("../../etc/passwd", "状态-etc-passwd"),
        ('a:b*c?"<>|\\', "状态-a-b-c"),
        ("..", "状态"),
        ("x\x00\u202ey\n", "状态-x-y"),
    ],
)
def test_names(folder: Path, cache: Path, screen: str, stem: str) -> None:
    at = writer(folder, cache, screen).write("page", {})
    assert at == folder / "状态" / f"{stem}.html"


@given(st.text(st.characters(), max_size=300), st.text(st.characters(), max_size=300))
def test_any_name_gives_a_file_directly_in_the_status_folder(screen: str, host: str) -> None:
    """Law: a name of a screen and of a machine is one part of a path, of at most 255 bytes with its ending."""
    for stem in StatusWriter(Path("f"), Path("c"), screen, host=host)._stems:
        assert Path(f"f/状态/{stem}.html").parent == Path("f/状态")
        assert len(f"{stem}.html".encode()) <= 255
        assert stem.isprintable()


def test_two_screens_that_nobody_named_do_not_take_turns_with_one_page(folder: Path, tmp_path: Path) -> None:
    here, there = writer(folder, tmp_path / "c", host="pc-1"), writer(folder, tmp_path / "c", host="pc-2")
    beside = writer(folder, tmp_path / "other", host="pc-2")
    for _ in range(3):
        pages = [one.write("page", {}) for one in (here, there, beside)]
    assert len(set(pages)) == 3
    assert [page.name for page in pages if page][:2] == ["状态.html", "状态-pc-2.html"]
    assert len(list((folder / "状态").iterdir())) == 6


def test_the_name_of_a_screen_that_is_gone_is_free_again(folder: Path, cache: Path) -> None:
    old, new = writer(folder, cache, host="old"), writer(folder, cache, host="new")
    taken = old.write("old", {})
    assert taken is not None
    assert new.write("new", {}) == taken.with_name("状态-new.html")
    long_ago = time.time_ns() - int((HELD + 5) * 1e9)  # the file's own time, as the disk has it
    os.utime(taken.with_suffix(".json"), ns=(long_ago, long_ago))
    assert new.write("new", {}) == taken
    assert sorted(path.name for path in taken.parent.iterdir()) == ["状态.html", "状态.json"]


def test_a_restart_keeps_its_name(folder: Path, cache: Path) -> None:
    assert writer(folder, cache).write("one", {}) == writer(folder, cache).write("two", {})


def test_a_reader_never_sees_half_a_page(folder: Path, cache: Path) -> None:
    """Law: at every instant the page under its name is one that was written, whole."""
    one = writer(folder, cache)
    at = one.write("0" * 400_000, {})
    assert at is not None
    seen: set[str] = set()
    halves: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            text = at.read_text("utf-8")
            seen.add(text[0])
            if len(text) != 400_000 or len(set(text)) != 1:
                halves.append(len(text))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(60):
        one.write(str(number % 10) * 400_000, {})
    done.set()
    reader.join()
    assert not halves
    assert len(seen) > 1


def test_what_a_crash_left_is_swept(folder: Path, cache: Path) -> None:
    one = writer(folder, cache)
    (folder / "状态").mkdir()
    (folder / "状态" / f".{one.identity}.html.part").write_text("half")
    one.write("page", {})
    assert sorted(path.name for path in (folder / "状态").iterdir()) == ["状态.html", "状态.json"]


# ---- when the folder does not take it ----------------------------------------------------------------------------------


def in_cache(cache: Path) -> Path:
    return cache / "状态" / "状态.html"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, cache: Path) -> None:
    assert writer(tmp_path / "gone", cache).write("page", {}) == in_cache(cache)
    assert not (tmp_path / "gone").exists()


def test_a_folder_that_is_known_to_be_away_is_not_touched(folder: Path, cache: Path) -> None:
    assert writer(folder, cache).write("page", {}, away=True) == in_cache(cache)
    assert list(folder.iterdir()) == []


def test_a_file_in_the_way(folder: Path, cache: Path) -> None:
    (folder / "状态").write_text("mine")
    assert writer(folder, cache).write("page", {}) == in_cache(cache)
    assert (folder / "状态").read_text() == "mine"


def test_a_folder_in_the_way_of_the_page(folder: Path, cache: Path) -> None:
    (folder / "状态" / "状态.html").mkdir(parents=True)
    assert writer(folder, cache).write("page", {}) == in_cache(cache)
    assert not list((folder / "状态").glob(".*"))


@needs_links
def test_a_link_is_not_followed(folder: Path, cache: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / "状态").symlink_to(elsewhere)
    assert writer(folder, cache).write("page", {}) == in_cache(cache)
    assert list(elsewhere.iterdir()) == []


@needs_links
def test_a_linked_page_is_replaced_not_written_through(folder: Path, cache: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    (folder / "状态").mkdir()
    (folder / "状态" / "状态.html").symlink_to(precious)
    (folder / "状态" / "状态.json").symlink_to(precious)
    at = writer(folder, cache).write("page", {})
    assert at is not None
    assert at.read_text() == "page"
    assert precious.read_text() == "precious"


@needs_links
@pytest.mark.timeout(10)
def test_a_pipe_in_the_place_of_the_report_holds_nobody_up(folder: Path, cache: Path) -> None:
    (folder / "状态").mkdir()
    os.mkfifo(folder / "状态" / "状态.json")
    at = writer(folder, cache).write("page", {})
    assert at == folder / "状态" / "状态.html"
    assert at.with_suffix(".json").is_file()


@pytest.mark.skipif(
    sys.platform != "linux", reason="of the systems only Linux has a folder that even root cannot write to"
)
def test_a_folder_that_nobody_may_write_to(cache: Path) -> None:
    assert writer(Path("/proc"), cache).write("page", {}) == in_cache(cache)


def test_nowhere_at_all(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert writer(tmp_path / "gone", tmp_path / "cache").write("page", {}) is None


class Frozen(StatusWriter):
    """A writer whose watched folder does not answer until it is `thawed`."""

    def __init__(self, folder: Path, cache: Path) -> None:
        super().__init__(folder, cache, "screen", host="pc", patience=0.05)
        self.thawed = threading.Event()
        self.tries = 0

    def _put(self, folder: Path, files: dict[str, bytes], *, make_parents: bool) -> Path:
        if not make_parents:
            self.tries += 1
            self.thawed.wait()
        return super()._put(folder, files, make_parents=make_parents)


@pytest.mark.timeout(20)
def test_a_share_that_hangs_holds_nobody_up(folder: Path, cache: Path) -> None:
    """Law: while the folder hangs, the cache has every page at once, and the folder is asked once only."""
    one = Frozen(folder, cache)
    begun = time.monotonic()
    for number in range(20):
        assert one.write(f"page {number}", {}) == in_cache(cache)
        assert in_cache(cache).read_text() == f"page {number}"
    assert time.monotonic() - begun < 5
    assert one.tries == 1
    one.thawed.set()
    assert one._thread is not None
    one._thread.join()
    assert one.write("last", {}) == folder / "状态" / "状态.html"
    assert (folder / "状态" / "状态.html").read_text() == "last"


def test_it_comes_back_to_the_folder(folder: Path, cache: Path) -> None:
    one = writer(folder, cache)
    one.write("page", {})
    folder.rename(folder.with_name("moved"))
    assert one.write("page", {}) == in_cache(cache)
    folder.mkdir()
    assert one.write("page", {}) == folder / "状态" / "状态.html"


# ---- how often ---------------------------------------------------------------------------------------------------------


def test_it_is_due_when_something_changed_and_once_a_minute(folder: Path, cache: Path) -> None:
    one = writer(folder, cache)
    assert one.due("a", 100.0)
    one.write("page", {}, key="a", now=100.0)
    assert not one.due("a", 100.0 + EVERY - 0.1)
    assert one.due("a", 100.0 + EVERY)
    assert not one.due("b", 101.0), "a burst of changes is one page"
    assert one.due("b", 102.0)


def test_an_empty_screen_is_told_too(folder: Path, cache: Path) -> None:
    facts = StatusFacts("0.1.0", "screen", str(folder), Millis(NOW))
    at = writer(folder, cache).write(html(facts), as_json(facts))
    assert at is not None
    assert "还没有可以播放的内容" in at.read_text("utf-8")
