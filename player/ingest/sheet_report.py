"""The report of a playlist in a spreadsheet: what is told of YAML in YAML's words is told of cells in theirs."""

from __future__ import annotations

from dataclasses import dataclass

from player.ingest.report import NOWHERE, Report, Spot
from player.model.problem import Fact

_TOLD_AS = {
    "value-missing": "table-value-missing",
    "value-shape": "table-value-missing",
    "field-missing": "table-field-missing",
    "kind-missing": "table-kind-missing",
    "kind-several": "table-kind-several",
    "key-unknown": "table-not-for-kind",
    "row-shape": "table-row-shape",
    "when-broken": "table-when-broken",
}


@dataclass(slots=True)
class SheetReport(Report):
    """A report whose places are cells."""

    def tell(self, code: str, spot: Spot = NOWHERE, /, **facts: Fact) -> None:
        """Adds a problem at a cell."""
        example = facts.get("example")
        if isinstance(example, str):
            facts["example"] = example.partition(": ")[2] or example
        Report.tell(self, _TOLD_AS.get(code, code), spot, **facts)
