"""The page in a real browser, where one is installed: nothing in it runs, and it is never wider than a phone."""

from __future__ import annotations

import html as escaping
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from player.model.frame import Frame
from player.model.problem import Problem
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
  }};
  document.getElementById("told").textContent = JSON.stringify(told);
}});
</script>"""

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


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_and_nothing_sticks_out(tmp_path: Path, width: int) -> None:
    picture = png(Frame("key", 1920, 1080, memoryview(bytes(1920 * 1080 * 4))))
    facts = replace(facts_saying("".join(HOSTILE) + "宽" * 40), picture=picture)
    facts = replace(facts, problems=(*facts.problems, long_problem()))
    told = seen(html(facts), width, tmp_path)
    assert told == {
        "hacked": False,
        "width": width,
        "styled": "rgb(244, 239, 225)",
        "picture": 480,
        "scripts": 0,
    }


def test_the_harness_would_see_a_page_that_runs_or_sticks_out(tmp_path: Path) -> None:
    picture = png(Frame("key", 8, 8, memoryview(bytes(256))))
    page = html(replace(facts_saying("甲"), picture=picture))
    live = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    live = live.replace("</body>", '<script>top.hacked=1</script><div style="width:2000px">.</div></body>')
    told = seen(live, 390, tmp_path)
    assert told["hacked"]
    assert told["width"] >= 2000
