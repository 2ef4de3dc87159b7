"""Taking JSON values for what they should be."""

from memory_agent.domain.errors import InvalidTurn


def as_object(value: object, what: str) -> dict[str, object]:
    """Return the value if it is a JSON object.

    Raises:
        InvalidTurn: If it is anything else, calling it ``what``.
    """
    if isinstance(value, dict):
        return value
    raise InvalidTurn(f"{what} is {_called(value)}; accepted is an object")


def as_list(value: object, what: str) -> list[object]:
    """Return the value if it is a JSON list.

    Raises:
        InvalidTurn: If it is anything else, calling it ``what``.
    """
    if isinstance(value, list):
        return value
    raise InvalidTurn(f"{what} is {_called(value)}; accepted is a list")


def entries(document: object) -> list[object]:
    """Return the entries of a document that is a list of them, or one entry by itself."""
    return document if isinstance(document, list) else [document]


def some_entry_has(document: object, key: str, kind: type = object) -> bool:
    """Return whether one of the document's entries is an object with a value of a kind there."""
    return any(
        isinstance(entry, dict) and key in entry and isinstance(entry[key], kind)
        for entry in entries(document)
    )


def _called(value: object) -> str:
    match value:
        case None:
            return "null or missing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case _:
            return "an object"
