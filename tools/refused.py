"""What a person asked for and cannot have: one sentence with the cure, never a traceback."""

from __future__ import annotations

from player.model.words import Words


class Refused(Exception):
    """Used wrongly, or not possible here. Caught in `tools/qingbo.py`, which says the sentence and ends with 2."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Words(zh, en)
