"""What a model makes up is dropped and counted; what it takes right is kept."""

from dataclasses import replace
from typing import Any

import pytest

from memory_agent.domain.turn import Turn
from tests.extraction.conftest import SAID_AT
from tests.extraction.llm.conftest import Asked, Knowing, known
from tests.extraction.llm.models import PORTO, item, told, turns
from tests.langchain.scripted import ScriptedModel

SAID = turns(
    "I live in Porto. My sister Rita is a nurse.",
    ("assistant", "Do you own the flat in Porto, as Ana says?"),
    'My boss wrote: "I live in Berlin and I hate my job at Siemens."',
)
HOME = {"subject": "user", "predicate": "lives_in", "object": "Porto"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (PORTO | {"turn": 9}, "unknown turn"),
        (PORTO | {"turn": 0}, "unknown turn"),
        (PORTO | {"turn": "first"}, "invalid turn"),
        (PORTO | {"replaces": 1}, "unknown memory"),
        (PORTO | {"replaces": -1}, "unknown memory"),
        (PORTO | {"kind": "secret"}, "invalid kind"),
        (PORTO | {"change": "delete"}, "invalid change"),
        (PORTO | {"quote": "I live in Lisbon"}, "made-up quote"),
        (PORTO | {"quote": "I live in Por"}, "made-up quote"),
        (PORTO | {"quote": " … "}, "made-up quote"),
        (PORTO | {"turn": 2, "quote": "own the flat in Porto"}, "turn not to be cited"),
        (item("I hate my job", "The user hates their job.", 3), "not the user's own words"),
        (PORTO | {"text": "The user lives in Porto. " * 9}, "invalid text"),
        (PORTO | {"text": ["The user lives in Porto."]}, "invalid text"),
        (PORTO | {"text": "I live in Porto."}, "no sentence in the third person"),
        (PORTO | {"text": ""}, "no sentence in the third person"),
        (PORTO | {"object": "Lisbon"}, "unsupported object"),
        (PORTO | {"subject": "Bruno"}, "unsupported subject"),
        (PORTO | {"predicate": "<script>"}, "invalid predicate"),
        (PORTO | {"meant": [{"words": "Porto", "means": "Lisbon"}]}, "unsupported meaning"),
        (PORTO | {"meant": "Porto"}, "invalid meant"),
        ("The user lives in Porto.", "invalid memory"),
        (None, "invalid memory"),
        ({}, "invalid turn"),
    ],
    ids=str,
)
def test_one_wrong_memory_costs_itself_and_no_other(given: object, reason: str) -> None:
    rita = item("My sister Rita is a nurse", "The user's sister Rita is a nurse.")
    found = Asked(ScriptedModel(script=[told(given, rita)]))(SAID)
    assert [[c.text for c in e.candidates] for e in found] == [[rita["text"]], [], []]
    assert [dict(e.dropped) for e in found] == [{}, {}, {reason: 1}]


def test_more_memories_than_turns_could_hold_are_counted_and_left() -> None:
    found = Asked(ScriptedModel(script=[told(*[PORTO] * 70)]))(SAID)
    assert found[-1].dropped == {"too many": 6}


@pytest.mark.parametrize(
    ("quote", "cited"),
    [
        ("i live in porto.", "I live in Porto"),
        ("“I  live\nin Porto”", "I live in Porto"),
        ("I'm Rita's brother", "I’m Rita’s  brother"),
    ],
)
def test_the_span_is_that_of_the_words_as_they_stand(quote: str, cited: str) -> None:
    (said,) = turns("So: I live in Porto. I’m Rita’s  brother.")
    found = Asked(ScriptedModel(script=[told(item(quote, "The user is told of."))])).one([said])
    assert found.source.quote == cited
    assert said.text[found.source.start : found.source.end] == cited


def test_what_was_digested_before_is_shown_and_cannot_be_cited() -> None:
    earlier = turns("I live in Faro.", session="s")
    model = ScriptedModel(script=[told(item("I live in Faro", "The user lives in Faro."))])
    (found,) = Asked(model)(turns("What a day!"), Knowing(before=earlier))
    assert found.dropped == {"turn not to be cited": 1}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"subject": "The User"}, {"subject": "user", "single": True, "polarity": 0}),
        ({"subject": None, "predicate": "Lives in"}, {"subject": "user", "predicate": "lives_in"}),
        ({"kind": "event"}, {"kind": "fact"}),  # the slot's
        ({"predicate": "likes"}, {"kind": "preference", "polarity": 1, "single": False}),
        ({"predicate": "dislikes"}, {"kind": "preference", "polarity": -1}),
        ({"predicate": "favorite city"}, {"predicate": "favourite city", "single": True}),
        ({"predicate": "haunts"}, {"kind": "fact", "single": False}),
        ({"predicate": ""}, {"subject": None, "object": None}),
        ({"subject": "user's sister"}, {"subject": "the user's sister", "presumes": None}),
    ],
)
def test_the_triple_and_what_its_slot_says_of_it(
    fields: dict[str, Any], expected: dict[str, Any]
) -> None:
    given = PORTO | fields
    if fields.get("subject") == "user's sister":
        given |= {"text": "The user's sister lives in Porto."}
    found = Asked(ScriptedModel(script=[told(given)])).one(SAID)
    assert {name: getattr(found, name) for name in expected} == expected


def test_somebody_named_must_be_known_unless_the_same_turn_introduces_them() -> None:
    rita = item("Rita is a nurse", "Rita is a nurse.", predicate="works_as", object="nurse")
    rita |= {"subject": "Rita"}
    sister = item("My sister Rita", "The user has a sister called Rita.", predicate="sister")
    sister |= {"subject": "user", "object": "Rita"}
    assert Asked(ScriptedModel(script=[told(rita)])).one(SAID).presumes == "Rita"
    found = Asked(ScriptedModel(script=[told(sister, rita)]))(SAID)[0].candidates
    assert [(c.subject, c.presumes) for c in found] == [("user", None), ("Rita", None)]


def test_a_named_speaker_is_the_subject() -> None:
    said: list[Turn] = [replace(turns("I live in Porto.")[0], name="Ana")]
    given = PORTO | {"text": "Ana lives in Porto."}
    assert Asked(ScriptedModel(script=[told(given)])).one(said).subject == "Ana"
    given = PORTO | {"text": "User lives in Porto"}
    assert Asked(ScriptedModel(script=[told(given)])).one(said).text == "Ana lives in Porto."


class TestReplacing:
    """What the model says of what is known."""

    old = known("The user lives in Porto.", at=SAID_AT, **HOME)
    trip = known("The user plans a trip to Rome in May.", at=SAID_AT)

    def ask(self, *memories: Any, **fields: Any) -> Any:
        said = turns("I left Porto. Lisbon it is now. The trip to Rome is off.")
        model = ScriptedModel(script=[told(item(**fields))])
        return Asked(model).one(said, Knowing(*memories))

    def test_what_ends_a_known_memory_takes_its_triple(self) -> None:
        found = self.ask(
            self.old, quote="I left Porto", text="The user left Porto.", change="end", replaces=1
        )
        assert (found.intent, found.subject, found.predicate, found.object) == (
            *("end", "user", "lives_in", "Porto"),
        )

    def test_a_new_value_of_a_slot_leaves_the_old_one_to_the_rules(self) -> None:
        found = self.ask(
            self.old,
            quote="Lisbon it is now",
            text="The user lives in Lisbon.",
            replaces=1,
            **(HOME | {"object": "Lisbon"}),
        )
        assert (found.intent, found.object, found.single) == ("state", "Lisbon", True)

    def test_what_has_no_triple_is_ended_by_its_words(self) -> None:
        found = self.ask(
            self.trip,
            quote="The trip to Rome is off",
            text="The user's trip to Rome is off.",
            change="end",
            replaces=1,
        )
        assert (found.intent, found.subject, found.object) == ("end", None, self.trip.text)
