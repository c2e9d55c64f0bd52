"""`qingbo new FILE`: an example playlist, ready to be changed: a workbook, a CSV file, or YAML with an explanation beside every line."""

from __future__ import annotations

from pathlib import Path

from player.model.words import Language, Words
from tools import arguments
from tools.refused import Refused

ABOUT = Words(
    "写一份示例节目单：表格（.xlsx、.csv）或带说明的文字（.yaml），改成自己的内容就能用。",
    "Writes an example playlist, a spreadsheet (.xlsx, .csv) or a text with comments (.yaml), to change as you like.",
)

EXAMPLE = Words(
    zh="""\
# 节目单示例。改成自己的内容，放进播放文件夹，几秒后屏幕上就会出现。
# 井号（#）后面是说明，不会播放。冒号后面空一格；同一级的内容左边对齐，用空格，不用 Tab。

名称: 节能宣传

# 什么时候播。整段不写，就是一直播。几个条件要同时满足。
# 时间:
#   开始: 2026-06-22          # 从这一天起；也可以写到几点：2026-06-22 09:00
#   结束: 2026-06-28          # 到这一天（含当天）为止
#   星期: 工作日               # 工作日（含调休）、节假日、周末，或 周一至周五
#   时段: 08:00-12:00, 13:30-18:00

停留: 自动                     # 每页停多久：自动 = 按字数；也可以写 15秒
过渡: 淡入                     # 直切、淡入、推入、擦除

页面:
  - 标语: 节约用电 / 从我做起    # 斜杠表示在这里换行
    副题: 某某市机关事务管理局

  - 贴士: 夏季空调不低于26℃
    正文: 人走关灯、关空调；空调运行时不开窗。
    来源: 国办发〔2007〕42号      # 出处，小字显示

  - 通知: 关于更换节能灯具的通知
    正文: |
      本周六上午，一至三层走廊更换灯具，请注意脚下。
      如有疑问，请与机关服务中心联系。
    落款: 机关服务中心

  - 二维码: https://example.org/   # 链接原样放进二维码，请换成自己的
    标题: 扫码了解更多
    每隔: 2                        # 每放两页别的，就再放一次这一页

  - 倒计时: "17:00"                # 每天的钟点；也可以写某一天：2026-06-22 09:00
    标题: 距下班关机还有

  # 图片放在这份节目单旁边，再去掉下面这行开头的 #：
  # - 图片: 海报.png
""",
    en="""\
# An example playlist. Change it as you like and put it into the watched folder; it is on the screen seconds later.
# What follows a # is a comment. A space after each colon; indent with spaces, never with tabs.

name: Saving energy

# When it plays. Leave all of it out to play always. All conditions must hold.
# when:
#   from: 2026-06-22          # from this day on; with a time too: 2026-06-22 09:00
#   until: 2026-06-28         # until this day, which counts whole
#   days: workdays            # workdays (with the official swaps), holidays, weekend, or mon-fri
#   hours: 08:00-12:00, 13:30-18:00

dwell: auto                   # how long a slide stays: auto = by its text; or 15s
transition: fade              # cut, fade, push, wipe

slides:
  - slogan: Save power / begin with yourself    # a slash breaks the line
    sub: The facilities office

  - tip: In summer, no cooler than 26℃
    text: Last one out switches off the lights and the air conditioning.
    source: State Council Office, 2007 no. 42   # shown in small print

  - notice: New lamps in the corridors
    text: |
      On Saturday morning the lamps on floors one to three are replaced.
      Please mind your step.
    sign: The facilities office

  - qr: https://example.org/      # the link goes into the code exactly as given; put your own here
    title: Scan to learn more
    every: 2                      # comes back after every two other slides

  - countdown: "17:00"            # a time every day; or a day: 2026-06-22 09:00
    title: Until we switch off

  # Put a picture beside this playlist, then take away the first # of the next line:
  # - image: poster.png
""",
)

_OTHERS = (".xls", ".et", ".ods")
_WRITTEN = Words(
    "已写好 {path}。改成自己的内容，放进播放文件夹即可；用 qingbo check 检查。",
    "Wrote {path}. Change it as you like and put it into the watched folder; qingbo check tells what is wrong.",
)


def run(given: list[str], language: Language) -> int:
    """0; Refused for another ending, where the file exists, or where it cannot be written."""
    parser = arguments.Parser("new", ABOUT, language)
    parser.option(
        "file", metavar=Words("文件.xlsx", "FILE.xlsx").said(language), about=Words("要写的文件", "the file to write")
    )
    parser.option("--lang", metavar="zh|en", about=Words("用中文或英文", "Chinese or English"))
    path = Path(parser.parse_args(given).file)
    _fits(path)
    try:
        with path.open("xb") as file:
            file.write(_example(path, language))
    except FileExistsError:
        raise Refused(
            f"{path} 已经存在，不会覆盖它。请换一个文件名。",
            f"{path} exists and is not overwritten. Choose another name.",
        ) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(
            f"写不了 {path}（{reason}）。请换一个可以写的位置。",
            f"Cannot write {path} ({reason}). Choose another place.",
        ) from None
    print(_WRITTEN.said(language).format(path=path))
    return 0


def _example(path: Path, language: Language) -> bytes:
    """What the file is to hold."""
    from tools import new_workbook  # noqa: PLC0415  # where a spreadsheet is wanted

    ending = path.suffix.lower()
    if ending == ".xlsx":
        return new_workbook.workbook_bytes(language)
    if ending == ".csv":
        return new_workbook.csv_bytes(language)
    return EXAMPLE.said(language).encode()


def _fits(path: Path) -> None:
    """Raises Refused for a file that is no playlist by its name."""
    ending = path.suffix.lower()
    if ending in _OTHERS:
        better = path.with_suffix(".xlsx").name
        raise Refused(
            f"播放器读不了 {ending}，请用 .xlsx（WPS、Excel 都能打开），例如：qingbo new {better}",
            f"The player does not read {ending}. Use .xlsx, which every office program opens: qingbo new {better}",
        )
    if ending not in (".xlsx", ".csv", ".yaml", ".yml"):
        raise Refused(
            f"文件名要以 .xlsx、.csv 或 .yaml 结尾，例如：{path.name}.xlsx",
            f"The name must end in .xlsx, .csv or .yaml, such as {path.name}.xlsx",
        )
