"""A display for each test, and a folder with two pictures."""

from __future__ import annotations

from tests.support.fixtures import display_of, folder_of

display = display_of(1280, 720)
folder = folder_of("dwell: 3秒\n", "red", "green")  # so that the tests do not wait for long
