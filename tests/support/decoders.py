"""Two decoders that know nothing of each other nor of the encoder: what both read is what phones read."""

from __future__ import annotations

import zxingcpp
from PIL import Image
from pyzbar import pyzbar

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def zxing(image: Image.Image) -> list[str]:
    """The texts of all QR codes that zxing-cpp finds."""
    return [found.text for found in zxingcpp.read_barcodes(image, formats=_QR)]


def zbar(image: Image.Image) -> list[str]:
    """The texts of all QR codes that ZBar finds."""
    found = pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [one.data.decode(errors="replace") for one in found]


DECODERS = {"zxing": zxing, "zbar": zbar}
