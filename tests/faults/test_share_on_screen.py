"""The real player on a share of a real Samba server that hangs, or stops: what passers-by see and what staff are told."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from player.clock import SystemClock
from player.model.units import SECOND, Millis
from tests.support.altered import Altered
from tests.support.player import Program, nearest, picture, playing
from tests.support.samba import Samba, ShareMount, need_samba
from tests.support.xvfb import Capture, Recorder, Xvfb

pytestmark = pytest.mark.timeout(300)

COLOURS = {"1.png": "red", "2.png": "green", "3.png": "blue"}
TOLD = "共享文件夹断开"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Samba]:
    need_samba()
    with Samba(tmp_path / "share") as one:
        content = one.share / "节目"
        content.mkdir()
        (content / "playlist.yaml").write_text("dwell: 2秒\ntransition: cut\n", "utf-8")
        for name, colour in COLOURS.items():
            picture(content / name, colour)
        yield one


@pytest.fixture
def mount(server: Samba, tmp_path: Path) -> Iterator[ShareMount]:
    with ShareMount(server, tmp_path / "mnt") as one:
        yield one


def judge(seen: Capture) -> tuple[Millis, str]:
    return SystemClock().now(), nearest(seen.pixel(320, 180))


def lateness(program: Program, recorder: Recorder[tuple[Millis, str]]) -> list[int]:
    """Milliseconds by which each change on the glass came after its planned instant, the last one before it was seen."""
    rules, late = program.timeline(), []
    for (_, before), (at, colour) in pairwise([found for _, found in recorder.seen]):
        if colour != before:
            cues = rules.cues(Millis(at - 10 * SECOND), at)
            late.append(at - max(cue.start for cue in cues if COLOURS[cue.slide.source.file] == colour))
    return late


def report(cache: Path) -> dict[str, object]:
    """The status report: while the folder is away, it stands in the cache."""
    found = next(iter((cache / "状态").glob("*.json")), None)
    return {} if found is None else json.loads(found.read_text("utf-8"))


@pytest.mark.fault(2)
@pytest.mark.control(2)
def test_a_server_that_hangs_is_not_noticed_by_passers_by_and_told_to_staff(
    display: Xvfb, server: Samba, mount: ShareMount, tmp_path: Path
) -> None:
    """Control: beside it, a player whose looks are not errands; it hangs with the server and tells nobody."""
    folder, cache = mount.folder / "节目", tmp_path / "cache"
    bare = "from player.sources.errands import Errands\nErrands.do = lambda self, call, late=None: call()\n"
    control = Altered(display, folder, tmp_path / "control", "--headless", code=bare)
    with playing(display, folder, cache) as program, control:
        program.until_colour(*COLOURS.values())
        program.until(lambda: len(program.timeline().snapshot.slides()) == 3)
        control.until(lambda: "已更新" in control.said())
        begun = time.monotonic()
        server.freeze()
        with Recorder(display, judge) as recorder:
            program.until(lambda: TOLD in program.said(), seconds=120)
            told = time.monotonic() - begun
            program.until(lambda: "folder-silent" in json.dumps(report(cache)))
        late = lateness(program, recorder)
        assert len(late) >= 20, "it plays on"
        assert sorted(late)[len(late) // 2] < 250
        assert sorted(late)[-2] < SECOND, "a machine that does much else may stand still once"
        assert report(cache)["folder_away_since"] is not None
        assert "intake 结束" not in program.said(), "nobody had to be killed for it"
        assert TOLD not in control.said()
        server.thaw()
        program.until(lambda: "文件夹恢复" in program.said())
        picture(server.share / "节目" / "4.png", "yellow")
        new = program.until_colour("yellow", seconds=90)
        print(
            f"server hangs: told after {told:.0f} s; {len(late)} changes on the glass meanwhile, "
            f"the median {sorted(late)[len(late) // 2]} ms late, the worst {max(late)} ms; a new picture is on {new:.1f} s after it is back"
        )


@pytest.mark.fault(1)
def test_a_server_that_stops_and_comes_back(display: Xvfb, server: Samba, mount: ShareMount, tmp_path: Path) -> None:
    """Also for a player that starts while it is away."""
    folder, cache = mount.folder / "节目", tmp_path / "cache"
    code = "import player.roles.intake\nplayer.roles.intake.AWAY = 5.0\n"
    with Altered(display, folder, cache, code=code) as program:
        for colour in COLOURS.values():
            program.until_colour(colour)
        server.stop()
        program.until(lambda: TOLD in program.said(), seconds=60)
        assert program.colours_for(7) == set(COLOURS.values())
        assert program.stop() == 0
        program.start()
        program.until_colour(*COLOURS.values())
        program.until(lambda: program.said().count(TOLD) == 2, seconds=60)
        assert program.colours_for(7) == set(COLOURS.values())
        server.start()
        program.until(lambda: "文件夹恢复" in program.said(), seconds=60)
        picture(server.share / "节目" / "4.png", "yellow")
        program.until_colour("yellow", seconds=90)
