"""The settings of one screen (`player.yaml`): not on the share, every one with a default."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import hypot


class PanelKind(Enum):
    """How the panel makes light: an LED wall wants thicker strokes and a darker page."""

    LCD = "lcd"
    LED = "led"


@dataclass(frozen=True, slots=True)
class Panel:
    """The glass itself: pixels, diagonal in inches, viewing distance in metres. Sizes of type and codes follow from it."""

    width: int = 1920
    height: int = 1080
    diagonal: float = 55.0
    distance: float = 3.0
    kind: PanelKind = PanelKind.LCD

    @property
    def pixels_per_metre(self) -> float:
        """Pixels along one metre of the panel."""
        return hypot(self.width, self.height) / (self.diagonal * 0.0254)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything one screen needs to know. Paths as written; empty `cache` means the user's cache folder.

    For the reports: `unit`, `place`, `contact` and `campaign` as they stand in them; `watts` is what the panel takes when it is
    on (0: not known) by the `basis` measured or nameplate; `factor` is kg of CO2 a kWh in `factor_year`; `report` the time of day
    by which the day's report is due (ms; -1: there is none).
    """

    screen: str = "screen"
    folder: str = "playlists"
    assets: str = ""
    cache: str = ""
    zone: str = "Asia/Shanghai"
    display: int = 0
    diagonal: float = 55.0
    distance: float = 3.0
    panel: PanelKind = PanelKind.LCD
    hosts: tuple[str, ...] = ()
    theme: str = "green"
    holidays: str = ""
    locked: bool = False
    unit: str = ""
    place: str = ""
    contact: str = ""
    campaign: str = ""
    watts: float = 0.0
    basis: str = "nameplate"
    factor: float = 0.5306
    factor_year: int = 2023
    report: int = 57_600_000
