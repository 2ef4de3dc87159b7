"""Forgetting by the policy ``expire``, and the file that sets it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from memory_agent.domain import Kind, Memory
from memory_agent.domain.errors import InvalidPolicy
from memory_agent.policies import Dated, Expire, Policies, apply_policies, read_policies

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def dated(kind: Kind, days_ago: int, *, over: int | None = None, pinned: bool = False) -> Dated:
    """A memory said some days ago; an event may be over some days ago, too."""
    said_at = NOW - timedelta(days=days_ago)
    until = None if over is None else NOW - timedelta(days=over)
    memory = Memory(
        "m", kind, "x", "current", 1.0, said_at, 1, valid_from=until, valid_to=until, pinned=pinned
    )
    return Dated(memory, said_at)


def fades(policy: Expire, memory: Dated) -> bool:
    return bool(apply_policies([policy], [memory], NOW))


@pytest.mark.parametrize(
    ("memory", "expected"),
    [
        (dated("event", 400), True),
        (dated("event", 360), False),
        (dated("event", 400, over=380), True),
        (dated("event", 400, over=300), False),  # planned long before it happened
        (dated("event", 400, over=-30), False),  # still to come
        (dated("fact", 4000), False),
        (dated("preference", 4000), False),
        (dated("instruction", 4000), False),
        (dated("event", 4000, pinned=True), False),
    ],
)
def test_events_fade_a_year_after_they_are_over(memory: Dated, expected: bool) -> None:
    assert fades(Expire(), memory) is expected


def test_a_kind_has_its_time_to_live() -> None:
    policy = Expire(days={"preference": 30})
    assert fades(policy, dated("preference", 31))
    assert not fades(policy, dated("preference", 30))
    assert not fades(policy, dated("fact", 31))


def test_what_fades_says_why_and_stays_otherwise_as_it_was() -> None:
    memory = dated("event", 500)
    [change] = apply_policies([Expire()], [memory], NOW)
    assert (change.op, change.actor) == ("fade", "policy:expire")
    assert "365 days" in change.reason
    assert change.memory == replace(memory.memory, status="faded", version=2, recorded_at=NOW)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_policies(tmp_path / "policies.toml") == Policies((Expire(),), ())


def test_the_file_sets_the_policy(tmp_path: Path) -> None:
    path = tmp_path / "policies.toml"
    path.write_text("[expire]\nafter_event_days = 0\n[expire.days]\nfact = 10\nevent = 0\n")
    assert read_policies(path).forgetting == (Expire(after_event_days=None, days={"fact": 10}),)
    path.write_text("[expire]\nenabled = false\n")
    assert read_policies(path).forgetting == ()


def test_the_file_names_topics_that_are_never_remembered(tmp_path: Path) -> None:
    path = tmp_path / "policies.toml"
    path.write_text('[privacy]\nnever_remember = ["my  health", "kind:preference"]\n')
    assert read_policies(path) == Policies((Expire(),), ("health", "kind:preference"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[expier]\n", "expire"),
        ("[expire]\ndays_after = 3\n", "after_event_days"),
        ("[expire]\nenabled = 1\n", "true or false"),
        ("[expire]\nafter_event_days = -1\n", "number of days"),
        ("[expire]\nafter_event_days = true\n", "number of days"),
        ("[expire.days]\nfacts = 3\n", "instruction"),
        ("[expire.days]\nfact = '3'\n", "number of days"),
        ("expire = 3\n", "table"),
        ("[expire\n", "TOML"),
        ("[privacy]\nnever = []\n", "never_remember"),
        ("[privacy]\nnever_remember = 'health'\n", "list of topics"),
        ("[privacy]\nnever_remember = [3]\n", "list of topics"),
        ("[privacy]\nnever_remember = ['kind:feeling']\n", "preference"),
    ],
)
def test_what_the_file_gets_wrong_is_said(tmp_path: Path, text: str, names: str) -> None:
    path = tmp_path / "policies.toml"
    path.write_text(text)
    with pytest.raises(InvalidPolicy) as refused:
        read_policies(path)
    assert str(path) in str(refused.value)
    assert names in str(refused.value)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidPolicy):
        read_policies(tmp_path)
