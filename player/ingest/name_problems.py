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
    "name-off": warning(
        "名字里写了“{token}”，它还是会照常播放。", "The name says “{token}”; it plays all the same.",
        "先不放，就把它移出这个文件夹；到某天不放，写成 [至7.5]（含7月5日）。", "To take it off move it out of this folder; to have it end on a day write [至7.5], that day included.",
        _AS_TITLE,
    ),
    "name-days-bare": warning(
        "名字开头的“{days}”只是标题的一部分，不管它哪几天播放。{more}", "“{days}” at the start of the name is a part of its title and does not say when it plays. {more}",
        "要只在这几天播放，就加上方括号：{fixed}；只是标题就不用改。", "To have it play on those days alone, put square brackets round them: {fixed}. If it is a title, leave it.",
        Words("照常显示，每天都放。", "It is shown every day."),
    ),
    "name-dot": error(
        "扩展名“{ending}”{what}，所以认不出是什么文件。", "What kind of file it is cannot be told: {what} the ending “{ending}”.",
        "把文件名改成：{fixed}", "Rename it: {fixed}",
        Words("这个文件不放，其他照常。", "This file is not shown; the others are."),
    ),
    "name-hidden": warning(
        "文件名后面还有一个藏起来的 .txt，已当作 .{ending} 文件。", "The name has another .txt at its end, which the machine hides; it was taken as a .{ending} file.",
        "在资源管理器的“查看”里勾选“文件扩展名”，改名为 {fixed}", "Let Explorer show file name extensions and rename it {fixed}",
        Words("照常播放。", "It plays."),
    ),
    "file-stranger": error(
        "{ending} 文件不能放到屏幕上：它是{what}。", "{ending} files cannot be shown: this is {what}.",
        "{cure}", "{cure}",
        Words("这个文件不放，其他照常。", "This file is not shown; the others are."),
    ),
    "file-twice": warning(
        "和“{other}”一模一样，会放两遍。", "It is the same picture as “{other}”; it is shown twice.",
        "留一个，删掉另一个。", "Keep one and delete the other.",
        Words("两个都照常放。", "Both are shown."),
    ),
    "file-same-name": warning(
        "名字和“{other}”只差扩展名、大小写或全角半角，两个都会放。", "It has the name of “{other}” but for its ending, its case or the width of its signs; both are shown.",
        "要是同一张图的两份，就删掉一个。", "If they are the same picture, delete one.",
        Words("两个都照常放。", "Both are shown."),
    ),
    "file-live-photo": warning(
        "这是和“{other}”同名的小视频，像是苹果手机“实况照片”带来的。", "A film with the name of “{other}”: it looks like a part of an Apple Live Photo.",
        "不想放这几秒视频，就删掉它，只留照片。", "If those seconds are not to be shown, delete it and keep the photo.",
        Words("照片和视频都照常放。", "The photo and the film are both shown."),
    ),
    "playlist-twice": warning(
        "和“{other}”的内容、时间一模一样，每一页都会放两遍。", "It says the same as “{other}”; every slide is shown twice.",
        "留一份，删掉另一份（常常是“副本”）。", "Keep one and delete the other, often a copy.",
        Words("两份都照常放。", "Both play."),
    ),
    "link-private": warning(
        "“{text}”是单位内网的地址，来办事的人手机打不开。", "“{text}” is an address of the office's own network; no visitor's phone gets there.",
        "换成外网能打开的网址；只给连内网的人扫就不用改。", "Use an address of the internet, unless only staff are to scan it.",
        Words("照常显示。", "It is shown."),
    ),
    "link-inside": warning(
        "二维码里是一段文字，网址夹在中间：{text}", "The code holds a sentence with a link in it: {text}",
        "手机扫了只会显示文字。只写网址：{fixed}，说明写到 caption（说明）里。", "A phone will only show the text. Write the link alone: {fixed}; the rest belongs in caption.",
        Words("照原样放进二维码。", "It is put into the code as it is."),
    ),
    "link-file": warning(
        "“{text}”是文件名，扫出来只会是这几个字。", "“{text}” is the name of a file; scanned, it is nothing but these letters.",
        "要放图片就写 image: {text}；要二维码就写网址。", "For the picture write image: {text}; for a code write a link.",
        Words("照原样放进二维码。", "It is put into the code as it is."),
    ),
    "text-playlist": error(
        "这是一份节目单，扩展名却是 .txt，按通知放会把写法原样放上屏幕。", "This is a playlist with the ending .txt; as a notice its lines would be shown as they are written.",
        "在资源管理器的“查看”里勾选“文件扩展名”，改名为 {fixed}", "Let Explorer show file name extensions and rename it {fixed}",
        Words("这个文件不放，其他照常。", "This file is not shown; the others are."),
    ),
    "text-markup": error(
        "这不是纯文字，是改了扩展名的{what}。", "This is no plain text but {what} with another ending.",
        "用原来的软件打开，全选复制，粘贴到记事本里再保存；或输出为图片。", "Open it in its program, copy all, paste it into Notepad and save that; or export it as a picture.",
        Words("这个文件不放，其他照常。", "This file is not shown; the others are."),
    ),
    "link-expires": warning(
        "“{text}”这种链接过几天就失效：{reason}。", "Links such as “{text}” stop working after some days: {reason}.",
        "换成长期有效的链接；只能用它的话，给这一页写上结束时间。", "Use a link that lasts; if there is none, give this slide an end.",
        Words("照常显示，到时候扫了打不开。", "It is shown; after that it leads nowhere."),
    ),
}  # fmt: skip
"""Joined to `ingest/catalogue.py`."""
