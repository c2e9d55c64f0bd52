"""An LED wall has the dark theme unless its settings name one."""

from __future__ import annotations

import pytest

from player.ingest.settings_file import read_settings


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("panel: led", "dark"),
        ("面板: LED", "dark"),
        ("panel: led\ntheme: red", "red"),
        ("theme: green\npanel: led", "green"),
        ("panel: lcd", "green"),
        ("screen: hall", "green"),
    ],
)
def test_an_led_wall_has_the_dark_theme_unless_one_is_named(text: str, theme: str) -> None:
    """What staff name counts, even the default; where they name none, the panel decides."""
    settings, _ = read_settings(text.encode())
    assert settings.theme == theme
