from pathlib import Path

import pytest
from typer import BadParameter

from memory_agent.cli.lives import addressed
from memory_agent.cli.scope import Scope
from memory_agent.domain import Message
from memory_agent.importers import Archive, Life

SAID = (Message("user", "I live in Lisbon."),)
NOBODY = Scope(Path("home"), "default", user_given=False)
ANA = Scope(Path("home"), "ana", user_given=True)


def archive(*names: str | None) -> Archive:
    return Archive(Path("a.json"), "locomo", tuple(Life(name, SAID) for name in names), ())


def users(of: Archive, scope: Scope, picked: str | None = None) -> list[str]:
    return [life.user for life in addressed(of, scope, picked)]


def test_a_nameless_life_goes_to_the_user() -> None:
    assert users(archive(None), NOBODY) == ["default"]
    assert users(archive(None), ANA) == ["ana"]


def test_each_named_life_becomes_a_user_of_its_own() -> None:
    assert users(archive("c1/Ana", "c1/Bo"), NOBODY) == ["c1/Ana", "c1/Bo"]


def test_a_picked_life_becomes_a_user_of_its_own_name() -> None:
    assert users(archive("c1/Ana", "c1/Bo"), NOBODY, "c1/Bo") == ["c1/Bo"]


def test_a_picked_life_goes_to_the_user_that_was_given() -> None:
    assert users(archive("c1/Ana", "c1/Bo"), ANA, "c1/Bo") == ["ana"]


def test_the_only_life_goes_to_the_user_that_was_given() -> None:
    assert users(archive("c1/Bo"), ANA) == ["ana"]


def test_several_lives_for_one_user_are_refused_with_both_ways_out() -> None:
    with pytest.raises(BadParameter) as refused:
        users(archive(*(f"c{n}" for n in range(12))), ANA)
    message = str(refused.value)
    assert "--life NAME" in message
    assert "neither --user nor MEMORY_AGENT_USER" in message
    assert "c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, and 2 more" in message


def test_a_life_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(BadParameter, match=r"no life 'c9'.* It holds: c1, c2"):
        users(archive("c1", "c2"), NOBODY, "c9")


def test_no_life_can_be_picked_where_there_is_one_without_a_name() -> None:
    with pytest.raises(BadParameter, match="leave --life out"):
        users(archive(None), NOBODY, "c1")
