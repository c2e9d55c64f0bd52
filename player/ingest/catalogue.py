"""What content can have wrong: code -> severity, what is wrong, how to mend it, what the screen does meanwhile."""

from __future__ import annotations

from player.ingest.document_words import CHARTS, DOCUMENTS
from player.ingest.name_problems import NAMES
from player.ingest.table_words import TABLES
from player.ingest.video_problems import FILMS
from player.ingest.zones_words import ZONES
from player.model.problem import Catalogue, Sort, error, warning
from player.model.words import Words

SLIDE_OUT = Words("这一页先不放，其他页照常。", "This slide is left out; the others play.")
PART_OUT = Words("这一项没有采用，其余照常。", "This item is not used; the rest is.")
KEPT = Words(
    "继续放这份文件上一次正确的内容；从没正确过的先不放。",
    "The last good version of this file keeps playing; without one it is left out.",
)
AS_READ = Words("已按这个意思播放。", "It plays as understood.")
NOT_SHOWN = Words("这个文件不放，其他照常。", "This file is not shown; the others are.")
PLAYS_ON = Words("不影响播放。", "Playback is not affected.")


def _warning(zh: str, en: str, cure_zh: str, cure_en: str, on_screen: Words = AS_READ) -> Sort:
    return warning(zh, en, cure_zh, cure_en, on_screen)


_FILES = {
    "file-unreadable": error(
        "读不到这个文件：{reason}", "This file cannot be read: {reason}",
        "看看它是否还在、是否被别的程序独占，关闭后重新保存一次。", "Check that it is still there and not locked by a program; save it again.",
        KEPT,
    ),
    "file-too-big": error(
        "文件太大（{size}），这种文件最多 {limit}。", "The file is too big ({size}); at most {limit} for its kind.",
        "拆成几个小文件，或删去不用的内容。", "Split it into smaller files or remove what is not needed.",
        KEPT,
    ),
    "file-empty": error(
        "文件是空的。", "The file is empty.",
        "写好内容后再保存；不用了就删除它。", "Write something and save it, or delete the file.",
        KEPT,
    ),
    "file-unsupported": error(
        "暂不支持 {ending} 文件：{what}。", "{ending} files are not supported yet: {what}.",
        "请换一种格式。{steps}", "Bring it in another format. {steps}",
        NOT_SHOWN,
    ),
    "file-unknown": error(
        "不认识 {ending} 文件。", "{ending} files are not known here.",
        "{near}能放的有：图片（png jpg webp …）、文字（txt md）、网址（url）、节目单（xlsx csv yaml）。", "{near} What can be shown: pictures (png jpg webp …), texts (txt md), links (url), playlists (xlsx csv yaml).",
        NOT_SHOWN,
    ),
    "text-unreadable": error(
        "看不懂这个文件的文字编码。", "The characters of this file cannot be read.",
        "用记事本打开，“另存为”时编码选 UTF-8。", "Open it in Notepad, choose “Save as” and the encoding UTF-8.",
        KEPT,
    ),
    "text-gb18030": _warning(
        "文字按 GBK（GB18030）编码读取。", "The text was read as GBK (GB18030).",
        "如果显示的字不对，请另存为 UTF-8 编码。", "If characters look wrong, save it with the encoding UTF-8.",
    ),
    "text-guessed": _warning(
        "这个文件既像 GBK 又像 UTF-8，按 GBK 读成了“{text}”。", "This file could be GBK or UTF-8; read as GBK it says “{text}”.",
        "请另存为 UTF-8 编码，就不用猜了。", "Save it with the encoding UTF-8 and nothing has to be guessed.",
    ),
    "link-missing": error(
        "这个网址文件里没有找到网址。", "There is no link in this file.",
        "里面应有一行以 https:// 开头的网址。", "It should hold one line that begins with https://.",
        NOT_SHOWN,
    ),
    "folder-settings-twice": _warning(
        "这个文件夹已由 {other} 设定，这份不起作用。", "This folder is already set by {other}; this file has no effect.",
        "把两份合成一份；若它是节目单，请写上 slides:（页面:）。", "Merge the two; if this is a playlist, give it slides:.",
        PLAYS_ON,
    ),
    "takeover-ended": _warning(
        "紧急插播“{name}”已到时间，自动结束。", "The takeover “{name}” has run its time and ended by itself.",
        "不用了就删除它；还要放就改动一下内容，或写上结束时间 until。", "Delete it if it is done; to show it again change its content or give it an until.",
        Words("已恢复平时的内容。", "The ordinary content is back on."),
    ),
    "picture-unreadable": error(
        "这张图片打不开：{reason}", "This picture cannot be opened: {reason}",
        "用看图软件打开看看，重新导出为 PNG 或 JPG。", "Open it in a picture viewer and export it again as PNG or JPG.",
        KEPT,
    ),
    "picture-too-big": error(
        "图片太大（{size}），最多 {limit}。", "The picture is too big ({size}); at most {limit}.",
        "把它缩小到 3840 像素宽以内再放进来。", "Make it at most 3840 pixels wide and drop it again.",
        KEPT,
    ),
    "picture-incomplete": error(
        "图片可能没有复制完，或者已经损坏。", "The picture may not have been copied completely, or it is damaged.",
        "重新复制一次；还不行就重新导出。", "Copy it again; if that does not help, export it again.",
        KEPT,
    ),
    "picture-crashes": error(
        "这张图片无法显示，已隔离（打开时{cause}）。", "This picture cannot be shown and is set aside (while it was opened: {cause}).",
        "用看图软件打开后另存为 PNG，换个文件名再放进来。", "Open it in a picture viewer, save it as PNG under another name and drop that.",
        KEPT,
    ),
    "holidays-unknown": _warning(
        "{year} 年的放假调休安排还没有内置，先按周一至周五为工作日。", "The holidays of {year} are not built in yet; Monday to Friday count as workdays.",
        "国务院公布后，在 player.yaml 里用 holidays: 指定一份假日文件（off: 放假的日子，on: 调休上班的日子）。", "Once announced, name a file of your own in player.yaml with holidays: (off: days off, on: days worked).",
    ),
    "holidays-shape": error(
        "假日文件看不懂。", "The file of holidays cannot be understood.",
        "写成两行：off: [2027-02-08, 2027-02-09]（放假）和 on: [2027-02-14]（调休上班）。", "Write two lines: off: [2027-02-08, 2027-02-09] and on: [2027-02-14].",
        Words("先按内置的安排。", "The built-in table is used."),
    ),
}  # fmt: skip

_LINES = {
    "wide-colon": _warning(
        "冒号写成了全角“：”。", "The colon is a full-width one (：).",
        "改成半角冒号加一个空格：{fixed}", "Use an ordinary colon and a space: {fixed}",
    ),
    "space-after-colon": _warning(
        "冒号后面少了一个空格。", "A space is missing after the colon.",
        "改成：{fixed}", "Write: {fixed}",
    ),
    "wide-dash": _warning(
        "行首的“{sign}”应该是半角减号。", "The “{sign}” that begins the line should be a plain hyphen.",
        "改成减号加一个空格：{fixed}", "Use a hyphen and a space: {fixed}",
    ),
    "space-after-dash": _warning(
        "行首的“-”后面少了一个空格。", "A space is missing after the “-” that begins the line.",
        "改成：{fixed}", "Write: {fixed}",
    ),
    "indent-tab": _warning(
        "行首用了 Tab 键缩进，每个 Tab 当作两个空格。", "The line is indented with Tab; each Tab counts as two spaces.",
        "改用空格缩进：{fixed}", "Indent with spaces: {fixed}",
    ),
    "indent-wide": _warning(
        "行首用了全角空格缩进，每个当作两个空格。", "The line is indented with full-width spaces; each counts as two spaces.",
        "改用半角空格缩进：{fixed}", "Indent with ordinary spaces: {fixed}",
    ),
    "indent-moved": _warning(
        "这一行没有和同一页的其他行对齐，已当作对齐。", "This line does not stand under the others of its slide; it was read as if it did.",
        "同一页的各行左边要对齐：{fixed}", "Align the lines of one slide: {fixed}",
    ),
    "wide-comma": _warning(
        "花括号里的分隔写成了全角“{sign}”。", "Inside the braces the separator is a full-width {sign}.",
        "改成半角：{fixed}", "Use an ordinary one: {fixed}",
    ),
    "wide-bracket": _warning(
        "括号写成了全角。", "The brackets are full-width ones.",
        "改成半角括号：{fixed}", "Use ordinary brackets: {fixed}",
    ),
    "wide-hash": _warning(
        "注释的“＃”是全角的，这一行已当作注释。", "The ＃ of the comment is full-width; the line was taken as a comment.",
        "改成半角 #。", "Use an ordinary #.",
    ),
    "line-loose": _warning(
        "“{text}”这一行不是“名称: 内容”，没有采用，也不显示。", "The line “{text}” is not “name: value”; it is not used and not shown.",
        "不要就删去；要留作说明就在行首加“# ”；是节目单的名字就写成“名称: …”。", "Delete it, or put “# ” before it if it is a comment; if it names the playlist write “name: …”.",
    ),
    "comment-sign": _warning(
        "注释不用“{sign}”开头；这一行已当作注释，不显示。", "A comment does not begin with “{sign}”; the line was taken as one and is not shown.",
        "注释用 # 加一个空格开头：{fixed}", "Begin a comment with # and a space: {fixed}",
    ),
    "slashes-shown": _warning(
        "“{text}”不是注释，当作了内容的一部分。", "“{text}” is no comment; it was taken as a part of the text.",
        "如果是注释，改成：{meant}", "If it is a comment, write: {meant}",
    ),
    "key-quotes": _warning(
        "名称“{key}”不用加引号。", "The name “{key}” needs no quotation marks.",
        "改成：{fixed}", "Write: {fixed}",
    ),
    "colon-in-text": _warning(
        "文字里有“: ”，要用引号括起来。", "The text has a “: ” in it and wants quotation marks.",
        "改成：{fixed}", "Write: {fixed}",
    ),
    "two-keys-in-line": error(
        "一行里写了两项：“{first}”和“{second}”。", "Two items stand on one line: “{first}” and “{second}”.",
        "每项单独一行，“{second}”另起一行，与“{first}”左边对齐。", "Give each its own line; “{second}” goes below, aligned with “{first}”.",
        Words("后面一项没有采用，其余照常。", "The second item is not used; the rest is."),
    ),
    "text-after-quote": _warning(
        "引号后面还有文字，已把整行连同引号当作文字。", "There is text after the closing quotation mark; the whole was taken as text, marks included.",
        "把整句括起来：{fixed}", "Quote the whole: {fixed}",
    ),
    "quote-open": _warning(
        "引号只有前一半，没有后一半。", "The quotation mark is opened and never closed.",
        "补上后一半引号，或去掉引号：{fixed}", "Close it or leave it out: {fixed}",
    ),
    "bracket-open": _warning(
        "括号“{sign}”没有配上后一半。", "The bracket “{sign}” is never closed.",
        "改成：{fixed}", "Write: {fixed}",
    ),
    "sign-first": _warning(
        "文字以“{sign}”开头，要用引号括起来。", "The text begins with “{sign}” and wants quotation marks.",
        "改成：{fixed}", "Write: {fixed}",
    ),
    "hash-kept": _warning(
        "“{text}”里的 # 已当作文字显示。", "The # in “{text}” was taken as text.",
        "这样写更稳妥：{fixed}", "Safer: {fixed}",
    ),
    "hash-comment": _warning(
        "“{text}”前面有空格和 #，被当作注释，不会显示。", "“{text}” follows a space and a # and so is a comment that is not shown.",
        "如果要显示，请把整句用引号括起来：{fixed}；如果是注释，请在 # 后面加一个空格。", "To show it, quote the whole: {fixed}. If it is a comment, put a space after the #.",
    ),
    "odd-characters": _warning(
        "这一行里有看不见的字符（{names}），已去掉。", "There are invisible characters in this line ({names}); they were dropped.",
        "多半是从网页或微信复制来的，重新输入这一行即可。", "They usually come with text copied from a web page; type the line anew.",
    ),
}  # fmt: skip

_YAML = {
    "yaml-syntax": error(
        "从这里开始看不懂了：{reason}。", "From here on this cannot be understood: {reason}.",
        "{cure}", "{cure}",
        SLIDE_OUT,
    ),
    "yaml-unreadable": error(
        "这份节目单看不懂，没有采用这次的修改。", "This playlist cannot be understood; this change was not taken.",
        "先改好上面指出的地方；拿不准就从一份正确的示例重新开始。", "Mend the place named above; when in doubt start from an example.",
        KEPT,
    ),
    "playlist-cut": error(
        "这份节目单到这里就断了，好像没有保存完；没有采用这次的修改。", "This playlist breaks off here, as if it was not saved completely; this change was not taken.",
        "请重新保存一次。如果本来就到这里为止，把这一行写完整，最后按一次回车再保存。", "Save it again. If it is meant to end here, complete this line, press Enter after it and save.",
        KEPT,
    ),
    "yaml-documents": error(
        "一份文件里有不止一个部分（“---”之后又是一份）。", "The file holds more than one document (another begins after “---”).",
        "删去这一行“---”，或拆成两份文件。", "Delete this “---” line or split the file in two.",
        KEPT,
    ),
    "yaml-anchor": error(
        "这里用了“{sign}”记号（锚点、别名），不支持。", "A “{sign}” mark (anchor or alias) is used here; it is not supported.",
        "把要重复的内容直接写出来；如果只是文字，请用引号括起来。", "Write the repeated content out; if it is meant as text, quote it.",
        KEPT,
    ),
    "yaml-tag": error(
        "这里用了“!”记号（{tag}），不支持。", "A “!” mark ({tag}) is used here; it is not supported.",
        "删去它；如果只是文字，请用引号括起来。", "Delete it; if it is meant as text, quote it.",
        KEPT,
    ),
    "yaml-deep": error(
        "一层套一层超过了 {limit} 层。", "The nesting is deeper than {limit} levels.",
        "检查缩进和括号；节目单最多用到四五层。", "Check indents and brackets; a playlist needs four or five levels.",
        KEPT,
    ),
    "yaml-many": error(
        "内容太多，超过 {limit} 项。", "There is too much in it: more than {limit} items.",
        "分成几份节目单。", "Split it into several playlists.",
        KEPT,
    ),
    "yaml-long": error(
        "这一段文字太长（超过 {limit} 字节）。", "This text is too long (over {limit} bytes).",
        "看看后面是不是少了引号；太长的文字请分成几页。", "See whether a quotation mark is missing after it; split long texts into slides.",
        KEPT,
    ),
    "problems-many": _warning(
        "这份文件的问题超过 {limit} 个，后面的没有列出。", "There are more than {limit} problems in this file; the rest is not listed.",
        "先改好前面的，再看还有没有。", "Mend those first and look again.",
        PLAYS_ON,
    ),
    "key-odd": error(
        "这里应当是“名称: 内容”的写法。", "A “name: value” is expected here.",
        "每行写成“名称: 内容”。", "Write each line as “name: value”.",
        PART_OUT,
    ),
    "key-twice": error(
        "“{key}”写了两次，只用第一次的。", "“{key}” stands here twice; the first is used.",
        "删去一个；如果是新的一页，请在行首加“- ”。", "Delete one; if a new slide begins here, put “- ” before it.",
        PART_OUT,
    ),
}  # fmt: skip

_PLAYLIST = {
    "playlist-shape": error(
        "节目单应当由“名称: 内容”的各行组成。", "A playlist is made of lines like “name: value”.",
        "从示例开始：第一行写 slides:，下面每页一行“- slogan: …”。", "Begin with an example: slides: on the first line, then “- slogan: …” for each slide.",
        KEPT,
    ),
    "slides-missing": _warning(
        "这份文件里没有 slides:（页面），只当作这个文件夹的设定。", "There is no slides: in this file; it only sets how this folder plays.",
        "如果它是节目单，请加上 slides:（页面:）和各页内容。", "If it is a playlist, add slides: and its slides.",
    ),
    "slides-empty": _warning(
        "slides:（页面）下面还没有内容。", "There is nothing under slides: yet.",
        "每页一行，以“- ”开头，例如“- slogan: 绿水青山”。", "One line a slide, each beginning with “- ”, such as “- slogan: …”.",
        PLAYS_ON,
    ),
    "slides-shape": error(
        "slides:（页面）下面应当是一页一页的列表。", "Under slides: a list of slides is expected.",
        "每页以“- ”开头，例如“- slogan: 绿水青山”。", "Begin each slide with “- ”, such as “- slogan: …”.",
        KEPT,
    ),
    "slide-shape": error(
        "看不懂这一页。", "This slide cannot be understood.",
        "写成“- 种类: 内容”，种类有：{kinds}。", "Write “- kind: content”; the kinds are: {kinds}.",
        SLIDE_OUT,
    ),
    "slide-text": _warning(
        "这一页没有写种类，按“{kind}”显示。", "This slide names no kind; it is shown as “{kind}”.",
        "写明种类：{fixed}", "Name its kind: {fixed}",
    ),
    "kind-missing": error(
        "这一页没有写明种类。", "This slide does not say of what kind it is.",
        "第一行写“- 种类: 内容”，种类有：{kinds}。", "Begin it with “- kind: content”; the kinds are: {kinds}.",
        SLIDE_OUT,
    ),
    "kind-unknown": error(
        "没有“{key}”这种页。{near}", "There is no kind of slide called “{key}”. {near}",
        "种类有：{kinds}。", "The kinds are: {kinds}.",
        SLIDE_OUT,
    ),
    "kind-several": error(
        "一页里写了两种内容：“{first}”和“{second}”。", "One slide holds two kinds: “{first}” and “{second}”.",
        "分成两页，每页以“- ”开头。", "Make two slides of it, each beginning with “- ”.",
        SLIDE_OUT,
    ),
    "key-unknown": error(
        "不认识“{key}”。{near}", "“{key}” is not known here. {near}",
        "这里可以写：{keys}。", "What can stand here: {keys}.",
        PART_OUT,
    ),
    "key-of-playlist": error(
        "“{key}”管整份节目单，不能写在一页里。", "“{key}” holds for the whole playlist and cannot stand in one slide.",
        "移到文件最上面，左边不留空格，写在 slides:（页面:）之前。", "Move it to the top of the file, not indented, before slides:.",
        PART_OUT,
    ),
    "key-of-zones": error(
        "“{key}”要写在 zones:（分区:）下面。", "“{key}” belongs under zones:.",
        "上面加一行“分区:”，这一行缩进两个空格。", "Put a line “zones:” above it and indent this one by two spaces.",
        PART_OUT,
    ),
    "key-of-slide": error(
        "“{key}”要写在 slides:（页面:）下面的一页里。", "“{key}” belongs into a slide, under slides:.",
        "移到 slides:（页面:）下面，与那一页的各行左边对齐；新的一页在行首加“- ”。", "Move it below slides: and align it with the lines of its slide; a new slide begins with “- ”.",
        PART_OUT,
    ),
    "value-missing": error(
        "“{key}”后面没有内容。", "There is nothing after “{key}”.",
        "写上内容，例如：{example}", "Write something, such as: {example}",
        PART_OUT,
    ),
    "field-missing": error(
        "这一页少了“{key}”。", "This slide lacks “{key}”.",
        "加一行，例如：{example}", "Add a line such as: {example}",
        SLIDE_OUT,
    ),
    "value-shape": error(
        "“{key}”后面应当是一段文字，不是一组内容。", "“{key}” takes one text, not a group of things.",
        "写在同一行，例如：{example}", "Write it on the same line, such as: {example}",
        PART_OUT,
    ),
    "value-wide-quotes": _warning(
        "“{text}”外面的中文引号已去掉。", "The Chinese quotation marks around “{text}” were dropped.",
        "这里不用引号。", "No quotation marks are needed here.",
    ),
    "text-long": error(
        "“{key}”有 {count} 个字，最多 {limit} 个。", "“{key}” has {count} characters; at most {limit}.",
        "删减文字，或者分成两页。", "Shorten it or make two slides.",
        SLIDE_OUT,
    ),
    "flag-unclear": error(
        "“{text}”看不出是“是”还是“否”。", "“{text}” is neither yes nor no.",
        "写 是 或 否。", "Write yes or no.",
        PART_OUT,
    ),
    "number-unclear": error(
        "“{text}”不是一个 {low} 到 {high} 的整数。", "“{text}” is not a whole number from {low} to {high}.",
        "写一个整数，例如：{example}", "Write a whole number such as: {example}",
        PART_OUT,
    ),
    "word-unknown": error(
        "“{key}”没有“{text}”这个选项。{near}", "“{text}” is no choice of “{key}”. {near}",
        "可以写：{words}。", "The choices are: {words}.",
        PART_OUT,
    ),
    "duration-unclear": error(
        "看不懂时长“{text}”。", "The length of time “{text}” cannot be read.",
        "写成 15秒、2分钟 或 auto（自动）。", "Write 15s, 2 minutes or auto.",
        PART_OUT,
    ),
    "dwell-short": _warning(
        "停留 {text} 太短，按 {least} 秒播放。", "A dwell of {text} is too short; it plays for {least} s.",
        "至少写 {least}秒，或写 auto（按字数自动）。", "Write at least {least}s, or auto to go by the length of the text.",
    ),
    "dwell-long": _warning(
        "停留 {text} 太长，按 1 小时播放。", "A dwell of {text} is too long; it plays for 1 hour.",
        "最多 1 小时。", "At most 1 hour.",
    ),
    "dwell-hurried": _warning(
        "这页停留 {dwell} 秒，读完要 {needs} 秒。", "This slide stays for {dwell} s; reading it takes {needs} s.",
        "停留改成 {needs}秒，或写 auto（自动）；也可以删到 {most} 个字以内。", "Make its dwell {needs}s or auto, or cut its text to {most} characters.",
        Words("按写的时间播放，走过的人来不及读完。", "It stays as long as was written; few will have read it."),
    ),
    "text-much": _warning(
        "这页有 {count} 个字，读完要 {needs} 秒；自动最多停 {auto} 秒。", "This slide has {count} characters; reading it takes {needs} s, and auto stays for {auto} s at most.",
        "删到 {most} 个字以内（40 个字以内最好），或分成几页；一定要放全文，就写上停留时间。", "Cut it to {most} characters (40 is best) or make several slides of it; or give it a dwell of its own.",
        Words("停留 {auto} 秒，走过的人读不完。", "It stays for {auto} s; few will have read it."),
    ),
    "dwell-scan": _warning(
        "停留 {text} 来不及扫码，按 {least} 秒播放。", "{text} is too short to scan a code; it plays for {least} s.",
        "有二维码的页至少停留 {least} 秒。", "A slide with a code stays at least {least} s.",
    ),
    "transition-scan": _warning(
        "有二维码的页不用“{text}”，改为直接切换，好让人马上能扫。", "A slide with a code does not use “{text}” but cuts in, so that it can be scanned at once.",
        "去掉 transition，或写 cut（直切）。", "Leave transition out, or write cut.",
    ),
    "link-unclear": error(
        "“{text}”不像一个可用的网址：{reason}。", "“{text}” does not look like a usable link: {reason}.",
        "改成：{fixed}", "Write: {fixed}",
        SLIDE_OUT,
    ),
    "link-bare": _warning(
        "“{text}”没有以 https:// 开头，手机扫了可能只显示文字。", "“{text}” does not begin with https://; a phone may only show it as text.",
        "如果是网址，请写全：https://{text}", "If it is a link, write it in full: https://{text}",
    ),
    "link-host": error(
        "网址“{host}”不在允许的范围内：{reason}。", "The host “{host}” is not among those allowed: {reason}.",
        "允许的有：{hosts}。要增加请改 player.yaml 的 hosts。", "Allowed are: {hosts}. To add one, change hosts in player.yaml.",
        SLIDE_OUT,
    ),
    "link-disguised": error(
        "网址“{text}”会让人认错：{reason}。", "The link “{text}” is misleading: {reason}.",
        "换成写法正常的网址；来路不明的链接不要用。", "Use the plain form of the link; leave it out if you do not know where it comes from.",
        SLIDE_OUT,
    ),
    "code-found": _warning(
        "图里有二维码，扫出来是：{text}", "There is a code in the picture; it says: {text}",
        "用手机扫一下，核对是不是自己的；在 player.yaml 里写上 hosts，就只放行写明的网站。", "Scan it and see that it is yours; with hosts in player.yaml only the sites named there are let through.",
        Words("图片照常显示。", "The picture is shown."),
    ),
    "code-host": error(
        "图里的二维码不能放：扫出来是 {text}（{host}：{reason}）。", "The code in the picture may not be shown: it says {text} ({host}: {reason}).",
        "查一查这张图是谁放的。允许的有：{hosts}。确实要放，请在 player.yaml 的 hosts 里加上它；不然换一张图。", "Find out who put the picture here. Allowed are: {hosts}. If it is right, add it to hosts in player.yaml; else use another picture.",
        KEPT,
    ),
    "code-disguised": error(
        "图里的二维码会骗人：扫出来是 {text}（{reason}）。", "The code in the picture deceives: it says {text} ({reason}).",
        "查一查这张图是谁放的，换掉它。", "Find out who put the picture here, and replace it.",
        KEPT,
    ),
}  # fmt: skip

_PATHS = {
    "path-parent": error(
        "文件名里不能用“..”到上一级去找：{path}", "A file name may not lead upwards with “..”: {path}",
        "把文件复制到节目单旁边，只写文件名：{fixed}", "Copy the file beside the playlist and write its name alone: {fixed}",
        SLIDE_OUT,
    ),
    "path-drive": error(
        "这是某台电脑上的路径，屏幕读不到：{path}", "This is a path of some computer that the screen cannot reach: {path}",
        "把文件复制到节目单旁边，只写文件名：{fixed}", "Copy the file beside the playlist and write its name alone: {fixed}",
        SLIDE_OUT,
    ),
    "path-link": error(
        "这里要写文件名，不能写网址：{path}", "A file name is wanted here, not a link: {path}",
        "把图片下载下来放到节目单旁边；要显示二维码请用 qr:。", "Download the picture and put it beside the playlist; for a code use qr:.",
        SLIDE_OUT,
    ),
    "file-missing": error(
        "找不到文件“{path}”。{near}", "There is no file “{path}”. {near}",
        "把它放到节目单旁边（{folder}）或 assets 文件夹里，文件名要一字不差。", "Put it beside the playlist ({folder}) or into assets; the name must match exactly.",
        SLIDE_OUT,
    ),
    "file-copying": _warning(
        "文件“{path}”还在复制。", "The file “{path}” is still being copied.",
        "稍等，复制完会自动显示。", "Wait a moment; it comes up by itself.",
        Words("复制完马上显示。", "It is shown as soon as it is complete."),
    ),
    "file-name-close": _warning(
        "没有“{path}”，已用“{near}”。", "There is no “{path}”; “{near}” is used.",
        "文件名的大小写、空格要一致。", "Capital letters and spaces in the name must match.",
    ),
    "file-not-picture": error(
        "“{path}”不是图片。", "“{path}” is not a picture.",
        "这里要用图片文件：png、jpg、webp、gif、bmp、tif、avif。", "A picture is wanted here: png, jpg, webp, gif, bmp, tif, avif.",
        SLIDE_OUT,
    ),
}  # fmt: skip

_TIMES = {
    "date-unclear": error(
        "看不懂日期“{text}”。", "The date “{text}” cannot be read.",
        "写成 2020-07-04 或 7月4日；要带时间就写 2020-07-04 09:00。", "Write 2020-07-04, with a time 2020-07-04 09:00.",
        PART_OUT,
    ),
    "date-impossible": error(
        "没有{text}这一天：{reason}。", "There is no such day as {text}: {reason}.",
        "改成存在的日期，写法如 2020-07-04。", "Write a day that exists, such as 2020-07-04.",
        PART_OUT,
    ),
    "date-no-day": error(
        "“{text}”只有钟点，没有写哪一天。", "“{text}” is a time of day and names no day.",
        "每天几点到几点放，写成 hours（时段）: 9:00-17:00；“{key}”里写日期，例如 2020-07-04 09:00。", "For certain hours of every day write hours: 9:00-17:00; {key} takes a day, such as 2020-07-04 09:00.",
        PART_OUT,
    ),
    "when-meant": _warning(
        "“{key}”后面应当是一个日期；“{text}”已当作 {fixed}。", "“{key}” takes one day; “{text}” was taken as {fixed}.",
        "改成（每项一行）：{fixed}", "Write, each on a line of its own: {fixed}",
    ),
    "when-lifted": _warning(
        "“{key}”应当写在“时间”（when）下面，已按这个意思采用。", "“{key}” belongs under when; it was taken as if it stood there.",
        "上面加一行“时间:”，这一行再多缩进两个空格。", "Put a line “when:” above it and indent this one by two more spaces.",
    ),
    "digit-letter": error(
        "“{text}”里的数字混进了字母（O 和 0、l 和 1 很像）。", "There is a letter among the digits of “{text}” (O for 0, l for 1).",
        "改成：{fixed}", "Write: {fixed}",
        PART_OUT,
    ),
    "date-relative": error(
        "“{text}”每天都在变，不能用。", "“{text}” means another day every day.",
        "写明日期，例如 {example}。", "Write the date, such as {example}.",
        PART_OUT,
    ),
    "date-weekday": _warning(
        "{day} 是{right}，不是{wrong}。", "{day} is a {right}, not a {wrong}.",
        "核对一下日期；已按日期播放。", "Check the date; it plays by the date.",
    ),
    "date-year": _warning(
        "“{text}”没有写年份，当作 {day}。", "“{text}” names no year; it was taken as {day}.",
        "写上年份更稳妥：{day}", "Safer with the year: {day}",
    ),
    "countdown-past": _warning(
        "倒计时的日子 {day} 是往年的，早已过去。", "The day that is counted down to, {day}, is one of a past year.",
        "核对年份；活动已经办完就删去这一页。", "Check the year; delete the slide if the event is over.",
        Words("这一页不会出现，其他页照常。", "This slide does not come up; the others play."),
    ),
    "time-last-minute": _warning(
        "23:59 当作 24:00：到那一天结束，中间不空一分钟。", "23:59 was taken as 24:00: to the end of that day, without a minute's gap.",
        "写 24:00 就没有这条提示。", "Write 24:00, and this is not said.",
    ),
    "time-unclear": error(
        "看不懂时间“{text}”。", "The time “{text}” cannot be read.",
        "写成 9:00 或 17:30。", "Write 9:00 or 17:30.",
        PART_OUT,
    ),
    "time-impossible": error(
        "没有“{text}”这个时间：{reason}。", "There is no such time as “{text}”: {reason}.",
        "钟点从 0:00 到 24:00。", "Times run from 0:00 to 24:00.",
        PART_OUT,
    ),
    "days-unclear": error(
        "看不懂星期“{text}”。{near}", "The days “{text}” cannot be read. {near}",
        "写成 周一至周五、周六、工作日、节假日、周末 或 mon..fri。", "Write mon..fri, sat, workdays, holidays or weekend.",
        PART_OUT,
    ),
    "hours-unclear": error(
        "看不懂时段“{text}”。", "The hours “{text}” cannot be read.",
        "写成 08:00-12:00，多段用逗号分开：08:00-12:00, 13:30-18:00。", "Write 08:00-12:00; several with a comma: 08:00-12:00, 13:30-18:00.",
        PART_OUT,
    ),
    "hours-empty": error(
        "时段“{text}”的开始和结束相同。", "The hours “{text}” begin and end at the same time.",
        "全天就不用写时段；否则写明结束时间。", "For the whole day leave it out; otherwise give the end.",
        PART_OUT,
    ),
    "when-unclear": error(
        "看不懂“{text}”是什么时间。", "“{text}” cannot be read as a time.",
        "分开写：from（开始）、until（结束）、days（星期）、hours（时段）。", "Write from, until, days and hours on lines of their own.",
        PART_OUT,
    ),
    "when-reversed": error(
        "结束（{until}）在开始（{start}）之前，永远不会播放。", "The end ({until}) is before the beginning ({start}); it would never play.",
        "把开始和结束对调，或改正日期。", "Swap the two or correct the dates.",
        SLIDE_OUT,
    ),
    "when-broken": error(
        "播放时间没有写对，为免在错误的时间播出，先不放。", "The times are not right; so as not to play at a wrong time, it is held back.",
        "先改好上面指出的时间。", "Mend the time named above.",
        SLIDE_OUT,
    ),
    "playlist-when": error(
        "播放时间没有写对，为免在错误的时间播出，没有采用这次的修改。", "The times are not right; so as not to play at a wrong time, this change was not taken.",
        "先改好上面指出的时间。", "Mend the time named above.",
        KEPT,
    ),
    "row-shape": error(
        "看不懂日程的这一行。", "This row of the agenda cannot be understood.",
        "写成 - time: 9:00，下一行 text: 开幕式。", "Write - time: 9:00 and below it text: Opening.",
        PART_OUT,
    ),
    "row-day": _warning(
        "日程里“{text}”这一行没有写日期，当作每天都有。", "The row “{text}” of the agenda names no day; it was taken as one of every day.",
        "写上日期，例如 2020-07-04 09:00。", "Give it its day, such as 2020-07-04 09:00.",
    ),
    "row-end": error(
        "日程这一行的结束在开始之前。", "This row of the agenda ends before it begins.",
        "改正时间；结束写在开始之后。", "Correct its times.",
        PART_OUT,
    ),
    "rows-many": error(
        "日程有 {count} 行，最多 {limit} 行。", "The agenda has {count} rows; at most {limit}.",
        "分成几页日程。", "Make several agenda slides of it.",
        PART_OUT,
    ),
    "row-order": _warning(
        "日程的这一行比上一行早。", "This row of the agenda is earlier than the one before.",
        "按时间先后排列。", "Put the rows in the order of time.",
    ),
}  # fmt: skip

_SETTINGS = {
    "settings-unreadable": error(
        "设置文件看不懂，全部用默认值。", "The settings cannot be read; the defaults are used.",
        "按 docs/how-to/settings.md 的说明改好，再重新启动播放器。", "Mend them as docs/how-to/settings.md says and start the player again.",
        Words("用默认设置播放。", "It plays with the defaults."),
    ),
    "settings-value": error(
        "设置“{key}”的值“{text}”不对：{reason}。", "The value “{text}” of “{key}” is not right: {reason}.",
        "例如：{example}", "For example: {example}",
        Words("这一项用默认值。", "The default is used for it."),
    ),
}  # fmt: skip

PROBLEMS = Catalogue(
    _FILES
    | NAMES
    | DOCUMENTS
    | CHARTS
    | TABLES
    | FILMS
    | _LINES
    | _YAML
    | _PLAYLIST
    | _PATHS
    | _TIMES
    | _SETTINGS
    | ZONES
)
