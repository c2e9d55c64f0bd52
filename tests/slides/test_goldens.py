"""What every kind looks like. On a difference the actual, expected and difference pictures are written and named.

To renew them after a deliberate change: delete the file in `tests/golden/` and run this test; it writes the new one and
fails once. Look at it before it is committed.

The tolerance: FreeType and the picture decoders differ between builds by a few grey levels at the edges of letters, so
a pixel may differ by 24 of 255, and one in 500 by more; a letter that moved by one pixel is far above that.
"""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from player.model.settings import Panel
from player.slides.paint import paint
from tests.support.slides import SLIDES, write_photo

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
SIZES = {"wide": (480, 270), "tall": (270, 480), "strip": (640, 120)}
LEVELS, SHARE = 24, 1 / 500


def differing(actual: Image.Image, expected: Image.Image) -> tuple[float, Image.Image]:
    """The share of pixels that differ by more than the tolerance, and where."""
    difference = ImageChops.difference(actual, expected).convert("L")
    marked = difference.point([255 if value > LEVELS else 0 for value in range(256)])
    return marked.histogram()[255] / (marked.width * marked.height), difference


@pytest.mark.parametrize("size", ["wide", "tall"])
@pytest.mark.parametrize("name", SLIDES)
def test_golden(name: str, size: str, tmp_path: Path) -> None:
    compared(name, size, "green", GOLDEN / f"{name}-{size}.png", tmp_path)


@pytest.mark.parametrize(
    ("name", "size", "look"),
    [
        ("slogan", "wide", "red"),
        ("tip", "wide", "dark"),
        ("notice", "tall", "red"),
        ("countdown", "tall", "dark"),
        ("qr", "strip", "dark"),
        ("agenda", "strip", "red"),
        ("notice", "strip", "green"),
        ("countdown", "strip", "green"),
    ],
)
def test_golden_of_a_theme_and_of_a_strip(name: str, size: str, look: str, tmp_path: Path) -> None:
    """One or two of each background, and of the compositions for strips: `test_look` has the laws of all."""
    compared(name, size, look, GOLDEN / f"{name}-{size}-{look}.png", tmp_path)


def compared(name: str, size: str, look: str, path: Path, tmp_path: Path) -> None:
    """The slide is as the picture at `path`."""
    slide, face = SLIDES[name]
    photo = write_photo(tmp_path)
    painted = paint(slide, face, Panel(*SIZES[size]), look, lambda _: photo)
    actual = painted.image("12345678"[: len(painted.live.cells)] if painted.live else "")
    if not path.exists():
        actual.save(path)
        pytest.fail(f"{path.name} was missing and has been written: look at it")
    with Image.open(path) as expected:
        share, difference = differing(actual, expected.convert("RGB"))
        if share > SHARE:
            actual.save(tmp_path / "actual.png")
            expected.save(tmp_path / "expected.png")
            difference.save(tmp_path / "difference.png")
            pytest.fail(f"{share:.2%} of the pixels differ: see {tmp_path}")


def test_the_comparison_sees_a_moved_letter() -> None:
    """The control: a slogan moved by one pixel is a difference."""
    slide, face = SLIDES["slogan"]
    image = paint(slide, face, Panel(480, 270), "green", lambda _: Path()).image()
    assert differing(image, image)[0] == 0
    assert differing(image, ImageChops.offset(image, 1, 0))[0] > SHARE
