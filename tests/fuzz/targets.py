"""What the fuzzer calls: bytes of a stranger come in; whatever they are, the laws below hold and nothing is raised.

`TARGETS` names them. Each is run with the kept cases in every test run, and with bytes that a coverage-guided fuzzer
makes up where it is installed (`tests/fuzz/fuzz.py`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable

from player.ingest.decode_text import decode_text, is_han
from player.ingest.front import mend_lines
from player.ingest.names import ending_of, folder_of, han_number, natural_key, never_touched, path_key
from player.ingest.pipeline import Rules, ingest
from player.ingest.settings_file import read_settings
from player.model.canon import canonical, decode
from player.model.names import is_ignored
from player.model.problem import Problem
from player.model.snapshot import Snapshot
from player.model.words import Words, plain_name
from player.model.words import printable as printable_fact
from player.sources import names as source_names
from player.timeline.scenes import Timeline
from tests.ingest.memory import NOW, MemoryFiles

PICTURE = {"海报.png": b"picture", "assets/标志.png": b"picture"}


def playlist(data: bytes) -> None:
    """A playlist file and the settings: told or taken, never raised; what was taken can be stored, and shown at any time."""
    before = _taken_in({"节目单.yaml": data, **PICTURE})
    _taken_in({"节目单.yaml": data[: len(data) // 2], **PICTURE}, before)
    _told(read_settings(data)[1])


def text(data: bytes) -> None:
    """Text files: lines are lines, nothing invisible is shown, what is guessed to be Chinese is."""
    decoded = decode_text(data)
    if decoded is not None:
        assert "\0" not in decoded.text
        decoded.text.encode("utf-8")
        assert data.isascii() is False or decoded.text == data.decode("ascii")
        if decoded.coding.value == "guessed":
            assert any(map(is_han, decoded.text))
        _fronted(decoded.text)
    _taken_in({"通知.txt": data, "说明.md": data, "网址.url": data, "链接.webloc": data})


def names(data: bytes) -> None:
    """Names of files, one a line: put in one order, told and shown safely, never obeyed."""
    said = [
        os.fsdecode(part) for part in data.split(b"\n")[:8] if part and b"\0" not in part and part not in (b".", b"..")
    ]
    for name in said:
        never_touched(name)
        han_number(name)
        assert ending_of(name) == ending_of("a/" + name)
        assert plain_name(name) in name
        assert folder_of("a/" + name) == ("a/" + name).rpartition("/")[0]
        shown = source_names.printable(name)
        shown.encode("utf-8")
        assert "\n" not in shown
        assert source_names.printable(shown) == shown
        assert printable_fact(name).isprintable()
        is_ignored(name, top=True)
        source_names.is_picture(name)
        source_names.is_lock(name)
        source_names.is_confirmation(name)
        source_names.locks_of(name)
    turned = list(reversed(said))
    assert sorted(said, key=natural_key) == sorted(turned, key=natural_key)
    assert len({path_key(name) for name in said}) == len(set(said))
    shown = [source_names.printable(name) for name in said]
    files = {name: b"\xe9\x80\x9a\xe7\x9f\xa5" for name in shown if len(os.fsencode(name)) < 1000}
    listed = json.dumps({"slides": [{"image": name} for name in shown]}).encode()
    _taken_in({**files, "名单.yaml": listed})


def _taken_in(files: dict[str, bytes | None], before: Snapshot | None = None) -> Snapshot:
    """What the files come to, once all was asserted that holds of any answer."""
    ingested = ingest(MemoryFiles(files), previous=before, now=NOW, rules=Rules())
    snapshot = ingested.snapshot
    _told(ingested.problems)
    for one in ingested.understood:
        _sayable(one.words)
    assert decode(Snapshot, json.loads(canonical(snapshot))) == snapshot
    timeline = Timeline(snapshot)
    at = NOW
    for _ in range(5):
        scene = timeline.scene_at(at)
        assert scene.until > at
        at = scene.until
    return snapshot


def _told(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        for words in (problem.message, problem.hint, problem.on_screen):
            _sayable(words)
        assert problem.message.zh
        problem.excerpt.encode("utf-8")
        assert problem.excerpt.count("\n") <= 1


def _sayable(words: Words) -> None:
    for said in (words.zh, words.en):
        assert said.isprintable(), repr(said)
        said.encode("utf-8")


def _fronted(said: str) -> None:
    """The front end gives as many lines as it got, each place leads back into what was written, twice is once."""
    told: list[tuple[int, int]] = []
    fronted = mend_lines(said, lambda _code, line, column, **_facts: told.append((line, column)))
    assert len(fronted.written) == len(fronted.mended)
    assert all(1 <= line <= len(fronted.written) and column >= 1 for line, column in told)
    for number in range(1, min(len(fronted.written), 20) + 1):
        assert fronted.column(number, len(fronted.mended[number - 1]) // 2 + 1) >= 1


TARGETS: dict[str, Callable[[bytes], None]] = {"playlist": playlist, "text": text, "names": names}
