"""What painting a slide brought to light, in words for staff."""

from __future__ import annotations

from player.model.content import Source
from player.model.problem import Catalogue, Place, Problem, warning
from player.model.words import Words
from player.picture.stage import Note

_TWO = ("删短一些，或分成两页。", "Shorten it or make two slides of it.")

PROBLEMS = Catalogue(
    {
        "missing-character": warning(
            "字体里没有“{character}”（{number}）这个字。", "No font has the character “{character}” ({number}).",
            "换一个写法或去掉它；表情符号请改用文字。", "Write it another way or leave it out; use words for emoji.",
            Words("该字以“〓”代替，符号则不显示。", "It is shown as 〓, or left out where it is a symbol."),
        ),
        "text-cut": warning(
            "文字太长，这一页放不下（“{text}”…）。", "The text is too long for one slide (“{text}”…).",
            *_TWO,
            Words("只显示放得下的部分。", "Only what fits is shown."),
        ),
        "text-small": warning(
            "字只有 {size} 像素高，远处看不清（至少 {least}）。",
            "The text is only {size} px high; it cannot be read from afar (at least {least}).",
            "删短一些，或分成两页。每一页都这样，就核对 player.yaml 里的 diagonal（屏幕寸数）和 distance（观看距离）。",
            "Shorten it or make two slides of it. Where all slides are so, check diagonal and distance in player.yaml.",
            Words("照常显示，但字偏小。", "It is shown, but small."),
        ),
        "code-reach": warning(
            "二维码内容太多，只能在约 {reach} 米内扫到（观看距离 {distance} 米）。",
            "The code holds so much that it scans within {reach} m only (viewing distance {distance} m).",
            "换一个短一些的链接。", "Use a shorter link.",
            Words("画面上写明了可扫的距离。", "The slide says from how far it scans."),
        ),
    }
)  # fmt: skip


def problem_of(note: Note, source: Source) -> Problem:
    """The note as a problem of the slide written at `source`."""
    return PROBLEMS.problem(note.code, Place(source.file, source.line), **note.figures)
