"""The page of all slides: each as it is, will be or was when it is on, with its own times below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.model.settings import Settings
from player.model.units import Millis
from player.model.words import Language
from tests.support.player import yaml_of
from tools.arguments import Screen
from tools.reading import read
from tools.sheet import _caption, _seen

NOON = Millis(1_593_835_200_000)
"""2020-07-04 12:00 in Shanghai."""

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("target", "from_noon"),
    [("2020-07-04 18:00", range(HOUR)), ("2020-07-04 09:00", range(-27 * HOUR, -3 * HOUR))],
    ids=["to come", "over"],
)
def test_a_countdown_is_shown_while_it_counts(tmp_path: Path, target: str, from_noon: range) -> None:
    folder = tmp_path / "节目"
    folder.mkdir()
    (folder / "节目单.yaml").write_text(yaml_of([{"countdown": target, "title": "开始"}, {"slogan": "静"}]), "utf-8")
    found = read(Screen(folder, Settings(), (), None, tmp_path / "cache", NOON, (320, 180)))
    (playlist,) = found.snapshot.playlists
    assert _seen(found, playlist.slides[0], playlist, NOON) - NOON in from_noon
    assert _caption(playlist.slides[0], 1, Language.ZH)[2].endswith("为止")
    assert _caption(playlist.slides[1], 2, Language.ZH) == ("2. 标语，6秒", "静", "")
