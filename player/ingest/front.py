"""Each line of a playlist is checked for what YAML would misread, or report in the wrong place, before YAML sees it.

A line that has one clear meaning is rewritten to say just that, and mentioned; all else goes on as it is, for YAML and the
schema to refuse. The number of lines never changes, so a place in what YAML saw leads back to what staff wrote.

What is mended, in the order in which a line is looked at: invisible characters; indents of Tabs and full-width spaces; the
signs with which programs begin comments;
dashes at the beginning; the colon after a key; the indent of a key that stands a little off (`align.py`); and the value,
by `value.py`: brackets, quotation marks, signs that YAML gives a meaning to, `: ` and ` #` in a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from player.ingest.align import Columns
from player.ingest.value import mend_value, opens
from player.ingest.vocabulary import known_keys, plain

Tell = Callable[..., None]
"""Reports `code` at `line`, `column` (both from 1, as written) with facts."""

_LONGEST = 2_000
"""Characters of a line that is still looked at; no one types a longer one."""

_KEY = r"(?:[A-Za-z_][\w-]{0,31}|[\u4e00-\u9fff]{1,12})"
_SIMPLE = re.compile(rf"( *)((?:- +)*)({_KEY})(:)(?: +([^\s#&*!|>'\"%@`\[\]{{}},?:\-“‘｛［-][^#:]*))?", re.ASCII)
"""A line that is well as it stands: most lines of most files."""
_LEAD = re.compile(r"[ \t\u3000\u00a0\u2000-\u200a\u202f]*")
_BULLETS = "－—–―−•·●○◆■□▪▫◦‣⁃∙▶►➢➤✓✔√※★☆◇❖\uf000-\uf0ff①-⑳"  # those of Word's fonts stand from U+F000 on
_DASH = re.compile(
    rf"(-{{2}}(?=[ \u3000])|[—–－]{{2}}|[-*+{_BULLETS}]|\d{{1,2}}[.．、)）](?!\d)|[(（]\d{{1,2}}[)）])([ \u3000\t\u00a0]*)"
)
_HEAD = re.compile(r"\ufeff?[\"“]?(?:slides|页面|頁面)[\"”]? *[:：]\s*(?:[#＃].*)?", re.IGNORECASE)
_ODD_VALUE = re.compile(r" //|\.\w+\s*[,，;；、].*[:：]")  # a line that is well may still hold two
_RULE = re.compile(r"[-=_~*#·—…]{4,}")
_NEAR = 10  # lines between `slides:` and its first slide
_MACHINE_FIRST = "{[]}\"'&!%@`|>-?,"
_NEVER_PROSE = frozenset(("副题", "停留", "过渡", "每隔"))
_KEYED = re.compile(
    rf"([\"'“”‘’]?)({_KEY}|[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff （）()-]{{0,20}}?)([\"'“”‘’]?)([ \u3000]*)([:：])( +|[ \u3000\t]*)(.*)"
)
_BLOCK = re.compile(r"[|>][-+0-9]{0,2} *(?:#.*)?$")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f300-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f300-\U0001faff])"  # it joins emoji
)
_NOTE = re.compile(r"//+|/\*+|<!-+|[;；、](?!$)")
"""What begins a comment elsewhere; none of it can begin a key, an item or a text that stands at the beginning of a line."""
_NOTE_ENDS = {"/*": "*/", "<!--": "-->"}
_SPACES = str.maketrans(
    {"\t": "  ", "\u3000": "  ", "\u00a0": " "} | {chr(code): " " for code in (*range(0x2000, 0x200B), 0x202F)}
)


@dataclass(frozen=True, slots=True)
class Fronted:
    """The lines as written and as YAML is to see them: equally many."""

    written: tuple[str, ...]
    mended: tuple[str, ...]

    @property
    def text(self) -> str:
        """What YAML is to read."""
        return "\n".join(self.mended) + "\n"

    def column(self, line: int, column: int) -> int:
        """The column (from 1), as written, of a `column` of the mended `line`."""
        if not 0 < line <= len(self.mended) or self.mended[line - 1] == self.written[line - 1]:
            return column
        mended, written = self.mended[line - 1], self.written[line - 1]
        if len(mended) > _LONGEST:
            return column
        at = column - 1
        for start, other, size in reversed(
            SequenceMatcher(None, mended, written, autojunk=False).get_matching_blocks()
        ):
            if size and start <= at:
                return other + min(at - start, size) + 1
        return len(written) - len(written.lstrip()) + 1


@dataclass(slots=True)
class _State:
    """What the lines before leave open."""

    columns: Columns = field(default_factory=Columns)
    block: int | None = None  # a block scalar belongs to a key that stands in this column
    block_indent: int | None = None
    suspect: bool = False  # there are invisible characters in the file
    opened: str = ""  # the quotation mark or brackets that a value opened on an earlier line
    items: int | None = None  # the column of a list of slides whose items have no keys
    head: int = -1  # the line, from 0, in which the slides begin
    note_end: str = ""  # what ends a comment of several lines, as programs have it


def mend_lines(text: str, tell: Tell) -> Fronted:
    """The lines of the text, each mended where it has one clear meaning; `tell` hears of each."""
    written = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    mended: list[str] = []
    head = next((number for number, line in enumerate(written) if _HEAD.fullmatch(line.rstrip())), -1)
    state = _State(suspect=_INVISIBLE.search(text) is not None, head=head)
    for number, line in enumerate(written):
        mended.append(_mend(line, number, written, state, tell))
    return Fronted(tuple(written), tuple(mended))


def _mend(line: str, number: int, lines: list[str], state: _State, tell: Tell) -> str:
    if state.suspect and _INVISIBLE.search(line):
        line = _without_invisible(line, number, tell)
    if state.block is None and not state.opened and not state.note_end and not _ODD_VALUE.search(line):
        simple = _SIMPLE.fullmatch(line)
        if simple is not None and state.columns.fits(len(simple[1]), len(simple[2]), has_value=bool(simple[5])):
            return line
    if state.note_end:
        if state.note_end in line:
            state.note_end = ""
        return f"# {line.strip()}"
    if state.opened:
        state.opened = opens(line, state.opened)
        return line
    if state.block is not None:
        inside = _in_block(line, state)
        if inside is not None:
            return inside
        state.block = state.block_indent = None
    return line if len(line) > _LONGEST else _Line(line, number, lines, state, tell).mended()


def _without_invisible(line: str, number: int, tell: Tell) -> str:
    found = sorted({f"U+{ord(char):04X}" for char in _INVISIBLE.findall(line)})
    if found != ["U+FEFF"]:
        first = _INVISIBLE.search(line)
        tell("odd-characters", number + 1, first.start() + 1 if first else 1, names=" ".join(found[:4]))
    return _INVISIBLE.sub("", line)


def _in_block(line: str, state: _State) -> str | None:
    """The line as one of the block scalar's, or None where the block has ended."""
    if not line.strip():
        return ""
    lead = _LEAD.match(line)
    assert lead is not None  # the pattern matches everywhere
    spaces = len(line) - len(line.lstrip(" "))
    if state.block is not None and spaces > state.block:
        state.block_indent = min(spaces, state.block_indent or spaces)
        return line
    rest = line[lead.end() :]
    keyed = _KEYED.fullmatch(rest)
    wide = len(lead[0]) > spaces
    if wide and not rest.startswith("-") and not (keyed and plain(keyed[2]) in known_keys()):
        indent = state.block_indent or (state.block or 0) + 2
        state.block_indent = indent
        return " " * indent + line[spaces:].lstrip("\t\u00a0")
    return None


class _Line:
    """One line on its way: `done` is what is settled, `rest` what is still to be looked at."""

    def __init__(self, line: str, number: int, lines: list[str], state: _State, tell: Tell) -> None:
        self.line, self.number, self.lines, self.state = line, number, lines, state
        self.notes: list[tuple[str, int, dict[str, str]]] = []
        self.tell = tell
        self.done = ""
        self.rest = line

    def mended(self) -> str:
        """The line mended; what was understood is told with the corrected line."""
        self.lead()
        if not self.rest or self.rest.startswith("#"):
            return self.told(self.done + self.rest)
        if self.rest.startswith("＃"):
            self.note("wide-hash")
            return self.told(f"{self.done}#{self.rest[1:]}")
        if self.rest in ("---", "...") or (self.rest.startswith(("--- ", "%")) and not self.done):
            return self.told(self.done + self.rest)
        continuing = self.state.columns.continues(len(self.done))
        if not continuing and (sign := _NOTE.match(self.rest) or _RULE.fullmatch(self.rest.strip())) is not None:
            return self.comment(sign[0])
        if self.is_loose():
            self.note("line-loose", text=self.rest.strip()[:40])
            return self.told(f"# {self.rest}")
        dashes = 0 if continuing and not self.rest.startswith("- ") else self.dashes()
        self.key(dashes, continuing=continuing and not dashes)
        return self.told(self.done + self.rest)

    def is_loose(self) -> bool:
        """Whether the line is a heading: at the left edge, no key, and above the slides."""
        text = self.rest.strip()
        if self.done or text[0] in _MACHINE_FIRST or plain(text) in known_keys() or _DASH.match(text):
            return False
        keyed = _KEYED.fullmatch(self.rest)
        if keyed is not None and self.is_key(keyed, continuing=False):
            return False
        return self.number < self.state.head

    def comment(self, sign: str) -> str:
        """The line as a comment, where it begins as one does elsewhere; so is what follows up to the end of the comment."""
        self.note("comment-sign", sign=sign)
        end = next((end for begin, end in _NOTE_ENDS.items() if sign.startswith(begin)), "")
        text = self.rest[len(sign) :].strip()
        if end and end not in text and any(end in line for line in self.lines[self.number + 1 : self.number + 60]):
            self.state.note_end = end
        if end:
            text = text.removesuffix(end).rstrip()
        return self.told(f"{self.done}# {text}".rstrip())

    def note(self, code: str, column: int | None = None, **facts: str) -> None:
        self.notes.append((code, column or len(self.line) - len(self.rest) + 1, facts))

    def told(self, fixed: str) -> str:
        for code, column, facts in self.notes:
            self.tell(code, self.number + 1, column, fixed=fixed.strip(), **facts)
        return fixed

    def lead(self) -> None:
        match = _LEAD.match(self.line)
        assert match is not None  # the pattern matches everywhere
        indent, self.rest = match[0], self.line[match.end() :]
        if self.rest and indent.strip(" "):
            self.notes.append(("indent-tab" if "\t" in indent else "indent-wide", 1, {}))
        self.done = indent.translate(_SPACES) if self.rest else ""

    def dashes(self) -> int:
        """Takes the dashes at the beginning; how many there were."""
        count = 0
        while (match := _DASH.match(self.rest)) is not None:
            sign, space, after = match[1], match[2], self.rest[match.end() :]
            keyed = _KEYED.match(after)
            known = keyed is not None and plain(keyed[2]) in known_keys()
            if sign == "-":
                if (
                    not space
                    and after
                    and (after[0] in "-0123456789." or not (known or "\u4e00" <= after[0] <= "\u9fff"))
                ):
                    break
                if not space and after:
                    self.note("space-after-dash")
            elif not known and (count or not self.is_item(after)):
                break
            else:
                self.note("wide-dash", sign=sign if sign.isprintable() else "•")
            moved = self.state.columns.dash(len(self.done))
            if moved is not None:
                self.done = " " * moved + self.done.lstrip(" ")
                self.note("indent-moved")
            width = max(1, len(space.translate(_SPACES)))
            self.done += "-" + " " * width if after else "-"
            self.rest = after
            count += 1
        return count

    def is_item(self, after: str) -> bool:
        """Whether a line that begins as lists do elsewhere is a slide without its kind: right under `slides:`, or below one."""
        if not after.strip():
            return False
        if self.state.items == len(self.done):
            return True
        above = next(
            (line for line in reversed(self.lines[max(0, self.number - _NEAR) : self.number]) if line.strip()), ""
        )
        if _HEAD.fullmatch(above.rstrip()):
            self.state.items = len(self.done)
            return True
        return False

    def key(self, dashes: int, *, continuing: bool) -> None:
        """Takes the key and mends what follows it; a line without a key is a value, or the text above going on."""
        match = _KEYED.fullmatch(self.rest)
        if match is None or not self.is_key(match, continuing=continuing):
            if dashes:
                self.value("", len(self.done))
            elif not continuing:
                self.state.columns.forget()
            return
        before, key, _, _, colon, space, value = match.groups()
        if before:
            if before not in "“”‘’":  # quoted as YAML has it
                self.state.columns.key(len(self.done), known=False, dashed=bool(dashes), has_value=bool(value.strip()))
                return
            self.note("key-quotes", key=key)
        offset = len(self.line) - len(self.rest)
        if colon == "：":
            self.note("wide-colon", offset + match.start(5) + 1)
        elif value and not space:
            self.note("space-after-colon", offset + match.start(5) + 1)
        column, known = len(self.done), plain(key) in known_keys()
        moved = self.state.columns.key(column, known=known, dashed=bool(dashes), has_value=bool(value.strip()))
        if moved is not None and not dashes:
            self.note("indent-moved")
            self.done, column = " " * moved, moved
        self.done += f"{key}:"
        self.rest = value
        if value:
            self.done += space.translate(_SPACES) or " "
            self.value(key, column, offset + match.start(7))

    def is_key(self, match: re.Match[str], *, continuing: bool) -> bool:
        """Whether the word before the colon is meant as a key."""
        before, key, after, _, colon, space, value = match.groups()
        known = plain(key) in known_keys()
        proper = colon == ":" and (bool(space) or not value)
        if continuing:
            return known and (proper or (colon == "：" and plain(key) in _NEVER_PROSE))
        if (before in "“”‘’") != (after in "“”‘’"):
            return False
        return known or proper or self.looks_like_key(key, before, colon, value)

    def looks_like_key(self, key: str, before: str, colon: str, value: str) -> bool:
        """Whether an unknown word before a colon without its space is meant as a key: the schema will say so."""
        if before or " " in key.strip() or value.startswith("//"):
            return False
        return (colon == "：" and len(key) <= 6 and not self.done.endswith("- ")) or (
            key.isascii() and key.isalpha() and len(key) > 1
        )

    def value(self, key: str, column: int, start: int | None = None) -> None:
        """Mends the value, which is `rest`; `column` is where its key or item stands."""
        if not self.rest.strip():
            return
        if _BLOCK.match(self.rest):
            self.state.block = column if key else max(column - 2, 0)
            self.state.block_indent = None
            return
        begun = start if start is not None else len(self.line) - len(self.rest)
        mended = mend_value(self.rest, column if key else column - 1, self.lines[self.number + 1 : self.number + 60])
        for code, offset, facts in mended.notes:
            self.notes.append(
                (code, begun + offset + 1, {"first": key} | facts if code == "two-keys-in-line" else facts)
            )
        self.rest = mended.text
        self.state.opened = mended.opened
