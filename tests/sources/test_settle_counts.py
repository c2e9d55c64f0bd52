"""What a deletion takes is counted in what can be shown: rubbish that goes is no reason to doubt anything."""

from __future__ import annotations

from pathlib import Path

from player.sources.folder import Folder


def test_rubbish_that_is_swept_up_does_not_hold_what_staff_delete(tmp_path: Path) -> None:
    """Hundreds of films that cannot be shown go, and one notice: it is gone when any other would be, and nothing is said of a mass deletion."""
    rubbish = [tmp_path / f"{number}.avi" for number in range(50)]
    for path in (*rubbish, tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"):
        path.write_bytes(b"x")
    folder = Folder(tmp_path)
    folder.look(0.0)
    assert len(folder.look(5.0).entries) == 53, "they are listed, so that staff are told of them"
    for path in (*rubbish, tmp_path / "a.txt"):
        path.unlink()
    folder.look(6.0)
    assert not folder.problems
    listing = folder.look(9.0)
    assert [entry.path for entry in listing.entries] == ["b.txt", "c.txt"]
    assert not listing.waiting


def test_what_can_be_shown_is_doubted_as_ever(tmp_path: Path) -> None:
    """The control: the same with notices."""
    paths = [tmp_path / f"{number}.txt" for number in range(50)]
    for path in paths:
        path.write_bytes(b"x")
    folder = Folder(tmp_path)
    folder.look(0.0)
    folder.look(5.0)
    for path in paths[:40]:
        path.unlink()
    folder.look(6.0)
    assert folder.problems
    assert len(folder.look(20.0).waiting) == 40
