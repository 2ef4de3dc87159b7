"""Whatever is said about somebody changes no memory of anybody else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent import Memory, domain
from memory_agent.domain.identity import is_tie
from tests.invariants.living import life, say

PEOPLE = {
    "user": ("I", ""),
    "Karim": ("My brother Karim", "s"),
    "Lena": ("My brother's wife Lena", "s"),
    "Maria": ("My friend Maria", "s"),
    "sister Maria": ("My sister Maria", "s"),
    "the user's mother": ("My mum", "s"),
}
SAYINGS = (
    "{who} live{s} in Porto.",
    "{who} live{s} in Lisbon.",
    "{who} work{s} at Bosch.",
    "{who} work{s} at Acme.",
    "{who} love{s} green tea.",
    "{who} hate{s} green tea.",
    "{who} moved to Madrid.",
    "{who} left Bosch.",
    "{who} used to live in Porto.",
    "{who} speak{s} Spanish.",
    "{who} adopted a dog.",
)
people = st.sampled_from(sorted(PEOPLE))
sayings = st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=4)


def of(memory: Memory, user_id: str, who: str) -> list[domain.Memory]:
    """What is known of somebody, whatever its status, but for how they are related."""
    with memory._stores.user(user_id) as store:
        known = store.identities()
    return [
        m
        for m in memory.list(user_id=user_id, status=None)
        if m.subject and known.same(m.subject, who) and not is_tie(m.predicate)
    ]


@settings(max_examples=25, deadline=None)
@given(one=people, other=people, first=sayings, then=sayings)
def test_what_is_said_of_one_changes_nothing_that_is_known_of_another(
    memory: Memory, one: str, other: str, first: list[str], then: list[str]
) -> None:
    if one == other:
        return
    with life(memory) as user_id:
        # Everybody is known before, so that nobody is told apart only later
        told = [SAYINGS[9].format(who=who, s=s) for who, s in PEOPLE.values()]
        for name, texts in ((one, first), (other, then)):
            who, s = PEOPLE[name]
            told += [text.format(who=who, s=s) for text in texts]
        for number, text in enumerate(told[: -len(then)]):
            say(memory, user_id, text, number)
        before = of(memory, user_id, one)
        assert before
        for number, text in enumerate(told[-len(then) :], len(told)):
            say(memory, user_id, text, number)
        assert of(memory, user_id, one) == before
