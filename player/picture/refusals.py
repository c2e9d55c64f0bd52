"""Why a file is no picture that can be shown, in words that staff can act on: from its first bytes, and what a decoder said.

A decoder speaks English, of chunks and markers, to those who wrote it. Here its words are only looked at for which of a
few sentences is true.
"""

from __future__ import annotations

import re

from player.model.words import Words


class Refused(ValueError):
    """A file that will not be shown: `code` of the problem in the catalogue, and the facts that fill its sentences.

    `raw` is what the decoder said, for the log alone.
    """

    def __init__(self, code: str, raw: str = "", **figures: Words) -> None:
        super().__init__(code, raw, figures)
        self.code = code
        self.raw = raw
        self.figures = figures


_SHOWN = Words("能放 PNG、JPG、GIF、WebP、BMP、TIFF、AVIF", "PNG, JPG, GIF, WebP, BMP, TIFF and AVIF are shown")

_PICTURES = (
    ("PNG", rb"\x89PNG\r\n\x1a\n"),
    ("JPG", rb"\xff\xd8\xff"),
    ("GIF", rb"GIF8"),
    ("WebP", rb"RIFF....WEBP"),
    ("BMP", rb"BM"),
    ("TIFF", rb"II[*+]\x00|MM\x00[*+]"),
    ("AVIF", rb"....ftypavi[fs]"),
)
"""How the pictures that are shown begin."""

_NAMES = {"JPEG": "JPG", "MPO": "JPG", "WEBP": "WebP"}
"""What staff call the formats that the decoder calls so."""

_STRANGERS = (
    (rb"....ftyp(hei[cmsx]|hev[cx]|mif1|msf1)", "苹果手机的 HEIC 照片，请在手机或电脑上另存为 JPG", "a HEIC photo of an Apple phone; save it as JPG"),
    (rb"....ftyp|\x1aE\xdf\xa3|RIFF....AVI |FLV\x01|\x00\x00\x01\xba", "一段视频，不是图片", "a video, not a picture"),
    (rb"%PDF", "PDF 文件，请把要放的那一页导出为 PNG", "a PDF; export its page as PNG"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "PostScript 文件，请导出为 PNG", "a PostScript file; export it as PNG"),
    (rb"PK\x03\x04.{0,4000}(?:ppt|word|xl)/|\xd0\xcf\x11\xe0", "办公文档，请在办公软件里导出为 PNG", "an office document; export it as PNG"),
    (rb"PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ", "压缩包，请先解开，再放里面的图片", "an archive; unpack it and drop the pictures inside"),
    (rb".{257}ustar", "压缩包，请先解开，再放里面的图片", "an archive; unpack it and drop the pictures inside"),
    (rb"OTTO|true\x00|\x00\x01\x00\x00\x00|ttcf|wOF[F2]", "字体文件，不是图片", "a font, not a picture"),
    (rb"ID3|OggS|fLaC|RIFF....WAVE", "一段声音，不是图片", "a piece of sound, not a picture"),
    (rb"8BPS", "Photoshop 文件，请导出为 PNG", "a Photoshop file; export it as PNG"),
    (rb"(?:\xef\xbb\xbf)?\s*<(?:svg|\?xml.{0,500}<svg)", "SVG 矢量图，请导出为 PNG", "an SVG drawing; export it as PNG"),
    (rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|script)", "网页，不是图片；可能下载时没有成功，请重新下载", "a web page, not a picture; the download may have failed, try it again"),
    (rb"\x00\x00[\x01\x02]\x00", "图标文件，请另存为 PNG", "an icon; save it as PNG"),
    (rb"\x00\x00\x00\x0cjP  |\xffO\xffQ", "JPEG 2000 图片，请另存为 JPG", "a JPEG 2000 picture; save it as JPG"),
    (rb"\xff\n|\x00\x00\x00\x0cJXL ", "JPEG XL 图片，请另存为 JPG", "a JPEG XL picture; save it as JPG"),
    (rb"\xd7\xcd\xc6\x9a|\x01\x00\x00\x00.{36} EMF", "Windows 图元文件，请另存为 PNG", "a Windows metafile; save it as PNG"),
    (rb"\x7fELF|MZ", "程序，不是图片", "a program, not a picture"),
)  # fmt: skip
"""What else is called a picture: how it begins, what it is, and what to do."""

_LIMITS = (
    ("MAX_TEXT_CHUNK", "附带的说明或色彩信息展开后超过 1 MB，最多 1 MB", "a text or colour profile in it unfolds to over 1 MB, the most that is allowed"),
    ("MAX_TEXT_MEMORY", "附带的说明展开后共超过 64 MB，最多 64 MB", "the texts in it unfold to over 64 MB, the most that is allowed"),
    ("too much memory used in text chunks", "附带的说明展开后共超过 64 MB，最多 64 MB", "the texts in it unfold to over 64 MB, the most that is allowed"),
)  # fmt: skip
"""Limits of the PNG decoder, by the names in its own messages."""

_SHORT = re.compile(r"truncated|not enough|unexpected end|eof", re.IGNORECASE)
_UNUSUAL = re.compile(
    r"unsupported|not implemented|unknown raw mode|unknown compression|not supported|unknown (?:pixel )?mode|no codec",
    re.IGNORECASE,
)


def picture_kind(head: bytes) -> str:
    """What kind of picture the bytes begin as, in the staff's word for it; empty where they do not."""
    return next((kind for kind, magic in _PICTURES if _begins(magic, head)), "")


def stranger(head: bytes) -> Words | None:
    """What the bytes are instead of a picture; None where they begin as one of the pictures that are shown."""
    if picture_kind(head):
        return None
    for magic, zh, en in _STRANGERS:
        if _begins(magic, head):
            return Words(f"这其实是{zh}", f"it is really {en}")
    if not head:
        return Words("文件是空的，可能没有复制完", "it is empty; it may not have been copied completely")
    if not any(head):
        return Words("文件里全是空的（零），可能没有复制完", "it is all zeros; it may not have been copied completely")
    return Words(f"不是能识别的图片格式（{_SHOWN.zh}）", f"not a picture format that is known here ({_SHOWN.en})")


def is_short(raw: str) -> bool:
    """Whether what the decoder said means that the end is missing."""
    return _SHORT.search(raw) is not None


def damage(raw: str, kind: str) -> Words:
    """What is wrong with a picture of that kind, by what its decoder said."""
    kind = _NAMES.get(kind, kind)
    name_zh = f" {kind} 图片" if kind else "图片"
    for name, zh, en in _LIMITS:
        if name in raw:
            return Words(zh, en)
    if _UNUSUAL.search(raw):
        return Words(
            f"这张{name_zh}用了少见的存法，这里不认识",
            f"this {kind or 'picture'} is stored in a way that is not known here",
        )
    return Words(f"{name_zh.strip()}里面的数据坏了", f"the data inside the {kind or 'picture'} is damaged")


def _begins(magic: bytes, head: bytes) -> bool:
    return re.match(magic, head, re.DOTALL | re.IGNORECASE) is not None
