"""A display for each test, and a folder with two slides that change by a cut; a file that needs others makes them."""

from __future__ import annotations

from tests.support.fixtures import display_of, folder_of

display = display_of(640, 360)
folder = folder_of("dwell: 3秒\ntransition: cut\n", "red", "green")
