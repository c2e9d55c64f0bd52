"""What documents can have wrong; joins the catalogue of the content."""

from __future__ import annotations

from player.model.problem import Sort, error, warning
from player.model.words import Words

_KEPT = Words(
    "继续放这份文件上一次正确的内容；从没正确过的先不放。",
    "The last good version of this file keeps playing; without one it is left out.",
)
_OTHERS = Words("这一页不放，这份文档的其他页照常。", "This page is left out; the other pages of the document play.")
_AGAIN = ("重新复制一次；还不行就重新“输出为 PDF”。", "Copy it again; if that does not help, export it as PDF again.")
_EXPORT = (
    "用原来的软件打开，选“文件 → 输出为 PDF”（Word/PowerPoint：另存为 PDF），放那份 PDF。",
    "Open it in its program, choose “Export as PDF”, and drop that PDF.",
)

_CHART_OUT = Words("这张图表先不放，其他页照常。", "This chart is left out; the other slides play.")

CHARTS: dict[str, Sort] = {
    "chart-empty": error(
        "表格“{path}”里没有找到可以画图的数字。", "No figures to draw were found in the table “{path}”.",
        "第一列写年份或名称，第二列起写数字，第一行写列名；不在第一张工作表时用 sheet:（工作表）指明。", "Put years or names into the first column, figures from the second on, their names into the first row; name another sheet with sheet:.",
        _CHART_OUT,
    ),
    "chart-figures": error(
        "这张图表没有数字。", "This chart has no figures.",
        "写 chart: 能耗.xlsx，或者直接写 figures: {{2020: 18.48, 2022: 18.03}}。", "Write chart: energy.xlsx, or the figures themselves: figures: {{2020: 18.48, 2022: 18.03}}.",
        _CHART_OUT,
    ),
    "chart-sheet": error(
        "没有叫“{sheet}”的工作表。{near}", "There is no sheet “{sheet}”. {near}",
        "有这些：{sheets}。不写 sheet: 就用第一张有数字的。", "There are: {sheets}. Without sheet: the first with figures is taken.",
        _CHART_OUT,
    ),
    "chart-column": error(
        "表格里没有“{column}”这一列。", "The table has no column “{column}”.",
        "写列名或字母（A、B-D）；有这些列：{columns}。", "Write its name or letter (A, B-D); there are: {columns}.",
        _CHART_OUT,
    ),
    "chart-cell": warning(
        "{place} 里的“{text}”不是数字，这一点空着。", "“{text}” in {place} is no figure; that point is left empty.",
        "改成数字，单位写在列名的括号里；本来就没有数的，留空或写“—”。", "Make it a number, its unit in brackets in the heading; leave it empty, or write —, where there is none.",
        Words("其他数字照常。", "The other figures are shown."),
    ),
    "chart-series": error(
        "图表有 {count} 组数字，远处最多分得清 {limit} 组。", "The chart has {count} series; from a distance {limit} at most can be told apart.",
        "用 columns:（列）选出要紧的几列，或分成几张图表。", "Choose some with columns:, or make several charts of it.",
        _CHART_OUT,
    ),
    "chart-points": error(
        "图表有 {count} 个点，这种图最多 {limit} 个，再多字就看不清了。", "The chart has {count} points; one of its kind has {limit} at most, or its letters are too small.",
        "按月或按年汇总后再画；按时间的数据改用折线（style: 折线）可以到 60 个点。", "Sum it up by month or year; what runs in time may have 60 points as lines (style: lines).",
        _CHART_OUT,
    ),
}  # fmt: skip
"""What charts can have wrong."""

DOCUMENTS: dict[str, Sort] = {
    "document-locked": error(
        "这份文档有打开密码，读不了。", "This document is locked with a password.",
        "在原来的软件里去掉密码，重新输出为 PDF。", "Remove the password in its program and export it as PDF again.",
        _KEPT,
    ),
    "document-unknown": error(
        "名字像 PDF，内容不是 PDF。", "It is called a PDF and is none.",
        *_EXPORT,
        _KEPT,
    ),
    "document-incomplete": error(
        "PDF 没有结尾，可能没有复制完。", "The PDF has no end; it may not have been copied completely.",
        *_AGAIN,
        _KEPT,
    ),
    "document-broken": error(
        "PDF 已经损坏，或者一页也没有，打不开。", "The PDF is damaged, or has no pages, and cannot be opened.",
        *_AGAIN,
        _KEPT,
    ),
    "document-page-broken": error(
        "第{number}页已经损坏，打不开。", "Page {number} is damaged and cannot be opened.",
        *_AGAIN,
        _OTHERS,
    ),
    "document-size": error(
        "第{number}页的尺寸（{size} 点）不能显示，每边要在 1 到 200000 点之间。", "Page {number} has a size ({size} points) that cannot be shown; a side is 1 to 200,000 points.",
        "在原来的软件里把页面改成 16:9 或 A4，重新输出为 PDF。", "Make the page 16:9 or A4 in its program and export it again.",
        _OTHERS,
    ),
    "document-crashes": error(
        "这份文档无法显示，已隔离（打开时{cause}）。", "This document cannot be shown and is set aside (while it was opened: {cause}).",
        "用 PDF 阅读软件打开，“打印”成一份新的 PDF 再放进来；还不行就输出为图片。", "Open it in a PDF reader, print it to a new PDF and drop that; or export its pages as pictures.",
        _KEPT,
    ),
    "document-too-big": error(
        "文件太大（{size}），文档最多 {limit}。", "The file is too big ({size}); a document has at most {limit}.",
        "输出 PDF 时选“压缩图片”或“最小文件”，或拆成几份。", "Choose smaller pictures when exporting, or make several documents of it.",
        _KEPT,
    ),
    "document-reading": warning(
        "正在逐页读取：共 {count} 页，已读 {done} 页。", "It is being read: {done} of {count} pages so far.",
        "不用做什么，读完就会放出来。", "There is nothing to do; it comes up when it is read.",
        Words("其他内容照常；这份文档之前的版本先接着放。", "Other content plays; an earlier version of this document plays on."),
    ),
    "office-missing": error(
        "这是演示文稿（{ending}），这台电脑没有装 LibreOffice，不能直接放。", "This is a presentation ({ending}), and this machine has no LibreOffice to read it.",
        "在 WPS 或 PowerPoint 里打开：文件 → 输出为 PDF（PowerPoint：文件 → 导出 → 创建 PDF），把那份 PDF 放进来；输出为图片也行。", "Open it in WPS or PowerPoint, choose File → Export as PDF and drop that PDF; pictures will do too.",
        _KEPT,
    ),
    "office-converting": warning(
        "正在转换成 PDF，一般几秒钟，页数多的要一两分钟。", "It is being made into a PDF: usually a few seconds, a minute or two where it has many pages.",
        "不用做什么，转换完就会放出来。", "There is nothing to do; it comes up when that is done.",
        Words("其他内容照常；这份文稿之前的版本先接着放。", "Other content plays; an earlier version of it plays on."),
    ),
    "office-failed": error(
        "演示文稿转换成 PDF 没有成功，试了两次（{cause}）。", "The presentation could not be made into a PDF, tried twice ({cause}).",
        "在 WPS 或 PowerPoint 里打开它，文件 → 输出为 PDF，把那份 PDF 放进来。", "Open it in WPS or PowerPoint, choose File → Export as PDF and drop that PDF.",
        _KEPT,
    ),
    "office-unknown": error(
        "名字像演示文稿，内容不是。", "It is called a presentation and is none.",
        *_EXPORT,
        _KEPT,
    ),
    "office-old": error(
        "名字是新格式，内容其实是旧格式的演示文稿（ppt）。", "It is named as a new presentation and is an old one (ppt).",
        "在 WPS 或 PowerPoint 里打开，“另存为”pptx 或 PDF。", "Open it in WPS or PowerPoint and save it as pptx or PDF.",
        _KEPT,
    ),
    "office-incomplete": error(
        "演示文稿没有复制完，或者已经损坏。", "The presentation was not copied completely, or is damaged.",
        "重新复制一次；还不行就用 WPS 或 PowerPoint 打开，另存一份。", "Copy it again; if that does not help, open it in its program and save it anew.",
        _KEPT,
    ),
    "office-too-big": error(
        "演示文稿展开后太大（{size}），最多 {limit}。", "The presentation is too big when unfolded ({size}); at most {limit}.",
        "在 WPS 或 PowerPoint 里选“压缩图片”后另存，或输出为 PDF。", "Compress its pictures in WPS or PowerPoint and save it, or export it as PDF.",
        _KEPT,
    ),
    "page-much": warning(
        "第{page}页有 {count} 个字，读完要 {needs} 秒；自动最多停 {auto} 秒。", "Page {page} has {count} characters; reading it takes {needs} s, and auto stays for {auto} s at most.",
        "要让人读完，用 dwell:（停留）写明停多久，或把这一页拆成几页；不要紧的页用 pages:（页码）略过。", "Give it a dwell of its own or make several pages of it; leave out with pages: what does not matter.",
        Words("停 {auto} 秒，多数人读不完。", "It stays for {auto} s; few will have read it."),
    ),
    "document-not-one": error(
        "“{path}”不是能放的文档。", "“{path}” is no document that can be shown.",
        "能放的文档：pdf，以及 pptx、ppsx、odp。文字文档（docx、wps）请先“输出为 PDF”。", "Documents that can be shown: pdf, and pptx, ppsx, odp. Export texts (docx, wps) as PDF first.",
        Words("这一页先不放，其他页照常。", "This slide is left out; the others play."),
    ),
    "pages-unclear": error(
        "看不懂页码“{text}”。", "The pages “{text}” cannot be read.",
        "写成 3、2-5、2,4-6，到最后一页写成 2-。", "Write 3, 2-5, 2,4-6, or 2- up to the last.",
        Words("先放整份文档。", "The whole document is shown."),
    ),
    "pages-beyond": warning(
        "没有第{pages}页：这份文档共 {count} 页。", "There is no page {pages}: the document has {count}.",
        "改正页码，或换成页数更多的那一版。", "Correct the pages, or use the version that has more.",
        Words("有的页照常放。", "The pages that there are play."),
    ),
    "pages-nothing": error(
        "要放的页（{pages}）一页也没有：这份文档共 {count} 页。", "None of the pages {pages} is there: the document has {count}.",
        "改正页码。", "Correct the pages.",
        Words("这份文档先不放，其他页照常。", "This document is left out; the others play."),
    ),
    "pages-many": warning(
        "要放 {count} 页，一份文档最多放 {limit} 页。", "{count} pages are to be shown; a document has at most {limit}.",
        "在节目单里用 pages:（页码）选出要放的，例如 pages: 2-20。", "Choose some in a playlist with pages:, such as pages: 2-20.",
        Words("先放前 {limit} 页。", "The first {limit} are shown."),
    ),
}  # fmt: skip
