"""A page of a document: as large as the glass allows, on the theme's ground; its name beside it where there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Slide
from player.model.frame import Live
from player.model.units import Millis
from player.model.words import Words
from player.picture.box import Box
from player.slides import footers
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage

BESIDE = 0.34
"""From this share of the glass left free at a side of the page on, the document's name stands there."""

LETTERS = 10_000
"""In such parts of the page's height `letter` is counted."""


class Document(Kind):
    """文档: a slide for each page of a PDF. Which page it is, is said in fields that staff do not write."""

    name = "document"
    alias = "文档"
    about = Words("一份 PDF 或演示文稿，一页一页地放", "a PDF or a presentation, a slide for each page")
    view = "low"
    least = Millis(10_000)  # a page says more than its text
    counted = "units"
    titled = False  # 方案.pdf 第3页
    fields = (
        Field(
            "document",
            "文档",
            Shape.FILE,
            Words(
                "文件名：pdf，或 pptx、ppsx、odp（要装有 LibreOffice）",
                "the file's name: pdf; pptx, ppsx or odp where LibreOffice is installed",
            ),
            required=True,
            example="方案.pdf",
        ),
        Field(
            "pages",
            "页码",
            Shape.TEXT,
            Words("放哪几页；不写就全放", "which pages; all of them if left out"),
            example="2-5, 8",
            limit=200,
        ),
        Field(
            "title",
            "标题",
            Shape.TEXT,
            Words(
                "页面旁边有空处时写在那里；不写就用文件名",
                "stands beside the page where there is room; the file's name if left out",
            ),
            limit=40,
        ),
    )

    def words(self, slide: Slide) -> str:
        """What stands beside the page; how much there is to read on it is counted in `units`."""
        return slide.text("title")

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The page, and where there is room beside it the document's name and which page this is."""
        asset = self.picture(slide)
        if asset is None:
            if slide.id:
                raise LookupError(f"slide {slide.id} has no document")
            stage.ground(self.view)  # an empty one, to make the ground ready
            return None
        number = _number(slide, "page")
        width, height = _shown(slide, stage)
        stage.ground(self.view)
        whole, gap = stage.whole, stage.share(0.05)
        title = slide.text("title")
        if stage.width - width > BESIDE * stage.width and title:
            page = Box(stage.width - width - _margin(stage, width), 0, width, stage.height)
            left = max(stage.safe.x, gap)
            _name(slide, stage, Box(left, stage.safe.y, page.x - left - gap, stage.safe.height), upright=False)
        elif stage.height - height > BESIDE * stage.height and title:
            above = round((stage.height - height) * 0.44)
            page = Box(0, above, stage.width, height)
            _name(
                slide,
                stage,
                Box(stage.safe.x, stage.safe.y, stage.safe.width, above - stage.safe.y - gap),
                upright=True,
            )
            stage.text(
                _which(slide),
                whole.below(page.bottom + gap).top(stage.share(0.1)),
                "sub",
                colour="soft",
                align="centre",
            )
        else:
            page = whole
        stage.page(asset, number, page)
        self.foresee(slide, stage)
        return None

    def foresee(self, slide: Slide, stage: Stage) -> None:
        """Remarks on a page whose text is too small at the distance: told without opening the document."""
        high = _number(slide, "letter") / LETTERS * _shown(slide, stage)[1]
        least = stage.readable("body")
        if not slide.assets or not 0 < high < least * _NEARLY:
            return
        metre = stage.panel.pixels_per_metre
        stage.remark(
            "page-small",
            page=str(_number(slide, "page")),
            size=f"{high / metre * 1000:.0f}",
            least=f"{least / metre * 1000:.0f}",
            distance=f"{stage.panel.distance:g}",
        )


_NEARLY = 0.95  # what is measured on a page is not exact


def _number(slide: Slide, name: str) -> int:
    value = slide.value(name)
    return value if isinstance(value, int) else 0


def _shown(slide: Slide, stage: Stage) -> tuple[int, int]:
    """How large the page is on the glass, in pixels."""
    asset = slide.assets[0] if slide.assets else None
    if asset is None:
        return stage.width, stage.height
    scale = min(stage.width / asset.width, stage.height / asset.height)
    return round(asset.width * scale), round(asset.height * scale)


def _margin(stage: Stage, width: int) -> int:
    """What is left free to the right of the page: a little more than nothing, so that it stands and does not stick."""
    return min(round(stage.width * 0.06), (stage.width - width) // 4)


def _which(slide: Slide) -> str:
    page, count = _number(slide, "page"), _number(slide, "of")
    return f"第{page}页，共{count}页" if count > 1 else ""


def _name(slide: Slide, stage: Stage, room: Box, *, upright: bool) -> None:
    """The document's name in `room`, in its middle or (`upright`) above its foot; which page this is below it."""
    gap = stage.share(0.035 if not stage.long else 0.07)
    said = "" if upright else _which(slide)
    which = stage.set(said, "sub", room.width, round(room.height * 0.2)) if said else None
    below = 2 * gap + which.height if which else 0
    title = stage.set(slide.text("title"), "heading", room.width, room.height - below)
    if upright:
        stage.place(title, room, align="centre", stand="bottom")
        return
    top = room.y + max(0, (room.height - title.height - below) // 2)
    stage.place(title, Box(room.x, top, room.width, title.height), align="centre")
    if which:
        footers.divider(stage, room.x + room.width // 2, top + title.height + gap)
        under = Box(room.x, top + title.height + 2 * gap, room.width, which.height)
        stage.place(which, under, colour="soft", align="centre")
