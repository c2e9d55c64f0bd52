"""The doctor of a screen whose share does not answer: it says so, and does not hang with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from player.model.settings import Settings
from tests.support.samba import Samba, ShareMount, need_samba
from tools.arguments import Screen
from tools.doctor import CHECKS
from tools.finding import Found, State

pytestmark = pytest.mark.timeout(200)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Samba]:
    need_samba()
    with Samba(tmp_path / "share") as one:
        (one.share / "节目").mkdir()
        (one.share / "节目" / "a.txt").write_text("甲", "utf-8")
        yield one


@pytest.fixture
def mount(server: Samba, tmp_path: Path) -> Iterator[ShareMount]:
    with ShareMount(server, tmp_path / "mount") as one:
        yield one


def folder_check(folder: Path) -> tuple[Found, ...]:
    check = next(check for name, _, check in CHECKS if name == "folder")
    screen = Screen(folder, Settings(), (), None, None, None, None)
    return tuple(check(screen))


@pytest.mark.fault(2)
def test_a_share_that_hangs_is_told_and_not_waited_for(server: Samba, mount: ShareMount) -> None:
    folder = mount.folder / "节目"
    (fine,) = folder_check(folder)
    assert fine.state is State.OK
    assert "网络共享，1 项" in fine.words.zh
    server.freeze()
    try:
        begun = time.monotonic()
        (away,) = folder_check(folder)
        assert time.monotonic() - begun < 30
        assert away.state is State.ERROR
        assert away.words.zh == f"读不了 {folder}：没有回应"
        assert "照常播放" in away.cure.zh
    finally:
        server.thaw()
