"""The value after a key, mended where YAML would misread a text that has one clear meaning.

A text that YAML gives another meaning to is put into single quotes: one that begins with a sign, that has `: ` in it, that
goes on after its closing quotation mark, that has a # of its own. Inside brackets, separators and colons become half-width.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from player.ingest.vocabulary import known_keys, plain

_WORD = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff-]*")
_SIGNS = "@`%*&!|>?-,]}:"
_MACHINE = re.compile(r"(?:[*&][A-Za-z0-9_-]+|![!A-Za-z0-9_:/.<>-]*)(?= |$)")
_NEXT_KEY = re.compile(r"\s*(?:-\s+)?([A-Za-z_][\w-]*|[\u4e00-\u9fff]{1,12})\s*[:：]|\s*-\s")
_INNER_KEY = re.compile(
    r"\s([A-Za-z_][\w-]*|[\u4e00-\u9fff]{1,6})\s*[:：](?=\s|$)|\s([A-Za-z_][\w-]*|[\u4e00-\u9fff]{1,6})："
)
_HASH = re.compile(r"(?:(?<=\s)|^)#")
_PATH = re.compile(r"(?:[A-Za-z][:：]|\\)?\\?[^\s\\\"]*(?:\\[^\\\"]+)+\.[A-Za-z0-9]{2,5}")
_FILE_FIRST = re.compile(r"[^\s,，;；、]+\.[A-Za-z0-9]{3,4}\s*[,，;；、]\s*([A-Za-z]+|[\u4e00-\u9fff]{1,6})\s*[:：]")
_SLASHES = re.compile(r"(?<=\s)//+\s*(\S.*)")
_FLOW_KEY = re.compile(r"([{,，、；;]\s*)([\"“']?)([A-Za-z_][\w-]*|[\u4e00-\u9fff]{1,12})([\"”']?)\s*([:：])(\s*)")
_WIDE_BRACKETS = str.maketrans("｛｝［］", "{}[]")
_PLAIN_FLOW = re.compile(
    r"\{(?:[\w\u4e00-\u9fff]+: +[^\s{}\[\],'\"#：，、；;]+(?: [^\s{}\[\],'\"#：，、；;]+)*(?:, +|(?=\})))+\}"
)
"""`{from: 2020-07-04 09:00, until: 2020-07-05}`: nothing to mend."""

_CLOSING = {"{": "}", "[": "]"}
_WIDE_QUOTES = "“”‘’＂"


@dataclass(slots=True)
class Mended:
    """The value as YAML is to see it, what was understood (code, offset in the value, facts), and what stays open."""

    text: str
    notes: list[tuple[str, int, dict[str, str]]] = field(default_factory=list)
    opened: str = ""

    def note(self, code: str, offset: int, **facts: str) -> None:
        """Remembers what was understood at `offset`."""
        self.notes.append((code, offset, facts))


def mend_value(value: str, column: int, following: list[str]) -> Mended:
    """The value mended, of a key in `column`; in the lines `following` a bracket or a quotation mark may close."""
    first = value[0]
    if first == "{" and _PLAIN_FLOW.fullmatch(value):
        return Mended(value)
    if first in "'\"":
        return _quoted(value, column, following)
    if first in "{[｛［":
        return _flow(value, column, following)
    if _MACHINE.match(value):
        return Mended(value)  # an anchor, an alias, a tag: refused with its name
    if first == "#":
        return _hash_first(value)
    return _plain(value)


def _plain(value: str) -> Mended:
    """A text without quotation marks or brackets of its own."""
    text, comment, hashes = _split_comment(value)
    mended = Mended(value, notes=hashes)
    if (slashes := _SLASHES.search(text)) is not None:
        mended.note("slashes-shown", slashes.start(), text=slashes[0], meant=f"# {slashes[1]}")
    first = value[0]
    sign = first in _SIGNS and text != "-" and not (first in "?-:" and len(text) > 1 and not text[1].isspace())
    colon = ": " in text or text.endswith(":")
    inner = _INNER_KEY.search(text)
    second = plain(inner[1] or inner[2]) if inner else ""
    behind = _FILE_FIRST.match(text)
    if behind is not None and plain(behind[1]) in known_keys():
        mended.note("two-keys-in-line", behind.start(1), second=behind[1])
        mended.text = re.split("[,，;；、]", text, maxsplit=1)[0].rstrip()
        return mended
    if inner is not None and second in known_keys():
        mended.note("two-keys-in-line", inner.start() + 1, second=second)
        text = text[: inner.start()].rstrip()
        mended.text = _single(text) if sign or ": " in text else text
        return mended
    if sign:
        mended.note("sign-first", 0, sign=first)
    elif colon:
        mended.note("colon-in-text", max(text.find(": "), 0))
    if sign or colon or any(code == "hash-kept" for code, _, _ in hashes):
        mended.text = _single(text) + comment
    return mended


def opens(line: str, opened: str) -> str:
    """What is still open after a line inside a quotation mark, or inside brackets and perhaps a quotation mark in them."""
    if opened in ("'", '"'):
        return opened if _closing_quote(line, 0, opened) is None else ""
    inside = _inside(line, opened)
    return inside.opened


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _split_comment(value: str) -> tuple[str, str, list[tuple[str, int, dict[str, str]]]]:
    """The text, the comment after it with the spaces before, and what to say about a # that may be either."""
    notes: list[tuple[str, int, dict[str, str]]] = []
    for match in _HASH.finditer(value):
        at = match.start()
        rest = value[at + 1 :]
        if not rest or rest[0].isspace() or rest[0] in "#-=":
            text = value[:at].rstrip()
            return text, value[len(text) :], notes
        if rest[0].isdigit() or ("#" in rest and not rest.partition("#")[0].endswith(" ")):
            if not notes:
                notes.append(("hash-kept", at, {"text": value[at:].rstrip()}))
            continue
        if notes:
            continue
        text = value[:at].rstrip()
        return text, value[len(text) :], [("hash-comment", at, {"text": rest.strip()})]
    return value.rstrip(), "", notes


def _hash_first(value: str) -> Mended:
    if len(value) == 1 or value[1].isspace():
        return Mended(value)
    text, comment, notes = _split_comment(value)
    mended = Mended(_single(text) + comment if text else value)
    for code, offset, facts in notes:
        mended.note(code, offset, **facts)
    return mended


def _quoted(value: str, column: int, following: list[str]) -> Mended:
    mark = value[0]
    end = _closing_quote(value, 1, mark)
    if end is not None:
        rest = value[end + 1 :]
        if mark == '"' and _PATH.fullmatch(value[1:end]) and not rest.strip():
            return Mended(_single(value[1:end]))  # as Windows copies it: a \\ is a part of it
        if not rest.strip() or (rest.lstrip().startswith("#") and rest[0].isspace()):
            return Mended(value)
        mended = Mended("")
        if rest.lstrip().startswith((":", "：")):
            return Mended(value)
        text, comment, _ = _split_comment(value)
        mended.text = _single(text) + comment
        mended.note("text-after-quote", end + 1)
        return mended
    for line in following:
        if _goes_on(line, column):
            break
        if _closing_quote(line, 0, mark) is not None:
            return Mended(value, opened=mark)
    text = value[1:].rstrip()
    if text and text[-1] in _WIDE_QUOTES:
        text = text[:-1]
    mended = Mended(_single(text))
    mended.note("quote-open", 0)
    return mended


def _goes_on(line: str, column: int) -> bool:
    """Whether the playlist goes on in this line, rather than the value of a key in `column`."""
    return len(line) - len(line.lstrip()) <= column and _NEXT_KEY.match(line) is not None


def _closing_quote(text: str, start: int, mark: str) -> int | None:
    """Where the quotation mark closes, or None."""
    at = start
    while at < len(text):
        if mark == '"' and text[at] == "\\":
            at += 2
            continue
        if text[at] == mark:
            if mark == "'" and text[at + 1 : at + 2] == "'":
                at += 2
                continue
            return at
        at += 1
    return None


@dataclass(frozen=True, slots=True)
class _Inside:
    """Where a text leaves one inside brackets: `opened` has the open ones and perhaps a quotation mark; `closed_at` the last."""

    opened: str
    closed_at: int | None = None


def _inside(text: str, opened: str = "") -> _Inside:
    """What is open at the end of the text, where `opened` was before it."""
    at, stack, quote = 0, opened.rstrip("'\""), opened[len(opened.rstrip("'\"")) :]
    while at < len(text):
        char = text[at]
        if quote or (char in "'\"" and (at == 0 or text[at - 1] in " ,{[:")):
            start = at if quote else at + 1
            quote = quote or char
            end = _closing_quote(text, start, quote)
            if end is None:
                return _Inside(stack + quote)
            at, quote = end, ""
        elif char in "{[":
            stack += char
        elif char in "}]" and stack:
            stack = stack[:-1]
            if not stack:
                return _Inside("", at)
        at += 1
    return _Inside(stack)


def _flow(value: str, column: int, following: list[str]) -> Mended:
    mended = Mended(value)
    if value[0] in "｛［":
        last = value.rstrip()[-1:]
        keyed = _FLOW_KEY.match("{" + value[1:].lstrip())
        if last not in "｝］}]" or (value[0] == "｛" and keyed is None):
            return mended  # a text in full-width brackets
        value = value.translate(_WIDE_BRACKETS)
        mended.note("wide-bracket", 0)
    inside = _inside(value)
    if inside.closed_at is not None:
        return _flow_closed(value, inside.closed_at + 1, mended)
    still = inside
    unfinished = value.rstrip().endswith((",", "{", "["))
    for line in following:
        if _goes_on(line, column) and not unfinished:
            break
        still = _inside(line, still.opened)
        if still.closed_at is not None:
            mended.text = value if inside.opened[-1] in "'\"" else _flow_inner(value, mended)
            mended.opened = inside.opened
            return mended
    text, comment, _ = _split_comment(value)
    if len(inside.opened) != 1 or not text.strip("{[ "):
        mended.text = _flow_inner(value, mended)
        return mended
    mended.note("bracket-open", 0, sign=inside.opened)
    mended.text = _flow_inner(text + _CLOSING[inside.opened], mended) + comment
    return mended


def _flow_closed(value: str, end: int, mended: Mended) -> Mended:
    """A value whose brackets close at `end`; text after them means that the whole is a text."""
    rest = value[end:]
    if rest.strip() and not (rest[0].isspace() and rest.lstrip().startswith("#")):
        text, comment, _ = _split_comment(value)
        mended.text = _single(text) + comment
        mended.note("sign-first", 0, sign=value[0])
    else:
        mended.text = _flow_inner(value[:end], mended) + rest
    return mended


def _flow_inner(text: str, mended: Mended) -> str:
    """The inside of brackets with half-width separators before keys and a space after their colons."""

    def half(match: re.Match[str]) -> str:
        before, mark, key, mark_after, colon, space = match.groups()
        if colon == ":" and space and before[0] in "{," and mark != "“":
            return match[0]
        known = plain(key) in known_keys()
        if (colon == "：" or before[0] not in "{,") and not known:
            return match[0]
        if before[0] not in "{,":
            mended.note("wide-comma", match.start(), sign=before[0])
            before = ", "
        if colon == "：":
            mended.note("wide-colon", match.start(5))
        elif not space:
            if not known:
                return match[0]
            mended.note("space-after-colon", match.start(5))
        if mark == "“":
            mark = mark_after = ""
        return f"{before}{mark}{key}{mark_after}: "

    return _FLOW_KEY.sub(half, text)
