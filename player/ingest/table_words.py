"""What spreadsheets can have wrong; joins the catalogue of the content."""

from __future__ import annotations

from player.model.problem import Sort, error, warning
from player.model.words import Words

_KEPT = Words(
    "继续放这份文件上一次正确的内容；从没正确过的先不放。",
    "The last good version of this file keeps playing; without one it is left out.",
)
_OTHERS = Words("这一行先不放，其他行照常。", "This row is left out; the others play.")
_PART = Words("这一格没有采用，其余照常。", "This cell is not used; the rest is.")
_AS_READ = Words("已按这个意思播放。", "It plays as understood.")
_NO_MATTER = Words("不影响播放。", "Playback is not affected.")
_SAVE_AS = (
    "用 WPS 或 Excel 打开它，选“文件 → 另存为”，文件类型选“Microsoft Excel 文件（*.xlsx）”，保存后放那一份。",
    "Open it in WPS or Excel, choose “File → Save as” with the type “Excel workbook (*.xlsx)”, and use that file.",
)
_AS_TEXT = (
    "选中这一列，把“单元格格式”改成“文本”，再重新输入这一格。",
    "Select the column, set its format to “Text”, then type the cell anew.",
)

TABLES: dict[str, Sort] = {
    "table-locked": error(
        "这份表格有打开密码，读不了。", "This workbook is locked with a password.",
        "用 WPS 或 Excel 打开，在“文件 → 文档加密（信息 → 保护工作簿）”里去掉密码，再保存。", "Open it in WPS or Excel, remove the password under “File → Info → Protect workbook”, and save it.",
        _KEPT,
    ),
    "table-old-inside": error(
        "名字是 .xlsx，里面却是别的格式（老的 .xls、WPS 的 .et、.ods 或 .xlsb），读不了。", "It is called .xlsx but holds another format (old .xls, .et of WPS, .ods or .xlsb).",
        *_SAVE_AS,
        _KEPT,
    ),
    "table-not-one": error(
        "名字像表格，内容不是表格：可能是网页或别的文件改了名字。", "It is called a workbook and is none: perhaps a web page or another file that was renamed.",
        *_SAVE_AS,
        _KEPT,
    ),
    "table-incomplete": error(
        "表格没有结尾，可能没有复制完。", "The workbook has no end; it may not have been copied completely.",
        "重新复制一次；还不行就用 WPS 或 Excel 打开，再“另存为”一份。", "Copy it again; if that does not help, open it in WPS or Excel and save it as another file.",
        _KEPT,
    ),
    "table-broken": error(
        "表格已经损坏，打不开。", "The workbook is damaged and cannot be opened.",
        "用 WPS 或 Excel 打开（它会提示修复），再“另存为”一份 .xlsx。", "Open it in WPS or Excel, which offers to repair it, and save it as another .xlsx.",
        _KEPT,
    ),
    "table-too-big": error(
        "表格太大（{size}），最多 {limit}。", "The spreadsheet is too big ({size}); at most {limit}.",
        "只留要放的内容：删去多余的工作表、行和列，或拆成几份。", "Keep what is to be shown: delete other sheets, rows and columns, or split it.",
        _KEPT,
    ),
    "table-crashes": error(
        "这份表格打不开，已隔离（打开时{cause}）。", "This workbook cannot be opened and is set aside (while it was opened: {cause}).",
        "用 WPS 或 Excel 打开后“另存为”一份 .xlsx，换个文件名再放进来。", "Open it in WPS or Excel, save it as .xlsx under another name and drop that.",
        _KEPT,
    ),
    "csv-separator": warning(
        "各列之间用的是“{sign}”。", "The columns are separated by “{sign}”.",
        "用 WPS 或 Excel 另存为 CSV（逗号分隔）就没有这条提示。", "Saved as CSV (comma separated) by WPS or Excel this is not said.",
        _AS_READ,
    ),
    "csv-quote": warning(
        "有一个双引号没有配上后一半，从这里起可能读错。", "A double quotation mark is never closed; what follows may be misread.",
        "用 WPS 或 Excel 打开看看，改好后另存为 CSV。", "Open it in WPS or Excel, mend it and save it as CSV.",
        _AS_READ,
    ),
}  # fmt: skip
