"""What staff are told about things in the folder that cannot be content."""

from __future__ import annotations

from collections.abc import Sequence

from player.model.problem import Place, Problem, Severity
from player.model.words import Words
from player.sources.scan import MAX_DEPTH, MAX_ENTRIES, LeftOut, Why

_MOST = 50
"""How many things are named one by one; a folder full of links needs no page full of words."""

_SKIPPED = Words("跳过它，其他内容照常播放。", "It is skipped; everything else plays.")

_WORDS: dict[Why, tuple[str, Words, Words]] = {
    Why.LINK: (
        "not-a-file",
        Words("“{path}”是快捷链接，不是文件本身。", "“{path}” is a link, not the file itself."),
        Words("请把文件本身复制到文件夹里。", "Copy the file itself into the folder."),
    ),
    Why.NOT_A_FILE: (
        "not-a-file",
        Words("“{path}”不是普通文件。", "“{path}” is not a regular file."),
        Words("请把它从文件夹里移走。", "Move it out of the folder."),
    ),
    Why.UNREADABLE: (
        "no-permission",
        Words("没有权限读取“{path}”。", "There is no permission to read “{path}”."),
        Words("请让播放器的用户可以读取它。", "Give the player's user the right to read it."),
    ),
    Why.TOO_MANY: (
        "too-many-files",
        Words(
            f"文件夹里的文件和子文件夹超过 {MAX_ENTRIES} 个，从“{{path}}”起至少还有 {{count}} 个没有读取。",
            f"There are more than {MAX_ENTRIES} files and folders: at least {{count}} from “{{path}}” on are left out.",
        ),
        Words("请把不用的文件移到别处。", "Move files that are not needed elsewhere."),
    ),
    Why.TOO_DEEP: (
        "too-deep",
        Words(f"“{{path}}”在第 {MAX_DEPTH} 层以下的子文件夹里。", f"“{{path}}” is more than {MAX_DEPTH} folders deep."),
        Words("请把它移到靠上的文件夹里。", "Move it to a folder further up."),
    ),
    Why.SAME_NAME: (
        "same-name",
        Words("有两个文件都显示为“{path}”，只用第一个。", "Two files both show as “{path}”; only the first is used."),
        Words("请给其中一个改名，只用汉字、字母和数字。", "Rename one of them with plain letters and digits."),
    ),
}


def problems_of(left_out: Sequence[LeftOut]) -> tuple[Problem, ...]:
    """A problem for each thing that was left out, the first fifty of them."""
    return tuple(_problem(one) for one in left_out[:_MOST])


def _problem(one: LeftOut) -> Problem:
    code, message, hint = _WORDS[one.why]
    filled = {"path": one.path, "count": one.count}
    said = Words(message.zh.format(**filled), message.en.format(**filled))
    return Problem(code, Severity.WARNING, Place(one.path), said, hint, _SKIPPED)
