"""The report of a playlist in a spreadsheet: what is told of YAML in YAML's words is told of cells in theirs."""

from __future__ import annotations

from dataclasses import dataclass, field

from player.ingest.report import NOWHERE, Report, Spot
from player.ingest.sheet_columns import columns
from player.model.problem import Fact
from player.model.words import Words

_TOLD_AS = {
    "value-missing": "table-value-missing",
    "value-shape": "table-value-missing",
    "field-missing": "table-field-missing",
    "kind-missing": "table-kind-missing",
    "kind-several": "table-kind-several",
    "key-unknown": "table-not-for-kind",
    "kind-unknown": "table-kind-unknown",
    "row-shape": "table-row-shape",
    "when-broken": "table-when-broken",
    "layout-slides": "table-zone-sheet",
}
_NO_TIME = frozenset(("table-fault", "table-formula", "table-narrow", "table-day-decimal", "table-days-several"))
_ROW = Words("9:00 开幕式", "9:00 Opening")


@dataclass(slots=True)
class SheetReport(Report):
    """A report whose places are cells. A time that cannot be one by the cell itself is not told again as unclear."""

    without: set[str | None] = field(default_factory=set)

    def tell(self, code: str, spot: Spot = NOWHERE, /, **facts: Fact) -> None:
        """Adds a problem at a cell."""
        if spot.cell in self.without and code.endswith("-unclear"):
            self.errors += 1
            return
        if code in _NO_TIME:
            self.without.add(spot.cell)
        example = facts.get("example")
        if isinstance(example, str):
            said = example.partition(": ")[2] or example
            facts["example"] = _ROW if said == "…" else said  # the rows of an agenda have no example of one line
        key = facts.get("key")
        word = columns().find(key) if isinstance(key, str) and code != "kind-unknown" else None
        if word is not None:
            facts["key"] = Words(word.alias, word.name)
        Report.tell(self, _TOLD_AS.get(code, code), spot, **facts)
