"""The process of the loudspeaker, with the sound system that there is: real SDL, which writes what is heard to a file, or finds no device."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from player.model.canon import encode
from player.model.content import Asset, Film, Slide, Source
from player.model.sound import RATE
from player.model.units import Digest, Millis
from player.prepare.film_ring import Memory, Reader, Reel, Writer
from player.prepare.sound_ring import SoundWriter
from player.roles import speaker
from player.roles.no_sound import FILE, no_sound, note_silence, note_sound, silence
from player.roles.speech import Speech
from player.roles.voices import Board, Voice
from tests.support.sounds import left, sounds_in

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the child is forked, so that it has the memory")


def slide(name: str, *, loud: bool) -> Slide:
    asset = Asset(Digest("0" * 64), name, 1, 16, 9, film=Film(Millis(1_000), sound=True))
    fields = (("sound", True),) if loud else ()
    return Slide(name, "video", Source(name, 3), Millis(6_000), fields, assets=(asset,))


class World:
    """A speaker in a process of its own, and the glass's end of it."""

    def __init__(self, cache: Path, *, idle: float = 20.0) -> None:
        memory = Memory()
        self.mapped = memory.map()
        self.link, theirs = Pipe()
        self.board = Board(self.mapped)
        self.number = 0
        self.process = get_context("fork").Process(target=_serve, args=(theirs, memory, cache, idle))
        self.process.start()
        theirs.close()

    def tell(self, *voices: Voice) -> None:
        self.number += 1
        said = {"number": self.number, "voices": [encode(one) for one in voices]}
        self.link.send_bytes(json.dumps(said).encode())

    def until(self, happened: Callable[[], object], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < end, "it takes too long"
            time.sleep(0.02)


def _serve(link: Connection, memory: Memory, cache: Path, idle: float) -> None:
    logging.disable()
    speaker.serve(link, memory.map(), cache, idle=idle)


@contextmanager
def speaking(cache: Path, *, idle: float = 20.0) -> Iterator[World]:
    world = World(cache, idle=idle)
    try:
        yield world
    finally:
        world.process.kill()
        world.process.join()


def test_what_is_told_is_heard_from_then_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second of sound, from the cue to its end; then it ends by itself when nothing is to be heard any more."""
    out = tmp_path / "heard.raw"
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(out))
    with speaking(tmp_path, idle=1.0) as world:
        reel = Reel(5, Digest("0" * 64), 16, 9, Millis(10_000), sound=True)
        Writer(world.mapped, 0, reel).begin()
        sound, glass = SoundWriter(world.mapped, 0, reel), Reader(world.mapped, reel)
        sound.begin(0)
        sound.put((b"\x00\x20\x00\x20" * 50 + b"\x00\xe0\x00\xe0" * 50) * (2 * RATE // 100))
        start = time.monotonic() + 0.6
        world.tell(Voice(5, start, start, start + 1.0))
        world.until(lambda: world.board.last == 1)
        while (now := time.monotonic()) < start + 1.2:
            if now >= start:
                glass.picture((now - start) * 1000)
            time.sleep(0.02)
        world.process.join(10)
        assert world.process.exitcode == 0, "nothing is to be heard any more"
    ((begins, ends),) = sounds_in(left(out.read_bytes()))
    assert 0.7 < (ends - begins) / RATE < 1.15
    assert not (tmp_path / FILE).exists()


def test_no_device_is_said_once_and_life_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is tried again and again; staff are told at the film that is to be heard, until there is sound."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "nonsense")
    with speaking(tmp_path) as world:
        now = time.monotonic()
        world.tell(Voice(5, now, now, now + 60))
        world.until(lambda: silence(tmp_path) is not None)
        time.sleep(0.7)
        assert world.process.is_alive()
        assert time.monotonic() - world.board.sign < 2
    (problem,) = no_sound(tmp_path, [slide("静.mp4", loud=False), slide("响.mp4", loud=True)])
    assert (problem.code, problem.place.file) == ("sound-no-device", "响.mp4")
    assert "nonsense" in problem.message.zh
    assert no_sound(tmp_path, [slide("静.mp4", loud=False)]) == ()
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            note_silence(tmp_path, "again")
        assert caplog.records == []
        note_sound(tmp_path, "alsa")
        note_sound(tmp_path, "alsa")
        assert len(caplog.records) == 1
        note_silence(tmp_path, "gone")
        assert len(caplog.records) == 2
    (tmp_path / FILE).write_bytes(b"{")
    assert silence(tmp_path) is None


def test_a_sound_system_that_hangs_holds_up_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call does not come back: messages are taken all the same, it is said, and the process ends after a while."""
    from player.screen import speaker as device

    class Hanging:
        def __init__(self) -> None:
            time.sleep(60)

    monkeypatch.setattr(device, "Speaker", Hanging)
    monkeypatch.setattr(speaker, "HANGS", 0.5)
    monkeypatch.setattr(speaker, "RETRY", 2.0)
    with speaking(tmp_path) as world:
        now = time.monotonic()
        world.tell(Voice(5, now, now, now + 60))
        world.until(lambda: silence(tmp_path) is not None)
        world.tell()
        world.until(lambda: world.board.last == 2)
        world.process.join(10)
        assert world.process.exitcode == 0


def test_a_speaker_that_breaks_ends_and_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of our own: the thread that speaks is gone, so the process goes, with an exit code that says so."""

    def broken(_self: Speech, _now: float) -> bool:
        raise ValueError("a fault")

    monkeypatch.setattr(Speech, "wanted", broken)
    with speaking(tmp_path) as world:
        world.process.join(10)
        assert world.process.exitcode == 1
