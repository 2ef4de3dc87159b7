"""People in the user's life: how they are introduced, and whom "he" and "she" mean."""

from collections.abc import Sequence

import pytest

from memory_agent.domain import Turn
from memory_agent.extraction import LocalExtractor, NoBackground
from memory_agent.extraction.people import LOOK_BACK
from tests.extraction.conftest import Extract, turn

MEETINGS = [
    ("I had dinner with my friend Emily on Monday.", "friend", "Emily"),
    ("I live with my wife Maria and it's great", "wife", "Maria"),
    ("Michael, my husband, was born on August 12th.", "husband", "Michael"),
    ("My brother, Owen, is a vet", "brother", "Owen"),
    ("my 8-year-old daughter Nina plays chess", "daughter", "Nina"),
    ("My best friend Paula is getting married in June", "friend", "Paula"),
    ("I just got a kitten called Pixel", "kitten", "Pixel"),
    ("I went to my cousin Emma's graduation last week", "cousin", "Emma"),
    ("my boss is called Ingrid", "boss", "Ingrid"),
]


@pytest.mark.parametrize(("said", "relation", "name"), MEETINGS)
def test_a_name_said_in_passing_makes_a_relation(
    extract: Extract, said: str, relation: str, name: str
) -> None:
    found = [c for c in extract(said) if (c.subject, c.predicate) == ("user", relation)]
    assert [c.object for c in found] == [name]
    assert found[0].text.endswith(f" {relation} called {name}.")


CHAINS = [
    ("My brother Karim is married to Lena.", "Karim", "spouse", "Lena"),
    ("Karim's wife Lena works at Bosch.", "Karim", "wife", "Lena"),
    ("My brother's wife is called Lena.", "the user's brother", "wife", "Lena"),
    ("My brother's wife is Lena Maier.", "the user's brother", "wife", "Lena Maier"),
    ("My boss Ingrid's husband is called Lars.", "Ingrid", "husband", "Lars"),
    ("My sister Ana's husband Tom works at SAP.", "Ana", "husband", "Tom"),
    ("My sister Ana has a dog called Rex.", "Ana", "dog", "Rex"),
    ("Ana has a son called Leo.", "Ana", "son", "Leo"),
    ("Ana is married to Paul.", "Ana", "spouse", "Paul"),
    ("My sister Ana is dating Paul.", "Ana", "partner", "Paul"),
    ("I'm engaged to Eva.", "user", "partner", "Eva"),
    ("Karim is my brother.", "user", "brother", "Karim"),
    ("Tom is my sister's husband.", "the user's sister", "husband", "Tom"),
    ("Lena is Karim's wife.", "Karim", "wife", "Lena"),
    ("Lena, my brother's wife, works at Bosch.", "the user's brother", "wife", "Lena"),
    ("I met my brother's wife Lena yesterday.", "the user's brother", "wife", "Lena"),
    ("My mum's sister's son Max lives in Ulm.", "the user's mum's sister", "son", "Max"),
    ("My sister-in-law Maria lives in Faro.", "user", "sister-in-law", "Maria"),
    ("My mother in law Greta lives in Leeds.", "user", "mother-in-law", "Greta"),
    ("My ex-wife Anna lives in Rome.", "user", "ex-wife", "Anna"),
    ("I have a brother. He is called Karim.", "user", "brother", "Karim"),
    ("My brother Tom is a vet. His wife Eva is a doctor.", "Tom", "wife", "Eva"),
]


@pytest.mark.parametrize(("said", "owner", "relation", "name"), CHAINS)
def test_who_is_whose_relative(
    extract: Extract, said: str, owner: str, relation: str, name: str
) -> None:
    found = {(c.subject, c.predicate, c.object) for c in extract(said)}
    assert (owner, relation, name) in found
    # Nobody else has the relation: what is Ana's is not the user's
    assert [s for s, p, o in found if (p, o) == (relation, name)] == [owner]


CHAINED = [
    ("My brother's wife Lena works at Bosch.", "Lena", "The user's brother's wife Lena works"),
    ("My brother's wife works at Bosch.", "the user's brother's wife", "The user's brother's wife"),
    ("Karim's wife Lena works at Bosch.", "Lena", "Karim's wife Lena works at Bosch."),
    (
        "My brother Karim is married to Lena. She works at Bosch.",
        "Lena",
        "The user's brother Karim's spouse Lena works at Bosch.",
    ),
    (
        "My sister is called Ana. Her husband works at Bosch.",
        "Ana's husband",
        "The user's sister Ana's husband works at Bosch.",
    ),
]


@pytest.mark.parametrize(("said", "subject", "text"), CHAINED)
def test_what_somebodys_relative_does_is_theirs(
    extract: Extract, said: str, subject: str, text: str
) -> None:
    [works] = [c for c in extract(said) if c.predicate == "works_at"]
    assert (works.subject, works.object) == (subject, "Bosch")
    assert works.text.startswith(text)


def test_what_is_told_of_a_strangers_relative_presumes_the_stranger(extract: Extract) -> None:
    found = extract("Karim's wife Lena works at Bosch.")
    assert {c.presumes for c in found} == {"Karim"}
    assert {c.presumes for c in extract("My brother's wife Lena works at Bosch.")} == {None}


@pytest.mark.parametrize(
    "said", ["My former boss lives in Rome.", "My previous landlord lives in Rome."]
)
def test_who_is_nobody_any_more_is_not_told_as_somebody(extract: Extract, said: str) -> None:
    assert [c for c in extract(said) if c.predicate == "lives_in"] == []


STRANGERS = [
    "I saw my mom Saturday at the market.",
    "My wife is Nigerian.",
    "My name is on the list.",
]


@pytest.mark.parametrize("said", STRANGERS)
def test_what_is_no_name_makes_none(extract: Extract, said: str) -> None:
    assert [c.object for c in extract(said) if " called " in c.text] == []


PRONOUNS = [
    ("My brother Tom lives in Boston and he's a vet", "The user's brother Tom is a vet."),
    ("I have a sister called Rita. She is a doctor.", "The user's sister Rita is a doctor."),
    ("my mum moved to Leeds. she loves it there. she works as a cook", "The user's mum works"),
    ("My sister is a nurse. Her birthday is on 3 May.", "The user's sister's birthday is on 3 May"),
]


@pytest.mark.parametrize(("said", "text"), PRONOUNS)
def test_a_pronoun_means_who_was_last_named(extract: Extract, said: str, text: str) -> None:
    [found] = [c for c in extract(said) if c.text.startswith(text)]
    assert found.resolutions == () or found.resolutions[-1].words.lower() in {"he", "she", "her"}


def test_a_man_and_a_woman_are_told_apart(extract: Extract) -> None:
    found = extract("My wife Eva is a chef. My son Max is 6 years old. She works at Noma.")
    assert ("Eva", "works_at", "Noma") in {(c.subject, c.predicate, c.object) for c in found}


@pytest.mark.parametrize(
    "said",
    [
        "He lives in Rome.",
        "She is a doctor.",
        "They have a dog.",
    ],
)
def test_a_pronoun_without_anybody_to_mean_gives_nothing(extract: Extract, said: str) -> None:
    assert extract(said) == []


def test_a_pronoun_for_somebody_of_whom_only_the_name_is_known_presumes_them(
    extract: Extract,
) -> None:
    [found] = extract("John said so. He lives in Rome.")
    assert (found.subject, found.presumes) == ("John", "John")


def test_a_pet_is_named_after_it_was_met(extract: Extract) -> None:
    found = extract("We adopted a puppy. She's called Juniper.")
    assert ("user", "puppy", "Juniper") in {(c.subject, c.predicate, c.object) for c in found}


JOINT = [
    ("My sister and I went to Paris last week", "The user and their sister went to Paris"),
    ("My girlfriend and I moved to Denver", "The user and their girlfriend moved to Denver."),
    ("me and my wife live in Leeds", "The user and their wife live in Leeds."),
    ("Maria and I are getting married in June", "The user and Maria are getting married in June"),
]


@pytest.mark.parametrize(("said", "text"), JOINT)
def test_what_two_did_the_user_did(extract: Extract, said: str, text: str) -> None:
    [found] = [c for c in extract(said) if c.text.startswith("The user and")]
    assert found.text.startswith(text)
    assert found.subject in {"user", None}


def test_whose_house_it_is_does_not_live_in_it(extract: Extract) -> None:
    found = extract("My mum's house is in Leeds.")
    assert [c.predicate for c in found if c.predicate in {"lives_in", "works_at"}] == []


class Session(NoBackground):
    """What was said before, a turn each."""

    def __init__(self, *said: str) -> None:
        self._said = [turn(text) for text in said]

    def before(self, turn: Turn, limit: int) -> Sequence[Turn]:
        return self._said[-limit:]


ACROSS = [
    (("My brother Karim is visiting.",), "He lives in Rome.", "The user's brother Karim lives in"),
    (("I have a brother.",), "He is called Karim.", "The user has a brother called Karim."),
    (("My boss is called Ingrid.", "Fine."), "She lives in Ulm.", "The user's boss Ingrid lives"),
    (("My wife's brother Tom is a vet.",), "He lives in Ulm.", "The user's wife's brother Tom"),
    (
        ("Tom is a vet.", "My sister Ana sings."),
        "Her husband works at SAP.",
        "The user's sister Ana",
    ),
]


@pytest.mark.parametrize(("before", "said", "text"), ACROSS)
def test_a_pronoun_finds_the_only_one_who_was_named_in_the_turns_before(
    extractor: LocalExtractor, before: tuple[str, ...], said: str, text: str
) -> None:
    [found] = extractor.extract([turn(said)], Session(*before))
    assert [c.text for c in found.candidates if c.text.startswith(text)]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (("My brother Tom met my brother Karim.",), "He lives in Rome."),
        (("My sister Ana sings.",), "He lives in Rome."),
        (("My brother Tom sings.", *["Well."] * LOOK_BACK), "He lives in Rome."),
        (("The weather is fine.",), "She lives in Rome."),
    ],
)
def test_a_pronoun_that_may_mean_several_or_nobody_means_nobody(
    extractor: LocalExtractor, before: tuple[str, ...], said: str
) -> None:
    [found] = extractor.extract([turn(said)], Session(*before))
    assert found.candidates == ()
