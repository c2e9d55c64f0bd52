"""What the names of files and folders can have wrong: code -> severity, what is wrong, how to mend it, what the screen does."""

from __future__ import annotations

from player.model.problem import error, warning
from player.model.words import Words

_ALL_THE_SAME = Words(
    "照常显示，只是不按这个括号里的时间。", "It is shown all the same, but not by the times in this bracket."
)
_AS_TITLE = Words("照常显示，括号当作标题的一部分。", "It is shown; the bracket counts as a part of its title.")

NAMES = {
    "name-unclear": error(
        "名字里的“{token}”看不懂：{reason}", "“{token}” in the name cannot be read: {reason}",
        "改文件名，写成 {example}；如果不是时间，把方括号换成圆括号（）。", "Rename it, such as {example}; if it is no time, use round brackets.",
        _ALL_THE_SAME,
    ),
    "name-bracket": error(
        "名字里的“{token}”括号没有配对，所以没有当作播放时间。", "The bracket of “{token}” in the name has no partner, so it is not taken as a time.",
        "改文件名，左右都用方括号：{example}", "Rename it with a square bracket on either side: {example}",
        _AS_TITLE,
    ),
    "name-round": warning(
        "名字里的“{token}”用的不是方括号，没有当作播放时间。", "“{token}” in the name does not stand in square brackets; it is not taken as a time.",
        "要按时间播放，就把括号换成方括号：{example}", "To have it play by that, use square brackets: {example}",
        _AS_TITLE,
    ),
    "name-never": error(
        "名字里的几个时间没有重叠：{first}，又要{second}，永远不会播放。", "The times in the names never meet: {first}, and {second}; it would never play.",
        "检查文件名和文件夹名里的方括号；要在几段日期播放，就每段放一份。", "Look at the brackets of the file and its folders; for several stretches of days put in a copy for each.",
        Words("这个文件不放，其他照常。", "This file is not shown; the others are."),
    ),
    "name-playlist-dwell": warning(
        "节目单的名字里写了停留“{token}”，不起作用。", "The name of a playlist says a dwell, “{token}”; it has no effect.",
        "写在节目单里面：{example}", "Write it in the playlist: {example}",
        Words("照常播放，停留时间以节目单里面的为准。", "It plays with the dwell that is written in it."),
    ),
}  # fmt: skip
"""Joined to `ingest/catalogue.py`."""
