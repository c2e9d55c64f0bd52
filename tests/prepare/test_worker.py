"""A real worker on a real link: orders become frame files, bad pictures become answers, idleness becomes an end."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from player.model.content import Slide, Source
from player.model.order import Order, order_for
from player.model.settings import Panel
from player.model.snapshot import Playlist, Snapshot
from player.model.units import Millis
from player.prepare.client import PATIENCE, REST, Painter
from player.prepare.frames import FrameStore
from player.prepare.inspector import LinkInspector, Refused, Size
from player.prepare.limits import Limits, guards
from player.prepare.worker import Bench, inspect, paint_order, serve
from player.roles.painter import Finder
from player.store.store import Store

PANEL = Panel(320, 180)
SLIDE = Slide("a", "slogan", Source("f"), Millis(9000), (("slogan", "节能增效"),))


@pytest.fixture
def link(tmp_path: Path) -> Iterator[Any]:
    """Our end of a link that a worker process serves."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    store = Store(tmp_path)
    bench = Bench(FrameStore(tmp_path / "frames"), Finder(store), lambda asset: store.object_path(asset.digest))
    process = context.Process(target=serve, args=(theirs, bench), kwargs={"idle": 3.0})
    process.start()
    theirs.close()
    yield ours
    ours.close()
    process.join(20)
    assert process.exitcode == 0, "a worker whose client is gone ends"


def order(root: Path, *slides: Slide) -> list[Order]:
    digest = Store(root).publish(Snapshot(playlists=(Playlist("p", "p", slides),)))
    return [order_for(slide, "", panel=PANEL, look="x", snapshot=digest) for slide in slides]


def test_wanted_frames_become_ready_one_after_the_other(link: Any, tmp_path: Path) -> None:
    other = Slide("b", "slogan", Source("f"), Millis(9000), (("slogan", "绿色低碳"),))
    orders = order(tmp_path, SLIDE, other)
    frames = FrameStore(tmp_path / "frames")
    painter = Painter(link, frames)
    for each in orders:
        painter.want(orders, 0.0)
        assert link.poll(60)
        done = painter.hear(link.recv_bytes(), 0.0)
        assert done is not None
        assert (done.key, done.error) == (each.key, None)
        mapped = frames.open(each.key)
        assert (mapped.frame.width, mapped.frame.height) == (320, 180)
        assert len(set(bytes(mapped.frame.pixels))) > 20, "it is not one colour"
        mapped.close()


def test_an_order_that_cannot_be_carried_out_fails_and_rests(link: Any, tmp_path: Path) -> None:
    orders = order(tmp_path, Slide("a", "no-such-kind", Source("f"), Millis(9000)))
    painter = Painter(link, FrameStore(tmp_path / "frames"))
    painter.want(orders, 0.0)
    assert link.poll(60)
    done = painter.hear(link.recv_bytes(), 0.0)
    assert done is not None
    assert done.error is not None
    assert painter.is_failed(orders[0].key, REST - 1)
    assert not painter.is_failed(orders[0].key, REST)


def test_pictures_are_measured_and_bad_ones_named(link: Any, tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "good.png")
    (tmp_path / "bad.png").write_bytes((tmp_path / "good.png").read_bytes()[:50])
    inspector = LinkInspector(link)
    assert inspector.inspect(str(tmp_path / "good.png")) == Size(40, 30)
    refused = inspector.inspect(str(tmp_path / "bad.png"))
    assert isinstance(refused, Refused)
    assert inspector.inspect(str(tmp_path / "good.png")) == Size(40, 30)


def test_an_order_without_an_answer_is_given_once_more_then_given_up(tmp_path: Path) -> None:
    ours, theirs = multiprocessing.Pipe()
    painter = Painter(ours, FrameStore(tmp_path))
    orders = order(tmp_path, SLIDE)
    for moment in (0.0, 1.0, PATIENCE, PATIENCE + 1, 2 * PATIENCE, 2 * PATIENCE + 1):
        painter.want(orders, moment)
    sent = []
    while theirs.poll(0):
        sent.append(json.loads(theirs.recv_bytes())["order"]["key"])
    assert sent == [orders[0].key] * 2
    assert painter.is_failed(orders[0].key, 2 * PATIENCE + 1)
    ours.close()
    theirs.close()


@pytest.mark.skipif(not guards().landlock, reason="this kernel has no landlock")
def test_both_kinds_of_jobs_run_in_the_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decoder that was taken over is played by one of ours that reads the passwords, in whichever job it runs."""

    def taken_over(*_: object) -> tuple[int, int]:
        return len(Path("/etc/passwd").read_bytes()), 1

    assert taken_over()[0] > 0, "the control: it may be read"
    monkeypatch.setattr("player.picture.decode.inspect_picture", taken_over)
    monkeypatch.setattr("player.slides.paint.paint", taken_over)
    assert "exit 1" in inspect(str(tmp_path / "a.png"), Limits())["died"]["en"]
    bench = Bench(FrameStore(tmp_path / "frames"), lambda _: SLIDE, lambda _: tmp_path)
    assert paint_order(order(tmp_path, SLIDE)[0], bench)["error"].startswith("PermissionError")
