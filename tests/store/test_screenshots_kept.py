"""The folder of screenshots: bounded in age and size, and what is damaged or strange is left out."""

from __future__ import annotations

import io
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from player.model.canon import canonical
from player.model.units import Digest, Millis
from player.roles.album import develop, to_jpeg
from player.roles.camera import MAGIC
from player.store import screenshots
from player.store.screenshots import (
    A_DAY,
    FOLDER,
    KEEP_DAYS,
    WAITING,
    WIDEST,
    Screenshot,
    keep,
    listed,
    marks_on,
    prune,
)

DAY = date(2026, 7, 4)


def shot(number: int = 0, **other: object) -> Screenshot:
    fields = {
        "slide": f"s{number}",
        "title": f"第{number}页",
        "kind": "slogan",
        "file": "a.yaml",
        "playlist": "a.yaml",
        "screen": "hall",
    }
    return Screenshot(**{**fields, "at": Millis(1_783_100_000_000 + number), **other})  # type: ignore[arg-type]  # fields by name


def raw(cache: Path, number: int, size: tuple[int, int] = (64, 36)) -> Path:
    waiting = cache / FOLDER / WAITING
    waiting.mkdir(parents=True, exist_ok=True)
    path = waiting / f"{DAY}T09000{number}-{screenshots.mark_of(f's{number}')}.raw"
    one = shot(number, width=size[0], height=size[1])
    path.write_bytes(MAGIC + canonical(one) + b"\n" + bytes((10, 20, 30, 255)) * (size[0] * size[1]))
    return path


def test_what_waits_becomes_a_jpeg_of_its_day(tmp_path: Path) -> None:
    raw(tmp_path, 1)
    assert marks_on(tmp_path, DAY.isoformat()) == {screenshots.mark_of("s1")}
    assert develop(tmp_path) == 1
    (kept,) = listed(tmp_path, DAY, DAY)
    assert kept.path.parent.name == DAY.isoformat()
    assert kept.path.name.startswith("090001-")
    assert kept.is_whole
    with Image.open(kept.path) as small:
        assert small.convert("RGB").getpixel((5, 5)) == pytest.approx((30, 20, 10), abs=3)
    assert marks_on(tmp_path, DAY.isoformat()) == {screenshots.mark_of("s1")}
    assert not any((tmp_path / FOLDER / WAITING).iterdir())


def test_a_large_glass_is_made_small() -> None:
    jpeg = to_jpeg(bytes(3840 * 216 * 4), 3840, 216)
    with Image.open(io.BytesIO(jpeg)) as small:
        assert small.size == (WIDEST, 72)


def test_half_a_raw_picture_costs_itself_alone(tmp_path: Path) -> None:
    for cut in (3, len(MAGIC) + 4, 300):
        path = raw(tmp_path, 1)
        path.write_bytes(path.read_bytes()[:cut])
        raw(tmp_path, 2)
        assert develop(tmp_path) == 1
        assert [kept.shot.slide for kept in listed(tmp_path, DAY, DAY)] == ["s2"]


def test_what_is_strange_is_left_out_and_what_was_changed_shows(tmp_path: Path) -> None:
    keep(tmp_path, DAY.isoformat(), "090000", shot(1, sha256="0" * 64), b"jpeg")
    keep(tmp_path, DAY.isoformat(), "090001", shot(2), b"jpeg")
    folder = tmp_path / FOLDER / DAY.isoformat()
    next(folder.glob("090001*.jpg")).unlink()
    (folder / "x.json").write_text("{", "utf-8")
    (tmp_path / FOLDER / "2026-99-99").mkdir()
    (kept,) = listed(tmp_path, DAY, DAY)
    assert kept.shot.slide == "s1"
    assert not kept.is_whole
    assert listed(tmp_path / "nothing", DAY, DAY) == ()


def test_old_days_go_and_the_day_itself_stays(tmp_path: Path) -> None:
    for age in (0, 1, KEEP_DAYS - 1, KEEP_DAYS, KEEP_DAYS + 30):
        keep(tmp_path, (DAY - timedelta(days=age)).isoformat(), "090000", shot(age, sha256="0" * 64), b"jpeg")
    assert prune(tmp_path, DAY.isoformat()) == 2
    left = sorted(path.name for path in (tmp_path / FOLDER).iterdir())
    assert left == sorted((DAY - timedelta(days=age)).isoformat() for age in (0, 1, KEEP_DAYS - 1))


def test_the_oldest_days_go_where_all_take_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenshots, "KEEP_BYTES", 25_000)
    for age in range(5):
        keep(
            tmp_path,
            (DAY - timedelta(days=age)).isoformat(),
            "090000",
            shot(age, snapshot=Digest("ab")),
            os.urandom(10_000),
        )
    prune(tmp_path, DAY.isoformat())
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == ["2026-07-03", "2026-07-04"]


def test_a_days_bound_is_a_page_or_two_of_a_report() -> None:
    assert A_DAY * KEEP_DAYS * 120_000 < 500_000_000


def test_what_is_no_jpeg_is_not_whole_whatever_its_description_says(tmp_path: Path) -> None:
    import hashlib

    for number, data in enumerate((b"II*\0 a TIFF", b"\x89PNG\r\n", to_jpeg(bytes(16), 2, 2))):
        digest = hashlib.sha256(data).hexdigest()
        keep(tmp_path, DAY.isoformat(), f"09000{number}", shot(number, sha256=digest), data)
    assert [kept.is_whole for kept in listed(tmp_path, DAY, DAY)] == [False, False, True]
