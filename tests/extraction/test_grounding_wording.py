"""The grounding gate on free wordings: what says the same passes, another thing does not."""

import pytest

from tests.extraction.test_grounding_faults import refused

WORDINGS = [
    ("I tie the knot with Ida in May", "The user is going to marry Ida in May.",
     "The user is going to marry Ada in May."),
    ("I'm on 15 mg of ramipril a day", "The user takes 15 mg of ramipril daily.",
     "The user takes 15 mg of enalapril daily."),
    ("handed in my notice at Volvo", "The user resigned from Volvo.", "The user works at Volvo."),
    ("I bake bread for a living", "The user is a baker.", "The user is a butcher."),
    ("I'm the eldest of six", "The user is the oldest of 6 siblings.",
     "The user is the youngest of 6 siblings."),
    ("Nothing beats a swim in the Drava", "The user loves swims in the Drava.",
     "The user loves walks along the Drava."),
    ("I live in Turku", "The user lives in Turku.", "The user lives in Turku with a parakeet."),
    ("I own a lute", "The user owns a lute.", "The user loves lutes."),
    ("I'm a beekeeper in Celje", "The user is a beekeeper.", "The user is a bookkeeper."),
    ("I passed the bar exam", "The user passed the bar exam.", "The user failed the bar exam."),
    ("I work at Philips", "The user works at Philips.", "The user works at Philipps."),
    ("I turned fifty in June", "The user celebrated a 50th birthday in June.",
     "The user celebrated a 60th birthday in June."),
    ("The walk takes an hour and a half", "The walk takes 90 minutes.",
     "The walk takes 80 minutes."),
    ("Rent is 800 a month", "The user's rent is 800 a month.", "The user's rent is 800 a week."),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "right", "wrong"), WORDINGS)
def test_new_words_may_say_what_was_said_and_nothing_else(
    quote: str, right: str, wrong: str
) -> None:
    assert refused(right, quote) is None
    assert refused(wrong, quote) is not None


LEFT_OUT = [
    ("I'm not allergic to nuts, my brother is", "The user's brother is allergic to nuts.",
     "The user is allergic to nuts."),
    ("My kids don't like leeks but I do", "The user likes leeks.", "The user's kids like leeks."),
    ("My mum can't swim, I can", "The user can swim.", "The user's mum can swim."),
    ("I'm left-handed, so is my dad", "The user's dad is left-handed.",
     "The user's dad is not left-handed."),
    ("Not married, no kids, one parrot", "The user has a parrot.", "The user has kids."),
    ("Leeks are the worst. I never touch them", "The user never touches leeks.",
     "The user touches leeks."),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "right", "wrong"), LEFT_OUT)
def test_what_a_clause_leaves_out_stands_before_it(quote: str, right: str, wrong: str) -> None:
    assert refused(right, quote) is None
    assert refused(wrong, quote) is not None


TOLD = [
    ("My neighbour feeds my tortoise", "The user has a tortoise.", None),
    ("My boss lets me work at sea", "The user works at sea.", None),
    ("Pia's cat bit me", None, "The user has a cat called Pia."),
    ("My neighbour's dog Rex bit me", None, "The user has a dog called Rex."),
    ("Dana and Fred came; Dana brought her boyfriend", None, "Fred has a boyfriend."),
    ("Our teacher said we should rest", None, "The user thinks they should rest."),
    ("I'm vegan, so my flatmate cooks", "The user is vegan.", "The user's flatmate is vegan."),
    ("We had to put our cat Tom down", "The user's cat Tom was put down.", None),
    ("Our guide Pasang has climbed Nuptse", None, "The user has climbed Nuptse."),
    ("Mum is 70 and Dad is 74", "The user's dad is 74.", "The user's mum is 74."),
    ("Everybody calls me Bo", "The user wants to be called Bo.", None),
    ("My dog died in May", "The user's dog died in May.", "The user has a dog."),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "right", "wrong"), TOLD)
def test_things_are_whose_and_said_by_whom_the_words_say(
    quote: str, right: str | None, wrong: str | None
) -> None:
    assert right is None or refused(right, quote) is None
    assert wrong is None or refused(wrong, quote) is not None


OVER = [
    ("We're still without a boiler", "The user has a boiler."),
    ("I have yet to see Kyoto", "The user has seen Kyoto."),
    ("I turned down the job at Lego", "The user works at Lego."),
    ("I miss having a garden", "The user has a garden."),
    ("I like everything except leeks", "The user likes leeks."),
    ("I had a cat as a child", "The user has a cat."),
    ("I got rid of the piano", "The user has a piano."),
]


@pytest.mark.parametrize(("quote", "wrong"), OVER)
def test_what_is_missing_or_over_is_not_told_as_so(quote: str, wrong: str) -> None:
    assert refused(wrong, quote) is not None


def test_a_pronoun_goes_on_about_whom_the_sentence_before_is_about() -> None:
    quote = "My aunt Ada raised my cousin Ivo. She lives in Brno"
    aunt, cousin = "The user's aunt Ada", "The user's cousin Ivo"
    assert refused(f"{aunt} lives in Brno.", quote, ("She", aunt)) is None
    assert "somebody else" in (refused(f"{cousin} lives in Brno.", quote, ("She", cousin)) or "")


def test_a_denied_fact_is_of_no_good_polarity() -> None:
    assert refused("The user cannot swim.", "I can't swim", polarity=1) is not None
    assert refused("The user cannot swim.", "I can't swim", polarity=-1) is None


def test_weeks_ago_are_that_week_or_that_day() -> None:
    for day, right in (("on 29 April 2026", True), ("on 28 April 2026", False)):
        why = refused(f"The user moved {day}.", "I moved a fortnight ago", ("a fortnight ago", day))
        assert (why is None) is right
