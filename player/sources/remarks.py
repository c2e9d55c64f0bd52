"""What staff are told about things in the folder that cannot be content, or that are not believed yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from player.model.problem import NOWHERE, Catalogue, Place, Problem, error, warning
from player.model.words import Words
from player.sources.completeness import Lack
from player.sources.hold import Held, In, Reason
from player.sources.names import CONFIRM
from player.sources.scan import MAX_DEPTH, MAX_ENTRIES, LeftOut, Why
from player.sources.settle import GONE_MASS

_MOST = 50
"""How many things are named one by one; a folder full of links needs no page full of words."""

_SKIPPED = Words("跳过它，其他内容照常播放。", "It is skipped; everything else plays.")
_OLD_STAYS = Words(
    "继续放它原来的版本；从没放过的，完整了就放。",
    "Its old version keeps playing; what never played does once it is complete.",
)
_ALL_STAYS = Words("照常播放上一次读到的全部内容。", "All that was read last keeps playing.")
_MINUTES = round(GONE_MASS / 60)

PROBLEMS = Catalogue(
    {
        "not-a-file": warning(
            "这不是普通文件，是{what}。", "This is no regular file but {what}.",
            "要放的话，把文件本身复制到文件夹里；不用就把它移走。", "To show it copy the file itself into the folder; otherwise move it out.",
            _SKIPPED,
        ),
        "no-permission": warning(
            "没有权限读取它。", "There is no permission to read it.",
            "请负责电脑的人给播放器读取它的权限。", "Have whoever looks after the machine give the player's user the right to read it.",
            _SKIPPED,
        ),
        "too-many-files": warning(
            f"文件夹里的文件和子文件夹超过 {MAX_ENTRIES} 个，从这一个起至少还有 {{count}} 个没有读取。",
            f"There are more than {MAX_ENTRIES} files and folders: at least {{count}} from this one on are left out.",
            "请把不用的文件移到别处。", "Move files that are not needed elsewhere.",
            _SKIPPED,
        ),
        "too-deep": warning(
            f"它在第 {MAX_DEPTH} 层以下的子文件夹里，没有读取。", f"It is more than {MAX_DEPTH} folders deep and was not read.",
            "请把它移到靠上的文件夹里。", "Move it to a folder further up.",
            _SKIPPED,
        ),
        "same-name": warning(
            "有两个文件都显示成这个名字，只用第一个。", "Two files both show under this name; only the first is used.",
            "请给其中一个改名，只用汉字、字母和数字。", "Rename one of them with plain letters and digits.",
            _SKIPPED,
        ),
        "mass-deletion": warning(
            "一次删除了 {count}/{total} 个文件，已暂停删除。", "{count} of {total} files were deleted at once: the deletion is held.",
            f"误删了：把文件放回去。确实要删：在文件夹里新建一个名为“{CONFIRM[0]}”的文件夹，或者等 {_MINUTES} 分钟。",
            f"By mistake: put the files back. On purpose: make a folder called “{CONFIRM[1]}” in it, or wait {_MINUTES} minutes.",
            Words("原来的内容继续播放。", "What was there keeps playing."),
        ),
        "confirmation-left": warning(
            "它已经过期，不再起作用。", "It has expired and confirms nothing any more.",
            "请删掉它；以后又要一次删除很多文件时，再新建一个。", "Delete it; make it anew when many files are to be deleted at once again.",
            Words("内容照常播放。", "Everything plays."),
        ),
        "folder-gone": error(
            "文件夹不见了：{root}。", "The folder is gone: {root}.",
            "可能被改名、移走或删除了。用原来的名字放回原处，会自动接上。",
            "It may have been renamed, moved or deleted. Put it back under its old name: it is picked up by itself.",
            _ALL_STAYS,
        ),
        "folder-not-mounted": error(
            "{point} 上的共享或 U 盘没有接上，现在只是一个空位置。", "The share or stick at {point} is not connected; only its empty place is there.",
            f"重新连上共享，或插回 U 盘，会自动接上。如果以后就用现在这个文件夹：在里面新建一个名为“{CONFIRM[0]}”的文件夹。",
            f"Connect the share or put the stick back: it is picked up by itself. To use the folder as it is now: make a folder called “{CONFIRM[1]}” in it.",
            _ALL_STAYS,
        ),
        "folder-replaced": error(
            "原来的文件夹换成了一个空文件夹。", "An empty folder has taken the folder's place.",
            f"把文件放回去。确实要清空：在里面新建一个名为“{CONFIRM[0]}”的文件夹。",
            f"Put the files back. To clear it on purpose: make a folder called “{CONFIRM[1]}” in it.",
            _ALL_STAYS,
        ),
        "folder-silent": error(
            "文件夹没有回应。", "The folder does not answer.",
            "看看网络和放共享的那台电脑；恢复以后会自动接上。", "Check the network and the machine that shares it: it is picked up by itself.",
            _ALL_STAYS,
        ),
        "folder-unreadable": error(
            "文件夹读不出来：{reason}。", "The folder cannot be read: {reason}.",
            "看看网络、放共享的那台电脑和 U 盘是否插好；恢复以后会自动接上。",
            "Check the network, the machine that shares it, and that the stick sits well: it is picked up by itself.",
            _ALL_STAYS,
        ),
        "file-in-cloud": warning(
            "它还在网盘里，没有下载到这台电脑。", "It is still in the cloud and was not brought to this machine.",
            "在网盘里对它选“始终保留在此设备上”，并登录网盘。", "Choose “Always keep on this device” for it, and log in to the drive.",
            _OLD_STAYS,
        ),
        "file-in-editor": warning(
            "正在编辑，关闭后更新。", "It is being edited and will be updated when it is closed.",
            "改好后关闭它。如果没有人开着它，删除它旁边以“~$”或“.~”开头的文件。",
            "Close it when it is done. If nobody has it open, delete the file beside it that begins with “~$” or “.~”.",
            _OLD_STAYS,
        ),
        "file-open": warning(
            "还有程序正在往里写。", "A program still has it open and writes to it.",
            "请等它写完，或关闭那个程序。", "Wait for it to finish, or close that program.",
            _OLD_STAYS,
        ),
        "file-unfinished": error(
            "可能没有复制完：{lack}。", "It may not have been copied completely: {lack}.",
            "如果复制已经结束，请重新复制一次；原文件也这样的，用看图软件重新保存。",
            "If the copy has ended, copy it again; where the original is the same, save it anew in a picture program.",
            _OLD_STAYS,
        ),
    }
)  # fmt: skip

_CODES: dict[Why, str] = {
    Why.LINK: "not-a-file",
    Why.NOT_A_FILE: "not-a-file",
    Why.UNREADABLE: "no-permission",
    Why.TOO_MANY: "too-many-files",
    Why.TOO_DEEP: "too-deep",
    Why.SAME_NAME: "same-name",
}

_LINK = Words("指向别处的链接", "a link to another place")
_NO_FILE = Words("管道、设备一类的东西", "a pipe, a device or the like")

_LACKS: dict[Lack, Words] = {
    Lack.HEAD: Words("开头还是空的", "its beginning is still empty"),
    Lack.END: Words("缺少结尾", "its end is missing"),
    Lack.HOLE: Words("中间有一段是空的", "a piece in its middle is empty"),
    Lack.MAYBE_HOLE: Words("中间有一段像是空的", "a piece in its middle looks empty"),
    Lack.UNREAD: Words("有一段读不出来", "a piece of it cannot be read"),
    Lack.SUM: Words("中间有一段对不上", "a piece in its middle does not fit the rest"),
}


class Away(Enum):
    """Why the folder is away; the value is its code in the catalogue."""

    GONE = "folder-gone"
    NOT_MOUNTED = "folder-not-mounted"
    REPLACED = "folder-replaced"
    SILENT = "folder-silent"
    UNREADABLE = "folder-unreadable"


@dataclass(frozen=True, slots=True)
class Deleted:
    """A mass deletion that is not believed yet: so many of so many files."""

    count: int
    total: int


def problem_of_deletion(deleted: Deleted | None) -> tuple[Problem, ...]:
    """What is said of a mass deletion, and how to confirm it."""
    if deleted is None:
        return ()
    return (PROBLEMS.problem("mass-deletion", NOWHERE, count=deleted.count, total=deleted.total),)


def problem_of_confirmation(path: str) -> Problem:
    """A confirmation that was left lying there."""
    return PROBLEMS.problem("confirmation-left", Place(path))


def problem_of_away(why: Away, *, root: str, point: str = "", reason: str = "") -> Problem:
    """Why the folder is away, and what brings it back. `reason` is the system's own word."""
    return PROBLEMS.problem(why.value, NOWHERE, root=root, point=point, reason=reason)


def problems_of_held(held: Iterable[Held]) -> tuple[Problem, ...]:
    """A problem for each file that is held and said, the first fifty of them."""
    return tuple(_held(Place(one.path), one.reason) for one in list(held)[:_MOST])


def _held(place: Place, reason: Reason) -> Problem:
    if reason is In.EDITOR:
        return PROBLEMS.problem("file-in-editor", place)
    if reason is In.CLOUD:
        return PROBLEMS.problem("file-in-cloud", place)
    if reason in (In.WRITER, In.CHANGE):
        return PROBLEMS.problem("file-open", place)
    return PROBLEMS.problem("file-unfinished", place, lack=_LACKS[reason])


def problems_of(left_out: Sequence[LeftOut]) -> tuple[Problem, ...]:
    """A problem for each thing that was left out, the first fifty of them."""
    return tuple(_problem(one) for one in left_out[:_MOST])


def _problem(one: LeftOut) -> Problem:
    what = _LINK if one.why is Why.LINK else _NO_FILE
    return PROBLEMS.problem(_CODES[one.why], Place(one.path), count=one.count, what=what)
