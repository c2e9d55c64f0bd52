"""Files that are no content, known by their endings: what each is, and what to do instead. Told by `file-stranger`."""

from __future__ import annotations

from player.model.words import Words

_UNPACK = Words("先解压，把里面的图片、文字放进来。", "unpack it and drop what is in it.")
_DELETE = Words("从这里删掉它。", "delete it from here.")

STRANGERS: dict[str, tuple[Words, Words]] = {
    "lnk": (
        Words("快捷方式，文件本身还在别的电脑上", "a shortcut; the file itself is on another computer"),
        Words("在它上面点右键选“打开文件所在的位置”，把真正的文件复制过来。", "right-click it, “Open file location”, and copy the file itself here."),
    ),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar"), (Words("压缩包", "an archive"), _UNPACK)),
    **dict.fromkeys(
        ("mp3", "wav", "m4a", "aac", "flac", "wma", "ogg"),
        (Words("声音", "a sound"), Words("屏幕不放声音；要放的是视频就导出为 MP4。", "the screen plays no sound; export a film as MP4.")),
    ),
    **dict.fromkeys(
        ("exe", "msi", "bat", "cmd", "com", "scr", "vbs", "apk", "jar"),
        (Words("程序", "a program"), Words("播放文件夹里不该有程序：从这里删掉，并告诉管电脑的人。", "no program belongs here: delete it and tell whoever keeps the computers.")),
    ),
    **dict.fromkeys(
        ("ttf", "otf", "ttc", "woff", "woff2"),
        (Words("字体", "a font"), Words("换字体见 docs/how-to/font-and-theme.md。", "for another font see docs/how-to/font-and-theme.md.")),
    ),
    **dict.fromkeys(("bak", "wbk", "old", "asd", "xlk"), (Words("软件自己留的备份", "a copy that a program kept"), _DELETE)),
    **dict.fromkeys(("aae",), (Words("苹果手机的修图记录", "Apple's record of how a photo was edited"), _DELETE)),
    **dict.fromkeys(("json", "xml", "log", "dat", "db", "ini"), (Words("程序用的数据", "a program's data"), _DELETE)),
    **dict.fromkeys(
        ("dwg", "dxf", "vsd", "vsdx", "xmind"),
        (Words("图纸", "a drawing"), Words("在原来的软件里导出为 PNG 或 PDF。", "export it as PNG or PDF in its program.")),
    ),
}  # fmt: skip
"""Ending -> what it is, and the cure."""
