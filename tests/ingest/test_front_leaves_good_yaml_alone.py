"""Mending may only touch what is broken: YAML that a program wrote is read as it was meant, without a word."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from player.ingest.front import mend_lines
from player.ingest.tree import Items, Node, Table, Text, read_tree

KEYS = st.sampled_from(["slogan", "标语", "text", "正文", "when", "时间", "title", "slides", "dwell", "qr"])
TEXTS = st.one_of(
    st.text(alphabet="节能ab: #-'\"[]{},&*!|>%@`?：，“”—\n0９/\\", max_size=24),
    st.sampled_from(
        [
            "2020-07-04 09:00",
            "08:00-12:00, 13:30-18:00",
            "https://a.cn/x?y=1#z",
            "第一行\n第二行\n",
            "",
            "参加 #节能# 活动",
            "提示: 关灯",
            "  缩进\n文字",
        ]
    ),
    st.text(
        st.characters(
            codec="utf-8",
            exclude_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Co", "Cn"),
            exclude_characters="\ufffc\ufffd",
        ),
        max_size=12,
    ),
)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    max_leaves=12,
)


def plain(node: Node | None) -> object:
    """A tree without its places."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if isinstance(node, Table):
        return {plain(key): plain(value) for key, value in node.pairs}
    return None


@given(
    tree=st.lists(TREES, min_size=1, max_size=3) | st.dictionaries(KEYS, TREES, min_size=1, max_size=4),
    flow=st.sampled_from([None, False]),
    width=st.sampled_from([30, 80, 4000]),
    style=st.sampled_from([None, '"', "'", "|"]),
    indent=st.sampled_from([2, 4]),
)
@example(tree=[{"slogan": "\xa0"}], flow=False, width=80, style=None, indent=2)
@example(tree=[{"slogan": "\u3000甲"}], flow=False, width=80, style=None, indent=2)
@example(tree=[[["第一行\n第二行\n"], ""], ""], flow=None, width=30, style=None, indent=2)
@example(tree={"slides": ["甲: 乙"]}, flow=False, width=80, style=None, indent=2)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
def test_yaml_that_a_program_wrote_is_read_as_meant(
    tree: object, flow: bool | None, width: int, style: str | None, indent: int
) -> None:  # hypothesis names it
    """Whatever style it is written in, the tree is the same and nothing is mentioned."""
    if flow is None:
        width = 4000  # brackets on one line, as people write them
    text = yaml.dump(
        tree, Dumper=Plain, allow_unicode=True, default_flow_style=flow, width=width, default_style=style, indent=indent
    )
    told: list[tuple[object, ...]] = []
    fronted = mend_lines(text, lambda *about, **_: told.append(about))
    assert plain(read_tree(fronted.text)) == tree
    assert not told


class Plain(yaml.SafeDumper):
    """Without anchors, which no person writes."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@pytest.mark.parametrize(
    "text",
    [
        "slides:\n- slogan: 甲\n  sub: 乙\n- slogan: 丙\n",
        "slides:\n  - slogan: 甲   # 说明\n    sub: 乙\n\n  # - slogan: 丁\n  -\n    slogan: 丙\n",
        "slides:\n  - text: |\n      第一行：冒号\n      - 不是列表\n\n      # 不是注释\n    tip: 甲\n",
        "slides:\n  - slogan: >-\n      折叠\n      文字\n",
        "slides:\n  - slogan: 很长的\n      第二行：还是它\n    sub: 乙\n",
        'slides:\n  - slogan: "很长的\n      时间：还是它"\n    sub: 乙\n',
        "slides: [{slogan: 甲, sub: 乙},\n  {slogan: 丙}]\n",
        "---\nslides:\n  - {slogan: '甲, 乙', when: {from: 2020-07-04 09:00, days: [周一, 周二]}}\n...\n",
        "%YAML 1.1\n---\nname: 甲\n",
        "name: 节能 & 减排 * 2 ! 50% @ 我们\n",
        "name: “十三五”以来\n",
        "qr: https://a.cn/x#y\n",
        "when: {hours: '9:00-17:00'}\n",
        "? name\n: 甲\n",
    ],
)
def test_yaml_that_people_write_well_is_left_alone(text: str) -> None:
    told: list[tuple[object, ...]] = []
    fronted = mend_lines(text, lambda *about, **_: told.append(about))
    assert not told
    assert plain(read_tree(fronted.text)) == plain(read_tree(text))
