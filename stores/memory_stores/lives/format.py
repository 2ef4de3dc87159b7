"""The format of an exported life, version 1: what each line holds; see docs/export-format.md."""

import json
from dataclasses import dataclass
from typing import Any, get_args

from memory_agent.domain import Kind, Operation, Role, Status
from memory_stores.ledger.rows import STATE_COLUMNS, Row
from memory_stores.lives import fields
from memory_stores.lives.fields import Field, values_of

FORMAT = "memory-agent"
VERSION = 1

_POLARITIES = (-1, 0, 1)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, eq=False)
class RecordType:
    """One type of line.

    Args:
        name: Its ``type``.
        counted: What the last line counts it under.
        fields: What it holds, in order.
        select: Reads the columns of all, in order; those of a content follow a flag for whether
            it is there.
        content: What an erasure destroys of it, in order; empty for a type without such.
    """

    name: str
    counted: str
    fields: tuple[Field, ...]
    select: str
    content: tuple[Field, ...] = ()

    def line(self, row: Row) -> bytes:
        """Return the line of a row that `select` gave."""
        record: dict[str, object] = {"type": self.name}
        for field, value in zip(self.fields, row, strict=False):
            record[field.name] = field.encode(value) if type(value) is bytes else value
        if self.content:
            size = len(self.fields)
            record["content"] = self._content(row[size + 1 :]) if row[size] else None
        return line_of(record)

    def _content(self, row: Row) -> dict[str, object]:
        return {
            field.name: field.encode(value) if type(value) is bytes else value
            for field, value in zip(self.content, row, strict=True)
        }

    def read(self, record: dict[str, Any]) -> tuple[Row, Row | None]:
        """Return the columns of a record, and those of its content, if it has one.

        Args:
            record: What the line holds, without ``type``; it is used up.

        Raises:
            Wrong: If it is no such record.
        """
        if not self.content:
            return values_of(self.fields, record, self.name), None
        content = record.pop("content", "")
        if content is not None and not isinstance(content, dict):
            raise fields.Wrong(f"{self.name} has no content; accepted is an object, or null")
        values = values_of(self.fields, record, self.name)
        if content is None:
            return values, None
        return values, values_of(self.content, content, f"the content of {self.name}")


def line_of(record: dict[str, object]) -> bytes:
    """Return a record as a line."""
    return _ENCODER.encode(record).encode() + b"\n"


HEADER = (
    fields.one_of("format", (FORMAT,)),
    fields.one_of("version", (VERSION,)),
    fields.text("user_id"),
    fields.hexadecimal("salt", 32),
    Field("salvaged", "true or false", lambda value: type(value) is bool),
)

_TURN_CONTENT = (
    fields.hexadecimal("nonce", 16).or_null(),
    fields.hexadecimal("key", 32).or_null(),
    fields.text("session_id"),
    fields.one_of("role", get_args(Role)),
    fields.text("name").or_null(),
    fields.text("agent_id").or_null(),
    fields.text("text"),
    fields.at("said_at"),
    fields.offset("said_offset"),
    fields.json_of("metadata", "an object", lambda value: isinstance(value, dict)),
)
_STATE = (
    fields.hexadecimal("nonce", 16).or_null(),
    fields.text("reason"),
    fields.one_of("kind", get_args(Kind)),
    fields.text("text"),
    fields.one_of("status", get_args(Status)),
    fields.fraction("confidence"),
    fields.text("subject").or_null(),
    fields.text("predicate").or_null(),
    fields.text("object").or_null(),
    fields.one_of("polarity", _POLARITIES),
    fields.at("valid_from").or_null(),
    fields.at("valid_to").or_null(),
    fields.one_of("pinned", (0, 1)),
    fields.text("turn_id").or_null(),
    fields.count("span_start").or_null(),
    fields.count("span_end").or_null(),
)
_STATE_COLUMNS = ", ".join(f"s.{column}" for column in ("nonce", "reason", *STATE_COLUMNS))


def _simple(name: str, counted: str, table: str, *held: Field) -> RecordType:
    """Return a type of which a table has the rows as they are, by its first field."""
    columns = ", ".join(field.name for field in held)
    return RecordType(name, counted, held, f"SELECT {columns} FROM {table} ORDER BY 1")


TURN = RecordType(
    "turn",
    "turns",
    (
        fields.number("position"),
        fields.text("id"),
        fields.at("accepted_at"),
        fields.hexadecimal("commitment", 32),
        fields.hexadecimal("link", 32),
    ),
    "SELECT l.position, l.id, l.accepted_at, l.commitment, l.link, t.position IS NOT NULL, "
    f"{', '.join(f't.{field.name}' for field in _TURN_CONTENT)} "
    "FROM turn_links AS l LEFT JOIN turns AS t USING (position) ORDER BY l.position",
    _TURN_CONTENT,
)
REVISION = RecordType(
    "revision",
    "revisions",
    (
        fields.number("number"),
        fields.text("memory_id"),
        fields.number("version"),
        fields.one_of("op", get_args(Operation)),
        fields.text("actor"),
        fields.at("recorded_at"),
        fields.text("cause").or_null(),
        fields.count("cause_start").or_null(),
        fields.count("cause_end").or_null(),
        fields.number("displaced").or_null(),
        fields.hexadecimal("commitment", 32),
        fields.hexadecimal("link", 32),
    ),
    "SELECT r.number, r.memory_id, r.version, r.op, r.actor, r.recorded_at, r.cause, "
    "r.cause_start, r.cause_end, r.displaced, r.commitment, r.link, s.number IS NOT NULL, "
    f"{_STATE_COLUMNS} FROM revisions AS r LEFT JOIN states AS s USING (number) ORDER BY r.number",
    _STATE,
)
IGNORED = _simple(
    "ignored",
    "ignored",
    "ignored",
    fields.number("number"),
    fields.text("cause"),
    fields.count("span_start"),
    fields.count("span_end"),
    fields.text("text"),
    fields.text("rule"),
    fields.text("reason"),
    fields.at("recorded_at"),
)
QUEUE = _simple(
    "waiting", "queue", "queue", fields.number("position"), fields.one_of("infer", (0, 1))
)
ERASURE = _simple(
    "erasure",
    "erasures",
    "erasures",
    fields.number("number"),
    fields.at("begun_at"),
    fields.at("finished_at").or_null(),
    fields.json_of(
        "struck", "lists of numbers by revisions and turns", fields.numbers_by("revisions", "turns")
    ),
    fields.json_of("receipt", "an object", lambda value: isinstance(value, dict)).or_null(),
)
CONTEXT = _simple(
    "context",
    "contexts",
    "contexts",
    fields.number("number"),
    fields.text("id"),
    fields.at("at"),
    fields.text("query"),
    fields.integer("budget"),
    fields.json_of("filters", "an object", lambda value: isinstance(value, dict)),
    fields.count("revision"),
    fields.text("text"),
    fields.count("tokens"),
    fields.json_of("memories", "a list of ids", fields.strings),
    fields.json_of("turns", "a list of ids", fields.strings),
)
VECTOR = RecordType(
    "vector",
    "vectors",
    (
        fields.one_of("collection", ("memories", "turns")),
        fields.number("owner"),
        fields.text("model"),
        fields.float32s("vector"),
    ),
    "SELECT collection, owner, model, vector FROM vectors ORDER BY collection, owner, model",
)

RECORD_TYPES = (TURN, REVISION, IGNORED, QUEUE, ERASURE, CONTEXT, VECTOR)
"""In the order in which a file holds them."""

END = tuple(fields.count(type_.counted) for type_ in RECORD_TYPES)
