"""What staff are told of the cache and its disk: every sentence that the store has for them."""

from __future__ import annotations

from collections.abc import Sequence

from player.model.content import Asset
from player.model.problem import Catalogue, Place, Problem, error, warning
from player.model.words import Words

_HINT = (
    "不用处理：播放器会从文件夹重新读取。如果反复出现，请检查这台电脑的硬盘。",
    "Nothing to do: the player reads the folder again. If this comes back, have this computer's disk checked.",
)

_ROOM = (
    "删去这台电脑上不用的文件，清空回收站；腾出空间后自动恢复，不用重启。",
    "Remove files that this computer does not need and empty its bin; with room again it goes on by itself, without a restart.",
)

_PLAYS_ON = Words("画面照常播放。", "The screen plays on.")

PROBLEMS = Catalogue(
    {
        "disk-full": error(
            "磁盘满了：只剩 {free}。{grown}。", "The disk is full: {free} left; {grown}.",
            *_ROOM,
            Words("照常播放已有的内容，新内容先不更新。", "What was there plays on; what is new waits."),
        ),
        "disk-read-only": error(
            "缓存所在的磁盘变成了只读，什么也写不进去（剩余 {free}）。", "The cache's disk has become read-only and takes nothing ({free} free).",
            "多半是磁盘出错或要坏了：重启这台电脑；还是这样，请更换磁盘。",
            "Most often the disk has errors or is failing: restart this computer; if it comes back, replace the disk.",
            Words("照常播放已有的内容，新内容先不更新。", "What was there plays on; what is new waits."),
        ),
        "cache-refused": error(
            "缓存写不进去：{reason}（磁盘剩余 {free}）。", "The cache cannot be written: {reason} ({free} of the disk free).",
            "检查这台电脑的硬盘，以及缓存文件夹的权限；恢复后自动继续。", "Have this computer's disk and the permissions of the cache folder checked; it goes on by itself.",
            Words("照常播放已有的内容，新内容先不更新。", "What was there plays on; what is new waits."),
        ),
        "disk-no-room": error(
            "磁盘空间不够（只剩 {free}），这张图片先不收。", "There is too little room on the disk ({free} left) to take this picture in.",
            *_ROOM,
            Words("这一页先放上一次的图片；没有的先不放，其他页照常。", "The slide keeps its last picture; without one it is left out, the others play."),
        ),
        "disk-low": warning(
            "磁盘快满了：共 {size}，只剩 {free}，不到 {enough}。{grown}。", "The disk is nearly full: {free} of {size} left, less than {enough}; {grown}.",
            *_ROOM,
            Words("画面和文字照常更新，新图片先不收。", "The screen and its texts go on; new pictures are not taken in."),
        ),
        "power-lost": warning(
            "上次异常断电：{when} 前后，播放器没来得及正常关闭。", "The power failed about {when}: the player was not shut down.",
            "内容没有丢。以后请先正常关机再断电；经常停电的地方，建议配不间断电源。",
            "No content was lost. Please shut the computer down before cutting its power; where it fails often, a UPS is worth its price.",
            _PLAYS_ON,
        ),
        "cache-mended": warning(
            "缓存损坏，已重取{what}。", "The cache was damaged and has been fetched again{what}.",
            "不用处理。一个月内反复出现，请检查这台电脑的硬盘。", "Nothing to do. If it comes back within a month, have this computer's disk checked.",
            _PLAYS_ON,
        ),
        "cache-previous": warning(
            "缓存里最新的一版内容不完整{lacking}。", "The newest content in the cache is damaged{lacking}.",
            *_HINT,
            Words("先播放上一版内容。", "The version before it plays meanwhile."),
        ),
        "cache-gap": warning(
            "缓存里的“{name}”损坏或丢失了。", "“{name}” is damaged or lost in the cache.",
            *_HINT,
            Words("用到它的画面暂时由前一个画面代替。", "The picture before it stands in for the slides that use it."),
        ),
        "cache-lost": warning(
            "缓存损坏，里面的内容都读不出来了。", "The cache is damaged: none of its content can be read.",
            *_HINT,
            Words("在重新读完文件夹之前显示提示画面。", "A card is shown until the folder has been read again."),
        ),
    }
)  # fmt: skip


def previous_plays(name: str | None) -> tuple[Problem, ...]:
    """The current snapshot is not whole; `name` is a file that it lacks, None where the snapshot itself is damaged."""
    lacking = Words(f"（缺少“{name}”）", f" (“{name}” is missing)") if name else ""
    return (PROBLEMS.problem("cache-previous", Place(name), lacking=lacking),)


def gaps(missing: Sequence[Asset]) -> tuple[Problem, ...]:
    """No version is whole: the one that plays lacks these."""
    return tuple(PROBLEMS.problem("cache-gap", Place(asset.name), name=asset.name) for asset in missing)


def nothing_left() -> tuple[Problem, ...]:
    """There were published contents, and none can be read."""
    return (PROBLEMS.problem("cache-lost"),)
