"""What painting a slide brought to light, in words for staff."""

from __future__ import annotations

from typing import Any

from player.model.content import Source
from player.model.problem import Catalogue, Place, Problem, error, warning
from player.model.words import Words
from player.picture.stage import Note

HELD = Words(
    "这一页先不放：轮到它时，画面停在上一页，其他页照常。",
    "It is held back: in its time the slide before it stands; the others play.",
)
_SHORTER = ("{cure}", "{cure}")
_TWO = ("删短一些，或分成两页。", "Shorten it or make two slides of it.")

PROBLEMS = Catalogue(
    {
        "missing-character": warning(
            "字体里没有“{character}”（{number}）这个字。", "No font has the character “{character}” ({number}).",
            "换一个写法或去掉它；国旗、区旗请用图片。", "Write it another way or leave it out; for flags of countries use a picture.",
            Words("该字以“〓”代替，符号则不显示。", "It is shown as 〓, or left out where it is a symbol."),
        ),
        "font-missing": warning(
            "主题“{theme}”要用的字体 {font} 没有找到，或者已经损坏。", "The font {font} of the theme “{theme}” is not there, or damaged.",
            "把字体文件放进 assets/fonts，或在主题文件里改成有的字体。", "Put the file into assets/fonts, or name another in the theme.",
            Words("用自带的字体代替，字不会少。", "A font of the project stands in; no letter is lost."),
        ),
        "text-cut": warning(
            "文字太长，这一页放不下（“{text}”…）。", "The text is too long for one slide (“{text}”…).",
            *_TWO,
            Words("只显示放得下的部分。", "Only what fits is shown."),
        ),
        "text-small": warning(
            "字只有 {size} 毫米高，{distance} 米外看清至少要 {least} 毫米。",
            "The text is only {size} mm high; to be read from {distance} m it needs {least} mm.",
            "删短一些，或分成两页。每一页都这样，就核对 player.yaml 里的 diagonal（屏幕寸数）和 distance（观看距离）。",
            "Shorten it or make two slides of it. Where all slides are so, check diagonal and distance in player.yaml.",
            Words("照常显示，但字偏小。", "It is shown, but small."),
        ),
        "page-small": warning(
            "第{page}页的正文在这块屏上只有 {size} 毫米高，{distance} 米外看清至少要 {least} 毫米。",
            "The text of page {page} is only {size} mm high on this panel; to be read from {distance} m it needs {least} mm.",
            "只放字大的页（pages:），或把要紧的话写成标语、贴士；横版、每页不超过 6 行的演示文稿最合适。",
            "Show only pages with large type (pages:), or make slogans and tips of what matters; slides across with at most 6 lines do best.",
            Words("照常显示，但字偏小。", "It is shown, but small."),
        ),
        "text-pale": warning(
            "“{text}”的字太淡：和底色的对比度只有 {ratio}，看清至少要 {least}。",
            "“{text}” is too pale: its contrast is only {ratio}; to be read it needs {least}.",
            "在主题文件里把文字的颜色改深（深底上改浅），或改底色。", "Make the colour of the text darker in the theme (lighter on a dark ground), or change the ground.",
            Words("照常显示，但不容易看清。", "It is shown, but hard to read."),
        ),
        "code-reach": warning(
            "二维码内容多（第 {version} 版，{count} 个字符），在这块屏上最远 {reach} 米能扫，观看距离是 {distance} 米。",
            "The code holds so much (version {version}, {count} characters) that on this panel it scans from {reach} m at most; people stand at {distance} m.",
            *_SHORTER,
            Words("画面上写明了可扫的距离。", "The slide says from how far it scans."),
        ),
        "code-dense": warning(
            "二维码偏密（第 {version} 版，{count} 个字符）：{ease} 米内一扫就中，{distance} 米处要多试几次。",
            "The code is rather dense (version {version}, {count} characters): it scans at once within {ease} m, at {distance} m not always.",
            *_SHORTER,
            Words("照常显示。", "It is shown."),
        ),
        "code-logo": warning(
            "这个码没有放标志的余量（第 {version} 版，{level} 级纠错），标志没有放。",
            "The code has nothing to spare for a logo (version {version}, level {level}); it is left out.",
            "换成 {most} 个字符以内的链接，或不放标志。", "Use a link of at most {most} characters, or no logo.",
            Words("二维码照常显示，中间没有标志。", "The code is shown without it."),
        ),
        "code-long": error(
            "二维码里放不下这么多内容（{count} 字节，最多 2950）。", "No code holds so much ({count} bytes; at most 2950).",
            "换成短链接。", "Use a short link.",
            HELD,
        ),
        "code-small": error(
            "这块屏上放不下这个二维码（第 {version} 版，每格不到 1 个像素）。", "The code does not fit this panel (version {version}, less than a pixel a module).",
            *_SHORTER,
            HELD,
        ),
        "code-unread": error(
            "画面做好后试扫，没有扫出“{text}”。", "The finished picture was scanned, and “{text}” did not come out.",
            "换一个短一些的链接；设了标志就先去掉。还是这样，请把这条消息发给维护人员。", "Use a shorter link, and no logo. If that does not help, send this to whoever maintains the player.",
            HELD,
        ),
        "code-stray": error(
            "画面做好后试扫，多扫出一个没有写过的码：{text}", "The finished picture was scanned, and a code came out that nobody wrote: {text}",
            "看看这一页的图片里有没有不该有的码，换一张。", "See whether a picture on it has a code that should not be there, and replace it.",
            HELD,
        ),
        "code-lost": warning(
            "图里的二维码（{text}）在这块屏上太小或被裁掉，扫不出来。", "The code in the picture ({text}) is too small on this panel, or cut off: it does not scan.",
            "用 qr: 另放一页二维码，或把图里的码放大。", "Give the code a slide of its own with qr:, or make it larger in the picture.",
            Words("图片照常显示。", "The picture is shown."),
        ),
        "code-near": warning(
            "图里的二维码（{text}）在这块屏上最远 {reach} 米能扫，观看距离是 {distance} 米。", "The code in the picture ({text}) scans from {reach} m at most on this panel; people stand at {distance} m.",
            "用 qr: 另放一页二维码，或把图里的码放大。", "Give the code a slide of its own with qr:, or make it larger in the picture.",
            Words("图片照常显示。", "The picture is shown."),
        ),
    }
)  # fmt: skip


def problem_of(note: Note, source: Source) -> Problem:
    """The note as a problem of the slide written at `source`."""
    facts: dict[str, Any] = dict(note.figures)
    return PROBLEMS.problem(note.code, Place(source.file, source.line), **facts)
