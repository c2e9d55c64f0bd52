"""Writes the gallery: every kind of slide in every theme at every size that offices hang, by the very painter of the screen.

    python -m tools.build_gallery              docs/gallery.md and its pictures in docs/gallery
    python -m tools.build_gallery OUT          the same into another folder

The slides are those of `docs/gallery/样例.yaml`, read as the player reads a folder. 3840x2160 is the picture of 1920x1080 at
twice the dots, so it has no sheet of its own.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from player.desk import Reading, read_folder
from player.model.content import Slide
from player.model.settings import Panel, Settings
from player.model.units import Millis
from player.picture.theme import theme, theme_names
from player.prepare import charts
from player.slides.card import WELCOME, card
from player.slides.kinds import kind_of
from player.slides.paint import paint
from player.timeline.scenes import Timeline
from tools.build_gallery_zones import zones_sheet

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SAMPLE = DOCS / "gallery" / "样例.yaml"
PICTURES = ROOT / "playlists" / "节能宣传周2020图片"

NOW = Millis(int(datetime(2020, 7, 2, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000))
"""When the gallery is looked at: a row of its agenda is on, its countdown runs."""

WIDTH, GAP, PAPER = 1440, 8, "#8a8f8c"
"""Pixels of a sheet, between its pictures, and its ground."""

QUALITY = 80


@dataclass(frozen=True, slots=True)
class Size:
    """A glass of the gallery, what to call it, and how many of its pictures stand in a row."""

    panel: Panel
    zh: str
    en: str
    columns: int

    @property
    def name(self) -> str:
        """As in file names: `1920x1080`."""
        return f"{self.panel.width}x{self.panel.height}"


SIZES = (
    Size(Panel(1920, 1080), "大厅横屏", "hall, across", 4),
    Size(Panel(1080, 1920), "竖屏", "upright", 8),
    Size(Panel(1366, 768, diagonal=32, distance=2), "窗口小屏", "over a counter", 4),
    Size(Panel(1920, 360), "LED 条屏", "LED strip", 2),
)


@contextmanager
def sample() -> Iterator[Reading]:
    """The slides of the gallery, read as the player reads them."""
    charts.ready()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "playlists"
        folder.mkdir()
        shutil.copy(SAMPLE, folder)
        assets = Path(scratch) / "assets"
        shutil.copytree(PICTURES, assets)
        yield read_folder(folder, Settings(), NOW, assets=assets, cache=Path(scratch) / "cache")


def sheet(found: Reading, look: str, size: Size) -> Image.Image:
    """All slides of the sample, and the player's own card, in a theme at a size, on one page."""
    slides = (*found.snapshot.playlists[0].slides, card(WELCOME, "/srv/share/playlists"))
    panel, columns = size.panel, size.columns
    wide = (WIDTH - GAP * (columns - 1)) // columns
    high = round(wide * panel.height / panel.width)
    page = Image.new("RGB", (WIDTH, -(-len(slides) // columns) * (high + GAP) - GAP), PAPER)
    for number, slide in enumerate(slides):
        row, column = divmod(number, columns)
        small = _painted(found, slide, look, panel).resize((wide, high), Image.Resampling.LANCZOS, reducing_gap=3)
        page.paste(small, (column * (wide + GAP), row * (high + GAP)))
    return page


def _painted(found: Reading, slide: Slide, look: str, panel: Panel) -> Image.Image:
    kind, calendar = kind_of(slide.kind), Timeline(found.snapshot).calendar
    ticking = kind.ticking(slide, NOW, calendar)
    painted = paint(slide, kind.face(slide, NOW, calendar).key, panel, look, found.object_path)
    return painted.image(ticking.text if ticking else "")


def page() -> str:
    """The text of the page, for the themes that there are."""
    lines = [
        "# 画廊 / Gallery",
        "",
        "每个主题、每种屏幕、每一种页，都是播放器自己画的：`python -m tools.build_gallery`。内容是 [样例.yaml](gallery/样例.yaml)，",
        "复制去改就能用。换主题，在节目单里写 `主题: red`，或在 `player.yaml` 里写 `theme: red`：[怎么换、怎么做自己的](how-to/font-and-theme.md)。",
        "",
        "Every theme, glass and kind of slide, drawn by the player itself (`python -m tools.build_gallery`) from one playlist. A playlist",
        "chooses its theme by `theme: red`, a screen by the same line in `player.yaml`. 3840x2160 looks as 1920x1080 does, with twice the dots.",
    ]
    for name in theme_names():
        lines += ["", f"## {theme(name).title} · `{name}`"]
        for size in SIZES:
            told = f"{theme(name).title}，{size.zh} {size.name} / {name}, {size.en}"
            lines += ["", f"{size.zh} / {size.en}, {size.name}", "", f"![{told}](gallery/{name}-{size.name}.jpg)"]
    lines += ["", "## 分区 / Zones", "", "滚动字幕、时钟、角标在页面周围，不盖住页面：[怎么加](how-to/zones.md)。", ""]
    lines += ["![滚动字幕、时钟、角标 / ticker, clock, corner code](gallery/zones.jpg)"]
    return "\n".join([*lines, ""])


def build(
    out: Path, looks: Sequence[str] | None = None, sizes: Sequence[Size] = SIZES, page_too: bool = True
) -> list[Path]:
    """Writes the sheets and the page into `out`; returns what was written."""
    folder = out / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with sample() as found:
        for look in looks or theme_names():
            for size in sizes:
                path = folder / f"{look}-{size.name}.jpg"
                sheet(found, look, size).save(path, quality=QUALITY, optimize=True, progressive=True)
                written.append(path)
        if page_too:
            slides = [slide for slide in found.snapshot.playlists[0].slides if slide.kind in ("slogan", "tip")]
            path = folder / "zones.jpg"
            about = zones_sheet(looks or theme_names(), slides, NOW, width=WIDTH, gap=GAP, paper=PAPER)
            about.save(path, quality=QUALITY, optimize=True, progressive=True)
            written.append(path)
    if page_too:
        (out / "gallery.md").write_text(page(), encoding="utf-8", newline="\n")
        written.append(out / "gallery.md")
    return written


def main() -> None:
    """Writes the gallery and says how large its files are."""
    for path in build(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS):
        print(f"{path.name}: {path.stat().st_size / 1e3:.0f} KB")


if __name__ == "__main__":
    main()
