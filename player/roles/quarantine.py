"""What is in quarantine: pictures and slides over which two jobs died. They are not tried again, after a restart either.

Each is a file of its own in a folder of the cache, so that the intake, the painter and a command may all keep count at
once. It is left again by new content, which has another name; by a newer player, which may do better; or by hand, by
removing the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from player import __version__
from player.model.canon import canonical, decode
from player.model.content import Slide
from player.model.problem import Catalogue, Place, Problem, error
from player.model.words import Words
from player.prepare.strikes import slide_name
from player.store.atomic import replace

FOLDER = "quarantine"
"""The folder in the cache."""

MOST = 1000
"""Files that are kept; the oldest go first."""

DEATHS = 2
"""So many, and it is held."""

PROBLEMS = Catalogue(
    {
        "slide-crashes": error(
            "这一页无法显示，已隔离（制作画面时{cause}）。", "This slide cannot be shown and is set aside (while it was made: {cause}).",
            "改一改这一页的文字，或把它的图片用看图软件打开后另存为 PNG，保存后会再试。", "Change its text, or open its picture in a viewer and save it as PNG; it is tried again then.",
            Words("轮到这一页时，画面停在上一页，其他页照常。", "In its time the slide before it stands; the others play."),
        ),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Record:
    """How often a job died over it, and of what the last time; `version` of the player that tried."""

    version: str
    cause: Words
    deaths: int


class Quarantine:
    """`prepare.strikes.Strikes` over the files in `root`. A file that cannot be read counts for nothing."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._here: dict[str, _Record] = {}

    def cause(self, name: str) -> Words | None:
        """Why it is in quarantine; None where it is not."""
        record = self._record(name)
        return record.cause if record is not None and record.deaths >= DEATHS else None

    def struck(self, name: str) -> bool:
        """Whether a job died over it before."""
        return self._record(name) is not None

    def strike(self, name: str, cause: Words) -> None:
        """Counts a death; at the second it goes into quarantine."""
        record = self._record(name)
        self._keep(name, _Record(__version__, cause, 1 if record is None else record.deaths + 1))

    def hold(self, name: str, cause: Words) -> None:
        """Puts it into quarantine now."""
        self._keep(name, _Record(__version__, cause, DEATHS))

    def forgive(self, name: str) -> None:
        """Forgets its death: it went well."""
        self._here.pop(name, None)
        with suppress(OSError):
            self._path(name).unlink(missing_ok=True)

    def stamp(self) -> tuple[str, ...]:
        """What changes whenever something is put into quarantine or taken out, by whichever process."""
        return tuple(sorted(path.stem for path in self._files() if self.cause(path.stem) is not None))

    def problems(self, slides: Iterable[Slide]) -> tuple[Problem, ...]:
        """One problem for each of the slides that is in quarantine itself; a picture's is told where it is taken in."""
        if not self._files():
            return ()
        causes = ((slide, self.cause(slide_name(slide))) for slide in slides)
        return tuple(
            PROBLEMS.problem("slide-crashes", Place(slide.source.file, slide.source.line), cause=cause)
            for slide, cause in causes
            if cause is not None
        )

    def _path(self, name: str) -> Path:
        return self._root / f"{name}.json"

    def _record(self, name: str) -> _Record | None:
        try:
            record = decode(_Record, json.loads(self._path(name).read_bytes()))
        except OSError:
            return self._here.get(name)
        except (ValueError, RecursionError):
            return None
        return record if record.version == __version__ else None

    def _keep(self, name: str, record: _Record) -> None:
        """Writes it down. Where the disk takes nothing it is known until the process ends."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            replace(self._path(name), canonical(record))
        except OSError:
            self._here[name] = record
            return
        self._here.pop(name, None)
        self._prune()

    def _prune(self) -> None:
        files = self._files()
        if len(files) <= MOST:
            return
        with suppress(OSError):
            for path in sorted(files, key=lambda path: path.stat().st_mtime_ns)[:-MOST]:
                path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return list(self._root.glob("*.json")) if self._root.is_dir() else []
