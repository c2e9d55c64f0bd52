"""What goes into a code comes out of two decoders that know nothing of each other, whatever it is."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from PIL import Image
from qrcode.main import QRCode

from player.picture.code_card import drawn
from player.picture.qr import code
from tests.support.decoders import DECODERS

PAYLOADS = 2_000 if os.environ.get("QINGBO_NIGHTLY") else 150
HAN = "".join(map(chr, range(0x4E00, 0x9FA6)))
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=%"


def some(rng: random.Random, letters: str, most: int) -> str:
    return "".join(rng.choice(letters) for _ in range(rng.randint(1, most)))


def payload(rng: random.Random) -> str:
    """A text as staff might put into a code, or a nastier one: links, numbers, Chinese, mixtures, other scripts."""
    return rng.choice(
        (
            lambda: "https://example.org/" + some(rng, LATIN, 150),
            lambda: "https://example.org/扫码/" + some(rng, HAN, 12) + "?id=" + some(rng, "0123456789", 20),
            lambda: some(rng, HAN, 60),
            lambda: "活动" + some(rng, "0123456789", 30) + "号" + some(rng, HAN, 10),
            lambda: some(rng, "0123456789", 200),
            lambda: "HTTPS://EXAMPLE.ORG/" + some(rng, "ABCDEFGHIJ0123456789-./", 100),
            lambda: some(rng, LATIN, 40) + some(rng, HAN, 5) + some(rng, "éßΩжあ한😀𠀀", 10),
            lambda: "BEGIN:VCARD\nFN:" + some(rng, HAN, 4) + "\nTEL:" + some(rng, "0123456789", 11) + "\nEND:VCARD",
        )
    )()


@pytest.mark.timeout(600)
def test_two_decoders_read_every_payload_as_it_was_meant() -> None:
    """All of them, to the letter, in both."""
    rng = random.Random(20200704)
    wrong: Counter[str] = Counter()
    for _ in range(PAYLOADS):
        text = payload(rng)
        image = drawn(code(text), 4)
        for name, read in DECODERS.items():
            wrong[name] += read(image) != [text]
    assert not wrong.total(), wrong


def test_without_saying_so_utf8_is_guessed_at_and_guessed_wrong() -> None:
    """The control: the same texts as bare UTF-8, as most encoders write them, come out as something else now and then."""
    rng = random.Random(20200704)
    wrong: Counter[str] = Counter()
    for _ in range(100):
        text = some(rng, HAN, 6)
        matrix = QRCode(border=4, box_size=4)
        matrix.add_data(text.encode(), optimize=0)
        matrix.make()
        image = Image.new("L", (len(matrix.get_matrix()),) * 2, 255)
        image.putdata([0 if dark else 255 for row in matrix.get_matrix() for dark in row])
        image = image.resize((image.width * 4, image.height * 4), Image.Resampling.NEAREST)
        for name, read in DECODERS.items():
            wrong[name] += read(image) != [text]
            assert read(drawn(code(text), 4)) == [text]
    assert wrong.total() >= 5, wrong
