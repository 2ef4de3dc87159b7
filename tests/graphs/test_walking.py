"""Questions after somebody's relatives, asked of a told life."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from memory_agent import Memory
from memory_graphs.walking import walk

DAY = datetime(2026, 1, 1, 9, tzinfo=UTC)

LIFE = [
    "My brother Karim works at Siemens.",
    "Karim is married to Eva. Eva works at Shell.",
    "Karim's ex-wife Eva moved to Rome.",
    "Karim's wife is called Lena.",
    "She works at Bosch.",
    "Lena's boss is called Ulrike.",
    "Ulrike moved to Stuttgart.",
    "My brother's wife has a cat called Mimi.",
    "My sister Ana lives in Porto.",
    "Ana is married to Paul.",
    "My sister's husband works as a baker.",
    "Ana has a son called Leo.",
    "Leo is 7 years old.",
    "Paul's mother is called Greta.",
    "Greta's birthday is on 3 May.",
    "My boss is called Ingrid.",
    "Ingrid's husband Lars is from Norway.",
    "My mum lives in Leeds.",
    "My mum's sister Rosa is allergic to nuts.",
    "Rosa speaks Danish.",
    "My wife Mia likes opera.",
    "My wife's brother is called Tom.",
    "Tom moved to Oslo.",
    "Tom's girlfriend Inês is vegetarian.",
    "My friend Maria lives in Rome.",
    "My sister-in-law Maria lives in Faro.",
    "My friend's dog is called Rex.",
    "My friend Maria speaks Greek.",
    "My cousin lives in Bern.",
    "My cousin is called Zoe.",
    "Zoe's husband is called Max Frey.",
    "Max drives a tram.",
    "I live in Bonn.",
    "I work at Acme.",
]

ANSWERS = [
    ("Where does my brother's wife work?", "Karim's wife Lena works at Bosch."),
    ("where does my brothers wife work", "Karim's wife Lena works at Bosch."),
    ("Where does Karim's wife work?", "Karim's wife Lena works at Bosch."),
    ("Where does the wife of my brother work?", "Karim's wife Lena works at Bosch."),
    ("What company does Lena work for?", "Karim's wife Lena works at Bosch."),
    ("Who is my brother's wife?", "Karim has a wife called Lena."),
    ("Who is my brother married to?", "Karim has a wife called Lena."),
    ("Who is Karim's ex-wife?", "Karim has an ex-wife called Eva."),
    ("Where does my brother's ex-wife live?", "Karim's ex-wife Eva moved to Rome."),
    ("Where does my brother's wife's boss live?", "Ulrike moved to Stuttgart."),
    ("Where does Lena's boss live?", "Ulrike moved to Stuttgart."),
    ("What is my brother's wife's cat called?", "The user's brother's wife has a cat called Mimi."),
    ("What is the name of Karim's wife's cat?", "The user's brother's wife has a cat called Mimi."),
    ("What does my sister's husband do?", "The user's sister's husband works as a baker."),
    ("What does Paul do for a living?", "The user's sister's husband works as a baker."),
    ("How old is my sister's son?", "Leo is 7 years old."),
    ("how old is ana's kid", "Leo is 7 years old."),
    ("When is my sister's husband's mother's birthday?", "Greta's birthday is on 3 May."),
    ("When is the birthday of Paul's mother?", "Greta's birthday is on 3 May."),
    ("Where is my boss's husband from?", "Ingrid's husband Lars is from Norway."),
    ("Where is the husband of my boss from?", "Ingrid's husband Lars is from Norway."),
    (
        "What is my mother's sister allergic to?",
        "The user's mum's sister Rosa is allergic to nuts.",
    ),
    ("Which languages does my mum’s sister speak?", "Rosa speaks Danish."),
    ("Where does my wife's brother live?", "Tom moved to Oslo."),
    ("What does my wife's brother's girlfriend eat?", "Tom's girlfriend Inês is vegetarian."),
    ("Is Ines vegan or vegetarian?", "Tom's girlfriend Inês is vegetarian."),
    ("Where does my friend Maria live?", "The user's friend Maria lives in Rome."),
    ("Where does my sister-in-law live?", "The user's sister-in-law Maria lives in Faro."),
    ("Which language does my friend speak?", "The user's friend Maria speaks Greek."),
    ("Where does Zoe live?", "The user's cousin lives in Bern."),
    ("What does my cousin's husband drive?", "Max drives a tram."),
    ("What does Max Frey drive?", "Max drives a tram."),
]

NOWHERE = [
    "Where does my uncle's wife work?",
    "Where does my brother's husband's boss work?",
    "Where do I live?",
    "What should I cook tonight?",
    "my",
    "'s wife",
    "",
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Memory]:
    with Memory.open(tmp_path_factory.mktemp("told") / "home") as memory:
        for number, sentence in enumerate(LIFE):
            memory.add(sentence, user_id="ana", at=DAY + timedelta(days=number))
        yield memory


@pytest.mark.parametrize(("question", "answer"), ANSWERS)
def test_what_is_asked_of_a_relative_comes_first(told: Memory, question: str, answer: str) -> None:
    [first] = told.search(question, user_id="ana", limit=1)
    assert first.text == answer


def test_the_answer_comes_with_what_leads_to_it(told: Memory) -> None:
    context = told.context("Where does my brother's wife work?", user_id="ana", budget=300)
    hits = told.search("Where does my brother's wife work?", user_id="ana", limit=3)
    assert [hit.text for hit in hits] == [
        "Karim's wife Lena works at Bosch.",
        "Karim has a wife called Lena.",
        "The user has a brother called Karim.",
    ]
    shown = {memory.text for memory in context.memories}
    assert {hit.text for hit in hits} <= shown


@pytest.mark.parametrize("question", NOWHERE)
def test_a_question_that_leads_nowhere_reaches_nothing(told: Memory, question: str) -> None:
    with told._stores.user("ana") as store:
        assert walk(question, store.graph()).reached == ()


def test_a_former_wife_is_no_wife(told: Memory) -> None:
    hits = told.search("Where does my brother's wife live?", user_id="ana", limit=2, turns=False)
    assert "Eva" not in " ".join(hit.text for hit in hits)


def test_filters_hold_for_what_a_walk_reaches(told: Memory) -> None:
    question = "Where does my brother's wife work?"
    hits = told.search(question, user_id="ana", kind="preference")
    assert {hit.item.kind for hit in hits if hasattr(hit.item, "kind")} <= {"preference"}
    before = told.search(question, user_id="ana", valid_at=DAY)
    assert "Bosch" not in " ".join(hit.text for hit in before)
