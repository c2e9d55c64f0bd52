"""What a workbook lacks, told by its bytes: one that is still being copied is waited for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.sources.completeness import BLOCK, Lack, lack_of
from player.sources.names import tells_its_end
from tests.support.books import workbook

WHOLE = workbook({"节目": [["标语", "停留"], *([f"第{number}页，节约用电", number] for number in range(900))]})


def test_a_whole_workbook_lacks_nothing() -> None:
    assert lack_of(WHOLE) is None
    assert tells_its_end("表/节目单.XLSX")
    assert not tells_its_end("节目单.csv")


@pytest.mark.fault(8)
@given(kept=st.integers(4, len(WHOLE) - 1))
def test_a_workbook_that_is_cut_anywhere_lacks_its_end(kept: int) -> None:
    assert lack_of(WHOLE[:kept]) is Lack.END


@pytest.mark.fault(8)
@given(at=st.integers(1, len(WHOLE) // BLOCK - 1), blocks=st.integers(1, 3))
def test_a_hole_is_seen(at: int, blocks: int) -> None:
    """Blocks that a copy out of order has not written yet read as zeros; so does a size that was reserved at once."""
    hole = WHOLE[: at * BLOCK] + bytes(blocks * BLOCK) + WHOLE[(at + blocks) * BLOCK :]
    assert lack_of(hole[: len(WHOLE)]) in (Lack.HOLE, Lack.MAYBE_HOLE, Lack.END)
    assert lack_of(WHOLE[: at * BLOCK] + bytes(len(WHOLE) - at * BLOCK)) is Lack.END
