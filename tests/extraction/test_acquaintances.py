"""Who is met in a list, in brackets, by where one knows them from, or after being spoken of."""

import pytest

from memory_agent.extraction import LocalExtractor, NoBackground
from memory_agent.extraction.local import read
from tests.extraction.conftest import Extract, turn
from tests.extraction.test_people import Session

LISTS = [
    ("Our kids, Nora and Emil, are at camp.", "kid", {"Nora", "Emil"}),
    ("Our twins (Milo and Greta) sleep badly.", "child", {"Milo", "Greta"}),
    ("I've got three brothers: Sam, Joe and Max.", "brother", {"Sam", "Joe", "Max"}),
    ("We have two cats. Their names are Tom and Ada.", "cat", {"Tom", "Ada"}),
    ("Nils is 6, and Ebba is 3. Those are our two.", "kid", {"Nils", "Ebba"}),
]


@pytest.mark.parametrize(("said", "relation", "names"), LISTS)
def test_each_of_a_list_is_met(extract: Extract, said: str, relation: str, names: set[str]) -> None:
    found = [c for c in extract(said) if (c.subject, c.predicate) == ("user", relation)]
    assert {c.object for c in found} == names


NAMED = [
    ("Aoife, my youngest, started school.", "youngest", "Aoife"),
    ("My boss (Ingrid) is from Malmö.", "boss", "Ingrid"),
    ("She can't eat nuts. (She = Beatrix, my girlfriend.)", "girlfriend", "Beatrix"),
    ("My neighbour across the hall, Mr Osei, fixes clocks.", "neighbour", "Mr Osei"),
    ("Rex, my labrador, has arthritis.", "dog", "Rex"),
    ("We got a kitten. I've named her Pixel.", "kitten", "Pixel"),
    ("We got a puppy. It's called Bruno.", "puppy", "Bruno"),
    ("Anything safe for an old spaniel with a bad hip? Rufus is eleven.", "dog", "Rufus"),
    ("Stepson trouble. Ravi is fifteen and never sleeps.", "stepson", "Ravi"),
    ("Best friend's wedding: Paula, allergic to lilies, wants flowers.", "friend", "Paula"),
    ("My former student Ilse Kern runs a gallery.", "former student", "Ilse Kern"),
    ("My mate Dan is a plumber. He's also my landlord.", "landlord", "Dan"),
    ("What may I give my partner? Kim is vegan.", "partner", "Kim"),
]


@pytest.mark.parametrize(("said", "relation", "name"), NAMED)
def test_whose_name_it_is_is_told_by_what_stands_beside_it(
    extract: Extract, said: str, relation: str, name: str
) -> None:
    found = [c for c in extract(said) if (c.subject, c.predicate) == ("user", relation)]
    assert [c.object for c in found] == [name]


TOLD = [
    ("There's a new guy on my team, Oleh.", "Oleh is a new guy on the user's team."),
    ("Mrs Novak from downstairs is 88.", "Mrs Novak is from downstairs."),
    ("My sister Ana, 34, lives in Rome.", "The user's sister Ana is 34."),
    ("My daughter Mia, who's nine, plays chess.", "Mia is nine."),
    ("My dog Rex, terrified of fireworks, hides.", "The user's dog Rex is terrified of fireworks."),
    ("Our dog Halva is a beagle.", "The user's dog Halva is a beagle."),
    ("My partner Alex is vegan. They work at a zoo.", "The user's partner Alex works at a zoo."),
    ("My uncle Ben is kind. Loves fishing.", "The user's uncle Ben loves fishing."),
    ("My dad fell. They have him on warfarin.", "The user's dad is on warfarin."),
    ("My cat Miso is ill. The vet says she's allergic to fish.", "allergic to fish."),
    ("The wife's a teacher.", "The user's wife is a teacher."),
    ("My cousin Rafi's with Bosch since March.", "since March 2026"),
    ("My ex and I share the dog. He's allergic to nuts.", "The user's ex is allergic to nuts."),
]


@pytest.mark.parametrize(("said", "text"), TOLD)
def test_what_is_said_beside_somebody_is_told_of_them(said: str, text: str) -> None:
    [found] = read([turn(said)], NoBackground())
    assert [r for r in found if text in r.candidate.text]


ACROSS = [
    (("There's a new guy on my team, Oleh.",), "He's allergic to cats.", "Oleh"),
    (("My sister and my cousin are here.",), "Chiara's the sister.", "called Chiara."),
    (("My sister Ana visited my mum.",), "She's allergic to cats.", None),
    (
        ("My girlfriend Marisol is here.",),
        "Marisol moved to Bonn, she's allergic to cats.",
        "Marisol",
    ),
]


@pytest.mark.parametrize(("before", "said", "text"), ACROSS)
def test_who_was_met_in_the_turns_before_is_known(
    extractor: LocalExtractor, before: tuple[str, ...], said: str, text: str | None
) -> None:
    [found] = extractor.extract([turn(said)], Session(*before))
    told = [c for c in found.candidates if (text or "") in c.text]
    assert bool(told) == (text is not None)


@pytest.mark.parametrize(
    "said",
    [
        "I told my boss. Tom is a liar.",
        "My lab is closed.",
        "Messi is fifteen.",
        "The dog is a mammal.",
        "Their names are Tom and Ada.",
    ],
)
def test_nobody_is_met_who_is_not_told_of(extract: Extract, said: str) -> None:
    assert [c for c in extract(said) if " called " in c.text] == []
