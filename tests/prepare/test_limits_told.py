"""The page about strangers' bytes names the limits that the code has."""

from __future__ import annotations

import pytest
from PIL import PngImagePlugin

from player.ingest.tree import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_SCALAR
from player.picture.decode import PictureLimits
from player.prepare.limits import Limits
from player.roles.pictures import LARGEST
from player.sources import scan
from tests.support.checkout import ROOT

PAGE = (ROOT / "docs/explanation/hostile.md").read_text("utf-8")


@pytest.mark.parametrize(
    "said",
    [
        f"{PictureLimits().pixels // 1_000_000} megapixels, {PictureLimits().side} on each side",
        f"{LARGEST // 1_000_000} MB |",
        f"{Limits().seconds:g} s of the wall's clock",
        f"{Limits().memory // 1_000_000} MB more",
        f"{PngImagePlugin.MAX_TEXT_CHUNK >> 20} MB unfolded, {PngImagePlugin.MAX_TEXT_MEMORY >> 20} MB all together",
        f"{MAX_BYTES >> 10} KB, {MAX_NODES} nodes, {MAX_DEPTH} deep, {MAX_SCALAR >> 10} KB a text",
        f"{scan.MAX_ENTRIES} files and folders, {scan.MAX_DEPTH} deep",
    ],
)
def test_the_page_says_what_is_allowed(said: str) -> None:
    assert said in PAGE
