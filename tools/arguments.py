"""Arguments as people write them come in, checked values go out; what is wrong is said in their language.

The options that several commands share stand here once, so that they mean the same everywhere.
"""

from __future__ import annotations

import argparse
import re
from argparse import ArgumentTypeError
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from player.model.content import Moment
from player.model.problem import Problem
from player.model.settings import Panel, Settings
from player.model.units import DayTime, Millis
from player.model.words import Language, Words
from player.sources.places import is_folder, resolved
from tools.refused import Refused

_COMPLAINTS: tuple[tuple[str, Words], ...] = (
    (r"unrecognized arguments: (.*)", Words("不认识的参数：{0}", "Not known: {0}")),
    (r"the following arguments are required: (.*)", Words("还缺少：{0}", "Missing: {0}")),
    (r"argument (\S+): expected one argument", Words("{0} 后面要写一个值", "{0} needs a value after it")),
    (r"argument (\S+): ignored explicit argument (.*)", Words("{0} 后面不带值", "{0} takes no value")),
    (r"argument (\S+): invalid choice: (\S+) .*", Words("{0} 不能是 {1}", "{0} cannot be {1}")),
    (
        r"argument (\S+): not allowed with argument (.*)",
        Words("{0} 和 {1} 不能一起用", "{0} and {1} exclude each other"),
    ),
    (r"argument (?:[^:]+): (.*)", Words("{0}", "{0}")),  # our own sentences, from the readers below
)
"""What argparse says, and how we say it."""

_SEE_HELP = Words("{complaint}\n说明：{prog} --help", "{complaint}\nHelp: {prog} --help")


class Parser(argparse.ArgumentParser):
    """argparse in two languages, that refuses with a sentence instead of leaving the process."""

    def __init__(self, command: str, about: Words, language: Language) -> None:
        super().__init__(
            prog=f"qingbo {command}",
            description=about.said(language),
            add_help=False,
            allow_abbrev=False,
            formatter_class=_formatter(language),
        )
        self.language = language
        self._positionals.title = Words("参数", "arguments").said(language)
        self._optionals.title = Words("选项", "options").said(language)
        self.option("-h", "--help", action="help", about=Words("显示这份说明", "show this help"))

    def option(self, *names: str, about: Words, **how: object) -> None:
        """Adds an option or argument with its explanation in the language of the person."""
        self.add_argument(*names, help=about.said(self.language).replace("%", "%%"), **how)  # type: ignore[arg-type]  # argparse's own overloads

    def error(self, message: str) -> NoReturn:
        """Raises Refused with what is wrong, in both languages."""
        zh, en = message, message
        for pattern, words in _COMPLAINTS:
            if match := re.fullmatch(pattern, message, re.DOTALL):
                zh, en = words.zh.format(*match.groups()), words.en.format(*match.groups())
                break
        raise Refused(
            _SEE_HELP.zh.format(complaint=_part(zh, Language.ZH), prog=self.prog),
            _SEE_HELP.en.format(complaint=_part(en, Language.EN), prog=self.prog),
        )


def _formatter(language: Language) -> type[argparse.HelpFormatter]:
    """A formatter whose first word is in the language."""

    class Formatter(argparse.HelpFormatter):
        def add_usage(self, usage: object, actions: object, groups: object, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, prefix or Words("用法：", "usage: ").said(language))  # type: ignore[arg-type]  # passed on as it came

    return Formatter


_JOIN = "\0"
PROJECT = Path(__file__).resolve().parent.parent


def _part(text: str, language: Language) -> str:
    """The half of a two-language complaint that is in `language`."""
    zh, _, en = text.partition(_JOIN)
    return (zh if language is Language.ZH else en) if en else text


def _complaint(zh: str, en: str) -> argparse.ArgumentTypeError:
    """What a reader below raises; argparse carries one text only, so both languages travel in it."""
    return argparse.ArgumentTypeError(zh + _JOIN + en)


@dataclass(frozen=True, slots=True)
class When:
    """An instant as it was written: with its offset, or a local one whose zone the settings know."""

    exact: Millis | None = None
    local: Moment | None = None

    def instant(self, zone: str, *, end: bool = False) -> Millis:
        """Milliseconds since the epoch. A day without a time is its midnight; as an `end` it counts whole."""
        if self.exact is not None:
            return self.exact
        from player.model.snapshot import DayTable  # noqa: PLC0415 - only where a local time was given
        from player.timeline.calendar import Calendar  # noqa: PLC0415 - as above

        moment = self.local
        assert moment is not None
        calendar = Calendar(zone, DayTable())
        if end and moment.at is None:
            return calendar.midnight(moment.day + timedelta(days=1))
        return calendar.instant(moment)


def both(error: ArgumentTypeError) -> tuple[str, str]:
    """What a reader of this file complained of, in Chinese and in English."""
    return _part(str(error), Language.ZH), _part(str(error), Language.EN)


def when(text: str) -> When:
    """Reads `2020-07-04T08:59:50+08:00`, `2020-07-04 09:00`, `2020-07-04`."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise _complaint(
            f"看不懂时间“{text}”。请这样写：2020-07-04、2020-07-04T09:00 或 2020-07-04T09:00:00+08:00",
            f"Cannot read the time “{text}”. Write it like 2020-07-04, 2020-07-04T09:00 or 2020-07-04T09:00:00+08:00",
        ) from None
    if read.tzinfo is not None:
        return When(exact=Millis((read - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)))
    if re.fullmatch(r"[\dW-]+", text.strip()):
        return When(local=Moment(read.date()))
    since_midnight = timedelta(hours=read.hour, minutes=read.minute, seconds=read.second, microseconds=read.microsecond)
    return When(local=Moment(read.date(), DayTime(since_midnight // timedelta(milliseconds=1))))


def size(text: str) -> tuple[int, int]:
    """Reads `1920x1080`, with x, X, × or *."""
    match = re.fullmatch(r"\s*(\d{2,5})\s*[xX×*]\s*(\d{2,5})\s*", text)
    if not match or not all(64 <= int(side) <= 16384 for side in match.groups()):
        raise _complaint(
            f"看不懂尺寸“{text}”。请这样写：1920x1080（宽x高，单位像素，64 到 16384）",
            f"Cannot read the size “{text}”. Write it like 1920x1080 (width x height in pixels, 64 to 16384)",
        )
    return int(match[1]), int(match[2])


def rate(text: str) -> float:
    """Reads how many times faster a simulated clock runs."""
    try:
        read = float(text)
    except ValueError:
        read = 0.0
    if not 0 < read <= 100_000:
        raise _complaint(
            f"--rate 是大于 0 的倍数，例如 60；“{text}”不行。", f"--rate is a factor above 0, such as 60; not “{text}”."
        )
    return read


def number(text: str) -> int:
    """Reads a whole number from 0."""
    if not re.fullmatch(r"\d{1,3}", text.strip()):
        raise _complaint(f"“{text}”不是一个从 0 开始的整数。", f"“{text}” is not a whole number from 0.")
    return int(text)


def day_time(text: str) -> DayTime:
    """Reads a time of day, as playlists write it: `15:30`, `下午3点半`."""
    from player.ingest.clock_words import Unclear, time_of_day  # noqa: PLC0415 - only where one is given

    try:
        return time_of_day(text)
    except Unclear:
        raise _complaint(
            f"看不懂时刻“{text}”。请这样写：15:30", f"Cannot read the time “{text}”. Write it like 15:30"
        ) from None


def zone(text: str) -> str:
    """Reads the name of a time zone that exists."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - only where one is given

    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise _complaint(
            f"没有“{text}”这个时区。请写成 Asia/Shanghai 这样的名称。",
            f"There is no time zone “{text}”. Write a name such as Asia/Shanghai.",
        ) from None
    return text


def add_folder(parser: Parser) -> None:
    """FOLDER, the watched folder."""
    about = Words("要播放的文件夹，默认是 playlists/", "the folder with the content; playlists/ if left out")
    parser.option("folder", nargs="?", metavar=Words("文件夹", "FOLDER").said(parser.language), about=about)


def add_common(parser: Parser) -> None:
    """The options that say for which screen, and when."""
    parser.option(
        "--settings",
        metavar="FILE",
        about=Words("这块屏幕的设置文件 player.yaml", "this screen's settings, player.yaml"),
    )
    parser.option(
        "--now",
        type=when,
        metavar="ISO",
        about=Words("假设现在是这个时刻，例如 2020-07-04T08:59:50+08:00", "pretend that it is this instant"),
    )
    parser.option(
        "--tz",
        type=zone,
        metavar="Area/City",
        about=Words("时区，默认 Asia/Shanghai", "time zone; Asia/Shanghai if left out"),
    )
    parser.option(
        "--size",
        type=size,
        metavar="WxH",
        about=Words("画面尺寸（像素），例如 1920x1080", "size of the picture in pixels"),
    )
    parser.option("--cache", metavar="DIR", about=Words("缓存文件夹", "the cache folder"))
    parser.option("--lang", metavar="zh|en", about=Words("用中文或英文", "Chinese or English"))


@dataclass(frozen=True, slots=True)
class Screen:
    """For which screen and when: what the common options come to. `problems` are those of the settings file `file`."""

    folder: Path
    settings: Settings
    problems: tuple[Problem, ...]
    assets: Path | None
    cache: Path | None
    now: Millis | None
    size: tuple[int, int] | None
    file: Path | None = None
    said: bytes = b""

    def instant(self) -> Millis:
        """The instant asked for, else the clock's."""
        if self.now is not None:
            return self.now
        from player.clock import SystemClock  # noqa: PLC0415 - only where no instant was given

        return SystemClock().now()

    def panel(self) -> Panel:
        """The glass to compose for: the size asked for, else full HD."""
        width, height = self.size or (1920, 1080)
        return Panel(width, height, self.settings.diagonal, self.settings.distance, self.settings.panel)


def screen(given: argparse.Namespace, known: Callable[[Path, Path | None], bool] | None = None) -> Screen:
    """What the common options come to. Raises Refused where a file or folder is not there.

    `known`, of the watched folder and the cache asked for, says whether the folder may be away all the same.
    """
    settings, problems, said = _settings(given.settings)
    beside = Path(given.settings).parent if given.settings else Path()  # what a settings file names is beside it
    cache = Path(given.cache) if given.cache else beside / settings.cache if settings.cache else None
    folder = _folder(given, settings, beside)
    if not is_folder(folder) and not (known is not None and known(folder, cache)):
        raise Refused(
            f"没有这个文件夹：{folder}。请检查路径，或先新建它。",
            f"There is no folder {folder}. Check the path, or create it first.",
        )
    folder = resolved(folder)
    assets = beside / settings.assets if settings.assets else _demo_assets(folder)
    settings = replace(settings, folder=str(folder), assets=str(assets or ""), cache=str(cache or ""))
    if settings.holidays:
        settings = replace(settings, holidays=str(beside / settings.holidays))
    if given.tz:
        settings = replace(settings, zone=given.tz)
    if getattr(given, "display", None) is not None:
        settings = replace(settings, display=given.display)
    now = given.now.instant(settings.zone) if given.now else None
    file = Path(given.settings).absolute() if given.settings else None
    return Screen(folder, settings, problems, assets, cache, now, given.size, file, said)


def _settings(name: str | None) -> tuple[Settings, tuple[Problem, ...], bytes]:
    if not name:
        return Settings(), (), b""
    from player.ingest.settings_file import read_settings  # noqa: PLC0415 - only where there is a file

    try:
        said = Path(name).read_bytes()
        return *read_settings(said), said
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(
            f"读不了设置文件 {name}（{reason}）。", f"Cannot read the settings file {name} ({reason})."
        ) from None


def _folder(given: argparse.Namespace, settings: Settings, beside: Path) -> Path:
    """The folder asked for, else the one in the settings file, else the demo."""
    if given.folder:
        folder = Path(given.folder)
    elif settings.folder != Settings().folder:
        folder = beside / settings.folder
    else:
        folder = demo_folder()
    return folder


def demo_folder() -> Path:
    """The demo campaign: inside the package when it was installed, beside it in a checkout."""
    packed = PROJECT / "player" / "_playlists"
    return packed if packed.is_dir() else PROJECT / "playlists"


def _demo_assets(folder: Path) -> Path | None:
    """The pictures of the demo, which an installed package keeps under another name; None for any other folder."""
    packed = PROJECT / "player" / "_assets"
    return packed if folder == demo_folder() and packed.is_dir() else None
