"""What staff are told when the cache was damaged: every sentence that the store has for them."""

from __future__ import annotations

from collections.abc import Sequence

from player.model.content import Asset
from player.model.problem import Place, Problem, Severity
from player.model.words import Words

_HINT = Words(
    "不用处理：播放器会从文件夹重新读取。如果反复出现，请检查这台电脑的硬盘。",
    "Nothing to do: the player reads the folder again. If this comes back, have this computer's disk checked.",
)


def previous_plays(name: str | None) -> tuple[Problem, ...]:
    """The current snapshot is not whole; `name` is a file that it lacks, None where the snapshot itself is damaged."""
    return (
        Problem(
            "cache-previous",
            Severity.WARNING,
            Place(name),
            Words(
                "缓存里最新的一版内容不完整" + (f"（缺少“{name}”）。" if name else "。"),
                "The newest content in the cache is damaged" + (f" (“{name}” is missing)." if name else "."),
            ),
            _HINT,
            Words("先播放上一版内容。", "The version before it plays meanwhile."),
        ),
    )


def gaps(missing: Sequence[Asset]) -> tuple[Problem, ...]:
    """No version is whole: the one that plays lacks these."""
    return tuple(
        Problem(
            "cache-gap",
            Severity.WARNING,
            Place(asset.name),
            Words(f"缓存里的“{asset.name}”损坏或丢失了。", f"“{asset.name}” is damaged or lost in the cache."),
            _HINT,
            Words("用到它的画面暂时由前一个画面代替。", "The picture before it stands in for the slides that use it."),
        )
        for asset in missing
    )


def nothing_left() -> tuple[Problem, ...]:
    """There were published contents, and none can be read."""
    return (
        Problem(
            "cache-lost",
            Severity.WARNING,
            Place(),
            Words("缓存损坏，里面的内容都读不出来了。", "The cache is damaged: none of its content can be read."),
            _HINT,
            Words("在重新读完文件夹之前显示提示画面。", "A card is shown until the folder has been read again."),
        ),
    )
