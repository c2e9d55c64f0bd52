"""The page in a real browser, where one is installed: nothing of a name runs, it is never wider than a phone, and it knows its age."""

from __future__ import annotations

import html as escaping
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from player.clock import SystemClock
from player.model.frame import Frame
from player.model.problem import Problem
from player.model.units import Millis
from player.model.words import Language
from player.status.facts import StatusFacts
from player.status.page import html
from player.status.thumbnail import png
from tests.support.status import facts_saying, problem

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--dump-dom",
    "--virtual-time-budget=3000",
]

HARNESS = """<!doctype html><meta charset="utf-8"><body><iframe id="page" style="border:0;width:{width}px;height:900px"
srcdoc="{page}"></iframe><pre id="told"></pre><script>
addEventListener("load", () => {{
  const frame = document.getElementById("page"), inside = frame.contentDocument, told = {{
    hacked: window.hacked === 1 || frame.contentWindow.hacked === 1,
    width: inside.documentElement.scrollWidth,
    styled: getComputedStyle(inside.body).backgroundColor,
    picture: inside.querySelector("img").naturalWidth,
    scripts: inside.querySelectorAll("script").length,
    title: inside.title,
    verdict: [...inside.querySelectorAll(".verdict")].filter((one) => one.offsetHeight).map((one) => one.className).join(),
    late: [...inside.querySelectorAll("article.late")].filter((one) => one.offsetHeight).map((one) => one.innerText).join(),
  }};
  document.getElementById("told").textContent = JSON.stringify(told);
}});
</script>"""

DOT = png(Frame("key", 8, 8, memoryview(bytes(256))))

HOSTILE = (
    "</title></style><script>top.hacked=1</script>",
    '"><img src=x onerror="top.hacked=1">',
    "<svg/onload=top.hacked=1>",
    "<iframe srcdoc='<script>top.hacked=1</script>'></iframe>",
)


def seen(page: str, width: int, folder: Path) -> Any:
    """What a page in a frame of that width turns out to be."""
    harness = folder / "harness.html"
    harness.write_text(HARNESS.format(width=width, page=escaping.escape(page)), "utf-8")
    command = [str(BROWSER), *QUIET, f"--user-data-dir={folder / 'profile'}", harness.as_uri()]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=100, check=False)
    told = re.search(r'<pre id="told">(\{.*?\})</pre>', ran.stdout)
    assert told, ran.stdout[-2000:] + ran.stderr[-2000:]
    return json.loads(told[1])


def long_problem() -> Problem:
    """A line as long as lines get, and a name without a place to break it."""
    return replace(problem("长" * 85 + "a" * 250), excerpt="标语：" * 40 + "\n" + " " * 60 + "^")


def time() -> float:
    """Seconds since the epoch: what the browser goes by."""
    return SystemClock().now() / 1e3


def well(written: float, **changes: Any) -> StatusFacts:
    """A screen that is well, on a page written at that time (seconds)."""
    return replace(
        facts_saying("大厅"), now=Millis(round(written * 1e3)), problems=(), away_since=None, restarts=(), **changes
    )


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_and_nothing_sticks_out(tmp_path: Path, width: int) -> None:
    picture = png(Frame("key", 1920, 1080, memoryview(bytes(1920 * 1080 * 4))))
    facts = replace(facts_saying("".join(HOSTILE) + "宽" * 40), picture=picture)
    facts = replace(facts, problems=(*facts.problems, long_problem()))
    told = seen(html(facts), width, tmp_path)
    assert not told["hacked"]
    assert told["width"] == width
    assert told["styled"] == "rgb(244, 239, 225)"
    assert told["picture"] == 480
    assert told["scripts"] == 1, "our own"


@pytest.mark.fault(28)
@pytest.mark.parametrize(
    ("age", "said", "language"),
    [
        (13 * 60 + 5, "更新已停止 13 分钟", Language.ZH),
        (5 * 3600, "更新已停止 5 小时", Language.ZH),
        (3 * 86400, "Not renewed for 3 days", Language.EN),
    ],
)
def test_a_page_that_is_not_renewed_says_for_how_long_instead_of_all_is_well(
    tmp_path: Path, age: int, said: str, language: Language
) -> None:
    told = seen(html(well(time() - age, picture=DOT), language), 390, tmp_path)
    assert told["verdict"] == "verdict late"
    assert told["title"].startswith(said + " · ")
    assert said.split(maxsplit=1)[1].rsplit(maxsplit=2)[-1] in told["late"]
    assert told["width"] == 390


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(lambda: well(time() - 300), id="of five minutes ago"),
        pytest.param(lambda: well(time() + 3600), id="of a clock that is ahead"),
        pytest.param(lambda: well(time() - 86400, is_trial=True), id="of a trial with another time"),
        pytest.param(lambda: well(0.0, clock_plausible=False), id="of a clock that is known to be wrong"),
    ],
)
def test_a_page_that_is_fresh_or_has_no_time_to_go_by_does_not_call_itself_old(
    tmp_path: Path, facts: Callable[[], StatusFacts]
) -> None:
    told = seen(html(replace(facts(), picture=DOT)), 390, tmp_path)
    assert told["verdict"] == "verdict"
    assert told["late"] == ""


@pytest.mark.control(28)
def test_without_its_script_an_old_page_still_says_that_all_is_well(tmp_path: Path) -> None:
    """What staff would see of a player that died hours ago, were the page plain text."""
    plain = re.sub(r"<script>.*?</script>", "", html(well(time() - 5 * 3600, picture=DOT)), flags=re.DOTALL)
    told = seen(plain, 390, tmp_path)
    assert told["verdict"] == "verdict"
    assert told["title"].startswith("一切正常")


def test_the_harness_would_see_a_page_that_runs_or_sticks_out(tmp_path: Path) -> None:
    picture = png(Frame("key", 8, 8, memoryview(bytes(256))))
    page = html(replace(facts_saying("甲"), picture=picture))
    live = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    live = live.replace("</body>", '<script>top.hacked=1</script><div style="width:2000px">.</div></body>')
    told = seen(live, 390, tmp_path)
    assert told["hacked"]
    assert told["width"] >= 2000
