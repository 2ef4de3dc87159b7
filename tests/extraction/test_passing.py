"""States of a day are no facts; what lasts, or happened, is."""

import pytest

from tests.extraction.conftest import Extract

PASSING = """\
I'm tired today
I'm at the airport
I'm starving
I have a cold this week
I'm stuck in traffic.
I was angry, it's not how I feel.
We're out of milk.
My pizza arrived.
I'm wearing two jumpers
My phone's at 4%
My kitchen's a building site this month
I feel sick
I'm in Berlin this week for a trade fair
I have a headache
My head hurts
I'm in a hurry
I'm running late
The flat is freezing""".splitlines()

LASTING = """\
I broke my arm yesterday.
I'm always tired because of my anaemia.
I'm scared of spiders
I get migraines every month
I work at the airport
I'm at Bosch now
I'm a nurse at the hospital
I'm allergic to nuts, by the way.
I'm good at chess
I'm on a diet
I'm flying to Oslo this week
I started a job this week
I'm pregnant
I'm heading to Bangkok in January""".splitlines()


@pytest.mark.parametrize("said", PASSING)
def test_a_state_of_a_day_is_not_kept(extract: Extract, said: str) -> None:
    assert [c.text for c in extract(said)] == []


@pytest.mark.parametrize("said", LASTING)
def test_what_lasts_or_happened_is_kept(extract: Extract, said: str) -> None:
    assert extract(said)
