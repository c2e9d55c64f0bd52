"""Files that are not what their names say, with their real bytes, through the real decoder: each is told for what it is."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from PIL import Image

from tests.support.checkout import ROOT


def encoded(form: str) -> bytes:
    """A picture with some noise in it."""
    held = io.BytesIO()
    Image.effect_noise((200, 150), 80).convert("RGB").save(held, form)
    return held.getvalue()


def office() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return held.getvalue()


PNG = encoded("PNG")
WRONG = {
    "网页.jpg": ("<!DOCTYPE html><p>请登录后下载".encode(), "picture-unreadable", "这其实是网页"),
    "苹果照片.jpg": (encoded("AVIF").replace(b"ftypavif", b"ftypheic", 1), "picture-unreadable", "HEIC"),
    "文档.png": (office(), "picture-unreadable", "办公文档"),
    "说明.png": (b"%PDF-1.4\n" + b"x" * 100 + b"\n%%EOF\n", "picture-unreadable", "PDF"),
    "图.jpg": (b"8BPS\0\1" + b"\0" * 200, "picture-unreadable", "Photoshop"),
    "图.png": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "picture-unreadable", "SVG"),
    "程序.png": (b"MZ" + b"\0" * 200, "picture-unreadable", "程序"),
    "空的.png": (b"", "picture-unreadable", "文件是空的"),
    "半截.png": (PNG[: len(PNG) // 2], "file-unfinished", "缺少结尾"),
}
FINE = {"其实是png.jpg": PNG, "其实是jpg.png": encoded("JPEG"), "其实是webp.jpg": encoded("WEBP")}


def test_a_file_that_is_not_what_its_name_says_is_told_for_what_it_is(tmp_path: Path) -> None:
    """A picture in another format of those that are shown is simply shown."""
    folder = tmp_path / "节目"
    folder.mkdir()
    for name, (data, _, _) in WRONG.items():
        (folder / name).write_bytes(data)
    for name, data in FINE.items():
        (folder / name).write_bytes(data)
    command = [
        sys.executable,
        "-m",
        "tools.qingbo",
        "--lang",
        "zh",
        "check",
        str(folder),
        "--json",
        "--cache",
        str(tmp_path / "cache"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    found = json.loads(done.stdout)
    told = {one["file"]: one for one in found["problems"]}
    assert set(told) == set(WRONG)
    for name, (_, code, what) in WRONG.items():
        assert told[name]["code"] == code, told[name]
        assert what in told[name]["message"] + told[name]["hint"], told[name]
    assert found["slides"] == len(FINE)
