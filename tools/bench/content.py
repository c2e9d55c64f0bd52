"""Folders such as staff would fill them, made from nothing: photographs of 12 megapixels, texts, playlists."""

from __future__ import annotations

from pathlib import Path

PHOTO = (4000, 3000)
"""Pixels of a photograph: 12 megapixels."""

SLIDES_OF_PHOTOS = 0.7
"""The part of the slides that are photographs; the others are text."""

_PROVERBS = (
    "绿水青山/就是金山银山",
    "节约用电/从关一盏灯开始",
    "人走关灯/一水多用",
    "低碳出行/绿色办公",
    "空调调高一度/电费少付一成",
    "少乘一次电梯/多走一层楼梯",
)


_ONE_NOTICE = ["  - notice: 会议室预订\n    text: 请到一楼大厅登记\n    sign: 办公室\n"]


def photos_and_texts(folder: Path, slides: int, dwell: str) -> None:
    """A playlist of so many slides, photographs (in `assets` beside it) and texts mixed, each with this dwell."""
    photos = round(slides * SLIDES_OF_PHOTOS)
    _photographs(folder.parent / "assets", photos)
    entries = [
        f"  - image: {number:02}.jpg\n    caption: 第{number + 1}张照片\n"
        if number < photos
        else f"  - slogan: {_PROVERBS[number % len(_PROVERBS)]}\n    sub: 第{number + 1}页\n"
        for number in _mixed(slides)
    ]
    _playlist(folder, entries, f"dwell: {dwell}\n")


def one_notice(folder: Path) -> None:
    """One slide that never changes."""
    _playlist(folder, _ONE_NOTICE)


def countdown(folder: Path) -> None:
    """One slide with a clock of seconds."""
    _playlist(folder, ["  - countdown: 17:00\n    title: 距下班断电还有\n"])


def dark_and_light(folder: Path, dwell: str) -> None:
    """Two pictures between which every step of a fade changes every pixel."""
    from PIL import Image  # noqa: PLC0415 - the desk's other commands do not need it

    assets = folder.parent / "assets"
    assets.mkdir(exist_ok=True)
    for name, level in (("dark", 12), ("light", 243)):
        Image.new("RGB", (1920, 1080), (level, level, level)).save(assets / f"{name}.png")
    entries = [f"  - image: {name}.png\n    fit: cover\n" for name in ("dark", "light")]
    _playlist(folder, entries, f"dwell: {dwell}\ntransition: fade\n")


def many_texts(folder: Path, count: int) -> None:
    """So many text files, a hundred in a folder, as they gather over years; a notice with priority plays."""
    for number in range(count - 1):
        place = folder / f"{number // 100:03}"
        if number % 100 == 0:
            place.mkdir(exist_ok=True)
        (place / f"{number:05}.txt").write_text(f"通知{number}\n今天{number % 24}点检查用电安全。\n", "utf-8")
    _playlist(folder, _ONE_NOTICE, "priority: 10\n")


def long_playlist(slides: int, mark: str = "") -> str:
    """The text of a playlist of so many slides of four kinds; `mark` makes it another one."""
    entries = []
    for number in range(slides):
        when = "    when: {from: 2026-01-01, until: 2027-12-31, days: 工作日}\n" if number % 5 == 0 else ""
        text = f"{_PROVERBS[number % len(_PROVERBS)]}{number}{mark}"
        entries.append(
            (
                f"  - slogan: {text}\n    sub: 第{number}页\n    dwell: 8秒\n",
                f"  - tip: 贴士{number}\n    text: {text}\n    source: 国办发〔2007〕42号\n",
                f"  - notice: 通知{number}{mark}\n    text: |\n      第一段{number}\n      第二段\n    sign: 办公室\n",
                f"  - qr: https://example.org/r/{number}{mark}\n    title: 扫码{number}\n",
            )[number % 4]
            + when
        )
    return "name: 长列表\nslides:\n" + "".join(entries)


def _mixed(slides: int) -> list[int]:
    """The numbers of the slides in an order in which photographs and texts take turns."""
    return sorted(range(slides), key=lambda number: number * 7 % slides)


def _playlist(folder: Path, entries: list[str], head: str = "") -> None:
    (folder / "list.yaml").write_text(f"name: 测量\n{head}slides:\n{''.join(entries)}", "utf-8")


def _photographs(folder: Path, count: int) -> None:
    """Photographs with the grain and the large forms of real ones, each another: about 3 MB as JPEG."""
    from PIL import Image, ImageChops, ImageOps  # noqa: PLC0415 - as above

    forms = Image.effect_noise((16, 12), 160).resize(PHOTO, Image.Resampling.BICUBIC)
    details = Image.effect_noise((PHOTO[0] // 8, PHOTO[1] // 8), 60).resize(PHOTO, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(PHOTO, 12)
    grey = ImageChops.add(ImageChops.add(forms, details, 2), grain, 2)
    for number in range(count):
        shifted = ImageChops.offset(grey, number * 397, number * 211)
        colours = ("#10261c", ("#4f8f5a", "#5a7f9f", "#a8814c")[number % 3], "#f2f5e8")
        photo = ImageOps.colorize(shifted, *(colours[0], colours[2]), mid=colours[1])
        photo.save(folder / f"{number:02}.jpg", quality=88)
