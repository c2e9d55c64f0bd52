"""What the supervision did that staff should know: slides in quarantine, safe mode. As problems, each with its cure."""

from __future__ import annotations

from collections.abc import Iterable

from player.model.problem import Catalogue, Place, Problem, error
from player.model.words import Words

PROBLEMS = Catalogue(
    {
        "slide-quarantined": error(
            "这一页反复使画面中断，已隔离。", "This slide ended the picture again and again and is set aside.",
            "换一张图片或改一改这一页的内容，保存后会再放。还是这样，请把这份文件交给负责电脑的人。",
            "Change the slide or its picture and save; it is tried again then. If it goes on, hand the file to whoever looks after the machine.",
            Words("轮到这一页时，画面停在上一页，其他页照常。", "In its time the slide before it stands; the others play."),
        ),
        "safe-mode": error(
            "画面十分钟内中断了五次，现在是安全模式。", "The picture ended five times in ten minutes: safe mode.",
            "一小时后自动再试。最近放进文件夹的内容先拿出来；反复这样，请告诉负责电脑的人，并附上本页。",
            "It is tried again in an hour. Take out what came last; if it goes on, tell whoever looks after the machine, with this page.",
            Words("只放以前放好的静止画面，新内容先不放。", "Only stills that were good before; nothing new comes up."),
        ),
    }
)  # fmt: skip


def troubles(places: Iterable[Place], *, safe: bool) -> tuple[Problem, ...]:
    """One problem for each of the places at which a slide in quarantine is written, and one for safe mode."""
    mode = (PROBLEMS.problem("safe-mode"),) if safe else ()
    return (*mode, *(PROBLEMS.problem("slide-quarantined", place) for place in places))
