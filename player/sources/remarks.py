"""What staff are told about things in the folder that cannot be content, or that are not believed yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from player.model.problem import Place, Problem, Severity
from player.model.words import Words
from player.sources.completeness import Lack
from player.sources.hold import Held, In, Reason
from player.sources.names import CONFIRM
from player.sources.scan import MAX_DEPTH, MAX_ENTRIES, LeftOut, Why
from player.sources.settle import GONE_MASS

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


_LACKS: dict[Lack, Words] = {
    Lack.HEAD: Words("开头还是空的", "its beginning is still empty"),
    Lack.END: Words("缺少结尾", "its end is missing"),
    Lack.HOLE: Words("中间有一段是空的", "a piece in its middle is empty"),
    Lack.MAYBE_HOLE: Words("中间有一段像是空的", "a piece in its middle looks empty"),
    Lack.SUM: Words("中间有一段对不上", "a piece in its middle does not fit the rest"),
}

_OLD_STAYS = Words(
    "继续放它原来的版本；从没放过的，完整了就放。",
    "Its old version keeps playing; what never played does once it is complete.",
)


@dataclass(frozen=True, slots=True)
class Deleted:
    """A mass deletion that is not believed yet: so many of so many files."""

    count: int
    total: int


def problem_of_deletion(deleted: Deleted | None) -> tuple[Problem, ...]:
    """What is said of a mass deletion, and how to confirm it."""
    if deleted is None:
        return ()
    minutes = round(GONE_MASS / 60)
    zh, en = CONFIRM
    return (
        Problem(
            "mass-deletion",
            Severity.WARNING,
            Place(None),
            Words(
                f"一次删除了 {deleted.count}/{deleted.total} 个文件，已暂停删除。",
                f"{deleted.count} of {deleted.total} files were deleted at once: the deletion is held.",
            ),
            Words(
                f"误删了：把文件放回去。确实要删：在文件夹里新建一个名为“{zh}”的文件夹，或者等 {minutes} 分钟。",
                f"By mistake: put the files back. On purpose: make a folder called “{en}” in it, or wait {minutes} minutes.",
            ),
            Words("原来的内容继续播放。", "What was there keeps playing."),
        ),
    )


def problems_of_held(held: Iterable[Held]) -> tuple[Problem, ...]:
    """A problem for each file that is held and said, the first fifty of them."""
    return tuple(_held(one.path, one.reason) for one in list(held)[:_MOST])


def _held(path: str, reason: Reason) -> Problem:
    if reason is In.EDITOR:
        return Problem(
            "file-in-editor",
            Severity.WARNING,
            Place(path),
            Words(
                f"“{path}”正在编辑，关闭后更新。", f"“{path}” is being edited and will be updated when it is closed."
            ),
            Words(
                "改好后关闭它。如果没有人开着它，删除它旁边以“~$”或“.~”开头的文件。",
                "Close it when it is done. If nobody has it open, delete the file beside it that begins with “~$” or “.~”.",
            ),
            _OLD_STAYS,
        )
    if reason is In.WRITER:
        return Problem(
            "file-open",
            Severity.WARNING,
            Place(path),
            Words(f"“{path}”还被一个程序打开着写。", f"“{path}” is still open in a program that writes it."),
            Words("请等它写完，或关闭那个程序。", "Wait for it to finish, or close that program."),
            _OLD_STAYS,
        )
    lack = _LACKS[reason]
    return Problem(
        "file-unfinished",
        Severity.ERROR,
        Place(path),
        Words(f"“{path}”可能没有复制完：{lack.zh}。", f"“{path}” may not have been copied completely: {lack.en}."),
        Words(
            "如果复制已经结束，请重新复制一次；原文件也这样的，用看图软件重新保存。",
            "If the copy has ended, copy it again; where the original is the same, save it anew in a picture program.",
        ),
        _OLD_STAYS,
    )


def problems_of(left_out: Sequence[LeftOut]) -> tuple[Problem, ...]:
    """A problem for each thing that was left out, the first fifty of them."""
    return tuple(_problem(one) for one in left_out[:_MOST])


def _problem(one: LeftOut) -> Problem:
    code, message, hint = _WORDS[one.why]
    filled = {"path": one.path, "count": one.count}
    said = Words(message.zh.format(**filled), message.en.format(**filled))
    return Problem(code, Severity.WARNING, Place(one.path), said, hint, _SKIPPED)
