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
    "table-old": error(
        "{ending} 文件读不了，要另存为 .xlsx。", "{ending} files cannot be read; save it as .xlsx.",
        *_SAVE_AS,
        Words("这个文件不放，其他照常。", "This file is not shown; the others are."),
    ),
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
        "只留要放的内容：按 Ctrl+End 看最后一格，常常是误填的，整行整列删去；或拆成几份。", "Keep what is to be shown: Ctrl+End leads to the last cell, often filled by mistake; delete such rows and columns, or split it.",
        _KEPT,
    ),
    "table-crashes": error(
        "这份表格打不开，已隔离（打开时{cause}）。", "This workbook cannot be opened and is set aside (while it was opened: {cause}).",
        "用 WPS 或 Excel 打开后“另存为”一份 .xlsx，换个文件名再放进来。", "Open it in WPS or Excel, save it as .xlsx under another name and drop that.",
        _KEPT,
    ),
    "csv-separator": warning(
        "各列之间用的是“{sign}”，不是英文逗号。", "The columns are separated by “{sign}”, not by a comma.",
        "用 WPS 或 Excel 另存为 CSV（逗号分隔）就没有这条提示。", "Saved as CSV (comma separated) by WPS or Excel this is not said.",
        _AS_READ,
    ),
    "csv-quote": warning(
        "有一个双引号没有配上后一半，从这里起可能读错。", "A double quotation mark is never closed; what follows may be misread.",
        "用 WPS 或 Excel 打开看看，改好后另存为 CSV。", "Open it in WPS or Excel, mend it and save it as CSV.",
        Words("从这一行起可能少放几页，其余照常。", "From this row on slides may be missing; the rest plays."),
    ),
    "table-empty": error(
        "表格里还没有内容：列名下面没有写好的行。", "There is nothing in the spreadsheet yet: no row below the names of the columns.",
        "第一行是列名（标语、图片、停留……），从第二行起一行一页。", "The first row names the columns (slogan, image, dwell …); each row below is a slide.",
        _KEPT,
    ),
    "table-header": error(
        "没有找到列名：“{text}”不像这里的列名。{near}", "The names of the columns are missing: “{text}” are none. {near}",
        "第一行要写列名（没有就在最上面插入一行），例如：类型、内容、停留、开始、结束；用 qingbo new 节目单.xlsx 可以得到一份空表。", "Name the columns in the first row (insert one), such as kind, content, dwell, from, until; qingbo new playlist.xlsx writes one to fill in.",
        _KEPT,
    ),
    "table-turned": error(
        "列名竖着写在第一列（{text}），应当横着写在第一行。", "The names of the columns stand below each other in the first column ({text}); they must stand side by side in the first row.",
        "选中整张表复制，点一个空白工作表的 A1，选“选择性粘贴 → 转置”，再删去原来的表。", "Copy the whole table, click A1 of an empty sheet, choose “Paste special → Transpose”, and delete the old table.",
        _KEPT,
    ),
    "text-big5": warning(
        "文字按繁体 Big5 编码读取。", "The text was read as Big5 (traditional Chinese).",
        "如果显示的字不对，用 Excel 另存为“CSV UTF-8（逗号分隔）”，或直接用 .xlsx。", "If characters look wrong, save it as “CSV UTF-8” in Excel, or use .xlsx.",
        _AS_READ,
    ),
    "table-column-unknown": error(
        "不认识“{text}”这一列。{near}", "The column “{text}” is not known. {near}",
        "可以用的列：{names}。", "Columns that there are: {names}.",
        Words("这一列没有采用，其余照常。", "This column is not used; the rest is."),
    ),
    "table-column-twice": error(
        "“{text}”这一列写了两次（另一列在 {first}），只用前一列。", "The column “{text}” stands there twice (see {first}); the first is used.",
        "删去一列，或把内容合到一列里。", "Delete one of them or join them.",
        Words("后一列没有采用，其余照常。", "The second one is not used; the rest is."),
    ),
    "table-column-meant": warning(
        "列名“{text}”当作“{name}”。", "The column “{text}” was taken as “{name}”.",
        "把列名改成“{name}”就没有这条提示。", "Call it “{name}” and this is not said.",
        _AS_READ,
    ),
    "table-sheet-hidden": warning(
        "工作表“{sheet}”是隐藏的，没有播放。", "The sheet “{sheet}” is hidden and not played.",
        "要放就取消隐藏（右键点工作表标签）；不要了就删除它。", "Unhide it to play it (right click on the tabs), or delete it.",
        _NO_MATTER,
    ),
    "table-sheet-unused": warning(
        "工作表“{sheet}”没有列名，没有播放。", "The sheet “{sheet}” names no columns and is not played.",
        "要放就在第一行写列名；给人看的说明可以放在名为“说明”的工作表里。", "Name its columns in the first row; what is for people may stand on a sheet called “help”.",
        _NO_MATTER,
    ),
    "table-row-hidden": warning(
        "这一行是隐藏的，没有播放。", "This row is hidden and not played.",
        "要放就取消隐藏，或清除筛选（数据 → 筛选）。", "Unhide it, or clear the filter (Data → Filter).",
        Words("这一行先不放，其他行照常。", "This row is left out; the others play."),
    ),
    "table-row-aside": warning(
        "“{text}”这一行像是合计、备注或落款，没有播放。", "The row “{text}” looks like a total, a note or a signature and is not played.",
        "要放就去掉开头的“注：”这类字，或在“类型”里选一种；不放就删去，或在最前面加 #。", "To play it leave out the word that it begins with, or choose its kind; otherwise delete it or put # before it.",
        Words("这一行先不放，其他行照常。", "This row is left out; the others play."),
    ),
    "table-merged": error(
        "合并的格子“{text}”算一页；这一行另外写的没有地方放。", "The merged cell “{text}” is one slide; what else stands in this row has no place.",
        "取消合并，每页单独一行。", "Unmerge it and give each slide a row of its own.",
        _OTHERS,
    ),
    "table-setting-unknown": error(
        "不认识“{text}”这一项设置。{near}", "The setting “{text}” is not known. {near}",
        "可以设置：{names}。", "What can be set: {names}.",
        _PART,
    ),
    "table-zone-unknown": error(
        "不认识“{text}”这一块。{near}", "There is no zone called “{text}”. {near}",
        "在“分区”这一列写：{names}。自己分块的，还要写“宽”或“高”。", "Write one of: {names}. A part of a layout of your own says its width or height as well.",
        Words("这一块先不放，其余照常。", "This zone is left out; everything else plays."),
    ),
    "table-zone-column": error(
        "“{zone}”用不上“{key}”。", "“{zone}” has no “{key}”.",
        "清空这一格。它可以填：{keys}。", "Clear the cell. What it can have: {keys}.",
        _PART,
    ),
    "table-zone-sheet": error(
        "“{name}”没有页面可放：要有一张写着它的页面的工作表。", "“{name}” has no slides: they stand on a sheet of their own.",
        "新建一张名为“{name}”的工作表，第一行写列名，一行一页，和节目单一样；或在“页面”里写另一张表的名字。", "Add a sheet called “{name}”, its columns and rows as in the playlist; or name another sheet under “slides”.",
        Words("画面先不分块，其余照常。", "The screen is not divided; everything else plays."),
    ),
    "table-content-twice": error(
        "“{name}”和“内容”两格都写了，用“内容”这一格。", "Both “{name}” and “content” are filled; “content” is used.",
        "只留一格。", "Keep one of them.",
        _PART,
    ),
    "table-value-missing": error(
        "“{key}”还没有写内容。", "“{key}” has nothing in it yet.",
        "在“内容”这一格写上，例如：{example}", "Write something, such as: {example}",
        _OTHERS,
    ),
    "table-field-missing": error(
        "这一行少了“{key}”。", "This row lacks “{key}”.",
        "加上这一列，填上，例如：{example}", "Add the column and fill it in, such as: {example}",
        _OTHERS,
    ),
    "table-kind-guessed": warning(
        "这一行没有写明类型，按“{kind}”显示。", "This row does not name its kind exactly; it is shown as “{kind}”.",
        "在“类型”里选一种。", "Choose its kind.",
        _AS_READ,
    ),
    "table-kind-meant": warning(
        "类型“{text}”当作“{kind}”。", "The kind “{text}” was taken as “{kind}”.",
        "把类型改成“{kind}”就没有这条提示。", "Write “{kind}” and this is not said.",
        _AS_READ,
    ),
    "table-kind-unknown": error(
        "没有“{key}”这种类型。{near}", "There is no kind called “{key}”. {near}",
        "可以写：{kinds}。如果这一行是写给自己看的，就在最前面加 #。", "The kinds are: {kinds}. If the row is a remark, write # before it.",
        _OTHERS,
    ),
    "table-kind-missing": error(
        "这一行没有写要放什么。", "This row does not say what to show.",
        "在“类型”里选一种，在“内容”里写上；或者写在“标语”“图片”“二维码”这样的列里。不要这一行就整行删除。", "Choose a kind and write the content, or use a column such as slogan, image or qr. Delete the row if it is not wanted.",
        _OTHERS,
    ),
    "table-kind-several": error(
        "一行里写了两种内容：“{first}”和“{second}”。", "One row holds two kinds: “{first}” and “{second}”.",
        "分成两行，一行一页。", "Make two rows of it, a slide each.",
        _OTHERS,
    ),
    "table-not-for-kind": error(
        "这种页用不上“{key}”。", "Slides of this kind have no “{key}”.",
        "清空这一格。这种页可以填：{keys}。", "Clear the cell. What such a slide can have: {keys}.",
        _PART,
    ),
    "table-row-shape": error(
        "看不懂日程的这一行。", "This row of the agenda cannot be understood.",
        "在“行”里写工作表的名字（那张表有“时间”“内容”两列），或一行写一项：9:00 开幕式。", "Name a sheet that has the columns time and text, or write a line each: 9:00 Opening.",
        _PART,
    ),
    "table-when-broken": error(
        "播放时间没有写对，为免在错误的时间播出，先不放。", "The times are not right; so as not to play at a wrong time, it is held back.",
        "先改好上面指出的格子。", "Mend the cell named above.",
        _OTHERS,
    ),
    "table-fault": error(
        "这一格是公式错误“{text}”。", "This cell holds the error “{text}” of a formula.",
        "改好公式，或直接写上内容。", "Mend the formula or write the value itself.",
        _PART,
    ),
    "table-formula": error(
        "这一格是公式，文件里没有它的结果。", "This cell is a formula whose result is not in the file.",
        "用 WPS 或 Excel 打开，按 Ctrl+S 保存一次；或直接写上内容。", "Open it in WPS or Excel and save it once, or write the value itself.",
        _PART,
    ),
    "table-narrow": error(
        "这一格存成了“{text}”：另存为 CSV 时列太窄。", "This cell was saved as “{text}”: the column was too narrow when it was saved as CSV.",
        "在原来的表格里把这一列拉宽，再另存一次；用 .xlsx 就没有这个问题。", "Widen the column in the workbook and save it again; .xlsx has no such trouble.",
        _PART,
    ),
    "table-day-number": warning(
        "“{text}”是表格里记日期、钟点用的数字，当作 {said}。", "“{text}” is the number by which a spreadsheet keeps days and times; it was taken as {said}.",
        "把这一列的单元格格式改成“日期”或“时间”。", "Set the format of the column to a date or a time.",
        _AS_READ,
    ),
    "table-day-decimal": error(
        "“{text}”说不清是{first}还是{second}：表格把它当作小数，会去掉末尾的 0。", "“{text}” may be {first} or {second}: a spreadsheet keeps it as a number and drops the 0 at its end.",
        "写成 {first} 或 {second}。", "Write {first} or {second}.",
        _OTHERS,
    ),
    "table-days-several": error(
        "“{text}”里不止一个日期。", "There is more than one day in “{text}”.",
        "一格只写一个：第一天写在“开始”，最后一天写在“结束”；要分几段放，就分成几行。", "Write one in a cell: the first day in “from”, the last in “until”; make several rows for several periods.",
        _OTHERS,
    ),
    "table-year-hidden": warning(
        "这一格只显示月日，表格里记的年份不是今年：{day}。", "The cell shows no year; the one it holds is not this year's: {day}.",
        "核对年份；把格式改成带年份的日期。", "Check it, and choose a date format that shows the year.",
        _AS_READ,
    ),
    "table-time-hidden": warning(
        "这一格只显示日期，里面还记着几点，当作 {said}。", "The cell shows a day alone; it holds a time as well and was taken as {said}.",
        "把格式改成带时间的日期；不要几点就重新输入日期。", "Choose a format that shows the time; or type the day anew.",
        _AS_READ,
    ),
    "table-midnight": warning(
        "结束写的是 {day} 的 0:00，那一天不放。", "It ends at 0:00 of {day}, so that it does not play on that day.",
        "要放完那一天，就只写日期：{day}。", "To play through that day write the day alone: {day}.",
        _AS_READ,
    ),
    "table-hours-day": warning(
        "表格把“{typed}”变成了日期，当作 {said}。", "The spreadsheet made a day of “{typed}”; it was taken as {said}.",
        "写成 {said}，就不会变成日期。", "Write {said}, which is not made a day.",
        _AS_READ,
    ),
    "table-hours-meant": warning(
        "“开始”“结束”里只写了钟点，当作每天的时段 {said}。", "From and until hold times alone; they were taken as the hours of every day: {said}.",
        "写在“时段”这一列里：{said}。", "Write them in the column hours: {said}.",
        _AS_READ,
    ),
    "table-dwell-time": warning(
        "停留“{text}”是钟点的格式，当作 {said}。", "The dwell “{text}” has the format of a time of day; it was taken as {said}.",
        "写成 {said}，或只写秒数。", "Write {said}, or the seconds alone.",
        _AS_READ,
    ),
    "table-day-in-text": warning(
        "这一格被表格变成了日期，显示为“{said}”。", "The spreadsheet made a day of this cell; it is shown as “{said}”.",
        *_AS_TEXT,
        _AS_READ,
    ),
    "table-number-long": warning(
        "数字“{text}”太长，表格只保留 15 位，末尾几位可能已经变了。", "The number “{text}” is too long: a spreadsheet keeps 15 digits, and the last ones may have changed.",
        *_AS_TEXT,
        _AS_READ,
    ),
    "table-link": warning(
        "格子里写的是“{text}”，用了它的超链接：{link}", "The cell says “{text}”; the hyperlink on it was used: {link}",
        "把网址直接写在格子里更清楚。", "It is clearer to write the address into the cell.",
        _AS_READ,
    ),
}  # fmt: skip
