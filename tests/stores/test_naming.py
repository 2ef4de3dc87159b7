"""Invariant 8, one user at a time: every id has a file of its own, and only there."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from memory_agent.domain.errors import InvalidUser
from memory_stores.ledger import LedgerHome, check_user_id
from memory_stores.ledger.naming import MAX_USER_ID, user_file
from tests.stores.making import said

USERS = Path("home/users")
ODD = [
    *("../../etc/passwd", "/etc/passwd", "..", ".", "~", "a/b", "a\\b", "C:\\ana"),
    *("ana@example.org", "CON", "nul.txt", "ana.db", "ana.db-wal", "-rf", "a b", " a", "a "),
    *("👩‍👩‍👧", "日本語", "\u200b", "a\0b", "a\nb", "%2e%2e", "ana", "Ana", "ANA"),
    *("caf\u00e9", "cafe\u0301", "x" * MAX_USER_ID, "\U0001f642" * MAX_USER_ID),
]
ids = st.one_of(st.text(max_size=40), st.sampled_from(ODD)).filter(lambda text: text.strip())


def test_odd_ids_all_differ_and_all_work(tmp_path: Path) -> None:
    home = LedgerHome(tmp_path / "home", max_open=3, busy_timeout=1)
    for user_id in ODD:
        with home.ledger(user_id) as ledger:
            said(ledger, f"I am {user_id!r}")
    for user_id in ODD:
        with home.ledger(user_id) as ledger:
            assert [turn.text for turn, _ in ledger.pending(9)] == [f"I am {user_id!r}"]
    assert home.users() == sorted(ODD)
    home.close()
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["users"]


@pytest.mark.parametrize("user_id", [None, 7, b"ana", ["ana"], Path("ana")])
def test_what_is_no_string_is_refused(user_id: object) -> None:
    with pytest.raises(InvalidUser, match=f"is {type(user_id).__name__}; accepted"):
        check_user_id(user_id)


@pytest.mark.parametrize("user_id", ["", " ", "\n\t", "\u2003\xa0"])
def test_a_blank_id_is_refused(user_id: str) -> None:
    with pytest.raises(InvalidUser, match="is empty"):
        check_user_id(user_id)


def test_an_id_that_is_too_long_is_refused_with_its_length() -> None:
    assert check_user_id("x" * MAX_USER_ID)
    with pytest.raises(InvalidUser, match="has 1025 characters; at most 1024"):
        check_user_id("x" * (MAX_USER_ID + 1))


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(InvalidUser, match="lone surrogate"):
        check_user_id("ana\ud83d")


@pytest.mark.parametrize("user_id", ["", "x" * (MAX_USER_ID + 1), None])
def test_a_refused_id_makes_no_file(tmp_path: Path, user_id: str) -> None:
    home = LedgerHome(tmp_path, max_open=3, busy_timeout=1)
    with pytest.raises(InvalidUser), home.ledger(user_id):
        pass
    with pytest.raises(InvalidUser):
        home.has(user_id)
    assert list((tmp_path / "users").iterdir()) == []


@settings(max_examples=200)
@given(ids, ids)
@example("ana", "Ana")
@example("caf\u00e9", "cafe\u0301")
@example("a", "a ")
@example("a", "a\0")
def test_two_ids_share_a_file_only_if_they_are_the_same(first: str, second: str) -> None:
    files = user_file(USERS, first), user_file(USERS, second)
    assert (files[0] == files[1]) == (first == second)
    assert (files[0].name.lower() == files[1].name.lower()) == (first == second)


@settings(max_examples=200)
@given(ids)
def test_the_file_is_always_in_the_users_folder_under_a_plain_short_name(user_id: str) -> None:
    path = user_file(USERS, user_id)
    assert path.parent == USERS
    assert path.name.isascii()
    assert len(path.name) < 100
    assert path.suffix == ".db"
    assert path.stem.isalnum()


def test_a_listing_of_the_folder_gives_no_id_away() -> None:
    assert "ana" not in user_file(USERS, "ana@example.org").name
