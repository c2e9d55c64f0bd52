"""What of a screen's settings rules how content is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from player.model.problem import Problem
from player.model.settings import Settings
from player.model.snapshot import DayTable


@dataclass(frozen=True, slots=True)
class Rules:
    """The zone, the default theme, the hosts that codes may lead to (empty: any), the themes there are (empty: any).

    `screen` is its name, for links that say it; `holidays` is the user's own table of days, which goes before the built-in
    one for the years it names; `problems` are what is wrong with the settings themselves.
    """

    zone: str = "Asia/Shanghai"
    theme: str = "green"
    hosts: tuple[str, ...] = ()
    screen: str = ""
    themes: tuple[str, ...] = ()
    holidays: DayTable = field(default=DayTable())
    problems: tuple[Problem, ...] = ()


def rules_of(
    settings: Settings, *, beside: Path = Path(), themes: tuple[str, ...] = (), problems: tuple[Problem, ...] = ()
) -> Rules:  # frozen
    """The rules that a screen's settings come to. Its file of holidays is read here, relative to the folder `beside`.

    `problems` are what is wrong with the screen's own files besides, such as its themes.
    """
    rules = Rules(
        zone=settings.zone,
        theme=settings.theme,
        hosts=settings.hosts,
        screen=settings.screen,
        themes=themes,
        problems=problems,
    )
    if not settings.holidays:
        return rules
    from player.ingest.holidays_file import read_holidays  # noqa: PLC0415  # few screens have one

    table, problems = read_holidays(beside / settings.holidays)
    return replace(rules, holidays=table, problems=problems)
