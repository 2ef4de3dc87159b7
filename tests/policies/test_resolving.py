"""Who is who: whom a candidate is about, among those who are known from the user's life."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory_agent.domain import Candidate, Identities, Tie
from memory_agent.domain.kinship import relations
from memory_agent.policies import resolve
from tests.policies.knowing import claim

BROTHER = Tie("user", "brother", "Karim", turn_id="t1")
FULL = Tie("user", "brother", "Karim Haddad", turn_id="t1")
TOM = Tie("user", "brother", "Tom", turn_id="t2")
FRIEND = Tie("user", "friend", "Maria", turn_id="t3")
SISTER = Tie("user", "sister", "sister Maria", turn_id="t4")
WIFE = Tie("Karim", "wife", "Lena", turn_id="t5")


def about(subject: str, text: str = "They live in Rome.") -> Candidate:
    return claim(text, subject=subject, predicate="lives_in", object="Rome", single=True)


def related(subject: str, predicate: str, object_: str) -> Candidate:
    return claim("x", subject=subject, predicate=predicate, object=object_)


def meant(ties: Sequence[Tie], *candidates: Candidate) -> list[tuple[Any, Any]]:
    """The subject and object of each candidate once it is resolved."""
    found = resolve(candidates, Identities(ties), "user")
    return [(candidate.subject, candidate.object) for candidate in found]


SAME = [
    ([BROTHER], "the user's brother", "Karim"),
    ([BROTHER], "KARIM", "Karim"),
    ([FULL], "Karim", "Karim Haddad"),
    ([FULL], "the user's brother", "karim haddad"),
    ([BROTHER, WIFE], "the user's brother's wife", "Lena"),
    ([Tie("the user's brother", "wife", "Lena"), BROTHER], "Karim's wife", "Lena"),
    ([BROTHER, TOM], "the user's brother", "Karim"),  # Whoever bore the name first
    ([Tie("user", "mum", "Rosa")], "the user's mother", "Rosa"),
    ([Tie("user", "spouse", "Eva")], "the user's wife", "Eva"),
    ([Tie("user", "friend", "Inês")], "ines", "Inês"),
    ([], "the user's mum", "the user's mother"),
    ([BROTHER, Tie("Karim", "same_as", "Ali")], "the user's brother", "Ali"),
]


@pytest.mark.parametrize(("ties", "one", "other"), SAME)
def test_names_of_one_entity(ties: list[Tie], one: str, other: str) -> None:
    assert Identities(ties).same(one, other)


APART = [
    ([], "the user's brother", "Karim"),
    ([BROTHER], "the user's sister", "Karim"),
    ([BROTHER], "Karim's brother", "Karim"),
    ([BROTHER, TOM], "the user's brother", "Tom"),
    ([FRIEND, SISTER], "Maria", "sister Maria"),
    ([FRIEND], "Marie", "Maria"),
    ([FULL], "Haddad", "Karim Haddad"),
    (
        [Tie("user", "sister", "Ana", turn_id="t"), Tie("user", "sister", "Eva", turn_id="t")],
        "the user's sister",
        "Ana",
    ),
    (
        [BROTHER, Tie("the user's brother", "different_from", "Karim")],
        "the user's brother",
        "Karim",
    ),
    ([FULL, Tie("Karim", "different_from", "Karim Haddad")], "Karim", "Karim Haddad"),
]


@pytest.mark.parametrize(("ties", "one", "other"), APART)
def test_names_of_two(ties: list[Tie], one: str, other: str) -> None:
    assert not Identities(ties).same(one, other)


def test_what_leads_round_in_a_circle_is_still_somebody() -> None:
    circle = [Tie("the user's brother", "brother", "Karim"), Tie("A", "same_as", "B")]
    circle += [Tie("B", "same_as", "A")]
    known = Identities(circle)
    assert known.of("the user's brother")
    assert known.of("a")


@pytest.mark.parametrize(
    ("ties", "subject", "text", "who"),
    [
        ([BROTHER], "the user's brother", "x", "the user's brother"),
        ([BROTHER], "Karim", "x", "Karim"),
        ([BROTHER], "karim", "x", "Karim"),
        ([Tie("user", "friend", "Inês")], "Ines", "x", "Inês"),
        ([BROTHER, TOM], "the user's brother", "x", None),
        ([FRIEND, SISTER], "Maria", "Maria lives in Rome.", None),
        ([FRIEND, SISTER], "Maria", "The user's sister Maria lives in Rome.", "sister Maria"),
        ([FRIEND, SISTER], "Maria", "The user's friend Maria lives in Rome.", "Maria"),
        ([Tie("user", "wife", "Anna", current=False)], "the user's wife", "x", None),
        (
            [Tie("user", "wife", "Anna", current=False), Tie("user", "wife", "Lena")],
            "the user's wife",
            "x",
            "Lena",
        ),
        ([BROTHER], "Wilbur", "x", "Wilbur"),
        ([FULL, Tie("user", "friend", "Karim Benali")], "Karim", "x", None),
        ([FULL, Tie("user", "friend", "Karim Benali")], "Karim Benali", "x", "Karim Benali"),
    ],
)
def test_a_subject_is_whom_it_can_only_mean(
    ties: list[Tie], subject: str, text: str, who: str | None
) -> None:
    [(found, value)] = meant(ties, about(subject, text))
    assert found == who
    assert (value is None) == (who is None)  # A triple is whole, or none


@pytest.mark.parametrize(
    ("ties", "said", "name"),
    [
        ([], ("user", "brother", "Karim"), "Karim"),
        ([BROTHER], ("user", "brother", "Karim"), "Karim"),
        ([BROTHER], ("user", "brother", "Karim Haddad"), "Karim Haddad"),
        ([FULL], ("user", "brother", "Karim"), "Karim Haddad"),
        ([FRIEND], ("user", "sister", "Maria"), "sister Maria"),
        ([FRIEND], ("user", "colleague", "Maria"), "Maria"),
        ([FRIEND], ("Karim", "wife", "Maria"), "Karim's wife Maria"),
        ([FRIEND, SISTER], ("user", "sister", "Maria"), "sister Maria"),
        ([BROTHER], ("user", "friend", "Karim Benali"), "Karim Benali"),
        ([Tie("user", "girlfriend", "Eva")], ("user", "wife", "Eva"), "Eva"),
        ([Tie("user", "mum", "Ann")], ("user", "mother", "Ann"), "Ann"),
    ],
)
def test_a_relation_leads_to_somebody_known_or_told_from_them(
    ties: list[Tie], said: tuple[str, str, str], name: str
) -> None:
    assert meant(ties, related(*said)) == [(said[0], name)]


def test_the_same_turn_is_about_the_one_whom_it_introduced() -> None:
    both = meant([FRIEND], related("user", "sister", "Maria"), about("Maria", "Maria lives there."))
    assert both == [("user", "sister Maria"), ("sister Maria", "Rome")]


def test_there_is_one_wife_at_a_time_and_many_friends() -> None:
    one, many = resolve(
        [related("user", "wife", "Eva"), related("user", "friend", "Mia")], Identities(), "user"
    )
    assert (one.single, many.single) == (True, False)


NAMES = st.sampled_from(["Karim", "Karim Haddad", "Maria", "Maria Lopez", "Tom", "the user's son"])
TIES = st.lists(
    st.builds(
        Tie,
        st.sampled_from(["user", "Karim", "Maria", "the user's brother"]),
        st.sampled_from(sorted(set(relations().values()))),
        NAMES,
        st.booleans(),
        st.sampled_from([None, "t1", "t2"]),
    ),
    max_size=8,
)


@given(TIES, NAMES, NAMES, NAMES)
def test_being_the_same_is_an_equivalence(ties: list[Tie], a: str, b: str, c: str) -> None:
    known = Identities(ties)
    assert known.same(a, a)
    assert known.same(a, b) == known.same(b, a)
    assert not (known.same(a, b) and known.same(b, c)) or known.same(a, c)
    assert known.of(known.of(a)) == known.of(a)


@given(TIES, NAMES)
def test_resolving_again_changes_nothing(ties: list[Tie], name: str) -> None:
    once = resolve([about(name)], Identities(ties), "user")
    assert resolve(once, Identities(ties), "user") == once
