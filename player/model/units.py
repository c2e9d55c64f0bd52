"""Units as types, so that a number says what it counts."""

from __future__ import annotations

from typing import NewType

Millis = NewType("Millis", int)
"""Whole milliseconds: an instant since the Unix epoch, or a duration. Ranges are half-open, `[start, end)`."""

DayTime = NewType("DayTime", int)
"""Milliseconds of the wall clock since local midnight, 0 to 86 400 000 (24:00) inclusive."""

Digest = NewType("Digest", str)
"""64 lower-case hexadecimal digits of a SHA-256."""

SECOND = Millis(1_000)
MINUTE = Millis(60_000)
HOUR = Millis(3_600_000)
DAY = Millis(86_400_000)

NEVER = Millis(1 << 62)
"""An instant that does not come."""
