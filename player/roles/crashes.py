"""Ends of the glass come in; which slide to put into quarantine, and whether to play in safe mode, go out. Pure.

* `CONVICTING` ends within `CONVICTING_TIME` with one slide on or coming: that slide goes into quarantine. Of two that qualify it is the
  one that was coming, for what stood still did no harm.
* `MANY` ends within `MANY_TIME`, of any cause: safe mode. After `SAFE_TIME` it is tried without; an end within
  `MANY_TIME` of that, and it is safe mode again.

Ends that are nobody's fault (a display that went away, a renewal) are not told to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

CONVICTING = 3
"""Ends that make a crash loop: one may be chance, two bad luck."""

CONVICTING_TIME = 60.0
"""Seconds within which they are counted."""

MANY = 5
"""Ends, of whatever cause, after which nothing is risked any more."""

MANY_TIME = 600.0
"""Seconds within which they are counted."""

SAFE_TIME = 3600.0
"""Seconds after which safe mode is left for a try."""


@dataclass(frozen=True, slots=True)
class End:
    """The glass ended at the monotonic time `at` (seconds) with these slides coming or on, the coming one first."""

    at: float
    slides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crashes:
    """What is remembered: the ends of the last minutes, since when it is safe mode, when that was last left."""

    ends: tuple[End, ...] = ()
    safe_since: float | None = None
    tried_at: float | None = None

    @property
    def safe(self) -> bool:
        """Whether it is safe mode."""
        return self.safe_since is not None

    def ended(self, end: End) -> Crashes:
        """What is remembered after one more end."""
        ends = (*(one for one in self.ends if end.at - one.at < MANY_TIME), end)
        on_trial = self.tried_at is not None and end.at - self.tried_at < MANY_TIME
        if not self.safe and (len(ends) >= MANY or on_trial):
            return Crashes(ends, safe_since=end.at)
        return replace(self, ends=ends)

    def guilty(self) -> str | None:
        """The slide that the last end convicts; None where it convicts none."""
        if not self.ends:
            return None
        last = self.ends[-1]
        recent = [end for end in self.ends if last.at - end.at < CONVICTING_TIME]
        return next((slide for slide in last.slides if sum(slide in end.slides for end in recent) >= CONVICTING), None)

    def at(self, now: float) -> Crashes:
        """What holds at `now`: safe mode is left after its time, on trial and with a clean sheet."""
        if self.safe_since is None or now - self.safe_since < SAFE_TIME:
            return self
        return Crashes(tried_at=now)
