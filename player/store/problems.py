"""What staff are told when the cache was damaged: every sentence that the store has for them."""

from __future__ import annotations

from collections.abc import Sequence

from player.model.content import Asset
from player.model.problem import Catalogue, Place, Problem, warning
from player.model.words import Words

_HINT = (
    "不用处理：播放器会从文件夹重新读取。如果反复出现，请检查这台电脑的硬盘。",
    "Nothing to do: the player reads the folder again. If this comes back, have this computer's disk checked.",
)

PROBLEMS = Catalogue(
    {
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
