"""In which columns keys and dashes stand, so that a line that stands a little off can be put under its fellows."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Columns:
    """The columns of the open lists ("-") and tables ("k") from the outside in."""

    open: list[tuple[int, str]] = field(default_factory=list)
    full: bool = False  # the last key has a value on its line, so nothing may stand below it
    lost: bool = False  # there may be lists and tables further out than those that are known

    def fits(self, indent: int, dash_width: int, *, has_value: bool) -> bool:
        """Takes a line that is well where it stands, and says so; otherwise leaves everything as it was."""
        column = indent + dash_width
        if dash_width:
            if dash_width != 2 or not self._would_take(indent, "-"):  # "- "
                return False
            self._take(indent, "-")
            self.open.append((column, "k"))
        elif self._would_take(indent, "k"):
            self._take(indent, "k")
        else:
            return False
        self.full = has_value
        return True

    def continues(self, column: int) -> bool:
        """Whether a line in this column goes on with the text of the key above."""
        return self.full and bool(self.open) and column > self.open[-1][0]

    def forget(self) -> None:
        """Takes a line that is neither: from here on nothing is known, and nothing moved."""
        self.open.clear()
        self.full = False
        self.lost = True

    def dash(self, column: int) -> int | None:
        """Takes a dash; the column it should stand in where that is another one."""
        moved = self._nearest(column, "-")
        self._take(column if moved is None else moved, "-")
        self.full = False
        return moved

    def key(self, column: int, *, known: bool, dashed: bool, has_value: bool) -> int | None:
        """Takes a key; the column it should stand in where that is another one and the key is `known`."""
        moved = None if dashed or not known else self._nearest(column, "k")
        self._take(column if moved is None else moved, "k")
        self.full = has_value
        return moved

    def _would_take(self, column: int, sort: str) -> bool:
        """Whether a dash or key may stand in this column without a second thought."""
        inner = None
        for at, kind in reversed(self.open):
            if at > column:
                inner = at
                continue
            if at == column:
                return sort in (kind, "k") or not self.full or self._parent_list(column)
            return inner is None and not self.full
        return inner is None and column == 0

    def _parent_list(self, column: int) -> bool:
        return (column, "-") in self.open

    def _nearest(self, column: int, sort: str) -> int | None:
        """The column of the fellow that a line in a column of its own was meant to stand under; None where it is well."""
        if self._would_take(column, sort):
            return None
        fellows = [at for at, kind in self.open if kind == sort]
        if not fellows or (self.lost and column < self.open[0][0]):
            return None
        last = fellows[-1]
        if column > last:
            return last if self.full or sort == "-" else None
        return min(fellows, key=lambda at: (abs(at - column), -at))

    def _take(self, column: int, sort: str) -> None:
        self.lost = self.lost and column > 0
        while self.open and self.open[-1][0] > column:
            self.open.pop()
        if sort == "k":
            while self.open and self.open[-1] == (column, "-"):
                self.open.pop()
        if (column, sort) not in self.open[-2:]:
            self.open.append((column, sort))
