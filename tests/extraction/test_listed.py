"""What is listed of oneself, without a verb for each thing, is read thing by thing."""

import pytest

from tests.extraction.conftest import Extract

LISTED = [
    (
        "About me: born in Oulu in 1991, studying law at Turku, allergic to birch.",
        {
            "The user was born in Oulu in 1991.",
            "The user is studying law at Turku.",
            "The user is allergic to birch.",
        },
    ),
    (
        "I'm originally from Accra, living in Bremen, working as a chef.",
        {
            "The user is originally from Accra.",
            "The user is living in Bremen.",
            "The user is working as a chef.",
        },
    ),
    (
        "For the record: judo on Tuesdays, pottery on Fridays.",
        {"The user has judo on Tuesdays.", "The user has pottery on Fridays."},
    ),
    (
        "Dentist appointment on 4 June at 9.",
        {"The user has a dentist appointment on 4 June 2026 at 9."},
    ),
    ("Quick update: I live in Faro now.", {"The user lives in Faro now."}),
    ("I'm Ilse, nice to meet you.", {"The user is Ilse."}),
    ("I'm a glazier in Hull, if that matters.", {"The user is a glazier in Hull."}),
    (
        "I wear lenses, and take thyroxine each morning.",
        {"The user wears lenses.", "The user takes thyroxine each morning."},
    ),
    (
        "I take ramipril and bisoprolol.",
        {"The user takes ramipril.", "The user takes bisoprolol."},
    ),
]


@pytest.mark.parametrize(("said", "memories"), LISTED)
def test_each_is_a_memory(extract: Extract, said: str, memories: set[str]) -> None:
    assert {candidate.text for candidate in extract(said)} == memories


def test_what_is_listed_of_somebody_else_is_theirs(extract: Extract) -> None:
    found = extract("My sister Ada is a vet, living in Cork, allergic to cats.")
    assert not [c for c in found if c.subject == "user" and c.predicate != "sister"]


@pytest.mark.parametrize("said", ["We keep halal.", "I eat halal.", "I'm halal."])
def test_a_diet_is_one_however_it_is_kept(extract: Extract, said: str) -> None:
    [found] = extract(said)
    assert (found.predicate, found.object) == ("diet", "halal")
