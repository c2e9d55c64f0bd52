"""The real program under a service manager: when it is ready, what is on in Chinese, that it lives, and when it does not."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.support.altered import Altered
from tests.support.player import picture, yaml_of
from tests.support.service_manager import manager
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "节目"
    place.mkdir()
    picture(place / "夏至.png", "red")
    slides = [
        {"slogan": "绿水青山就是金山银山", "dwell": "3秒"},
        {"image": "夏至.png", "title": "夏至", "dwell": "3秒"},
    ]
    (place / "节目单.yaml").write_text(yaml_of(slides, transition="cut"), "utf-8")
    return place


def test_a_service_manager_hears_the_whole_life_of_the_player(display: Xvfb, folder: Path, tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with manager(address) as said:
        program = Altered(display, folder, tmp_path / "cache")
        program.environment = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "3000000"}

        def heard(what: str) -> list[float]:
            return [at for message, at in said if message == what]

        with program:
            program.until(lambda: bool(heard("READY=1")))
            assert display.windows(), "ready is said when there is something to see"
            program.until_colour("red")
            program.until(lambda: bool(heard("STATUS=正在播放：夏至")))
            program.until(lambda: bool(heard("STATUS=正在播放：绿水青山就是金山银山")))
            program.until(lambda: len(heard("WATCHDOG=1")) >= 4)
            assert program.process is not None
            os.kill(program.process.pid, signal.SIGSTOP)
            time.sleep(0.5)
            before = len(said)
            time.sleep(4)
            assert len(said) == before, "a supervisor that is stopped gives no sign of life, and is restarted for it"
            os.kill(program.process.pid, signal.SIGCONT)
            program.until(lambda: len(said) > before)
            assert program.stop() == 0
            assert said[-1][0] == "STOPPING=1"
        assert len(heard("READY=1")) == 1
