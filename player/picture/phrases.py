"""Where the phrases of a Chinese text meet: how good a line's end is between two of its characters.

Chinese is written without spaces, so words have to be found: among all ways to read a text as words, the one that costs
least is taken, a word costing more the rarer it is (`assets/words/common-words.txt`). It is a hint, and wrong at times. What
must not be torn are the terms of `assets/words/terms.txt`: names of campaigns, offices, events, which staff add to.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from player.picture.assets import asset_root

MARK, PHRASE, WORD, LEAN, INSIDE, TERM = 1, 2, 3, 4, 5, 6
"""Ranks of a place where a line may end, the best first: after a mark or at a space; between phrases; between words;
between two words that lean on each other; inside a word; inside one of the terms."""

UNKNOWN = 40
"""The cost of a character that the list does not have."""

KNOWN = 12
"""The cost of a term: cheaper than any two words that it could be read as."""

_BACK = (
    "的 地 得 了 着 过 们 吗 呢 吧 啊 呀 等 里 中 上 下 内 外 前 后 时 间 者 型 式 性 化 率 度 员 家 级 类 区 市 省 县 局 厅 部 处 科 室 号 楼 层 条 次 届 "
    "以上 以下 以内 以外 以前 以后 之前 之后 之间 之一 之内 左右 上下 前后 期间 等等 与否 为止"
)
LEANS_BACK = frozenset(_BACK.split())
"""Words that belong to what stands before them: particles, words of place, suffixes."""

_ON = (
    "不 没 很 更 最 太 都 也 还 又 再 才 就 均 仍 已 将 正 曾 每 各 某 本 该 此 这 那 其 第 约 近 超 逾 共 总 多 少 无 非 未 莫 勿 请 把 被 给 让 使 "
    "从 自 在 于 对 向 往 朝 由 为 以 因 按 据 凭 用 与 和 及 同 跟 或 并 而 且 但 若 如 即 是 有 要 可 能 会 应 须 需 得以 可以 应当 必须 "
    "一 二 两 三 四 五 六 七 八 九 十 几 全 新 老 大 小 高 低 以及 并且 或者 而且 但是 不要 请勿 禁止 为了 关于 对于 由于 通过 按照 根据 如果 就是 至 到"
)
LEANS_ON = frozenset(_ON.split())
"""Words that belong to what follows them: prepositions, conjunctions, adverbs, numerals, words that deny or ask."""

_FIRST = (
    "与 和 及 或 并 而 且 但 在 从 对 向 由 为 以 按 据 把 被 让 就 请 至 到 "
    "就是 以及 并且 或者 而且 但是 请勿 为了 关于 对于 由于 通过 按照 根据 如果"
)
OPENS = frozenset(_FIRST.split())
"""Words with which a phrase begins, so that a line may well end before them."""

_HAN = re.compile(r"[㐀-䶿一-鿿〇]+")


def joints(text: str, own: tuple[str, ...] = ()) -> tuple[int, ...]:
    """For each place between two characters of `text` (the first before its first) the rank of a line's end there.

    Marks and spaces are not looked at: beside them it is `WORD`. `own` are terms besides those of the list.
    """
    ranks = [WORD] * (len(text) + 1)
    for run in _HAN.finditer(text):
        ends = _read(run.group(), run.start(), ranks)
        for start, end in pairwise(ends):
            ranks[start + 1 : end] = [INSIDE] * (end - start - 1)
    for first, last in (*_terms_in(text), *_own_in(text, own)):
        ranks[first + 1 : last] = [TERM] * (last - first - 1)
    return tuple(ranks)


def is_torn(text: str, broken: str, own: tuple[str, ...] = ()) -> bool:
    """Whether a line of the text as it was `broken` ends inside a word or a term. Spaces at ends of lines do not count."""
    ranks = joints(text, own)
    at = 0
    for line in broken.split("\n")[:-1]:
        for char in "".join(line.split()):
            at = text.index(char, at) + 1
        if at < len(text) and not text[at].isspace() and ranks[at] >= INSIDE:
            return True
    return False


def _read(run: str, origin: int, ranks: list[int]) -> list[int]:
    """Where the words of the run begin and end in the text; ranks the places around and between them."""
    ends = segments(run)
    words = ["", *(run[start:end] for start, end in pairwise(ends)), ""]
    for place, before, after in zip(ends, words, words[1:], strict=False):
        if after in LEANS_BACK or before in LEANS_ON:
            ranks[origin + place] = LEAN
        elif after in OPENS:
            ranks[origin + place] = PHRASE
        elif len(before) == 1 or len(after) == 1:  # a verb and its object, a noun and what it counts: 关灯, 点菜单
            ranks[origin + place] = LEAN
    return [origin + end for end in ends]


def segments(run: str) -> list[int]:
    """Where the words of a run of Han characters begin, and its end: `绿水青山就是金山银山` is [0, 4, 6, 10]."""
    costs, _, longest = _words()
    best = [0] * (len(run) + 1)
    came = [0] * (len(run) + 1)
    for end in range(1, len(run) + 1):
        least = best[end - 1] + costs.get(run[end - 1], UNKNOWN)
        origin = end - 1
        for start in range(max(0, end - longest), end - 1):
            cost = costs.get(run[start:end])
            if cost is not None and best[start] + cost <= least:
                least, origin = best[start] + cost, start
        best[end], came[end] = least, origin
    ends = [len(run)]
    while ends[-1]:
        ends.append(came[ends[-1]])
    return ends[::-1]


def _terms_in(text: str) -> list[tuple[int, int]]:
    """Where terms stand in the text, at each place the longest that begins there; they may overlap."""
    pattern = _words()[1]
    return [(found.start(1), found.end(1)) for found in pattern.finditer(text)]


def _own_in(text: str, own: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where these terms stand in the text."""
    return [
        (found.start(), found.start() + len(term))
        for term in own
        for found in re.finditer(f"(?={re.escape(term)})", text)
    ]


@cache
def terms() -> tuple[str, ...]:
    """The terms that are kept together."""
    lines = (asset_root() / "words" / "terms.txt").read_text(encoding="utf-8").splitlines()
    return tuple(dict.fromkeys(term for line in lines for term in line.partition("#")[0].split()))


@cache
def _words() -> tuple[dict[str, int], re.Pattern[str], int]:
    """The words with their costs, what finds terms in a text, and the length of the longest word."""
    costs: dict[str, int] = {}
    for line in (asset_root() / "words" / "common-words.txt").read_text(encoding="utf-8").splitlines():
        cost, *words = line.split()
        costs.update(dict.fromkeys(words, int(cost)))
    known = sorted(terms(), key=len, reverse=True)
    costs.update(dict.fromkeys(known, KNOWN))
    pattern = "|".join(map(re.escape, known)) or r"(?!)"
    return costs, re.compile(f"(?=({pattern}))"), max(map(len, costs))
