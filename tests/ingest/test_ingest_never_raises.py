"""Nothing that staff can write, and nothing that a disk can make of it, raises; and what goes out is always whole."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.ingest.pipeline import Rules, ingest
from player.ingest.settings_file import read_settings
from player.model.canon import decode, encode
from player.model.snapshot import Snapshot
from player.slides.kinds import KINDS
from player.timeline.scenes import Timeline
from tests.ingest.memory import NOW, MemoryFiles

SEED = """name: 节能宣传周
when:
  from: 2020-06-29
  until: 2020-07-05
  days: 工作日
  hours: 08:00-12:00, 13:30-18:00
dwell: auto
slides:
  - slogan: 绿水青山，节能增效
    sub: "2020年 全国公共机构节能宣传周"
  - tip: 夏季空调不低于26℃
    text: |
      人走关灯
      关空调……
    dwell: 2分钟
  - qr: https://weixin.qq.com/r/abc
    title: 云竞答
    when: {from: 2020-07-04 09:00, until: 2020-07-05 17:00}
    every: 2
  - countdown: 2020-07-04 09:00
  - image: 海报.png
  - agenda: 活动安排
    rows:
      - time: 2020-07-04 09:00-10:00
        text: 开幕
      - 10:00 参观
"""
PIECES = (
    "：", "，", "－", "“", "”", '"', "'", "#", "&", "*", "!", "|", ">", "%", "@", "`", "{", "}", "[", "]", "- ", ": ", "\t", "\u3000",
    "\x00", "\u200b", "\ud800", "\u2028", "\x85", "---\n", "...\n", "\n", "  ", "2020-02-30", "99999999999999999999", "周一至周八", "7月",
    "零点", "24:00", "-", "半", "九九九九九年", "C:\\", "..", "https://[", "http://a:99999999/", "{screen}", "²", "①", "１", "𠮷", "٣", "?", "~",
)  # fmt: skip
NAMES = (
    "a.yaml",
    "紧急/b.yaml",
    "c/playlist.yaml",
    "d.txt",
    "e.url",
    "f.md",
    "g.png",
    "h",
    "..yaml",
    "x/y/z/播放列表.yml",
)
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def whole(files: dict[str, bytes | None], previous: Snapshot | None = None) -> Snapshot:
    """Ingests, and asserts what holds for any input: the snapshot can be kept and played, its ids differ."""
    result = ingest(MemoryFiles(files), previous=previous, now=NOW, rules=Rules())
    snapshot = result.snapshot
    assert decode(Snapshot, encode(snapshot)) == snapshot
    ids = [slide.id for slide in snapshot.slides()]
    assert len(ids) == len(set(ids))
    assert {slide.kind for slide in snapshot.slides()} <= {kind.name for kind in KINDS}
    assert all(2_000 <= slide.dwell <= 3_600_000 for slide in snapshot.slides())
    scene = Timeline(snapshot).scene_at(NOW)
    assert scene.until > NOW
    for problem in result.problems:
        assert (problem.message.zh + problem.hint.zh + problem.on_screen.en).isprintable()
        problem.excerpt.encode()
    return snapshot


@given(data=st.binary(max_size=400), name=st.sampled_from(NAMES))
@SLOW
def test_random_bytes(data: bytes, name: str) -> None:
    """Any bytes under any name."""
    whole({name: data, "海报.png": b"x"})


@given(text=st.text(max_size=300), name=st.sampled_from(NAMES))
@SLOW
def test_random_text(text: str, name: str) -> None:
    """Any text under any name."""
    whole({name: text.encode("utf-8", "surrogatepass"), "海报.png": b"x"})


def mutated(seed: int) -> str:
    """A playlist with a few pieces put in, taken out, doubled or swapped."""
    dice = random.Random(seed)
    text = SEED
    for _ in range(dice.randint(1, 6)):
        text = text or "x"
        at = dice.randrange(len(text))
        move = dice.randrange(5)
        if move == 0:
            text = text[:at] + dice.choice(PIECES) + text[at:]
        elif move == 1:
            text = text[:at] + text[at + dice.randint(1, 8) :]
        elif move == 2:
            text = text[:at] + dice.choice(PIECES) + text[at + 1 :]
        elif move == 3:
            lines = text.split("\n")
            line = dice.randrange(len(lines))
            lines.insert(dice.randrange(len(lines)), lines[line])
            text = "\n".join(lines)
        else:
            text = (
                text[: at + 1]
                if dice.random() < 0.3
                else text.replace(dice.choice((": ", "- ", "  ")), dice.choice(PIECES), 1)
            )
    return text or "x"


@pytest.mark.parametrize("block", range(8))
def test_random_mutations_of_a_good_playlist(block: int) -> None:
    """Any mutation of a good playlist; the good one before it stays whole when the new one is not."""
    before = whole({"a.yaml": SEED.encode(), "海报.png": b"x"})
    for seed in range(block * 150, block * 150 + 150):
        whole({"a.yaml": mutated(seed).encode("utf-8", "surrogatepass"), "海报.png": b"x"}, before)


SCALARS = st.one_of(
    st.sampled_from(
        [
            "auto",
            "15秒",
            "2020-07-04 09:00",
            "9:00-17:00",
            "工作日",
            "海报.png",
            "https://a.cn",
            "是",
            "",
            "fade",
            "7月4日",
            "-",
            "0",
            "22:00-02:00",
        ]
    ),
    st.text(alphabet="0123456789:-/年月日点半时分秒上下午周一二三至,.~ (（", max_size=16),
    st.text(max_size=12),
)
KEYS = st.sampled_from(
    sorted(
        {
            "name",
            "when",
            "from",
            "until",
            "days",
            "hours",
            "priority",
            "dwell",
            "transition",
            "slides",
            "every",
            "takeover",
            "时间",
            "rows",
            "theme",
        }
        | {"shuffle", "time", "text", "note", "zones"}
        | {form for kind in KINDS for field in kind.fields for form in (field.name, field.alias)}
    )
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.lists(st.tuples(KEYS, inner), max_size=5).map(dict),
    max_leaves=25,
)


def flow(node: object) -> str:
    """A tree in YAML's brackets, every text quoted."""
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(flow, node)) + "]"
    return "'" + str(node).replace("'", "''").replace("\n", " ").replace("\r", " ") + "'"


@given(slides=st.lists(TREES, max_size=4), terms=st.lists(st.tuples(KEYS, TREES), max_size=4).map(dict))
@SLOW
def test_random_trees(slides: list[object], terms: dict[str, object]) -> None:
    """Any tree of known keys and likely values."""
    lines = [f"{key}: {flow(value)}" for key, value in terms.items() if key != "slides"]
    text = "\n".join([*lines, "slides:", *(f"  - {flow(slide)}" for slide in slides)])
    whole({"a.yaml": text.encode("utf-8", "surrogatepass"), "海报.png": b"x"})


@given(data=st.one_of(st.binary(max_size=200), TREES.map(lambda tree: flow(tree).encode("utf-8", "surrogatepass"))))
@SLOW
def test_random_settings(data: bytes) -> None:
    """Any bytes as the settings of a screen: there are always settings."""
    found, _ = read_settings(data)
    assert found.diagonal > 0


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b"{a: " * 50_000,
        b"- " * 60_000,
        b"a: &x [*x, *x]\n",
        b"? " * 20_000,
        b"slides:\n" + b"  - slogan: x\n" * 19_000,
        b"x" * 300_000,
        b'"' * 5_000,
        b"slides:\n  - slogan: '" + b"''" * 9000 + b"'\n",
        b"\xff\xfe" + "slides:\n  - slogan: 甲\n".encode("utf-16-le"),
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf\xff",
        ("when: " + "工作日 " * 500 + "\nslides: []\n").encode(),
        ("slides:\n  - slogan: x\n    dwell: " + "1 " * 3000 + "\n").encode(),
        ("slides:\n  - agenda: x\n    rows:\n      - " + "9:00-" * 600 + "\n").encode(),
        ("slides:\n  - notice: '字" + " " * 8000 + "/字'\n").encode(),
    ],
    ids=range(16),
)
def test_bombs(data: bytes) -> None:
    """What is built to hurt a reader is refused in no time: 5 s of this thread would be a hang (measured: under 0.7 s)."""
    begun = time.thread_time()
    whole({"a.yaml": data})
    assert time.thread_time() - begun < 5
