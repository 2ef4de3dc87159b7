"""Plain facts, as people tell them in passing: which sentence becomes of each."""

import pytest

from tests.extraction.conftest import Extract

FACTS = [
    # who
    ("My name is Ana Souza and I'm 34.", {"The user's name is Ana Souza.", "The user is 34."}),
    ("I'm Tom, a nurse from Leeds", {"The user is Tom, a nurse from Leeds."}),
    ("i'm 25yo btw", {"The user is 25 years old."}),
    ("I turned 40 last week!", {"The user turned 40 in the week of 4 May 2026."}),
    ("my bday is 12 june 1990", {"The user's birthday is 12 June 1990."}),
    ("I was born on 3 May 1990.", {"The user was born on 3 May 1990."}),
    ("I was born in 1987 in Porto.", {"The user was born in 1987 in Porto."}),
    ("My phone number is 555-1234", {"The user's phone number is 555-1234."}),
    ("I'm left-handed", {"The user is left-handed."}),
    # home
    ("So I finally moved to Leeds, do you know good bakeries?", {"The user moved to Leeds."}),
    ("Just moved to Rome!", {"The user moved to Rome."}),
    ("I've been living in Madrid since 2019.", {"The user has been living in Madrid since 2019."}),
    (
        "I'm from Brazil originally but I live in Lyon now.",
        {"The user is from Brazil originally.", "The user lives in Lyon now."},
    ),
    ("I own a small apartment in Porto", {"The user owns a small apartment in Porto."}),
    # work
    ("I'm self-employed", {"The user is self-employed."}),
    ("I teach maths at a secondary school", {"The user teaches maths at a secondary school."}),
    ("I work for the city council", {"The user works for the city council."}),
    (
        "I'm a software engineer at Google.",
        {"The user is a software engineer at Google.", "The user is a software engineer."},
    ),
    (
        "I got promoted to senior analyst last Friday",
        {"The user got promoted to senior analyst on 8 May 2026."},
    ),
    ("I study biology at Leiden", {"The user studies biology at Leiden."}),
    # family and pets
    ("My wife Maria works at a bank.", {"The user has a wife called Maria."}),
    (
        "I have two daughters, Emma and Lily",
        {
            "The user has a daughter called Emma.",
            "The user has a daughter called Lily.",
            "The user has two daughters, Emma and Lily.",
        },
    ),
    ("my mum's name is Helen", {"The user has a mum called Helen."}),
    ("my wife is Maria", {"The user has a wife called Maria."}),
    ("My husband is called Piotr", {"The user has a husband called Piotr."}),
    ("I have an uncle called Bob.", {"The user has an uncle called Bob."}),
    ("We have a golden retriever named Max", {"The user has a golden retriever called Max."}),
    ("I have a dog and two cats", {"The user has a dog.", "The user has two cats."}),
    ("My cat Luna is 3 years old", {"The user's cat Luna is 3 years old."}),
    ("I've been married for 10 years", {"The user has been married for 10 years."}),
    # health and diet
    ("I'm lactose intolerant", {"The user is lactose intolerant."}),
    ("I have type 2 diabetes", {"The user has type-2 diabetes."}),
    ("I have high blood pressure", {"The user has high blood pressure."}),
    ("I'm on blood pressure medication", {"The user is on blood pressure medication."}),
    ("I'm gluten-free", {"The user is gluten-free."}),
    ("my gf is vegan", {"The user's girlfriend is vegan."}),
    ("I don't eat pork", {"The user does not eat pork."}),
    ("I can't have dairy", {"The user cannot have dairy."}),
    ("I don't drink alcohol", {"The user does not drink alcohol."}),
    ("I'm terrified of spiders", {"The user is terrified of spiders."}),
    # possessions, languages, habits
    ("I have an electric car", {"The user has an electric car."}),
    ("My car is a red Toyota Corolla", {"The user's car is a red Toyota Corolla."}),
    ("I'm fluent in Spanish", {"The user is fluent in Spanish."}),
    ("my mother tongue is Catalan", {"The user's mother tongue is Catalan."}),
    (
        "I speak English and French",
        {"The user speaks English.", "The user speaks French."},
    ),
    ("I commute by train", {"The user commutes by train."}),
    ("I work out three times a week", {"The user works out three times a week."}),
    ("I'm renovating my kitchen", {"The user is renovating their kitchen."}),
]


@pytest.mark.parametrize(("said", "texts"), FACTS)
def test_a_fact_becomes_a_sentence_in_the_third_person(
    extract: Extract, said: str, texts: set[str]
) -> None:
    assert texts <= {c.text for c in extract(said)}


TRIPLES = [
    ("I was born in 1987 in Porto.", ("user", "birth_year", "1987")),
    ("I was born in Porto.", ("user", "born_in", "Porto")),
    ("I work as a nurse at St. Mary's Hospital.", ("user", "works_at", "St. Mary's Hospital")),
    ("I work as a nurse at St. Mary's Hospital.", ("user", "works_as", "a nurse")),
    ("my mother tongue is Catalan", ("user", "speaks", "Catalan")),
    ("My sister's birthday is on 3 May", ("the user's sister", "birthday", "3 May")),
    ("I don't eat pork or shellfish", ("user", "avoids", "pork")),
    ("I don't eat pork or shellfish", ("user", "avoids", "shellfish")),
    ("I'm allergic to shellfish", ("user", "allergic_to", "shellfish")),
    ("I'm allergic to most birds and cats with fur", ("user", "allergic_to", None)),
    ("I got divorced in 2020", ("user", "marital_status", "divorced")),
]


@pytest.mark.parametrize(("said", "triple"), TRIPLES)
def test_a_fact_has_its_triple(
    extract: Extract, said: str, triple: tuple[str, str, str | None]
) -> None:
    found = {(c.subject, c.predicate, c.object) for c in extract(said)}
    if triple[2] is not None:
        assert triple in found
    else:  # what belongs to both is not said of one alone
        assert found == {(*triple[:2], "most birds and cats with fur")}


def test_what_is_said_of_things_is_not_said_of_the_user(extract: Extract) -> None:
    for said in ("My team enjoys long lunches.", "My brother's company works with Acme."):
        assert [c for c in extract(said) if c.subject == "user" and c.predicate] == []


def test_how_long_it_took_is_no_employer(extract: Extract) -> None:
    found = extract("I worked on the quilt for ten hours. I work for a living.")
    assert [c.predicate for c in found if c.predicate == "works_at"] == []
