"""Values to canonical JSON and back, strictly: an unknown or missing field is refused.

The canonical form is UTF-8 JSON with sorted keys and no spaces, fields at their default left out; a snapshot's name
is the SHA-256 of it. `decode(type(v), encode(v)) == v` for every value of the model.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable
from dataclasses import Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from player.model.content import Days, Moment, Row, Value
from player.model.units import Digest

T = TypeVar("T")


class NotCanonical(ValueError):
    """The data is not the canonical form of the type that was asked for."""


def canonical(value: object) -> bytes:
    """The canonical JSON of a model value, as UTF-8."""
    return json.dumps(encode(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(value: object) -> Digest:
    """The SHA-256 of the value's canonical form."""
    return Digest(hashlib.sha256(canonical(value)).hexdigest())


def encode(value: object) -> Any:
    """The value as plain lists, dicts and scalars that `json.dumps` takes."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {
            field.name: encode(item)
            for field in _fields(cast("Hashable", type(value)))
            if (item := getattr(value, field.name)) != field.default
        }
    raise NotCanonical(f"cannot write a {type(value).__name__}")


def decode(cls: type[T], data: object) -> T:
    """The value of type `cls` whose `encode` is `data`. Raises NotCanonical for anything else."""
    try:
        return cast("T", _decoder(cast("Hashable", cls))(data))
    except NotCanonical:
        raise
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise NotCanonical(f"not a {cls.__name__}: {error}") from error


@cache
def _fields(cls: Any) -> tuple[Field[Any], ...]:
    return fields(cls)


@cache
def _decoder(kind: Any) -> Callable[[Any], object]:
    """What reads the encoded form of the type `kind`."""
    if kind == Value:
        return _value
    if isinstance(kind, NewType):
        return _decoder(kind.__supertype__)
    if get_origin(kind) is tuple:
        return _tuple_decoder(get_args(kind))
    if get_origin(kind) in (Union, UnionType):
        return _optional_decoder(get_args(kind))
    if is_dataclass(kind):
        return _dataclass_decoder(cast("type", kind))
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if kind is float:
        return lambda data: float(_scalar((int, float), data))  # type: ignore[arg-type]  # checked by _scalar
    return lambda data: _scalar((kind,), data)


def _scalar(kinds: tuple[type, ...], data: object) -> object:
    if type(data) not in kinds:
        raise NotCanonical(f"{data!r} is not {kinds[0].__name__}")
    return data


def _tuple_decoder(args: tuple[Any, ...]) -> Callable[[Any], object]:
    if len(args) == 2 and args[1] is Ellipsis:
        item = _decoder(args[0])
        return lambda data: tuple(item(part) for part in _scalar((list,), data))  # type: ignore[attr-defined]  # a list
    items = tuple(_decoder(arg) for arg in args)
    return lambda data: tuple(item(part) for item, part in zip(items, data, strict=True))


def _optional_decoder(args: tuple[Any, ...]) -> Callable[[Any], object]:
    (kind,) = (arg for arg in args if arg is not type(None))
    item = _decoder(kind)
    return lambda data: None if data is None else item(data)


def _dataclass_decoder(cls: type) -> Callable[[Any], object]:
    hints = get_type_hints(cls)
    readers = {field.name: _decoder(hints[field.name]) for field in _fields(cast("Hashable", cls))}

    def read(data: dict[str, Any]) -> object:
        return cls(**{name: readers[name](part) for name, part in data.items()})

    return read


def _value(data: object) -> object:
    """A `Value`: told apart by shape, since a moment has a day and a set of days has none."""
    if isinstance(data, list):
        return tuple(_decoder(Row)(part) if isinstance(part, dict) else _scalar((str,), part) for part in data)
    if isinstance(data, dict):
        return _decoder(Moment if "day" in data else Days)(data)
    return _scalar((str, bool, int), data) if type(data) is not str else data
