"""The table of slide kinds: to add one, a file in this package and a line here."""

from __future__ import annotations

from player.slides.agenda import Agenda
from player.slides.card import Card
from player.slides.chart import Chart
from player.slides.clock import Clock
from player.slides.corner import Corner
from player.slides.countdown import Countdown
from player.slides.document import Document
from player.slides.image import Image
from player.slides.kind import Kind
from player.slides.logo import Logo
from player.slides.notice import Notice
from player.slides.qr import Qr
from player.slides.slogan import Slogan
from player.slides.ticker import Ticker
from player.slides.tip import Tip
from player.slides.video import Video

KINDS: tuple[Kind, ...] = (
    Slogan(),
    Tip(),
    Qr(),
    Image(),
    Notice(),
    Countdown(),
    Agenda(),
    Document(),
    Chart(),
    Video(),
    # chart has its place here
)
"""Every kind that staff may write, in the order of the reference."""

ZONE_KINDS: tuple[Kind, ...] = (Ticker(), Clock(), Logo(), Corner())
"""The kinds of what stands around the slides."""

_BY_NAME: dict[str, Kind] = {kind.name: kind for kind in (*KINDS, *ZONE_KINDS, Card())}


def kind_of(name: str) -> Kind:
    """The kind of that English name, the player's own `card` included. Raises LookupError where there is none."""
    return _BY_NAME[name]
