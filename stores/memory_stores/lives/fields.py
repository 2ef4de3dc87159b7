"""What a field of a record may hold: the tests that an import makes before it writes anything."""

import binascii
import json
import math
import re
import reprlib
import sys
from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from operator import itemgetter
from typing import Any, TypeAlias

from memory_stores.ledger.rows import micros

_INTEGERS = range(-(2**63), 2**63)
_MOMENTS = range(
    micros(datetime(1, 1, 2, tzinfo=UTC)) or 0, (micros(datetime(9999, 12, 31, tzinfo=UTC))) or 0
)
_DAY = 24 * 60 * 60


Test: TypeAlias = Callable[[Any], bool]
Get: TypeAlias = Callable[[dict[str, Any]], tuple[Any, ...]]
Decoder: TypeAlias = tuple[int, Callable[[str], bytes]]
"""The place of a field of bytes, and what reads it."""


class Wrong(Exception):
    """What is wrong with one record, in words; whoever knows the line says where."""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field of a record.

    Args:
        name: Its key in the record and its column in the database.
        accepted: What it may hold, in words.
        test: Whether a value is that.
        decode: From JSON's value to the column's, for bytes; None where they are the same.
        encode: The other way round.
    """

    name: str
    accepted: str
    test: Callable[[Any], bool]
    decode: Callable[[str], bytes] | None = None
    encode: Callable[[bytes], str] = bytes.hex

    def or_null(self) -> "Field":
        """Return the field as one that may be null."""
        test = self.test
        return replace(
            self,
            accepted=f"{self.accepted}, or null",
            test=lambda value: value is None or test(value),
        )

    def value(self, written: Any) -> Any:
        """Return the column's value of JSON's.

        Raises:
            Wrong: If it is not accepted.
        """
        if not self.test(written):
            raise Wrong(f"{self.name} is {reprlib.repr(written)}; accepted is {self.accepted}")
        return written if self.decode is None or written is None else self.decode(written)


def integer(name: str) -> Field:
    """Return a field of a whole number of 64 bits."""
    return Field(name, "a whole number", lambda v: type(v) is int and v in _INTEGERS)


def count(name: str) -> Field:
    """Return a field of a whole number from 0."""
    return Field(name, "a whole number from 0", lambda v: type(v) is int and 0 <= v < 2**63)


def number(name: str) -> Field:
    """Return a field of a whole number from 1: a place in an order."""
    return Field(name, "a whole number from 1", lambda v: type(v) is int and 0 < v < 2**63)


def at(name: str) -> Field:
    """Return a field of a moment."""
    accepted = "microseconds since 1970 in UTC, in the years 1 to 9999"
    return Field(name, accepted, lambda v: type(v) is int and v in _MOMENTS)


def offset(name: str) -> Field:
    """Return a field of a zone's seconds east of UTC."""
    accepted = "seconds east of UTC, less than a day"
    return Field(name, accepted, lambda v: type(v) is int and -_DAY < v < _DAY)


def fraction(name: str) -> Field:
    """Return a field of a number between 0 and 1, written with a point."""
    accepted = "a number from 0.0 to 1.0"
    return Field(name, accepted, lambda v: type(v) is float and 0 <= v <= 1)


def text(name: str) -> Field:
    """Return a field of a string."""
    return Field(name, "a string", lambda v: type(v) is str)


def one_of(name: str, values: Collection[str | int]) -> Field:
    """Return a field of a few values."""
    known = {(type(value), value) for value in values}
    accepted = f"one of {', '.join(str(value) for value in values)}"
    return Field(name, accepted, lambda v: type(v) in {str, int} and (type(v), v) in known)


def hexadecimal(name: str, size: int) -> Field:
    """Return a field of bytes, written as lower-case hexadecimal digits."""
    digits = re.compile(f"[0-9a-f]{{{2 * size}}}")
    return Field(
        name,
        f"{2 * size} hexadecimal digits",
        lambda v: type(v) is str and digits.fullmatch(v) is not None,
        bytes.fromhex,
    )


def json_of(name: str, accepted: str, test: Callable[[Any], bool]) -> Field:
    """Return a field of a string that is JSON itself, kept to the letter."""

    def holds(value: object) -> bool:
        try:
            return type(value) is str and test(json.loads(value))
        except (ValueError, RecursionError):
            return False

    return Field(name, f"a string of JSON: {accepted}", holds)


def strings(value: object) -> bool:
    """Return whether a value is a list of strings."""
    return isinstance(value, list) and all(type(item) is str for item in value)


def numbers_by(*names: str) -> Callable[[object], bool]:
    """Return a test for an object with a list of numbers under each of some names."""

    def test(value: object) -> bool:
        return (
            isinstance(value, dict)
            and value.keys() == set(names)
            and all(isinstance(listed, list) for listed in value.values())
            and all(type(item) is int for listed in value.values() for item in listed)
        )

    return test


def float32s(name: str) -> Field:
    """Return a field of little-endian float32 numbers, written in base64."""
    return Field(name, "base64 of float32 numbers", lambda v: type(v) is str, _float32s, _base64)


def _base64(raw: bytes) -> str:
    return binascii.b2a_base64(raw, newline=False).decode()


def _float32s(written: str) -> bytes:
    try:
        raw = binascii.a2b_base64(written, strict_mode=True)
    except ValueError as error:
        raise Wrong(f"the vector is no base64 ({error})") from None
    if not raw or len(raw) % 4:
        raise Wrong(f"the vector has {len(raw)} bytes; accepted are 4 for each number of it")
    numbers = array("f", raw)
    if sys.byteorder == "big":
        numbers.byteswap()
    if not math.isfinite(sum(numbers)):
        raise Wrong("the vector holds a number that is infinite or none")
    return raw


@cache
def _shape(fields: tuple[Field, ...]) -> tuple[Get, list[Test], list[Decoder]]:
    """Return what reads a record of some fields, two or more, at once: most of an import's time."""
    decoders = [(place, field.decode) for place, field in enumerate(fields) if field.decode]
    return itemgetter(*(field.name for field in fields)), [f.test for f in fields], decoders


def values_of(fields: tuple[Field, ...], record: dict[str, Any], what: str) -> tuple[Any, ...]:
    """Return the columns' values of a record, in the order of its fields.

    Args:
        fields: Two or more.
        record: What was written.
        what: What to call it in messages.

    Raises:
        Wrong: If a field is missing, unknown or holds what it may not.
    """
    get, tests, decoders = _shape(fields)
    try:
        written = get(record)
    except KeyError:
        raise _misshapen(fields, record, what) from None
    if len(record) != len(fields):
        raise _misshapen(fields, record, what)
    for place, test in enumerate(tests):
        if not test(written[place]):
            fields[place].value(written[place])
    if not decoders:
        return written
    values = [*written]
    for place, decode in decoders:
        if values[place] is not None:
            values[place] = decode(values[place])
    return tuple(values)


def _misshapen(fields: Sequence[Field], record: dict[str, Any], what: str) -> Wrong:
    names = {field.name for field in fields}
    missing = [f"{field.name} is missing" for field in fields if field.name not in record]
    unknown = [f"{name!r} is unknown" for name in record if name not in names]
    return Wrong(
        f"in {what}, {', '.join(missing + unknown)}; accepted are "
        f"{', '.join(field.name for field in fields)}"
    )
