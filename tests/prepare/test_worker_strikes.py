"""Deaths at painting time: a slide's picture, or the slide itself, is held at the second; a screen is never held up."""

from __future__ import annotations

import ctypes
import faulthandler
import json
import multiprocessing
import os
import resource
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from player.model.canon import encode
from player.model.content import Asset, Slide, Source
from player.model.order import Order, order_for
from player.model.settings import Panel
from player.model.units import Digest, Millis
from player.prepare import limits, worker
from player.prepare.client import AGAIN, REST, Painter
from player.prepare.frames import FrameStore
from player.prepare.limits import CAN_FORK, Limits
from player.prepare.strikes import picture_name, slide_name
from player.prepare.worker import Bench, paint_order, serve
from player.roles.quarantine import Quarantine

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="without fork a job is done in the worker itself")
PANEL = Panel(160, 90)
SNAPSHOT = Digest("f" * 64)
GOOD, BAD = Digest("a" * 64), Digest("b" * 64)
TEXT = Slide("t", "slogan", Source("节目单.yaml", 3), Millis(9000), (("slogan", "节能增效"),))


def showing(*digests: Digest) -> Slide:
    """A slide with these pictures."""
    assets = tuple(Asset(digest, f"{digest[0]}.png", 1, 40, 30) for digest in digests)
    return Slide("p", "image", Source("节目单.yaml", 7), Millis(9000), (("image", assets[0].name),), assets=assets)


class Shop:
    """A bench whose jobs die at what they are told to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.quarantine = Quarantine(root / "quarantine")
        for digest in (GOOD, BAD):
            Image.new("RGB", (40, 30), "green").save(root / f"{digest}.png")

    def paint(self, slide: Slide, *, seconds: float = 20.0) -> dict[str, Any]:
        frames = FrameStore(self.root / "frames")
        return paint_order(
            self.order(slide), Bench(frames, lambda _: slide, self.open, Limits(seconds), self.quarantine)
        )

    def open(self, asset: Asset) -> Path:
        return self.root / f"{asset.digest}.png"

    def order(self, slide: Slide) -> Order:
        return order_for(slide, "", panel=PANEL, look="x", snapshot=SNAPSHOT)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def deadly(monkeypatch: pytest.MonkeyPatch, *, path: str = "", slides: bool = False) -> None:
    """From now on decoding a file of that name kills its process; or painting any slide does."""
    from player.picture import decode, stage
    from player.slides import paint

    real = decode.load

    def load(file: Path, *args: Any, **named: Any) -> Any:
        if path and path in file.name:
            ctypes.string_at(0)
        return real(file, *args, **named)

    def painted(*_: Any) -> Any:
        os.abort()

    monkeypatch.setattr(decode, "load", load)
    monkeypatch.setattr(stage, "load", load)
    if slides:
        monkeypatch.setattr(paint, "paint", painted)


@pytest.mark.fault(17)
def test_a_picture_that_kills_the_painter_is_held_at_the_second_death(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    slide = showing(BAD)
    with monkeypatch.context() as patch:
        deadly(patch, path=BAD)
        first = shop.paint(slide)
        assert first["again"]
        assert "SIGSEGV" in first["error"]
        assert shop.quarantine.cause(picture_name(BAD)) is None
        assert shop.paint(slide)["again"]
        assert "SIGSEGV" in shop.quarantine.cause(picture_name(BAD)).zh  # type: ignore[union-attr]
        assert not shop.quarantine.struck(slide_name(slide)), "the picture is to blame, not the slide"
        monkeypatch.setattr(worker, "run_limited", None)  # nothing may be tried any more
        held = shop.paint(slide)
    assert "quarantine" in held["error"]
    assert not held["again"]
    assert not list((shop.root / "frames").iterdir()), "no half frame is left"


def test_a_slide_that_kills_the_painter_is_held_and_told_with_its_place(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    slide = showing(GOOD)
    with monkeypatch.context() as patch:
        deadly(patch, slides=True)
        shop.paint(slide)
        assert shop.quarantine.problems([slide]) == ()
        shop.paint(slide)
    assert shop.quarantine.cause(picture_name(GOOD)) is None, "the picture decodes well: it is not to blame"
    (told,) = shop.quarantine.problems([slide, TEXT])
    assert told.code == "slide-crashes"
    assert (told.place.file, told.place.line) == ("节目单.yaml", 7)
    assert "无法显示，已隔离" in told.message.zh
    assert "SIGABRT" in told.message.zh
    # the same content anywhere else is held too; other content is not
    moved = Slide("q", slide.kind, Source("另.yaml", 1), Millis(1), slide.fields, assets=slide.assets)
    assert shop.quarantine.problems([moved])
    assert shop.paint(showing(GOOD, BAD))["error"] is None


@pytest.mark.fault(18)
def test_a_slide_that_takes_too_long_twice_is_held(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: Any) -> Any:
        time.sleep(60)

    with monkeypatch.context() as patch:
        patch.setattr("player.slides.paint.paint", slow)
        started = time.monotonic()
        for _ in range(2):
            assert shop.paint(TEXT, seconds=0.3)["again"]
        assert time.monotonic() - started < 30
    cause = shop.quarantine.cause(slide_name(TEXT))
    assert cause is not None
    assert "0.3 秒" in cause.zh


def test_one_death_is_forgiven_once_it_goes_well(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        deadly(patch, slides=True)
        shop.paint(TEXT)
    assert shop.quarantine.struck(slide_name(TEXT))
    assert shop.paint(TEXT)["error"] is None
    assert not shop.quarantine.struck(slide_name(TEXT))


def test_the_players_own_cards_are_never_held(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    order = order_for(TEXT, "", panel=PANEL, look="x", snapshot=None)
    bench = Bench(FrameStore(shop.root / "frames"), lambda _: TEXT, shop.open, strikes=shop.quarantine)
    with monkeypatch.context() as patch:
        deadly(patch, slides=True)
        for _ in range(3):
            assert paint_order(order, bench)["again"]
    assert paint_order(order, bench)["error"] is None


def test_other_frames_have_their_turn_before_it_is_tried_again(shop: Shop) -> None:
    """The glass's side: after one death the order waits a little, after any other failure a long while."""
    ours, theirs = multiprocessing.Pipe()
    painter = Painter(ours, FrameStore(shop.root / "frames"))
    bad, next_one = shop.order(showing(BAD)), shop.order(TEXT)
    reply = b'{"op": "paint", "key": "%s", "error": "it died", "again": %s, "problems": []}'
    for again, rest in ((b"true", AGAIN), (b"false", REST)):
        now = 1000.0 if again == b"true" else 5000.0
        painter.want([bad, next_one], now)
        assert bad.key in theirs.recv_bytes().decode()
        painter.hear(reply % (bad.key.encode(), again), now)
        assert painter.is_failed(bad.key, now + rest - 1)
        painter.want([bad, next_one], now + 1)
        assert next_one.key in theirs.recv_bytes().decode()
        painter.hear(reply % (next_one.key.encode(), b"false"), now + 1)
        assert not painter.is_failed(bad.key, now + rest)
    ours.close()
    theirs.close()


def served(shop: Shop, slide: Slide, *, seconds: float = 20.0) -> tuple[int | None, dict[str, Any] | None]:
    """A worker in a process of its own, on a system without fork, is given the order and told to look at its picture.

    Gives its exit code and what it answered last, if anything.
    """

    def run() -> None:
        faulthandler.disable()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the traces of its deaths
        limits.CAN_FORK = worker.CAN_FORK = False
        frames = FrameStore(shop.root / "frames")
        serve(theirs, Bench(frames, lambda _: slide, shop.open, Limits(seconds), shop.quarantine), idle=0.2)

    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    ours.send_bytes(json.dumps({"op": "paint", "order": encode(shop.order(slide))}).encode())
    process = context.Process(target=run)
    process.start()
    theirs.close()
    process.join(60)
    answer = None
    with suppress(EOFError):
        while ours.poll(0):
            answer = json.loads(ours.recv_bytes())
    ours.close()
    return process.exitcode, answer


@pytest.mark.fault(17, 18)
@pytest.mark.parametrize("way", ["crash", "hang"])
def test_without_fork_the_worker_dies_and_whoever_follows_it_knows(
    way: str, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows: the job is the worker's own. Its death was written down before, so the third worker leaves it alone."""
    slide = showing(BAD)

    def hang(*_: Any, **__: Any) -> Any:
        time.sleep(60)

    deadly(monkeypatch, path=BAD)
    if way == "hang":
        monkeypatch.setattr("player.picture.stage.load", hang)
        monkeypatch.setattr("player.picture.decode.load", hang)
    codes = []
    for _ in range(5):
        code, answer = served(shop, slide, seconds=1.0)
        codes.append(code)
        if answer is not None:
            break
    assert len(codes) == 4, codes
    assert all(code != 0 for code in codes[:-1])
    assert codes[-1] == 0
    assert answer is not None
    assert "quarantine" in answer["error"]
    assert shop.quarantine.cause(picture_name(BAD)) is not None
    code, answer = served(shop, TEXT)
    assert code == 0
    assert answer is not None
    assert answer["error"] is None, "what does no harm is painted, and nothing is left on its record"
    assert not shop.quarantine.struck(slide_name(TEXT))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"no json",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"width": "wide", "height": 1}',
        b'{"width": -1, "height": 5}',
        b'{"width": 1e400, "height": 5}',
        b'{"width": 10, "height": 10, "op": "paint"}',
        b'{"refusal": {"code": "problems-many"}}',
        b'{"refusal": {"code": "picture-unreadable", "figures": [["reason", "text"]]}}',
    ],
)
def test_what_a_decoder_that_was_taken_over_answers_is_not_believed(
    answer: bytes, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_look_at", lambda _: answer)
    assert "died" in worker.inspect(str(shop.root / f"{GOOD}.png"), Limits())
    monkeypatch.setattr(worker, "_compose", lambda *_: answer)
    assert shop.paint(TEXT)["error"] is not None
    assert not list((shop.root / "frames").iterdir())


def test_its_words_are_made_fit_to_be_said(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "\\u202e\\n<script>" + "x" * 5000
    reply = f'{{"refusal": {{"code": "picture-unreadable", "figures": [["reason", {{"zh": "{evil}", "en": "{evil}"}}]], "raw": "{evil}"}}}}'
    monkeypatch.setattr(worker, "_look_at", lambda _: reply.encode())
    said = worker.inspect(str(shop.root / f"{GOOD}.png"), Limits())["looked"]["refusal"]
    for text in (said["raw"], said["figures"][0][1]["zh"]):
        assert text.isprintable()
        assert len(text) <= 300
