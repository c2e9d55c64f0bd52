"""The table of files that can be dropped: ending -> what becomes of it."""

from __future__ import annotations

from player.model.words import Words

PICTURES = frozenset(("png", "jpg", "jpeg", "jpe", "jfif", "webp", "avif", "gif", "bmp", "tif", "tiff"))
"""A slide of the kind image."""

TEXTS = frozenset(("txt", "md"))
"""A slide of the kind notice; of the kind qr where it holds one link and nothing else."""

LINKS = frozenset(("url",))
"""A slide of the kind qr."""

OFFICE = frozenset(("pptx", "ppsx", "odp"))
"""A document too, where LibreOffice is installed."""

DOCUMENTS = OFFICE | {"pdf"}
"""A slide of the kind document for each page."""

FILMS = frozenset(("mp4", "m4v", "mov", "mkv", "webm"))
"""A slide of the kind video."""

OTHER_FILMS = frozenset(("avi", "wmv", "flv", "mpg", "mpeg", "rmvb", "rm", "vob", "3gp", "ts", "mts", "m2ts", "ogv"))
"""Films in containers that are not opened."""

BOOKS = frozenset(("xlsx", "xlsm"))
"""Workbooks, which are decoded where they can hurt nobody."""

SPREADSHEETS = BOOKS | {"csv"}
"""A playlist, a row a slide; or the figures of a chart."""

OLD_TABLES = frozenset(("xls", "et", "ods", "xlsb"))
"""Spreadsheets in formats that are not read."""

PLAYLISTS = frozenset(("yaml", "yml")) | SPREADSHEETS
"""A playlist."""

_EXPORT = Words(
    "在原来的软件里选“文件 → 输出为图片”或“另存为 PNG/JPG”，放那张图片。",
    "Choose “Export as pictures” or “Save as PNG/JPG” in its program, and drop that picture.",
)
_CONVERT = Words("用剪映或格式工厂导出为 MP4（H.264），放那一份。", "Export it as MP4 (H.264) in a video editor.")
_AS_PDF = Words(
    "用 WPS 或 Office 打开它，选“文件 → 输出为 PDF”（或“另存为”，文件类型选 PDF），放那份 PDF。",
    "Open it in WPS or Office, choose “File → Export as PDF” (or “Save as” with the type PDF), and drop that PDF.",
)
_SHEET = Words(
    "截图后保存为 PNG，放那张图片；或把要紧的话写进节目单。",
    "Save a screenshot as PNG and drop that, or write what matters into a playlist.",
)

LATER: dict[str, tuple[Words, Words]] = {
    **dict.fromkeys(("ppt", "pps", "pptm", "dps"), (Words("演示文稿", "slides"), _AS_PDF)),
    **dict.fromkeys(("docx", "doc", "wps", "odt", "rtf"), (Words("文字文档", "a document"), _AS_PDF)),
    **dict.fromkeys(OTHER_FILMS, (Words("视频", "a video"), _CONVERT)),
    **dict.fromkeys(("heic", "heif"), (Words("苹果手机的照片格式", "a photo format of Apple phones"), _EXPORT)),
    **dict.fromkeys(("svg", "psd", "ai", "cdr", "eps"), (Words("设计软件的图形", "a drawing"), _EXPORT)),
    **dict.fromkeys(("html", "htm", "mht"), (Words("网页", "a web page"), _SHEET)),
}
"""Known, with a place kept for most: what it is, and how to bring it in as pictures meanwhile."""
