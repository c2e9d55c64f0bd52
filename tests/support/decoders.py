"""Two decoders that know nothing of each other nor of the encoder: what both read is what phones read."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image

try:
    from pyzbar import pyzbar
except ImportError:  # its wheel brings no library on Linux
    pyzbar = None  # type: ignore[assignment]  # said below

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def zxing(image: Image.Image) -> list[str]:
    """The texts of all QR codes that zxing-cpp finds."""
    return [found.text for found in zxingcpp.read_barcodes(image, formats=_QR)]


def zbar(image: Image.Image) -> list[str]:
    """The texts of all QR codes that ZBar finds; skips where there is no ZBar, which the machine that guards us forbids."""
    if pyzbar is None:
        pytest.skip("apt-get install libzbar0")
    found = pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [one.data.decode(errors="replace") for one in found]


DECODERS = {"zxing": zxing, "zbar": zbar}
