"""Words as programs really save them: a playlist that is empty for a while, or half; texts in the encodings of old programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.ingest.pipeline import Ingested, ingest, rules_of
from player.model.content import Asset
from player.model.problem import Problem
from player.model.settings import Settings
from player.model.snapshot import Snapshot
from player.model.units import Millis
from player.sources.folder import Folder
from player.sources.settle import QUIET

NOW = Millis(1_593_568_800_000)
GOOD = "slides:\n  - slogan: 节约用水\n    dwell: 8秒\n  - slogan: 绿色出行\n    dwell: 8秒\n"


class Office:
    """A real folder that somebody writes to, looked at by the real source and read by the real ingest."""

    extras: frozenset[str] = frozenset()

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = Folder(root, network=False)
        self._now = 100.0

    def settled(self, previous: Snapshot | None = None) -> Ingested:
        """What comes of the folder once it has been quiet."""
        for pause in (0.0, QUIET, QUIET):
            self._now += pause
            self.listing = self._folder.look(self._now)
        return ingest(self, previous=previous, now=NOW, rules=rules_of(Settings()))

    def read(self, path: str, limit: int) -> bytes:
        return self._folder.read(path, limit)

    def picture(self, path: str) -> Asset | Problem:
        raise AssertionError(f"{path}: there are no pictures here")


def words(found: Ingested) -> list[str]:
    return [str(value) for slide in found.snapshot.slides() for value in dict(slide.fields).values()]


SAVED = {
    "empty": b"",
    "cut in the middle of a character": "slides:\n  - slogan: 节约用水\n    dwell: 8秒\n  - 标".encode()[:-1],
    "zeros, not written yet": bytes(200),
}


@pytest.mark.fault(11)
@pytest.mark.control(11)
@pytest.mark.parametrize("saved", SAVED)
def test_a_playlist_that_stays_empty_or_half_keeps_its_last_good_version(tmp_path: Path, saved: str) -> None:
    """Control: without the version before there is nothing left to show."""
    office = Office(tmp_path)
    path = tmp_path / "节目单.yaml"
    path.write_text(GOOD, "utf-8")
    before = office.settled()
    assert len(before.snapshot.slides()) == 2
    path.write_bytes(SAVED[saved])
    after = office.settled(before.snapshot)
    assert after.snapshot.slides() == before.snapshot.slides()
    told = [problem for problem in after.problems if problem.place.file == "节目单.yaml"]
    assert told
    assert all(problem.message.zh and problem.hint.zh for problem in told)
    assert len(office.settled(None).snapshot.slides()) < 2, "control"
    path.write_text(GOOD.replace("绿色出行", "低碳生活"), "utf-8")
    assert any("低碳生活" in one for one in words(office.settled(before.snapshot)))


TEXTS = {"utf-8-sig": "学习通知", "gbk": "今天停水通知", "gb18030": "学习", "utf-16": "请节约用水，随手关灯"}


@pytest.mark.fault(13)
@pytest.mark.control(13)
@pytest.mark.parametrize("encoding", TEXTS)
def test_texts_of_old_programs_are_read_right(tmp_path: Path, encoding: str) -> None:
    """Control: who takes all for UTF-8 shows other characters."""
    data = TEXTS[encoding].encode(encoding)
    (tmp_path / "通知.txt").write_bytes(data)
    found = Office(tmp_path).settled()
    assert any(TEXTS[encoding] in one for one in words(found)), words(found)
    if encoding != "utf-8-sig":
        assert data.decode("utf-8", errors="replace") != TEXTS[encoding], "control"
    else:
        assert data.decode("utf-8") != TEXTS[encoding], "control: the mark at its beginning would be shown"
    if encoding in ("gbk", "gb18030"):
        assert any(problem.place.file == "通知.txt" for problem in found.problems), "what was guessed is said"
