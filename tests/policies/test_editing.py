"""Reconciling rule by rule, on a world in memory."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory_agent.domain import Candidate, Change, Ignored
from memory_agent.models import MiniLM
from tests.policies.knowing import DAY, World, claim


def home(place: str, turn: str, **more: object) -> Candidate:
    text = f"The user lives in {place}."
    return claim(text, turn, predicate="lives_in", object=place, single=True, **more)


def ops(decided: object) -> list[tuple[str, str]]:
    assert isinstance(decided, list)
    return [(change.op, change.memory.text) for change in decided]


PRECISER = [
    ("Lisbon", "Lisbon, Portugal", "update"),
    ("Portugal", "Lisbon, Portugal", "update"),
    ("Lisbon, Portugal", "Lisbon", "reinforce"),
    ("Lisbon, Portugal", "Portugal", "reinforce"),
    ("Lisbon", "lisbon", "reinforce"),
    ("York", "New York", "supersede"),
    ("New York", "York", "supersede"),
    ("Rome", "Romania", "supersede"),
]


@pytest.mark.parametrize(("before", "after", "op"), PRECISER)
def test_what_is_more_precise_updates_and_another_place_supersedes(
    world: World, before: str, after: str, op: str
) -> None:
    world.tell(home(before, "t1"))
    changes = world.tell(home(after, "t2"), 1)
    assert ops(changes)[-1][0] == op
    assert len(world.current()) == 1


def test_an_older_date_does_not_displace_a_newer_one_though_it_is_told_later(world: World) -> None:
    world.tell(home("Lisbon", "t1", valid_from=DAY - timedelta(days=400)))
    told = world.tell(home("Rome", "t2", valid_from=DAY - timedelta(days=900)), 5)
    [late, over] = told  # type: ignore[misc]
    assert (late.op, late.memory.version) == ("add", 1)
    assert (over.op, over.memory.status) == ("supersede", "superseded")
    assert over.source is not None  # Undoing the turn that told of Lisbon finds it
    assert over.source.turn_id == "t1"
    assert over.memory.valid_to == DAY - timedelta(days=400)
    assert world.texts() == {"The user lives in Lisbon."}


def test_whatever_the_order_of_telling_the_latest_home_is_current(embedder: MiniLM) -> None:
    homes = [(home(place, f"t{day}"), day) for day, place in enumerate(["Rome", "Oslo", "Bonn"])]
    for order in permutations(homes):
        world = World(embedder)
        for candidate, day in order:
            world.tell(candidate, day)
        assert world.texts() == {"The user lives in Bonn."}


def birthday(value: str, turn: str) -> Candidate:
    text = f"The user's birthday is on {value}."
    return claim(text, turn, predicate="birthday", object=value, single=True)


def test_a_birthday_said_in_other_words_is_the_same(world: World) -> None:
    world.tell(birthday("the 14th of March", "t1"))
    assert ops(world.tell(birthday("14 March", "t2")))[0][0] == "reinforce"
    assert ops(world.tell(birthday("14 March 1990", "t3")))[0][0] == "update"
    assert len(world.current()) == 1


def test_another_birthday_retracts_and_says_why(world: World) -> None:
    world.tell(birthday("3 May", "t1"))
    added, retracted = world.tell(birthday("4 May", "t2"), 1)  # type: ignore[misc]
    assert (added.displaces, retracted.op) == (retracted.memory.id, "retract")
    assert retracted.memory.status == "retracted"
    assert "never so" in retracted.reason


def job(turn: str) -> list[Candidate]:
    text = "The user is a baker at Acme."
    return [
        claim(text, turn, predicate="works_at", object="Acme", single=True),
        claim("The user is a baker.", turn, predicate="works_as", object="a baker", single=True),
    ]


def test_a_new_employer_ends_the_role_that_was_told_with_the_old_one(world: World) -> None:
    for candidate in job("t1"):
        world.tell(candidate)
    new = claim("The user works at Bosch.", "t2", predicate="works_at", object="Bosch", single=True)
    world.tell(new, 30)
    assert world.texts() == {"The user works at Bosch."}


def test_a_role_told_apart_from_the_employer_stays(world: World) -> None:
    employed, role = job("t1")
    world.tell(role)
    world.tell(claim(employed.text, "t2", predicate="works_at", object="Acme", single=True), 1)
    new = claim("The user works at Bosch.", "t3", predicate="works_at", object="Bosch", single=True)
    world.tell(new, 30)
    assert world.texts() == {"The user is a baker.", "The user works at Bosch."}


@pytest.mark.parametrize("known", [0, 1])
def test_quitting_the_job_ends_whatever_is_known_of_it(world: World, known: int) -> None:
    world.tell(job("t1")[known])
    over = claim("The user quit their job.", "t2", predicate="works_at", object="job", intent="end")
    world.tell(over, 9)
    assert world.texts() == {"The user quit their job."}


ENDED = [
    (
        "The user usually drinks coffee at work.",
        "The user stopped drinking coffee.",
        "drinking coffee",
    ),
    ("The user loves sushi.", "The user used to love sushi.", "sushi"),
    (
        "The user is going to Lisbon in May.",
        "The user cancelled the Lisbon trip.",
        "the Lisbon trip",
    ),
    (
        "The user is taking a pottery class.",
        "The user dropped the pottery class.",
        "the pottery class",
    ),
]


@pytest.mark.parametrize(("known", "said", "what"), ENDED)
def test_an_ending_finds_what_it_ends(world: World, known: str, said: str, what: str) -> None:
    world.tell(claim(known, "t1"))
    changes = world.tell(claim(said, "t2", object=what, intent="end"), 3)
    assert ops(changes) == [("add", said), ("supersede", known)]
    assert isinstance(changes, list)
    assert changes[1].memory.valid_to == DAY + timedelta(days=3)


NOT_ENDED = [
    (
        "The user is planning a trip to Rome.",
        "The user cancelled the Paris trip.",
        "the Paris trip",
    ),
    ("The user does not eat sugar.", "The user gave up sugar.", "sugar"),
    ("The user sold their car in May.", "The user sold their car.", "car"),
    ("The user loves green tea.", "The user gave up coffee.", "coffee"),
    ("The user's sister drives a car.", "The user sold their boat.", "boat"),
]


@pytest.mark.parametrize(("known", "said", "what"), NOT_ENDED)
def test_an_ending_leaves_what_it_does_not_name(
    world: World, known: str, said: str, what: str
) -> None:
    world.tell(claim(known, "t1"))
    world.tell(claim(said, "t2", object=what, intent="end"), 3)
    assert known in world.texts()


WISHES = [
    ("to keep its answers short", "to keep its answers long", 1),
    ("to always answer in Spanish", "to always answer in French", 1),
    ("to use metric units", "to use imperial units", 1),
    ("never to use emojis", "to use emojis in its answers", 1),
    ("to use metric units", "never to use emojis", 2),
    ("to always answer in Spanish", "to keep its answers short", 2),
    ("to write in a formal tone", "to always cite its sources", 2),
]


@pytest.mark.parametrize(("before", "after", "left"), WISHES)
def test_an_instruction_takes_the_place_of_one_it_cannot_stand_beside(
    world: World, before: str, after: str, left: int
) -> None:
    for turn, wish in enumerate((before, after)):
        text = f"The user wants the assistant {wish}."
        world.tell(claim(text, f"t{turn}", kind="instruction"), turn)
    assert len(world.current()) == left
    assert f"The user wants the assistant {after}." in world.texts()


APART = [
    ("The user usually runs in the morning.", "The user usually runs in the evening."),
    ("The user goes to the gym every day.", "The user goes to the gym every week."),
    ("The user has 4 cats.", "The user has 14 cats."),
    ("The user likes Rome.", "The user likes Romania."),
    ("The user's mother had surgery.", "The user's father had surgery."),
    ("The user bought their car.", "The user sold their car."),
    ("The user went to Rome with Ana.", "The user went to Rome with Eva."),
    ("The user's sister eats meat.", "The user's brother does not eat meat."),
]


def test_what_is_said_not_to_be_so_is_over(world: World) -> None:
    world.tell(claim("The user eats meat.", "t1"))
    world.tell(claim("The user does not eat meat.", "t2"), 1)
    assert world.texts() == {"The user does not eat meat."}


@pytest.mark.parametrize(("known", "said"), APART)
def test_what_vectors_take_for_the_same_is_told_apart(world: World, known: str, said: str) -> None:
    world.tell(claim(known, "t1"))
    assert ops(world.tell(claim(said, "t2"), 1)) == [("add", said)]
    assert world.texts() == {known, said}


AGAIN = [
    ("The user attended a friend's wedding.", "The user attended the wedding of a friend."),
    ("The user has been learning to bake bread.", "The user has been learning how to bake bread."),
    ("The user went on a hike on 3 May 2026.", "The user went for a hike on 3 May 2026."),
]


@pytest.mark.parametrize(("known", "said"), AGAIN)
def test_other_words_for_the_same_reinforce(world: World, known: str, said: str) -> None:
    world.tell(claim(known, "t1"))
    [change] = world.tell(claim(said, "t2"), 1)  # type: ignore[misc]
    assert (change.op, change.memory.text) == ("reinforce", known)
    assert 0.8 < change.memory.confidence < 1


def test_likes_of_two_people_do_not_meet(world: World) -> None:
    world.tell(
        claim("Ana loves tea.", "t1", subject="Ana", predicate="likes", object="tea", polarity=1)
    )
    world.tell(claim("The user hates tea.", "t2", predicate="dislikes", object="tea", polarity=-1))
    assert len(world.current()) == 2


places = st.sampled_from(["Rome", "Oslo", "Rome, Italy", "Bonn", "bonn"])
tellings = st.lists(
    st.tuples(places, st.integers(0, 9), st.sampled_from(["state", "end"])), max_size=8
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tellings)
def test_a_slot_of_one_value_never_holds_two_and_every_change_says_why(
    embedder: MiniLM, told: list[tuple[str, int, str]]
) -> None:
    world = World(embedder)
    for number, (place, day, intent) in enumerate(told):
        decided = world.tell(home(place, f"t{number}", intent=intent), day)
        assert len(world.slot("user", "lives_in")) <= 1
        for item in [decided] if isinstance(decided, Ignored) else decided:
            assert len(item.reason.split()) > 1
            assert not isinstance(item, Change) or item.memory.version >= 1
