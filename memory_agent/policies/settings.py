"""Reads ``policies.toml``.

::

    [expire]
    enabled = true
    after_event_days = 365      # 0: never

    [expire.days]               # time to live by kind, counted from when it was said
    fact = 3650

    [privacy]
    never_remember = ["health", "kind:preference"]      # topics and kinds, for every user
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from memory_agent.domain import Kind
from memory_agent.domain.errors import InvalidInput, InvalidPolicy
from memory_agent.policies.expire import EVENT_DAYS, Expire
from memory_agent.policies.forgetting import ForgettingPolicy
from memory_agent.policies.privacy.opting import check_topic

_KINDS = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Policies:
    """What ``policies.toml`` sets.

    Args:
        forgetting: What may be forgotten, in the order in which they decide.
        never_remember: Topics and kinds of which nothing is remembered of any user.
    """

    forgetting: tuple[ForgettingPolicy, ...]
    never_remember: tuple[str, ...]


def read_policies(path: Path) -> Policies:
    """Return the policies that a file sets, or the defaults if there is no such file.

    Raises:
        InvalidPolicy: If the file cannot be read, or names what is not known.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        data = {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidPolicy(f"{path} cannot be read as TOML: {error}") from error
    _only(data, {"expire", "privacy"}, f"{path}")
    expire = _table(data, "expire", str(path))
    _only(expire, {"enabled", "after_event_days", "days"}, f"{path}, [expire]")
    enabled = expire.get("enabled", True)
    if not isinstance(enabled, bool):
        raise InvalidPolicy(f"{path}, [expire]: enabled is {enabled!r}; accepted is true or false")
    forgetting = (_expire(expire, path),) if enabled else ()
    return Policies(forgetting, _never_remember(data, path))


def _never_remember(data: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    table = _table(data, "privacy", str(path))
    where = f"{path}, [privacy]"
    _only(table, {"never_remember"}, where)
    topics = table.get("never_remember", [])
    if not isinstance(topics, list) or not all(isinstance(t, str) and t.strip() for t in topics):
        raise InvalidPolicy(
            f"{where}: never_remember is {topics!r}; accepted is a list of topics, such as "
            '"health", and of kinds, such as "kind:preference"'
        )
    return tuple(_topic(topic, where) for topic in topics)


def _topic(topic: str, where: str) -> str:
    try:
        return check_topic(topic)
    except InvalidInput as error:
        raise InvalidPolicy(f"{where}, never_remember: {error}") from None


def _expire(table: Mapping[str, Any], path: Path) -> Expire:
    days = _table(table, "days", f"{path}, [expire]")
    _only(days, set(_KINDS), f"{path}, [expire.days]")
    after = _days(table.get("after_event_days", EVENT_DAYS), f"{path}, after_event_days")
    by_kind = {kind: _days(value, f"{path}, [expire.days] {kind}") for kind, value in days.items()}
    return Expire(
        after_event_days=after or None,
        days={kind: value for kind, value in by_kind.items() if value},  # type: ignore[misc]
    )


def _days(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidPolicy(f"{where} is {value!r}; accepted is a number of days, 0 for never")
    return value


def _table(data: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise InvalidPolicy(f"{where}: {key} is {table!r}; accepted is a table [{key}]")
    return table


def _only(data: Mapping[str, Any], accepted: set[str], where: str) -> None:
    for key in data:
        if key not in accepted:
            raise InvalidPolicy(
                f"{where}: unknown {key!r}; accepted: {', '.join(sorted(accepted))}"
            )
