"""A workbook is put into the folder of a real player: its rows are on the glass; one that cannot be read changes nothing there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.books import workbook
from tests.support.player import picture, playing
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(300)

LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.fault(9, 10)
def test_a_workbook_rules_and_a_broken_one_changes_nothing(display: Xvfb, folder: Path, cache: Path) -> None:
    sheet = folder / "节目单.xlsx"
    for name in ("1.png", "2.png"):
        (folder / name).unlink()
    with playing(display, folder, cache) as program:
        (folder / "图").mkdir()
        picture(folder / "图" / "黄.png", "yellow")
        picture(folder / "图" / "蓝.png", "blue")
        sheet.write_bytes(
            workbook(
                {
                    "节目": [["类型", "内容", "停留"], ["图片", "图/黄.png", "3秒"], ["标浯", "节能"]],
                    "设置": [["优先级", 5]],
                }
            )
        )
        program.until_colour("yellow")
        page = folder / "状态" / "状态.html"

        def told(*words: str) -> None:
            program.until(lambda: any(word in page.read_text("utf-8") for word in words))

        told("第3行A列", "cell A3")
        assert program.colours_for(2) == {"yellow"}

        sheet.write_bytes(LOCKED)
        told("打开密码", "locked with a password")
        assert program.colours_for(2) == {"yellow"}

        lock = folder / "~$节目单.xlsx"
        lock.write_bytes(b"\x05\xe5\xbc\xa0\xe4\xb8\x89")
        sheet.write_bytes(workbook({"节目": [["图片", "停留"], ["图/蓝.png", "3秒"]], "设置": [["优先级", 5]]}))
        told("正在编辑", "being edited")
        assert program.colours_for(3) == {"yellow"}
        lock.unlink()
        program.until_colour("blue")
