"""What a chat model is asked for; every field is checked again, one memory at a time."""

from typing import Any, Literal

from pydantic import BaseModel, Field, model_validator

from memory_agent.domain.memory import Kind

MAX_TEXT = 160
"""Characters of a memory: a longer sentence says several things."""


class _Answer(BaseModel):
    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, given: Any) -> Any:
        """Models write null for what is not there, whatever the schema says."""
        if isinstance(given, dict):
            return {key: value for key, value in given.items() if value is not None}
        return given


class Meant(_Answer):
    """Words of a quote that stand for others."""

    words: str = Field("", max_length=60)
    means: str = Field("", max_length=120)


class Said(_Answer):
    """One memory as the model gives it; the prompt explains the fields."""

    turn: int
    quote: str = Field(max_length=600)
    kind: Kind
    text: str = Field(max_length=MAX_TEXT)
    subject: str = Field("", max_length=60)
    predicate: str = Field("", max_length=40)
    object: str = Field("", max_length=100)
    change: Literal["state", "end", "retract"] = "state"
    replaces: int = 0
    begins: str = Field("", max_length=30)
    ends: str = Field("", max_length=30)
    meant: list[Meant] = Field(default_factory=list, max_length=6)


class Found(BaseModel):
    """All memories of a conversation."""

    memories: list[Said]


def answer_schema() -> dict[str, Any]:
    """Return the JSON schema of `Found`, without what costs tokens and tells a model nothing.

    It is given as a plain schema, so that LangChain hands every answer over unchecked: one wrong
    field costs one memory, and not all of them.
    """
    schema = Found.model_json_schema()
    return {
        "title": "remember",
        "description": "Takes memories down.",
        **_slim({key: part for key, part in schema.items() if key != "$defs"}, schema["$defs"]),
    }


_NOISE = {"title", "description", "default", "maxLength", "maxItems"}


def _slim(part: Any, definitions: dict[str, Any], *, fields: bool = False) -> Any:
    """Drop noise and put definitions where they are used; `fields`: the keys name fields."""
    if isinstance(part, list):
        return [_slim(inner, definitions) for inner in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _slim(definitions[part["$ref"].rpartition("/")[2]], definitions)
    return {
        key: _slim(inner, definitions, fields=key == "properties")
        for key, inner in part.items()
        if fields or key not in _NOISE
    }
