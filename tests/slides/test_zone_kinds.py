"""What stands around the slides, painted: a ticker, a clock, a logo, a code, on every glass and in every theme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from player.model.content import Asset, Slide, Value
from player.model.scene import MAIN
from player.model.settings import Panel
from player.model.snapshot import DayTable, Zone
from player.model.units import Digest, Millis
from player.picture.box import Box
from player.picture.zones import layout, letter_of, part_of
from player.prepare.readback import judged
from player.slides.clock import UNSURE, lunar_words
from player.slides.kinds import kind_of
from player.slides.paint import Painted, paint
from player.timeline.calendar import Calendar
from tests.slides.test_goldens import GOLDEN, SHARE, differing
from tests.support.decoders import zbar, zxing
from tests.support.slides import SLIDES, slide, write_photo

THEMES = ("green", "red", "dark")
PANELS = {
    "hd": Panel(),
    "uhd": Panel(3840, 2160),
    "tall": Panel(1080, 1920),
    "small": Panel(1366, 768, diagonal=32, distance=2),
    "strip": Panel(1920, 360),
}
MESSAGE = "夏季空调温度不低于26℃，离开办公室30分钟以上请关闭空调、电脑和照明，节约一度电、一滴水、一张纸，从我做起。"
LINK = "https://example.org/energy/quiz"
DAY = "2020-07-04"


def zone(name: str, **fields: Value) -> Zone:
    assets = (Asset(Digest("0" * 64), "a.png", 1, 300, 120),) if name == "logo" else ()
    return Zone(name, (slide(name, assets=assets, **fields),))


def every(text: str = MESSAGE) -> tuple[Zone, ...]:
    return (zone("logo"), zone("ticker", ticker=text), zone("clock"), zone("corner", qr=LINK, caption="扫码答题"))


def painted(one: Zone, panel: Panel, theme: str, place: Path, face: str = DAY) -> Painted:
    return paint(one.slides[0], face if one.name == "clock" else "", panel, theme, lambda _: place)


def composed(names: str, main: str, panel: Panel, theme: str, place: Path) -> Image.Image:
    """A whole glass, in RGB."""
    zones = tuple(one for one in every() if one.name in names.split())
    places = layout(panel, zones)
    glass = Image.new("RGB", (panel.width, panel.height))
    front, face = SLIDES[main]
    pieces: list[tuple[Box, Painted]] = [
        (places.main, paint(front, face, part_of(panel, places.main), theme, lambda _: write_photo(place)))
    ]
    pieces += [
        (box, painted(one, part_of(panel, box), theme, write_logo(place)))
        for one, (_, box) in zip(zones, places.zones, strict=True)
    ]
    for box, piece in pieces:
        digits = "1542" if piece.live is not None and piece.live.alphabet == "0123456789" else ""
        glass.paste(piece.image(digits), (box.x, box.y))
    return glass


def write_logo(place: Path) -> Path:
    """A logo: a green disc and a bar."""
    path = place / "logo.png"
    image = Image.new("RGB", (300, 120), "white")
    image.paste((20, 120, 90), (10, 10, 110, 110))
    image.paste((30, 60, 120), (130, 40, 290, 80))
    image.save(path)
    return path


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", PANELS)
def test_everything_can_be_read_on_every_glass(size: str, theme: str, tmp_path: Path) -> None:
    """No text is cut, pale or missing a character, none smaller than the distance allows; a code says from where it scans."""
    panel = PANELS[size]
    zones = every()
    for one, (_, box) in zip(zones, layout(panel, zones).zones, strict=True):
        made = painted(one, part_of(panel, box), theme, write_logo(tmp_path))
        told = {problem.code for problem in made.problems} - {"code-reach", "code-dense"}
        assert told == set(), (one.name, [problem.message.zh for problem in made.problems])
        assert (made.width, made.height) == (box.width, box.height)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", PANELS)
def test_the_code_scans_in_its_own_frame_and_on_the_whole_glass(size: str, theme: str, tmp_path: Path) -> None:
    """Read back by the painter, and by two decoders from the composed picture, as a phone sees it."""
    panel = PANELS[size]
    corner = every()[3]
    box = layout(panel, every()).box("corner")
    made = painted(corner, part_of(panel, box), theme, tmp_path)
    assert judged(made, corner.slides[0], part_of(panel, box)).held == ()
    whole = composed("logo ticker clock corner", "slogan", panel, theme, tmp_path)
    assert LINK in zxing(whole)
    assert LINK in zbar(whole)


def test_a_short_ticker_stands_still_and_a_long_one_is_cut_into_pieces(tmp_path: Path) -> None:
    panel = part_of(PANELS["hd"], layout(PANELS["hd"], (zone("ticker"),)).box("ticker"))
    short = painted(zone("ticker", ticker="节约用电，从我做起"), panel, "green", tmp_path)
    assert short.live is None
    long = painted(zone("ticker", ticker=MESSAGE + MESSAGE), panel, "green", tmp_path)
    assert long.live is not None
    assert len(long.live.alphabet) * long.live.width > panel.width


@given(st.text("节约用电abc，。26℃ ", min_size=60, max_size=400))
def test_a_line_put_together_again_is_the_line(text: str) -> None:
    """The pieces side by side begin as the frame does, and the last ends with the ground of the bar."""
    panel = Panel(640, 60, diagonal=18)
    made = paint(slide("ticker", ticker=text), "", panel, "green", lambda _: Path())
    if made.live is None:
        return
    live = made.live
    assert made.strip is not None
    row = live.width * 4
    line = b"".join(made.strip[piece * live.height * row :][30 * row : 31 * row] for piece in range(len(live.alphabet)))
    left, right = live.cells[0][0], live.cells[-1][0] + live.width
    assert made.pixels[(30 * 640 + left) * 4 : (30 * 640 + right) * 4] == line[: (right - left) * 4]
    assert line[-4:] == made.pixels[:4]


def test_pages_say_all_of_it_and_nothing_moves_within_one(tmp_path: Path) -> None:
    panel = part_of(PANELS["hd"], layout(PANELS["hd"], (zone("ticker"),)).box("ticker"))
    made = painted(zone("ticker", ticker=MESSAGE * 2, still=True), panel, "green", tmp_path)
    assert made.live is not None
    assert len(made.live.cells) == 1
    assert len(made.live.alphabet) == -(-2 * len(MESSAGE) // (made.live.width // letter_of(panel.height)))


def test_a_clock_ticks_in_the_place_where_its_digits_are(tmp_path: Path) -> None:
    calendar = Calendar("Asia/Shanghai", DayTable())
    now = Millis(int(datetime.fromisoformat("2020-07-04T15:42:07+08:00").timestamp() * 1000))
    kind = kind_of("clock")
    plain, exact = slide("clock"), slide("clock", seconds=True)
    told = kind.ticking(plain, now, calendar)
    assert told is not None
    assert (told.text, told.until - now) == ("1542", 53_000)
    told = kind.ticking(exact, Millis(now + 1), calendar)
    assert told is not None
    assert (told.text, told.until - now) == ("154207", 1_000)
    face = kind.face(plain, now, calendar)
    assert face.key == DAY
    assert face.until is not None
    assert kind.face(plain, face.until, calendar).key == "2020-07-05"
    made = painted(Zone("clock", (exact,)), Panel(600, 90, diagonal=17.4), "green", tmp_path)
    assert made.live is not None
    assert len(made.live.cells) == 6


def test_a_clock_that_nobody_believes_shows_no_time(tmp_path: Path) -> None:
    """Dashes, no digit that could tick, no date."""
    assert kind_of("clock").unsure == UNSURE
    panel = Panel(500, 90, diagonal=14.6)
    made = painted(zone("clock"), panel, "green", tmp_path, face=UNSURE)
    assert made.live is None
    assert made.pixels != painted(zone("clock"), panel, "green", tmp_path).pixels
    left = made.image().crop((0, 0, 250, 90))
    assert left.getextrema() == tuple((value, value) for value in left.getpixel((0, 0)))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2020-06-21", "农历五月初一 夏至"),
        ("2020-05-25", "农历闰四月初三"),
        ("2026-02-17", "农历正月初一"),
        ("2026-11-22", "农历十月十四 小雪"),
    ],
)
def test_the_lunar_date_and_the_solar_term(day: str, words: str) -> None:
    assert lunar_words(date.fromisoformat(day)) == words


def test_outside_of_the_years_that_are_known_there_is_no_lunar_date(tmp_path: Path) -> None:
    assert lunar_words(date(2150, 1, 1)) == ""
    assert painted(zone("clock"), Panel(500, 90, diagonal=14.6), "green", tmp_path, face="2150-01-01").live is not None


def test_a_logo_is_whole_and_as_wide_as_it_is(tmp_path: Path) -> None:
    """Its place follows its shape; it stands on white in every theme and nothing of it is cut."""
    panel = PANELS["hd"]
    box = layout(panel, every()).box("logo")
    made = painted(zone("logo"), part_of(panel, box), "dark", write_logo(tmp_path)).image()
    greens = [x for x in range(made.width) if made.getpixel((x, made.height // 2))[1] in range(110, 131)]
    assert greens
    assert min(greens) > letter_of(box.height) * 0.8


@pytest.mark.parametrize(
    ("names", "main", "size", "theme"),
    [
        ("logo ticker clock corner", "slogan", (800, 450), "green"),
        ("clock logo", "tip", (800, 450), "red"),
        ("ticker clock corner", "slogan", (450, 800), "dark"),
        ("ticker clock", "agenda", (960, 180), "red"),
    ],
)
def test_golden_of_a_whole_glass(names: str, main: str, size: tuple[int, int], theme: str, tmp_path: Path) -> None:
    path = GOLDEN / f"zones-{'-'.join(names.split())}-{theme}.png"
    actual = composed(names, main, replace(Panel(), width=size[0], height=size[1]), theme, tmp_path)
    if not path.exists():
        actual.save(path)
        pytest.fail(f"{path.name} was written: look at it")
    expected = Image.open(path).convert("RGB")
    share, difference = differing(actual, expected)
    if share > SHARE:
        actual.save(tmp_path / "actual.png")
        difference.save(tmp_path / "difference.png")
        pytest.fail(f"{share:.2%} of {path.name} differ: see {tmp_path}")


def test_the_zones_have_names_of_their_own() -> None:
    """No zone that the player knows can be taken for the slides'."""
    assert MAIN not in {one.name for one in every()}
    assert all(isinstance(one.slides[0], Slide) for one in every())
