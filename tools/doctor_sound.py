"""Whether films can be heard here: the loudspeaker is opened for a moment in a process of its own, which a sound server may hold up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

from player.app import cache_for
from player.model.words import Words
from player.roles.no_sound import silence
from tools.arguments import PROJECT, Screen
from tools.finding import Found, State

_PATIENCE = 15.0
_PROBE = """
from player.screen.speaker import NoDevice, Speaker
try:
    speaker = Speaker()
except NoDevice as error:
    print("none", error)
else:
    print("open", speaker.name, speaker.device)
    speaker.close()
"""
_CURE = Words(
    "接好音响，或在系统的声音设置里把输出选成电视（HDMI）；服务方式运行的，音响要归运行它的用户用（audio 组）。",
    "Attach a loudspeaker, or choose the television (HDMI) in the system's sound settings; run as a service, its user must be in the group audio.",
)


def sound(screen: Screen) -> Iterator[Found]:
    """One line. No loudspeaker is no fault where no film is to be heard."""
    cache = (screen.cache or cache_for(screen.folder)).absolute()
    how, said = _asked()
    if how == "open":
        told = Words(
            f"可以出声（{said}）；视频默认静音，要出声写 声音: 开",
            f"films can be heard ({said}); they are silent unless they say sound: on",
        )
        yield Found(State.OK, told, code="sound")
        return
    missed = silence(cache) is not None
    reason = Words("没有回应", "no answer") if how == "hangs" else Words(said, said)
    yield Found(
        State.WARNING if missed or how == "hangs" else State.OK,
        Words(
            f"没有能用的音响（{reason.zh}），视频都静音", f"no loudspeaker that works ({reason.en}): films are silent"
        ),
        _CURE if missed or how == "hangs" else Words("", ""),
        code="sound-none",
    )


def _asked() -> tuple[str, str]:
    """How it went (open, none, hangs), and what there is or is said."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
        )
    except subprocess.TimeoutExpired:
        return "hangs", ""
    how, _, said = done.stdout.strip().partition(" ")
    return (how, said[:200]) if how in ("open", "none") else ("none", "SDL")
