"""What the panel itself took: watts and hours come in, kWh and CO2 go out, each with where its figure is from.

The player knows when it showed something, not whether the panel's light was on: so hours are those of the journal, and the
report says so. Where nobody gave the watts, the limit of ENERGY STAR for signage displays (from 2016-07-01) stands in:
`P = 4.0e-5 x L x A + 119 x tanh(0.0008 x (A - 200) + 0.11) + 6`, with A in square inches and L = 500 cd/m2.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, tanh

from player.model.words import Words

LUMINANCE = 500.0
"""cd/m2 that are assumed of a panel in a hall."""

_BASIS = {
    "measured": Words("实测功率", "measured"),
    "nameplate": Words("铭牌功率", "by its plate"),
    "limit": Words("能源之星限值（按尺寸和500 cd/m²估算）", "the ENERGY STAR limit for its size at 500 cd/m²"),
}


@dataclass(frozen=True, slots=True)
class Power:
    """What a panel takes when it is on, and where that is from: `measured`, `nameplate` or `limit`."""

    watts: float
    basis: str

    @property
    def about(self) -> Words:
        """Where the figure is from."""
        return _BASIS[self.basis]


@dataclass(frozen=True, slots=True)
class Energy:
    """What was taken in `hours` of `within` hours (those of days with records); the baseline is a panel that is on in all of them."""

    power: Power
    hours: float
    within: float
    factor: float
    factor_year: int

    @property
    def taken(self) -> float:
        """What was taken, in kWh."""
        return self.power.watts * self.hours / 1000

    @property
    def baseline(self) -> float:
        """What a panel that is never switched off takes, in kWh."""
        return self.power.watts * max(self.within, self.hours) / 1000

    @property
    def saved(self) -> float:
        """How much less than the baseline, in kWh."""
        return self.baseline - self.taken

    @property
    def emitted(self) -> float:
        """What was emitted for it, in kg of CO2."""
        return self.taken * self.factor


def power_of(watts: float, basis: str, diagonal: float, shape: tuple[int, int] = (16, 9)) -> Power:
    """The panel's power: as told, else the limit for its diagonal (inches) and shape."""
    if watts > 0:
        return Power(watts, basis if basis in _BASIS else "nameplate")
    return Power(limit(diagonal, shape), "limit")


def limit(diagonal: float, shape: tuple[int, int] = (16, 9)) -> float:
    """Watts that ENERGY STAR lets a signage display take, to a tenth."""
    wide, high = shape
    area = diagonal**2 * wide * high / hypot(wide, high) ** 2
    return round(4.0e-5 * LUMINANCE * area + 119 * tanh(0.0008 * (area - 200) + 0.11) + 6, 1)
