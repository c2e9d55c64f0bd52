"""Where the records of screens are: a player's cache, a folder that `--export` filled, or a folder of such folders.

播放记录/大厅/journal/…        a whole journal, so that its chain can be verified away from the screen
播放记录/大厅/screenshots/…    its screenshots
播放记录/大厅/about.json       the screen's name, place and power, as its own settings say
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from player.model.settings import Settings
from player.store import chain, screenshots
from tools.refused import Refused

ABOUT = "about.json"
MOST_WATTS = 100_000
"""What no wall takes."""

_LONGEST_LINE = 1 << 16
_UNFIT = re.compile(r'[<>:"/\\|?*\s\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class About:
    """What a screen's settings say of it."""

    screen: str = ""
    place: str = ""
    watts: float = 0.0
    basis: str = "nameplate"
    diagonal: float = 55.0


@dataclass(frozen=True, slots=True)
class Place:
    """The records of one screen. `about` is None where nobody knows its settings."""

    cache: Path
    about: About | None = None


def about_of(settings: Settings) -> About:
    """What the settings say of the screen."""
    return About(settings.screen, settings.place, settings.watts, settings.basis, settings.diagonal)


def places(own: Place, others: Iterable[str]) -> tuple[Place, ...]:
    """The records of all screens that were named, each once; the own ones first. Raises Refused where one has none."""
    found = [own] if has_records(own.cache) or not others else []
    for name in others:
        there = list(_below(Path(name)))
        if not there:
            raise Refused(
                f"“{name}”里没有播放记录。写播放器的缓存文件夹，或 qingbo report --export 导出的文件夹。",
                f"There are no records in “{name}”. Name a player's cache, or a folder that `qingbo report --export` filled.",
            )
        found += there
    seen: list[Place] = []
    for place in found:
        twin = next((number for number, one in enumerate(seen) if _same(one.cache, place.cache)), None)
        if twin is None:
            seen.append(place)
        elif _reach(place.cache) > _reach(seen[twin].cache):
            seen[twin] = place
    return tuple(seen)


def _same(one: Path, other: Path) -> bool:
    """Whether both folders hold the records of one screen: a screen's own ones, and what it exported.

    Each line of a journal bears the digest of the one before: two journals never begin a day with the same line.
    """
    if one.resolve() == other.resolve():
        return True
    mine, theirs = ({path.name: path for path in chain.files(each / chain.JOURNAL)} for each in (one, other))
    return any(
        (line := _first_line(mine[day])) and line == _first_line(theirs[day])
        for day in sorted(mine.keys() & theirs.keys(), reverse=True)
    )


def _first_line(path: Path) -> bytes:
    """Nothing where it cannot be read: whoever counts the records finds out."""
    try:
        with path.open("rb") as file:
            return file.readline(_LONGEST_LINE)
    except OSError:
        return b""


def _reach(folder: Path) -> int:
    """The number of the last record."""
    try:
        last = chain.tail(chain.files(folder / chain.JOURNAL)[-1]).last
    except (OSError, IndexError):
        return 0
    return last.number if last else 0


def has_records(folder: Path) -> bool:
    """Whether there is a journal."""
    return (folder / chain.JOURNAL).is_dir()


def _below(folder: Path) -> Iterator[Place]:
    """The folder itself where it has a journal, else those in it that have."""
    if has_records(folder):
        yield Place(folder, _about(folder))
        return
    try:
        inside = sorted(one for one in folder.iterdir() if one.is_dir())
    except OSError:
        return
    yield from (Place(one, _about(one)) for one in inside if has_records(one))


def _about(folder: Path) -> About | None:
    try:
        told: dict[str, Any] = json.loads((folder / ABOUT).read_bytes())
        known = {field.name: told[field.name] for field in fields(About) if field.name in told}
        about = About(**known)
        watts, diagonal = float(about.watts), float(about.diagonal)
        return About(
            str(about.screen),
            str(about.place),
            watts if 0 <= watts <= MOST_WATTS else 0.0,
            str(about.basis),
            diagonal if 5 <= diagonal <= 1000 else 55.0,
        )
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def export(own: Place, target: Path) -> Path:
    """The records of the own screen are in `target`, in a folder of their own: what is there already is not copied again.

    Where another screen of this name has been, or this one with a cache of before, they get the next free name.
    Files are copied under another name and renamed, the head first: a reader that comes half way finds a journal that goes
    on after its head, never one that was cut off. Raises OSError.
    """
    about = own.about or About()
    folder = _folder_for(own.cache, target, _UNFIT.sub("-", about.screen).strip(".-") or "screen")
    (folder / chain.JOURNAL).mkdir(parents=True, exist_ok=True)
    head = own.cache / chain.JOURNAL / chain.HEAD
    if head.exists():
        _copy(head, folder / chain.JOURNAL / chain.HEAD)
    for path in chain.files(own.cache / chain.JOURNAL):
        _copy(path, folder / chain.JOURNAL / path.name)
    for path in sorted((own.cache / screenshots.FOLDER).glob("????-??-??/*.*")):
        if path.suffix in (".jpg", ".json"):
            there = folder / screenshots.FOLDER / path.parent.name
            there.mkdir(parents=True, exist_ok=True)
            _copy(path, there / path.name)
    _put(folder / ABOUT, json.dumps(asdict(about), ensure_ascii=False, indent=1).encode())
    return folder


def _folder_for(cache: Path, target: Path, name: str) -> Path:
    """The folder of that name that has these records, or none yet."""
    for number in range(1, 1_000):
        folder = target / (name if number == 1 else f"{name}-{number}")
        if not chain.files(folder / chain.JOURNAL) or _same(cache, folder):
            break
    return folder


def _copy(source: Path, target: Path) -> None:
    """The target is as the source, unless it has its size and is as new."""
    about = source.stat()
    try:
        there = target.stat()
        if there.st_size == about.st_size and there.st_mtime >= about.st_mtime and source.name != chain.HEAD:
            return
    except OSError:
        pass
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    part.replace(target)


def _put(target: Path, data: bytes) -> None:
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(data)
    part.replace(target)
