"""The text of a theme file comes in, a `Theme` and what is wrong with the file come out. Whatever can be read, counts.

What a file leaves out is as in the green theme, whose values stand in the tables below; so a theme is as long as what it
changes, and a value that cannot be used costs itself alone. Colours are checked in pairs, as they lie on each other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from player.model.problem import Catalogue, Place, Problem, warning
from player.model.words import Words
from player.picture.colour import NEEDED, Colour, contrast, parse
from player.picture.theme_values import Background, Role, Theme

_AS_GREEN = Words("这一项先按默认主题的来，其余照用。", "The default theme's value stands in; the rest counts.")
_GREEN = Words("先用默认主题。", "The default theme stands in.")

PROBLEMS = Catalogue(
    {
        "theme-unknown": warning(
            "没有叫“{theme}”的主题。", "There is no theme “{theme}”.",
            "在 player.yaml 里改成有的主题：{names}；或者把主题文件放进 assets/themes。", "Name one that there is in player.yaml: {names}; or put the file into assets/themes.",
            _GREEN,
        ),
        "theme-unreadable": warning(
            "主题文件读不懂（{reason}）。", "The theme file cannot be read ({reason}).",
            "看看这一行：等号两边、引号、方括号有没有写全，引号是不是英文的；或者重新复制 green.toml 再改。", "Look at this line: the equals sign, quotes and brackets, all of them ASCII; or copy green.toml again.",
            _GREEN,
        ),
        "theme-key": warning(
            "主题里没有“{key}”这一项{near}。", "A theme has no “{key}”{near}.",
            "这里可以写：{keys}。", "There are: {keys}.",
            Words("这一项不起作用，其余照用。", "It does nothing; the rest counts."),
        ),
        "theme-value": warning(
            "主题的“{key}”写成了 {value}，应是{wanted}。", "“{key}” of the theme is {value}; it should be {wanted}.",
            "改成例如 {example}。", "For example {example}.",
            _AS_GREEN,
        ),
        "theme-font": warning(
            "主题的“{key}”要用的字体 {font} 不在 assets/fonts 里。", "The font {font} of “{key}” is not in assets/fonts.",
            "把字体文件放进去，或改成有的字体。", "Put the file there, or name another.",
            Words("用后面的字体或自带的代替，字不会少。", "The next one or ours stands in; no letter is lost."),
        ),
        "theme-pale": warning(
            "主题里 {text} 的字放在 {ground} 上，对比度只有 {ratio}，看清至少要 {least}。", "In the theme, letters in {text} on {ground} have a contrast of {ratio}; to be read they need {least}.",
            "把两种颜色改得一深一浅，最好到 7 以上。", "Make one darker or the other lighter; 7 or more is best.",
            Words("照常显示，但不容易看清。", "It is shown, but hard to read."),
        ),
    }
)  # fmt: skip

COLOURS = {
    "paper": "#F4EFE1", "sky": "#E3EBE2", "ink": "#12352F", "soft": "#3F5C54", "faint": "#9AA99D", "past": "#52655B",
    "far": "#B9CFC4", "hill": "#559780", "near": "#175848", "water": "#CBDDD4", "sun": "#E2573B", "seal": "#C23A22",
    "card": "#FBF8EF", "print": "#12352F", "trim": "#C23A22", "mark": "#559780", "surround": "#123F36", "deep": "#123F36", "light": "#F7F3E6",
}  # fmt: skip
"""The names of the colours, and what each is where a theme does not say."""

PAIRS = (
    *((text, ground) for text in ("ink", "soft", "past") for ground in ("paper", "sky")),
    ("print", "card"),
    ("light", "deep"),
)
"""Which colour's letters lie on which."""

_SERIF = ("NotoSerifSC-Bold.otf", "NotoSansSC-Bold.otf")
_SANS, _BOLD = ("NotoSansSC-Regular.otf",), ("NotoSansSC-Bold.otf",)

ROLES: dict[str, dict[str, Any]] = {
    "slogan": {"fonts": _SERIF, "largest": 0.172, "readable": 100, "leading": 1.36, "tracking": 0.04, "tight": 0.3, "broken": 0.10},
    "heading": {"fonts": _SERIF, "largest": 0.092, "readable": 100, "leading": 1.32, "tracking": 0.02, "tight": 0.25, "broken": 0.075},
    "sub": {"fonts": _SANS, "largest": 0.052, "readable": 140, "leading": 1.45, "tracking": 0.04, "broken": 0.045},
    "body": {"fonts": _SANS, "largest": 0.048, "readable": 140, "leading": 1.62, "balanced": False},
    "lead": {"fonts": _SANS, "largest": 0.05, "readable": 140, "leading": 1.6, "broken": 0.034},
    "strong": {"fonts": _BOLD, "largest": 0.052, "readable": 140, "leading": 1.4},
    "small": {"fonts": _SANS, "largest": 0.028, "readable": 200, "leading": 1.4},
    "digit": {"fonts": _BOLD, "largest": 0.30, "readable": 100, "leading": 1.0},
}  # fmt: skip
"""The roles of type, and how each is set where a theme does not say."""


@dataclass(frozen=True, slots=True)
class _Value:
    """What may stand at a key: `read` gives the value or raises ValueError; `wanted` says what it should be."""

    read: Callable[[Any], Any]
    wanted: Words
    example: str


def _number(low: float, high: float, example: str) -> _Value:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError
        return float(value)

    return _Value(read, Words(f"{low:g} 到 {high:g} 的数", f"a number from {low:g} to {high:g}"), example)


def _whole(low: int, high: int, example: str) -> _Value:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError
        return value

    return _Value(read, Words(f"{low} 到 {high} 的整数", f"a whole number from {low} to {high}"), example)


def _one_of(*words: str) -> _Value:
    def read(value: Any) -> str:
        if value not in words:
            raise ValueError
        return str(value)

    said = "、".join(words)
    return _Value(read, Words(f"{said} 之一", f"one of {', '.join(words)}"), f'"{words[0]}"')


def _yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004  # one sort of failure, for one sort of telling
    return value


def _text(most: int, example: str) -> _Value:
    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise ValueError
        return value

    return _Value(read, Words(f"引号里的文字，最多 {most} 个字", f"text in quotes, at most {most} characters"), example)


def _fonts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
        raise ValueError
    if any(Path(one).name != one for one in value):
        raise ValueError  # a name, never a path out of the folder
    return tuple(value)


_FLAG = _Value(_yes_no, Words("true 或 false", "true or false"), "true")
_COLOUR = _Value(parse, Words("#红绿蓝，每两位 00 到 FF", "a colour as #rrggbb"), '"#12352F"')

ROLE_KEYS: dict[str, _Value] = {
    "fonts": _Value(
        _fonts, Words("方括号里的字体文件名", "names of font files in brackets"), '["NotoSansSC-Bold.otf"]'
    ),
    "largest": _number(0.015, 0.6, "0.05"),
    "readable": _whole(50, 400, "140"),
    "leading": _number(0.9, 2.5, "1.4"),
    "tracking": _number(0, 0.5, "0.04"),
    "tight": _number(0, 0.5, "0.3"),
    "balanced": _FLAG,
    "broken": _number(0, 1, "0.05"),
}

SECTIONS: dict[str, dict[str, _Value]] = {
    "margins": {"safe": _number(0.05, 0.15, "0.05")},
    "background": {
        "kind": _one_of("mountains", "layers", "plain"),
        "crest": _one_of("waves", "hills"),
        "count": _whole(1, 6, "4"),
        "height": _number(0.05, 0.4, "0.25"),
        "rim": _number(0, 0.02, "0.003"),
        "rays": _whole(0, 48, "24"),
        "shadow": _FLAG,
        "grain": _FLAG,
    },
    "ornament": {
        "seal": _text(4, '"绿水青山"'),
        "line": _number(0, 0.02, "0.003"),
        "shadow": _FLAG,
    },
}
"""The sections with single values, their keys, and what may stand there."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a theme file came to, and what is wrong with it."""

    theme: Theme
    problems: tuple[Problem, ...] = ()


def read_theme(name: str, text: str, fonts: Path, *, file: str = "") -> Found:
    """The theme called `name` that the text says; `fonts` is the folder of font files, `file` what staff call the file."""
    return _Reader(text, fonts, file or f"assets/themes/{name}.toml").read(name)


class _Reader:
    """One reading of one file: the values so far and the problems."""

    def __init__(self, text: str, fonts: Path, file: str) -> None:
        self.text = text
        self.fonts = fonts
        self.file = file
        self.problems: list[Problem] = []

    def read(self, name: str) -> Found:
        data = self._parsed()
        self._keys("", data, ("name", "colours", "type", *SECTIONS))
        title = data.get("name", name)
        if not isinstance(title, str) or not 0 < len(title) <= 20:
            self._refuse("name", "", title, _text(20, '"绿水青山"'))
            title = name
        colours = self._colours(self._table(data, "colours"))
        type_ = self._table(data, "type")
        self._keys("type", type_, tuple(ROLES))
        found = {section: self._section(section, self._table(data, section)) for section in SECTIONS}
        look = Theme(
            name=name,
            title=title,
            colours=colours,
            roles={role: self._role(role, self._table(type_, role, "type.")) for role in ROLES},
            safe=found["margins"].get("safe", 0.05),
            background=replace(Background(), **found["background"]),
            **found["ornament"],
        )
        self._judge(colours)
        return Found(look, tuple(self.problems))

    def _parsed(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text.removeprefix("\ufeff"))
        except tomllib.TOMLDecodeError as error:
            said = str(error)
            line = re.search(r"at line (\d+)", said)
            reason = re.sub(r" \(at .*\)", "", said)
            self._tell("theme-unreadable", int(line[1]) if line else None, reason=reason)
        return {}

    def _table(self, data: Mapping[str, Any], key: str, above: str = "") -> dict[str, Any]:
        value = data.get(key, {})
        if isinstance(value, dict):
            return value
        wanted = Words("一节，开头写方括号里的名字", "a section that begins with its name in brackets")
        self._refuse(f"{above}{key}", "", value, _Value(_yes_no, wanted, f"[{above}{key}]"))
        return {}

    def _colours(self, said: dict[str, Any]) -> dict[str, Colour]:
        self._keys("colours", said, tuple(COLOURS))
        read = self._values("colours", said, dict.fromkeys(COLOURS, _COLOUR))
        return {name: read.get(name, parse(text)) for name, text in COLOURS.items()}

    def _section(self, section: str, said: dict[str, Any]) -> dict[str, Any]:
        self._keys(section, said, tuple(SECTIONS[section]))
        return self._values(section, said, SECTIONS[section])

    def _role(self, name: str, said: dict[str, Any]) -> Role:
        self._keys(f"type.{name}", said, tuple(ROLE_KEYS))
        values = {**ROLES[name], **self._values(f"type.{name}", said, ROLE_KEYS)}
        for font in values["fonts"]:
            if not (self.fonts / font).is_file():
                key = f"type.{name}.fonts"
                self._tell("theme-font", self._line(f"type.{name}", "fonts"), key=key, font=font)
        return Role(name, **{**values, "fonts": tuple(self.fonts / font for font in values["fonts"])})

    def _values(self, section: str, said: dict[str, Any], rules: Mapping[str, _Value]) -> dict[str, Any]:
        read = {}
        for key, rule in rules.items():
            if key in said:
                try:
                    read[key] = rule.read(said[key])
                except (ValueError, TypeError):
                    self._refuse(key, section, said[key], rule)
        return read

    def _keys(self, section: str, said: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in said:
            if key not in known:
                near = get_close_matches(key, known, 1)
                meant = Words(f"，是不是“{near[0]}”", f"; did you mean “{near[0]}”") if near else ""
                name = f"{section}.{key}" if section else key
                line = self._line(section, key) or self._line(name, "")
                self._tell("theme-key", line, key=name, near=meant, keys="、".join(known))

    def _judge(self, colours: dict[str, Colour]) -> None:
        for text, ground in PAIRS:
            ratio = contrast(colours[text], colours[ground])
            if ratio < NEEDED:
                line = self._line("colours", text)
                figures = {"ratio": f"{ratio:.1f}", "least": f"{NEEDED:g}"}
                self._tell("theme-pale", line, text=text, ground=ground, **figures)

    def _refuse(self, key: str, section: str, value: Any, rule: _Value) -> None:
        name = f"{section}.{key}" if section else key
        line = self._line(section, key) or self._line(name, "")
        example = f"{key} = {rule.example}" if not rule.example.startswith("[") or section else rule.example
        self._tell("theme-value", line, key=name, value=_written(value), wanted=rule.wanted, example=example)

    def _tell(self, code: str, line: int | None, **facts: str | Words) -> None:
        self.problems.append(PROBLEMS.problem(code, Place(self.file, line), excerpt="", **facts))

    def _line(self, section: str, key: str) -> int | None:
        """The line of `key` in `section` (of the section itself where `key` is empty); None where it is not found."""
        now = ""
        for number, line in enumerate(self.text.splitlines(), 1):
            head = re.match(r"\s*\[([^\]]+)\]", line)
            if head:
                now = head[1].replace(" ", "")
                if not key and now == section:
                    return number
            elif key and now == section and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
                return number
        return None


def _written(value: Any) -> str:
    """The value as it may stand in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"“{value}”" if isinstance(value, str) else str(value)
