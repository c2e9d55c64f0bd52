"""What comes over from another player: entries in order, when and how long; what does not come over, each thing with its place.

The readers (`import_m3u.py`, `import_smil.py`, `import_setup.py`) make a `Foreign` of bytes that anybody may have written: they read
no other file, and end at `MOST` entries. `write` makes a playlist and copies of it; no path leads out of the folder of the list.
"""

from __future__ import annotations

import filecmp
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from player.ingest.names import ending_of
from player.ingest.sorts import DOCUMENTS, FILMS, PICTURES
from player.model.words import Words, printable
from tools.refused import Refused

MOST = 2000
"""Entries of a list after which no more are read."""

MAX_BYTES = 1024 * 1024
"""The largest list that is read: a thousand times what people write."""

LEAST_DWELL, MOST_DWELL = 2, 3600
PLAYLIST = "节目单.yaml"
_KINDS = {**dict.fromkeys(PICTURES, "image"), **dict.fromkeys(FILMS, "video"), **dict.fromkeys(DOCUMENTS, "document")}
_PLAIN = re.compile(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff.()（）-]*")


@dataclass(frozen=True, slots=True)
class Left:
    """What does not come over: why, and the line of the list where it has one."""

    words: Words
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the list as it is named there, its dwell in seconds, and its times as `when:` has them."""

    source: str
    line: int | None = None
    dwell: float | None = None
    when: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Foreign:
    """A list of another player. `when` holds for all of it."""

    name: str = ""
    when: tuple[tuple[str, str], ...] = ()
    entries: list[Entry] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def add(self, entry: Entry) -> bool:
        """Takes an entry; False where there are too many already, which is told once."""
        if len(self.entries) >= MOST:
            words = Words(f"只带过来前 {MOST} 项。", f"Only the first {MOST} entries are taken over.")
            if all(one.words != words for one in self.left):
                self.leave(words)
            return False
        self.entries.append(entry)
        return True

    def leave(self, words: Words, line: int | None = None) -> None:
        """Remembers what does not come over."""
        self.left.append(Left(words, line))


@dataclass(frozen=True, slots=True)
class Written:
    """What was made: the playlist, how many slides, how many files were copied, what did not come over."""

    playlist: Path
    slides: int
    copied: int
    left: tuple[Left, ...]


def write(foreign: Foreign, beside: Path, folder: Path) -> Written:
    """Writes the playlist into `folder` and copies what it names from `beside`, the folder of the list. Raises Refused."""
    target = folder / PLAYLIST
    if target.exists():
        raise Refused(
            f"{target} 已经存在，不会覆盖它。请换一个文件夹。",
            f"{target} exists and is not overwritten. Choose another folder.",
        )
    left = list(foreign.left)
    lines, copied, slides = [], 0, 0
    names: dict[Path, str] = {}
    for entry in foreign.entries:
        found = _found(entry, beside, left)
        if found is None:
            continue
        if found not in names:
            names[found] = _name_in(folder, beside, found)
            copied += _copied(found, folder / names[found])
        lines += _slide(entry, names[found])
        slides += 1
    if not slides:
        left.append(
            Left(
                Words("没有一项能带过来，所以没有写节目单。", "Nothing could be taken over, so no playlist is written.")
            )
        )
        return Written(target, 0, copied, tuple(left))
    head = [f"name: {_text(foreign.name)}"] if foreign.name else []
    head += _when(foreign.when, "")
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join([*head, "slides:", *lines]) + "\n", encoding="utf-8", newline="\n")
    return Written(target, slides, copied, tuple(left))


def _found(entry: Entry, beside: Path, left: list[Left]) -> Path | None:
    """The file that the entry names, inside the folder of the list; None, and the reason told, where there is none to show."""
    shown = printable(entry.source, 120)

    def leave(zh: str, en: str) -> None:
        left.append(Left(Words(f"{shown}：{zh}", f"{shown}: {en}"), entry.line))

    if re.match(r"(?i)(?!file:)[a-z][a-z0-9+.-]+://", entry.source):
        leave(
            "是网上的地址，不带过来；要放就下载后放进文件夹，要扫码就写 qr:。",
            "is on the net; download it, or make it a code with qr:.",
        )
        return None
    kind = _KINDS.get(ending_of(entry.source))
    if kind is None:
        leave("这种文件不能放（只放图片、视频、PDF）。", "is no picture, film or document.")
        return None
    found = _inside(entry.source, beside)
    if found is None:
        leave(
            "列表旁边没有这个文件；找到后放到列表所在的文件夹里，再试一次。",
            "is not beside the list; put it into that folder and try again.",
        )
    return found


def _inside(source: str, beside: Path) -> Path | None:
    """The file by its path below `beside`, else by its name alone; a link that leads out does not count."""
    flat = re.sub(r"(?i)^file:/*", "/", source)
    flat = (unquote(flat) if flat != source or "%" in source else source).replace("\\", "/")
    root = beside.resolve()
    parts = [part for part in flat.split("/") if part not in ("", ".")]
    tries = [] if flat.startswith("/") or re.match(r"[A-Za-z]:", flat) or ".." in parts else ["/".join(parts)]
    for path in (*tries, parts[-1] if parts else ""):
        candidate = beside / path
        if path and "\0" not in path and candidate.is_file() and candidate.resolve().is_relative_to(root):
            return candidate
    return None


def _name_in(folder: Path, beside: Path, found: Path) -> str:
    """The file's name in `folder`, another one where a different file has it."""
    name = found.relative_to(beside).as_posix().replace("/", "_")
    stem, dot, ending = name.rpartition(".")
    for number in range(1, 1000):
        tried = name if number == 1 else f"{stem}_{number}{dot}{ending}"
        if not (folder / tried).exists() or filecmp.cmp(found, folder / tried, shallow=False):
            return tried
    raise Refused(f"{folder} 里重名的文件太多。", f"Too many files of one name in {folder}.")


def _copied(found: Path, target: Path) -> int:
    """Copies the file unless it is there already; how many were copied."""
    if target.exists():
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.part")
    shutil.copyfile(found, partial)
    partial.replace(target)
    return 1


def _slide(entry: Entry, name: str) -> list[str]:
    kind = _KINDS[ending_of(name)]
    lines = [f"  - {kind}: {_text(name)}"]
    if entry.dwell is not None and kind != "video":
        lines.append(f"    dwell: {min(max(round(entry.dwell, 1), LEAST_DWELL), MOST_DWELL):g}秒")
    return lines + _when(entry.when, "    ")


def _when(when: tuple[tuple[str, str], ...], indent: str) -> list[str]:
    return [f"{indent}when:", *(f"{indent}  {key}: {value}" for key, value in when)] if when else []


def _text(text: str) -> str:
    """The text as YAML takes it: in quotes where a sign could mean something else."""
    flat = " ".join(printable(text, 200).split())
    return flat if _PLAIN.fullmatch(flat) else "'" + flat.replace("'", "''") + "'"
