"""Where there is no sound though there should be: remembered in the cache by the speaker, told by the intake and by `doctor`.

It is said once in the log, however often it is tried again, and once more when there is sound again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from player.model.content import Slide
from player.model.problem import Catalogue, Place, Problem, warning
from player.model.words import Words, printable
from player.slides.video import volume_of
from player.store.atomic import replace

LOG = logging.getLogger("qingbo.speaker")

FILE = "no-sound.json"

PROBLEMS = Catalogue(
    {
        "sound-no-device": warning(
            "有视频要出声，但这台电脑没有能用的音响（{reason}）。", "A film is to be heard, but this machine has no loudspeaker that works ({reason}).",
            "接好音响，或在系统的声音设置里把输出选成电视（HDMI）；每分钟会自动再试一次。", "Attach a loudspeaker, or choose the television (HDMI) in the system's sound settings; it is tried again each minute.",
            Words("视频照常播放，没有声音。", "The film plays without sound."),
        ),
    }
)  # fmt: skip


def note_silence(cache: Path, reason: str) -> None:
    """There is no sound; said once, until there is."""
    if silence(cache) is None:
        LOG.warning(
            "没有声音：这台电脑没有能用的音响，画面照常 (no sound: no loudspeaker that works): %s",
            printable(reason, 200),
        )
        with suppress(OSError):
            replace(cache / FILE, json.dumps({"reason": printable(reason, 200)}).encode())


def note_sound(cache: Path, driver: str) -> None:
    """A device is open."""
    if silence(cache) is not None:
        LOG.info("声音恢复 (there is sound again): %s", driver)
        with suppress(OSError):
            (cache / FILE).unlink()


def silence(cache: Path) -> str | None:
    """Why there is no sound; None where none is missed."""
    with suppress(OSError, ValueError, AttributeError):
        reason = json.loads((cache / FILE).read_text("utf-8")).get("reason")
        return reason if isinstance(reason, str) else ""
    return None


def no_sound(cache: Path, slides: Iterable[Slide]) -> tuple[Problem, ...]:
    """One problem, at the first of the slides that is to be heard, where there is no sound."""
    reason = silence(cache)
    if reason is None:
        return ()
    first = next((slide for slide in slides if volume_of(slide)), None)
    if first is None:
        return ()
    return (PROBLEMS.problem("sound-no-device", Place(first.source.file, first.source.line), reason=reason),)
