"""A slide of every kind, as staff would write them, for tests that look at all of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from player.model.content import Asset, Moment, Row, Slide, Source, Value
from player.model.units import DayTime, Digest, Millis
from player.slides.card import STANDBY, WELCOME, card


def slide(kind: str, *, assets: tuple[Asset, ...] = (), **fields: Value) -> Slide:
    """A slide of that kind with these fields."""
    return Slide(kind, kind, Source("a.yaml", 3), Millis(6_000), tuple(sorted(fields.items())), assets=assets)


def at(hour: int, minute: int = 0) -> DayTime:
    """A time of day."""
    return DayTime((hour * 60 + minute) * 60_000)


def on(month: int, day: int, hour: int | None = None) -> Moment:
    """A moment of 2020."""
    return Moment(date(2020, month, day), None if hour is None else at(hour))


def photo(name: str, width: int, height: int) -> Asset:
    """An asset whose bytes are the file `name`."""
    return Asset(Digest("0" * 64), name, 1, width, height)


ROWS = (
    Row("云启动仪式", on(6, 29, 9)),
    Row("全国低碳日：绿色低碳，全面小康", on(7, 2)),
    Row("云直播·走进四川", on(7, 2, 9)),
    Row("云直播·走进天津", on(7, 3, 9)),
    Row("云竞答", on(7, 4, 9), on(7, 5, 17), "四个公众号同时开放"),
)

SLIDES: dict[str, tuple[Slide, str]] = {
    "slogan": (slide("slogan", slogan="绿水青山，节能增效", sub="2020年全国公共机构节能宣传周"), ""),
    "tip": (
        slide(
            "tip",
            tip="夏季空调不低于26℃",
            text="公共建筑室内空调温度，夏季不低于26℃，冬季不高于20℃；空调运行期间一般不开窗。",
            source="国办发〔2007〕42号",
        ),
        "",
    ),
    "qr": (
        slide(
            "qr",
            qr="https://example.org/quiz/2020",
            title="云竞答",
            account="公共机构节能",
            caption="7月4日9:00至5日17:00，扫码参加节能知识竞答",
        ),
        "",
    ),
    "image": (
        slide("image", assets=(photo("photo.png", 640, 480),), image="photo.png", caption="节约型机关创建现场"),
        "",
    ),
    "notice": (
        slide(
            "notice",
            notice="关于开展能源紧缺体验的通知",
            text="各处室、各单位：\n7月2日为全国低碳日。当天停开部分电梯和公共区域照明，请步行上下三层以内的楼层。\n请大家互相提醒，共同参与。",
            sign="机关事务管理局",
            date="2020年6月28日",
        ),
        "",
    ),
    "countdown": (slide("countdown", countdown=on(7, 4, 9), title="距云竞答开始", caption="扫码参加"), "2"),
    "agenda": (slide("agenda", agenda="活动安排", rows=ROWS, note="各项活动以当天通知为准"), "ppncc"),
    "welcome": (card(WELCOME, "/srv/share/playlists"), ""),
    "standby": (card(STANDBY, ""), ""),
}
"""By name: the slide and a face key of it."""


def write_photo(folder: Path) -> Path:
    """Writes the picture that the image slide shows, and returns its path."""
    from PIL import Image, ImageDraw  # the other slides need no Pillow here

    picture = Image.new("RGB", (640, 480), (70, 120, 160))
    draw = ImageDraw.Draw(picture)
    for step in range(0, 640, 40):
        draw.rectangle((step, 480 - step * 3 // 5, step + 24, 480), fill=(200 - step // 5, 150, 40 + step // 4))
    path = folder / "photo.png"
    picture.save(path)
    return path
