"""Writes docs/reference/camera.md and docs/images/camera.jpg: what phones see of the demo's codes, in figures and pictures.

python -m tests.camera.report
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from player.model.settings import Panel
from player.picture.qr import code
from tests.camera.trials import NAMED, PANELS, Outcome, Trial, frame, outcomes, shares, slides, trials
from tests.support.camera import FIELD, HARD, TYPICAL, VIEW, Camera, Conditions
from tests.support.decoders import DECODERS

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE, SHEET = DOCS / "reference" / "camera.md", DOCS / "images" / "camera.jpg"
TIMES, TIMES_HARD = 40, 12
DISTANCES = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
THUMB = (300, 300)

_RANGES = {
    "turn": ("转角 turn", "±{}°"),
    "tilt": ("俯仰 tilt", "±{}°"),
    "roll": ("歪斜 roll", "±{}°"),
    "blur": ("镜头模糊 blur (sigma)", "{}-{} px"),
    "streak": ("手抖 streak", "{}-{} px"),
    "veil": ("环境光 veil", "{}-{}"),
    "glare": ("反光 glare", "{}-{}"),
    "flare": ("眩光 flare", "{}-{}"),
    "stops": ("曝光 exposure", "{} .. {} EV"),
    "electrons": ("白色的电子数 electrons of white", "{}-{}"),
    "reading": ("读出噪声 reading noise", "{}-{} e-"),
    "bands": ("频闪 bands", "±{}"),
}


def main() -> None:
    """Takes all pictures and writes the page."""
    typical = list(outcomes(trials("typical", times=TIMES, part=1.0)))
    hard = list(outcomes(trials("hard", times=TIMES_HARD, part=0.5)))
    farther = {part: list(outcomes(trials("typical", times=4, part=part, panels=("1080p",)))) for part in DISTANCES}
    sheet().save(SHEET, quality=80, optimize=True)
    PAGE.write_text(page(typical, hard, farther), encoding="utf-8")
    print(f"{len(typical)} + {len(hard)} pictures: {shares(typical)}, {shares(hard)}")


def page(typical: list[Outcome], hard: list[Outcome], farther: dict[float, list[Outcome]]) -> str:
    """The page, in Markdown."""
    panel = PANELS["1080p"]
    chinese = (
        f"演示里的每一个二维码，在 {panel.diagonal:g} 寸屏上、{panel.distance:g} 米外，用模拟的手机镜头拍下来，交给两个互不相干的解码器。"
        f"手机预览 {VIEW[0]} × {VIEW[1]}，视角 {FIELD}°。先算光，后采样：屏幕的像素栅格、透视、镜头模糊、手抖、反光、曝光、噪声，"
        "都在线性光里按物理算。"
    )
    english = (
        f"*Every code of the demo, on a panel of {panel.diagonal:g} inches, {panel.distance:g} m away, seen by a simulated "
        f"phone ({VIEW[0]} x {VIEW[1]} preview, {FIELD} degrees) and given to two decoders that know nothing of each other. "
        "Light first, sampling last: the panel's pixel grid, perspective, lens, hand, glare, exposure and noise are physics "
        "in linear light (`tests/support/camera.py` has each figure and its source).*"
    )
    farther_away = (
        "再远就不行了，可见这些图不是怎么拍都扫得到的（一般条件，1080p）。 *Farther away it ends, which shows that these "
        "pictures can fail (typical, 1080p):*"
    )
    lines = [
        "# 手机扫得到吗 · Does it scan?",
        "",
        "<!-- made by: python -m tests.camera.report -->",
        "",
        chinese,
        "",
        english,
        "",
        "| 条件 conditions | 张数 pictures | 每格像素 camera pixels a module | zxing-cpp | ZBar |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(
            _row(f"一般，{panel.distance:g} 米 typical, {name}", [one for one in typical if one.trial.panel == name])
            for name in PANELS
        ),
        _row(f"困难，{panel.distance / 2:g} 米 hard, both", hard),
        "",
        farther_away,
        "",
        "| 距离 distance | 张数 pictures | 每格像素 camera pixels a module | zxing-cpp | ZBar |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(_row(f"{panel.distance * part:.2f} m", found) for part, found in farther.items()),
        "",
        "![样张 · samples](../images/camera.jpg)",
        "",
        "上排：一般条件，3 米。下排：困难条件，1.5 米。 *Above: typical, 3 m. Below: hard, 1.5 m.*",
        "",
        "| 量 quantity | 一般 typical | 困难 hard |",
        "| --- | --- | --- |",
        *(
            f"| {name} | {_range(TYPICAL, key, form)} | {_range(HARD, key, form)} |"
            for key, (name, form) in _RANGES.items()
        ),
        "",
        "| 码 code | 版本 version | 纠错 level | 1080p 每格 pixels a module |",
        "| --- | ---: | --- | ---: |",
        *(_code_row(index) for index in range(len(slides()))),
        "",
    ]
    return "\n".join(lines)


def _row(name: str, found: list[Outcome]) -> str:
    share = shares(found)
    pixels = [one.pixels for one in found]
    return (
        f"| {name} | {len(found)} | {min(pixels):.1f}-{max(pixels):.1f} | "
        + " | ".join(f"{share[each]:.1%}" for each in DECODERS)
        + " |"
    )


def _range(conditions: Conditions, key: str, form: str) -> str:
    value = getattr(conditions, key)
    return form.format(*(value if isinstance(value, tuple) else (value,)))


def _code_row(index: int) -> str:
    text = slides()[index].text("qr")
    matrix = code(text)
    return f"| `{text}` | {matrix.version} | {matrix.level} | {frame(index, '1080p')[1]} |"


def sheet() -> Image.Image:
    """What the decoders were given, the panel's part of it: typical pictures above, hard ones below."""
    result = Image.new("L", (THUMB[0] * 5 + 16, THUMB[1] * 2 + 4), 255)
    for row, (name, part) in enumerate((("typical", 1.0), ("hard", 0.5))):
        for column, picture in enumerate(_pictures(name, part)):
            result.paste(picture, (column * (THUMB[0] + 4), row * (THUMB[1] + 4)))
    return result


def _pictures(name: str, part: float) -> Iterable[Image.Image]:
    panel: Panel = PANELS["1080p"]
    side = round(
        1.35
        * panel.height
        / panel.pixels_per_metre
        * Camera(frame(0, "1080p")[0], panel, panel.distance * part).pixels_per_metre
    )
    for index in range(5):
        trial = Trial(index % len(slides()), "1080p", name, panel.distance * part, seed=1000 * index + 3)
        picture = Camera(frame(trial.slide, "1080p")[0], panel, trial.distance).preview(NAMED[name], trial.seed)
        middle = (VIEW[0] // 2 + side // 5, VIEW[1] // 2)
        yield picture.crop(
            (middle[0] - side // 2, middle[1] - side // 2, middle[0] + side // 2, middle[1] + side // 2)
        ).resize(THUMB)


if __name__ == "__main__":
    main()
