"""HTML that is safe by construction: whatever is not `Html` already is escaped when it gets into an element."""

from __future__ import annotations

from player.status.saying import escaped


class Html(str):
    """Text that is HTML. Only this file and constants of our own make it."""

    __slots__ = ()


NOTHING = Html("")


def tag(name: str, /, *inside: str, **attributes: str) -> Html:
    """The element `name` with its content. `class_` and `http_equiv` are the attributes `class` and `http-equiv`."""
    return Html(f"<{name}{_listed(attributes)}>{joined(*inside)}</{name}>")


def void(name: str, /, **attributes: str) -> Html:
    """The element `name` that has no content."""
    return Html(f"<{name}{_listed(attributes)}>")


def joined(*parts: str) -> Html:
    """The parts one after another, those that are not HTML made so."""
    return Html("".join([part if type(part) is Html else escaped(part) for part in parts]))


def _listed(attributes: dict[str, str]) -> str:
    """The attributes. `Html` among them is an address of our own making, too long to look through."""
    return "".join(
        [
            f' {name.rstrip("_").replace("_", "-")}="{value if type(value) is Html else escaped(value)}"'
            for name, value in attributes.items()
        ]
    )
