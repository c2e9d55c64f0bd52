"""What every slide kind is: its fields, what of it changes with time, and its composition."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from player.model.content import Asset, Slide, Value, When
from player.model.frame import Face, Live, Ticking
from player.model.units import Millis
from player.model.words import Words

if TYPE_CHECKING:
    from player.picture.stage import Stage
    from player.timeline.calendar import Calendar


class Shape(Enum):
    """How the text of a field is read; `ingest/shapes.py` has a reader for each."""

    TEXT = "text"  # one line; `/` or a new line breaks it where the author wants -> str with \n
    LINES = "lines"  # several lines -> str with \n
    LINK = "link"  # a link or text to put into a code, kept exactly as given -> str
    FILE = "file"  # a picture, looked up beside the playlist, then in assets/ -> an Asset in Slide.assets
    TARGET = "target"  # a day, a day and time -> Moment; a time of day, recurring daily -> DayTime (int)
    FIGURES = "figures"  # a spreadsheet's name, or figures -> str, as in `chart_figures.py`
    ROWS = "rows"  # a list of {time, text, ...} -> tuple[Row, ...]
    FLAG = "flag"  # yes/no, 是/否 -> bool
    SOUND = "sound"  # as a flag, or how loud -> bool, or int: percent
    PERCENT = "percent"  # 60% or 60 -> int, 0 to 100


@dataclass(frozen=True, slots=True)
class Field:
    """A field that staff may write: `name` in English, its one Chinese `alias`, how it is read, what it is for.

    `limit` is the number of characters above which it is a problem.
    """

    name: str
    alias: str
    shape: Shape
    about: Words
    required: bool = False
    example: str = ""
    limit: int = 200


class Kind(ABC):
    """A slide kind. Instances have no state: one of each stands in `KINDS`.

    `fields[0]` is the field whose key names the kind in a playlist (`- slogan: …`).
    """

    name: ClassVar[str]
    alias: ClassVar[str]
    about: ClassVar[Words]
    fields: ClassVar[tuple[Field, ...]]
    view: ClassVar[str] = ""
    """Which look at the theme's landscape lies under its slides; empty for none."""
    least: ClassVar[Millis] = Millis(6_000)
    """The shortest dwell that `auto` gives, however little there is to read."""
    counted: ClassVar[str] = ""
    """The field that holds how much there is to read, where that is not in the words; empty for none."""
    titled: ClassVar[bool] = True
    """Whether people call its slides by their titles; else by what its first field says."""
    scanned: ClassVar[bool] = False
    """True where passers-by need a phone: at least 20 s of dwell, and cut or a fade of at most 0.3 s."""
    unsure: ClassVar[str] = ""
    """The face under which slides that go by the clock are shown while it is doubted; empty: those are not shown then."""

    def words(self, slide: Slide) -> str:
        """All that passers-by read on the slide, from which its reading time follows."""
        return "\n".join(slide.text(field.name) for field in self.fields if field.shape in (Shape.TEXT, Shape.LINES))

    def lasts(self, slide: Slide) -> Millis | None:
        """How long the slide takes by itself, as a film does; None where that goes by what there is to read."""
        return None

    def implied(self, fields: dict[str, Value]) -> When | None:
        """When a slide with these fields makes sense at all; None for always. A countdown ends at its target."""
        return None

    def face(self, slide: Slide, now: Millis, calendar: Calendar) -> Face:
        """What the slide looks like at `now`."""
        return Face()

    def ticking(self, slide: Slide, now: Millis, calendar: Calendar) -> Ticking | None:
        """The digits of the slide's live cells at `now`; None where the kind has none."""
        return None

    def foresee(self, slide: Slide, stage: Stage) -> None:  # noqa: B027  # most kinds have nothing to tell
        """Remarks, in the stage's notes, on what can be told of a slide without opening its assets."""

    @abstractmethod
    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """Draws the slide on the stage and says where its digits tick. Runs in the worker alone."""

    def picture(self, slide: Slide) -> Asset | None:
        """The first asset of the slide, if it has one."""
        return slide.assets[0] if slide.assets else None
