"""Films are looked through where they can hurt nobody, and what a child says of them is believed as far as it makes sense."""

from __future__ import annotations

import json
from functools import partial
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import pytest
import qrcode

from player.model.canon import encode
from player.model.content import Film
from player.model.units import Digest, Millis
from player.prepare import film_look
from player.prepare.answers import Refusal
from player.prepare.film_look import Seen, _believed
from player.prepare.frames import FrameStore
from player.prepare.inspector import ChildInspector, LinkInspector, Refused, Size
from player.prepare.limits import JobDied, Limits
from player.prepare.worker import Bench, answer
from tests.support.films import film


def test_a_film_is_known_after_one_look(tmp_path: Path) -> None:
    found = ChildInspector().film(str(film(tmp_path / "a.mp4", count=45, sound=True)))
    assert isinstance(found, Size)
    assert found.film is not None
    assert (found.width, found.height, found.film.length, found.film.sound) == (320, 240, 1500, True)


def test_the_player_asks_the_same_over_a_link(tmp_path: Path) -> None:
    path = str(film(tmp_path / "a.mp4", count=10))
    ours, theirs = Pipe()
    bench = Bench(FrameStore(tmp_path), lambda _: pytest.fail("no order"), lambda _: tmp_path)
    request = {"op": "film", "path": path}
    ours_too, link = LinkInspector(ours), partial(answer, request, bench)
    from threading import Thread

    thread = Thread(target=lambda: theirs.send_bytes(json.dumps(link()).encode()) if theirs.recv_bytes() else None)
    thread.start()
    assert ours_too.film(path) == ChildInspector().film(path)
    thread.join()


@pytest.mark.fault(33)
def test_a_code_in_a_film_is_found(tmp_path: Path) -> None:
    """What phones would scan for a while is looked up like a code in a poster."""
    import av

    matrix = qrcode.QRCode(border=4)
    matrix.add_data("https://example.org/in-a-film")
    code: Any = matrix.make_image().get_image().convert("RGB").resize((400, 400), 0)
    with av.open(str(tmp_path / "q.mp4"), "w") as container:
        stream: Any = container.add_stream("libx264", rate=10)
        stream.width = stream.height = 400
        stream.pix_fmt = "yuv420p"
        for number in range(30):
            frame = av.VideoFrame.from_image(code)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    found = ChildInspector().film(str(tmp_path / "q.mp4"))
    assert isinstance(found, Size)
    assert [each.text for each in found.codes] == ["https://example.org/in-a-film"]


@pytest.mark.fault(16, 18)
def test_a_film_that_takes_too_long_or_too_much_is_refused_as_deadly(tmp_path: Path) -> None:
    path = str(film(tmp_path / "a.mp4", count=60, size=(640, 480)))
    for limits in (Limits(seconds=0.02), Limits(answer=5)):
        found = ChildInspector(limits).film(path)
        assert isinstance(found, Refused)
        assert found.code == "film-crashes"
        assert found.died is not None


@pytest.mark.fault(14)
def test_what_is_no_regular_film_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("通知")
    for path in (tmp_path / "missing.mp4", tmp_path / "text.mp4"):
        found = ChildInspector().film(str(path))
        assert isinstance(found, Refused)
        assert found.code == "film-unreadable"


@pytest.mark.parametrize(
    "said",
    [
        Seen(),
        Seen(320, 240),
        Seen(0, 240, Film(Millis(1000))),
        Seen(320, 99_999, Film(Millis(1000))),
        Seen(320, 240, Film(Millis(-1))),
        Seen(320, 240, Film(Millis(10**12))),
        Seen(320, 240, Film(Millis(1000), rate=0)),
        Seen(refusal=Refusal("slide-crashes")),
    ],
)
def test_nonsense_from_a_child_counts_as_its_death(said: Seen) -> None:
    with pytest.raises(JobDied):
        _believed(json.dumps(encode(said)).encode())


def test_words_from_a_child_are_cut_to_what_can_be_printed() -> None:
    said = Seen(320, 240, Film(Millis(1000), codec="h\x1b[31m" + "4" * 100))
    film_said = _believed(json.dumps(encode(said)).encode()).film
    assert film_said is not None
    assert len(film_said.codec) <= 20
    assert film_said.codec.isprintable()


def test_without_the_decoder_it_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no wheel of PyAV the player plays the rest, and says what is missing."""
    import sys

    path = str(film(tmp_path / "a.mp4", count=5))
    monkeypatch.setitem(sys.modules, "av", None)
    found = ChildInspector().film(path)
    assert isinstance(found, Refused)
    assert found.code == "film-no-player"


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    path = str(film(tmp_path / Digest("a.mp4"), count=5))
    before = len(tuple(Path("/proc/self/fd").iterdir()))
    film_look.look({"op": "film", "path": path}, Limits())
    assert len(tuple(Path("/proc/self/fd").iterdir())) <= before
