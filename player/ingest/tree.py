"""The text of a YAML file comes in, a tree of text nodes with places goes out. The only importer of yaml.

All scalars stay text: 16:00 stays a time, `on` and `no` stay words, 010 is what was written. Events are walked once, so
that nothing is built before the limits are known to hold: no anchors, aliases or tags, one document, bounded depth,
number and length. (30,000 brackets crash the C loader; a 779-byte merge bomb keeps it busy for 20 s.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from player.ingest.report import Spot
from player.model.words import Words

MAX_DEPTH = 16
MAX_NODES = 20_000
MAX_SCALAR = 8 * 1024  # bytes of UTF-8
MAX_BYTES = 256 * 1024


@dataclass(slots=True)
class Text:
    """A text. `quoted` is true where staff put quotation marks around it."""

    spot: Spot
    value: str
    quoted: bool = False


@dataclass(slots=True)
class Items:
    """A list."""

    spot: Spot
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """Names with their contents, in order, duplicates included."""

    spot: Spot
    pairs: list[tuple[Node, Node]] = field(default_factory=list)


Node = Text | Items | Table


class Unread(Exception):
    """The text cannot be made into a tree: a code of the catalogue, its place and facts."""

    def __init__(self, code: str, spot: Spot, begun: int | None = None, **facts: str | int | Words) -> None:
        super().__init__(code)
        self.code = code
        self.spot = spot
        self.begun = begun if begun is not None else (spot.line or 1)
        self.facts = facts


def read_tree(text: str) -> Node | None:
    """The tree of the text; None where it holds nothing. Raises Unread."""
    yaml = _yaml()
    try:
        return _Walk(yaml).tree(yaml.parse(text, Loader=_loader(yaml)))
    except yaml.MarkedYAMLError as error:
        raise _syntax(error) from error
    except (yaml.YAMLError, UnicodeError, RecursionError) as error:
        raise Unread("yaml-syntax", Spot(1, 1), reason=_reason("")[0], cure=_reason("")[1]) from error


@cache
def _yaml() -> Any:
    import yaml  # noqa: PLC0415  # 12 ms and 2 MB that a folder of pictures does not need

    return yaml


def _loader(yaml: Any) -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Walk:
    """Builds the tree from events without recursion, refusing what goes beyond the limits."""

    def __init__(self, yaml: Any) -> None:
        self.yaml = yaml
        self.open: list[Items | Table] = []
        self.keys: list[Node | None] = []  # for each open Table: the key whose content comes next
        self.root: Node | None = None
        self.count = 0

    def tree(self, events: Iterator[Any]) -> Node | None:
        yaml = self.yaml
        documents = 0
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self.add(self.text(event))
            elif kind is yaml.MappingStartEvent:
                self.enter(event, Table(_spot(event)))
            elif kind is yaml.SequenceStartEvent:
                self.enter(event, Items(_spot(event)))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.open.pop()
                self.keys.pop()
            elif kind is yaml.AliasEvent:
                raise Unread("yaml-anchor", _spot(event), sign="*")
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise Unread("yaml-documents", _spot(event))
        return self.root

    def text(self, event: Any) -> Text:
        self.check(event)
        if len(event.value) > MAX_SCALAR // 4 and len(event.value.encode("utf-8", "replace")) > MAX_SCALAR:
            raise Unread("yaml-long", _spot(event), limit=MAX_SCALAR)
        return Text(_spot(event), event.value, event.style in ("'", '"'))

    def check(self, event: Any) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            raise Unread("yaml-many", _spot(event), limit=MAX_NODES)
        if event.anchor is not None:
            raise Unread("yaml-anchor", _spot(event), sign="&")
        if event.tag is not None:
            raise Unread("yaml-tag", _spot(event), tag=event.tag)

    def enter(self, event: Any, node: Items | Table) -> None:
        self.check(event)
        if len(self.open) >= MAX_DEPTH:
            raise Unread("yaml-deep", node.spot, limit=MAX_DEPTH)
        self.add(node)
        self.open.append(node)
        self.keys.append(None)

    def add(self, node: Node) -> None:
        if not self.open:
            self.root = node
        elif isinstance(parent := self.open[-1], Items):
            parent.items.append(node)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = node
        else:
            parent.pairs.append((key, node))
            self.keys[-1] = None


def _spot(event: Any) -> Spot:
    mark = event.start_mark
    return Spot(mark.line + 1, mark.column + 1)


def _syntax(error: Any) -> Unread:
    mark = error.problem_mark or error.context_mark
    if "could not find expected ':'" in (error.problem or "") and error.context_mark:
        mark = error.context_mark  # the line without its colon, not the one after it
    begun = error.context_mark.line + 1 if error.context_mark else None
    reason, cure = _reason(f"{error.context or ''} {error.problem or ''}")
    spot = Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)
    return Unread("yaml-syntax", spot, begun, reason=reason, cure=cure)


_REASONS = (
    (
        "mapping values are not allowed",
        Words("这里不该再有冒号", "no colon is expected here"),
        Words(
            "检查这一行和上一行的缩进；文字里有冒号就用引号括起来。",
            "Check the indent of this line and the one above; quote a text that has a colon in it.",
        ),
    ),
    (
        "could not find expected ':'",
        Words("少了冒号", "a colon is missing"),
        Words(
            "写成“名称: 内容”；如果是上一行文字的延续，请比上一行多缩进两个空格。",
            "Write “name: value”; indent the line further if it goes on with the text above.",
        ),
    ),
    (
        "did not find expected '-' indicator",
        Words("这一行的缩进和上面的列表不一致", "its indent does not match the list above"),
        Words(
            "同一个列表里每个“-”左边要对齐，每页的各行也要对齐。",
            "Align the “-” of a list, and the lines of each slide.",
        ),
    ),
    (
        "did not find expected key",
        Words(
            "这一行没有和上面对齐，或引号、括号没有写完",
            "it is not aligned with the lines above, or a quote or bracket is open",
        ),
        Words(
            "让同一级的各行左边对齐，并检查上一行的引号、括号。",
            "Align lines of one level and check quotes and brackets of the line above.",
        ),
    ),
    (
        "block sequence entries are not allowed",
        Words("这里不该有“-”", "no “-” is expected here"),
        Words("“-”要写在新的一行的开头。", "Begin a new line with the “-”."),
    ),
    (
        "cannot start any token",
        Words("文字不能以这个符号开头", "a text cannot begin with this sign"),
        Words("用引号把整句括起来；缩进不要用 Tab。", "Quote the whole text; do not indent with Tab."),
    ),
    (
        "unexpected end of stream",
        Words("引号没有写完", "a quotation mark is not closed"),
        Words("补上后一半引号。", "Close the quotation mark."),
    ),
    (
        "expected ',' or",
        Words("括号里少了逗号或后一半括号", "a comma or the closing bracket is missing"),
        Words("用半角逗号分开各项，并补上后一半括号。", "Separate with commas and close the bracket."),
    ),
    (
        "escape",
        Words("双引号里的“\\”有特别的意思", "a “\\” inside double quotes has a special meaning"),
        Words("改用单引号，或把“\\”写成“/”。", "Use single quotes, or write “/” for “\\”."),
    ),
)


def _reason(problem: str) -> tuple[Words, Words]:
    for sign, reason, cure in _REASONS:
        if sign in problem:
            return reason, cure
    return (
        Words("写法不对", "it is not well-formed"),
        Words(
            "检查这一行和上一行的冒号、引号、括号和缩进。",
            "Check colons, quotes, brackets and indents of this line and the one above.",
        ),
    )
