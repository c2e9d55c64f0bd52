"""The `qingbo` command: a name and its arguments come in, the exit code of that subcommand goes out.

To add a subcommand: a file here with `run(arguments, language) -> int`, and a line in COMMANDS. Only the file that
was asked for is imported: `qingbo play` must be on its way to the first slide.

Exit codes: 0 done, 1 problems found, 2 used wrongly or the machine failed, 3 no display where one was required.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper

from player import __version__
from player.errors import PlayerError
from player.model.words import Language, Words
from tools.language import language_of
from tools.refused import Refused

COMMANDS: tuple[tuple[str, Words], ...] = (
    ("play", Words("全屏播放文件夹里的内容", "play a folder full screen")),
    ("check", Words("检查内容：每个问题在哪里、怎么改", "every problem in the content: where it is, what to do")),
    ("timetable", Words("什么时候播放什么", "what is on, when")),
    ("preview", Words("把某一时刻的画面存成图片", "the exact picture at an instant, as PNG")),
    ("why", Words("某个文件为什么在播（或没有播），下次什么时候播", "why a file is (not) on now, and when next")),
    ("new", Words("写一份带说明的示例节目单", "write an example playlist, with comments")),
    ("import", Words("把别的播放器的列表变成节目单", "make a playlist of another player's list")),
    ("report", Words("真正播放过什么，记录有没有被改动", "what was really shown, and whether the records are whole")),
    ("doctor", Words("检查这台电脑：屏幕、字体、时钟、磁盘", "check this machine: display, fonts, clock, disk")),
    ("benchmark", Words("测量播放器：启动、内存、流畅，并和要求对照", "measure the player: start, memory, smoothness")),
)

WRONG_USE = 2
_UNKNOWN = Words("没有“{name}”这个命令。", "There is no command “{name}”.")
_FAILED = Words(
    "这台电脑上做不到：{error}\n检查电脑：qingbo doctor", "This machine cannot: {error}\nCheck it: qingbo doctor"
)
_USAGE = Words("用法：qingbo [--lang zh|en] 命令 [选项]", "Usage: qingbo [--lang zh|en] COMMAND [OPTIONS]")
_MORE = Words("每个命令的说明：qingbo 命令 --help", "About one of them: qingbo COMMAND --help")


def main(arguments: list[str] | None = None) -> int:
    """Runs the subcommand that the arguments name and returns its exit code."""
    _never_fail_at_printing()
    language = language_of(os.environ)
    try:
        language, rest = _language(language, sys.argv[1:] if arguments is None else arguments)
        return _dispatch(rest, language)
    except Refused as refused:
        print(refused.sentence.said(language), file=sys.stderr)
        return WRONG_USE


def _dispatch(rest: list[str], language: Language) -> int:
    if rest[:1] == ["--version"]:
        print(f"qingbo {__version__}")
        return 0
    if not rest or rest[0] in ("-h", "--help", "help"):
        print(_help(language))
        return 0 if rest else WRONG_USE
    name = rest[0]
    if name not in (known for known, _ in COMMANDS):
        print(_UNKNOWN.said(language).format(name=name), file=sys.stderr)
        print(_help(language), file=sys.stderr)
        return WRONG_USE
    return _run(name, rest[1:], language)


def _run(name: str, arguments: list[str], language: Language) -> int:
    """The subcommand's exit code; what a person or a machine can get wrong ends in one sentence."""
    try:
        code: int = import_module(f"tools.{name}").run(arguments, language)
        sys.stdout.flush()
    except PlayerError as error:
        print(_FAILED.said(language).format(error=error), file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:  # the reader (`head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(_FAILED.said(language).format(error=f"{place}{error.strerror or error}"), file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return 130
    return code


def _language(language: Language, arguments: list[str]) -> tuple[Language, list[str]]:
    """The language asked for, wherever `--lang` stands, else `language`; and the arguments without it."""
    rest = list(arguments)
    for at, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            said = value if equals else "".join(arguments[at + 1 : at + 2])
            if said in ("zh", "en"):
                del rest[at : at + (1 if equals else 2)]
                return Language(said), rest
            raise Refused("--lang 后面写 zh（中文）或 en（英文）。", "--lang takes zh (Chinese) or en (English).")
    return language, rest


def _help(language: Language) -> str:
    rows = "\n".join(f"  {name:<10} {about.said(language)}" for name, about in COMMANDS)
    return f"{_USAGE.said(language)}\n\n{rows}\n\n{_MORE.said(language)}"


def _never_fail_at_printing() -> None:
    """A console that lacks a character gets its escape instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    raise SystemExit(main())
