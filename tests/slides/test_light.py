"""The screen process imports the kinds, and must not pay for Pillow or the codes."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["player.slides.kinds", "player.slides.reading", "player.slides.card"])
def test_kinds_come_without_pillow(module: str) -> None:
    code = f"import sys, {module}; print([name for name in ('PIL', 'qrcode', 'tomllib') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
