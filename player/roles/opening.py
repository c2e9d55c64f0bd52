"""The glass of a screen, opened: a window as soon as there is a display, or the one in memory where that was asked for."""

from __future__ import annotations

import logging
import time

from player.errors import DisplayError
from player.roles.beat import DISPLAY_LOST, NO_DISPLAY, Beat
from player.roles.orders import Orders
from player.screen.glass import Glass

LOG = logging.getLogger("qingbo.glass")

DISPLAY_AGAIN = 1.0
"""Seconds between two tries to open a display that is away."""

PATIENCE = 30.0
"""Seconds that are promised to the supervisor between two tries."""


def opened_by_heir(orders: Orders) -> Glass:
    """The glass, at once. Raises SystemExit with DISPLAY_LOST where there is no display: that is no fault of an heir's."""
    try:
        return open_glass(orders)
    except DisplayError:
        raise SystemExit(DISPLAY_LOST) from None


def opened(orders: Orders, beat: Beat) -> Glass:
    """The glass, as soon as there is a display: one that went away is waited for. Raises SystemExit with NO_DISPLAY."""
    told = False
    while True:
        try:
            return open_glass(orders)
        except DisplayError as error:
            if not told:
                LOG.error("%s", error)  # noqa: TRY400  # the sentence is the message; a trace helps nobody
            if orders.require_display and beat.size == (0, 0):
                raise SystemExit(NO_DISPLAY) from None
            told = True
        beat.promise(0, orders.clock.monotonic() + PATIENCE)
        time.sleep(DISPLAY_AGAIN)


def open_glass(orders: Orders) -> Glass:
    """The glass that was asked for. Raises DisplayError where there is no display."""
    if orders.headless:
        from player.screen.headless import Headless  # noqa: PLC0415  # one of the two is needed, never both

        return Headless(orders.size or (1920, 1080))
    from player.screen.pane import Options  # noqa: PLC0415  # as above
    from player.screen.window import Window  # noqa: PLC0415  # as above

    return Window(Options(display=orders.settings.display, size=orders.size, windowed=orders.windowed))
