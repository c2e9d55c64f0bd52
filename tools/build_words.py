"""The list of everyday words in `assets/words`, made from the dictionary of jieba 0.42 (MIT). Run by hand, rarely.

    pip download --no-deps --no-binary :all: jieba && tar xf jieba-*.tar.gz
    python -m tools.build_words jieba-0.42.1/jieba/dict.txt

A line of the result is a cost and the words that cost so much: the cost is twice the natural logarithm of how rare the
word is, so that the likeliest reading of a text is the one whose words cost least together.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from math import log
from pathlib import Path

WORDS = Path(__file__).resolve().parent.parent / "assets" / "words"
COMMON = "common-words.txt"
HAN = re.compile(r"[\u4e00-\u9fff]{1,4}")

LEAST = {1: 100, 2: 50, 3: 50, 4: 5}
"""How often a word of so many characters must have been met: what is rarer is a name or a slip. Idioms are all rare."""


def costs(lines: list[str]) -> dict[int, list[str]]:
    """The words that are met often enough, by their cost; a line of the dictionary is a word, its count and its class."""
    counted = [(word, int(count)) for word, count, *_ in (line.split() for line in lines if line.strip())]
    total = sum(count for _, count in counted)
    found: dict[int, list[str]] = defaultdict(list)
    for word, count in counted:
        if HAN.fullmatch(word) and count >= LEAST[len(word)]:
            found[round(2 * log(total / count))].append(word)
    return found


def main() -> None:
    """Writes the list."""
    found = costs(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    lines = [" ".join((str(cost), *sorted(words))) for cost, words in sorted(found.items())]
    (WORDS / COMMON).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{COMMON}: {sum(map(len, found.values()))} words")


if __name__ == "__main__":
    main()
