"""How what a dialogue left behind is judged."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from evals.extraction.counting import Share
from evals.extraction.dialogues import Dialogue, Expectation, Said
from evals.extraction.lives import Judged, failures, judge, zero_tolerance
from evals.extraction.lives_report import by_category
from evals.extraction.living import Lived
from memory_agent.domain import Memory

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TURNS = (Said("user", "I moved to Porto.", NOW, "s1"),) * 3


def known(text: str, status: Any = "current", **more: Any) -> Memory:
    return Memory(f"m-{text}", "fact", text, status, 0.9, NOW, 1, **more)


def like(*every: str, **more: Any) -> Expectation:
    return Expectation(tuple(re.compile(p, re.IGNORECASE) for p in every), **more)


def judged(lived: Lived, category: str = "home", **expected: Any) -> Judged:
    return judge(Dialogue("home-1", category, "dev", TURNS, **expected), lived)


def left(*memories: Memory, before: tuple[Memory, ...] = (), at: int = 0) -> Lived:
    current = tuple(memory for memory in memories if memory.status == "current")
    return Lived(current, (*before, *memories), {memory.id: at for memory in current})


PORTO, LISBON = known("The user lives in Porto."), known("The user lives in Lisbon.")


def test_what_is_known_must_be_in_one_current_memory() -> None:
    score = judged(left(PORTO), known=(like("porto", "live"), like("porto", "sister"))).score
    assert (score.known, score.right) == (Share(1, 2), Share(0, 1))
    gone = replace(PORTO, status="retracted")
    assert judged(left(gone), known=(like("porto"),)).score.known == Share(0, 1)


def test_a_whole_turn_does_not_count_as_known() -> None:
    turn = known("I live in Porto.")
    assert judged(left(turn), known=(like("porto"),)).score.known == Share(0, 1)
    assert judged(left(turn), control=(like("porto"),)).score.control == Share(0, 1)
    ended = judged(left(before=(turn,)), ended=(like("porto"),)).score
    assert (ended.ended, ended.unseen) == (Share(0, 1), Share(1, 1))


def test_but_it_does_count_as_something_that_must_not_be_known() -> None:
    assert judged(left(known("I live in Porto.")), never=(like("porto"),)).score.never.hits == 1


def test_kind_polarity_dates_and_what_may_not_match_are_looked_at() -> None:
    likes = known("The user likes tea.", polarity=1, valid_from=datetime(2025, 5, 7, tzinfo=UTC))
    assert like("tea", kind="fact", polarity=1).fits(likes)
    assert like("tea", "from 2025-05-07").fits(likes)
    assert not like("tea", kind="preference").fits(likes)
    assert not like("tea", polarity=-1).fits(likes)
    assert not like("tea", none=(re.compile("likes"),)).fits(likes)


def test_what_ended_must_have_been_there_and_be_current_no_longer() -> None:
    ended = (like("Porto"),)
    replaced = left(replace(PORTO, status="superseded"), LISBON)
    assert judged(replaced, ended=ended).score.ended == Share(1, 1)
    erased = left(LISBON, before=(PORTO,))
    assert judged(erased, ended=ended).score.ended == Share(1, 1)
    lasting = judged(left(PORTO, LISBON), ended=ended).score
    assert (lasting.ended, lasting.unseen) == (Share(0, 1), Share(0, 1))
    never_was = judged(left(LISBON), ended=ended).score
    assert (never_was.ended, never_was.unseen, never_was.right.hits) == (
        Share(0, 1),
        Share(1, 1),
        0,
    )


def test_nothing_current_may_come_from_where_there_is_nothing_to_learn() -> None:
    assert judged(left(PORTO, at=1), silent_from=2).score.silent == Share(1, 1)
    assert judged(left(PORTO, at=2), silent_from=2).score.silent == Share(0, 1)
    assert judged(left(PORTO, at=2)).score.silent == Share(0, 0)


def test_a_secret_may_be_nowhere() -> None:
    never = (like("hunter2", anywhere=True),)
    assert judged(left(PORTO), never=never).score.never == Share(0, 1)
    in_a_turn = replace(left(PORTO), stored=("my password is hunter2",))
    assert judged(in_a_turn, never=never).score.never == Share(1, 1)
    once = left(PORTO, before=(known("The user's password is hunter2."),))
    assert judged(once, never=never).score.never == Share(1, 1)


def test_a_dialogue_that_broke_is_not_right() -> None:
    broken = judged(replace(left(PORTO), broke="StoreError: disk full"), known=(like("porto"),))
    assert broken.score.right == Share(0, 1)
    assert "broke: StoreError: disk full" in broken.faults


def test_scores_are_counted_by_category_and_over_all() -> None:
    right = judged(left(PORTO), known=(like("porto"),))
    wrong = judged(left(PORTO), "secrets", never=(like("porto"),))
    scores = by_category([wrong, right])
    assert [*scores] == ["home", "secrets", "all"]
    assert scores["all"].right == Share(1, 2)
    assert scores["all"].never == Share(1, 1)
    assert zero_tolerance([wrong, right]) == [wrong]


def test_failures_say_what_was_said_what_is_wrong_and_what_was_stored() -> None:
    right = judged(left(PORTO), known=(like("porto"),))
    wrong = judged(left(PORTO, known("I moved.")), known=(like("lisbon"),))
    said = "\n".join(failures([right, wrong]))
    assert said.count("home-1 (home, dev)") == 1
    assert "I moved to Porto." in said
    assert "! not known: lisbon" in said
    assert "= current fact: The user lives in Porto.\n" in said + "\n"
    assert "= current fact: I moved. (does not count as a memory)" in said
