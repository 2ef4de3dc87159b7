"""More of what says nothing about the user: other voices, make-believe, thoughts in passing."""

import pytest

from tests.extraction.conftest import Extract

QUESTIONS = [
    "What should I cook tonight, any ideas?",
    "Is my name Ana?",
    "do i like sushi",
    "When I was in Rome, what did I eat?",
    "Do you know that I live in Rome?",
    "How many days until I move to Rome?",
    "I live in which city?",
]
SUPPOSED = [
    "If I moved to Paris, what would I need?",
    "I would love to live in Japan.",
    "I could work at Google one day.",
    "I might move to Spain next year.",
    "I may be pregnant",
    "I wish my sister lived here",
    "I'd be a vegan if it weren't for cheese",
    "Unless I move to Rome, I stay",
    "Suppose I earn $5000 a month.",
    "Let's say I have three kids.",
    "It's as if I lived in Rome",
    "Say I moved to Rome tomorrow, what would change?",
    "Maybe I'll buy a car",
    "I hope I get the job at Google",
    "I want to learn guitar",
    "I was thinking of moving to Porto",
    "I'm considering becoming vegetarian",
]
QUOTED = [
    "“I am allergic to nuts,” said the old man.",
    "‘I am allergic to every nut there is,’ she said",
    "'I'm a vegan and I live in Leeds', said Tom",
    "«J'habite à Rome. I live in Rome.»",
    '"I live in Rome.\nI love cats."\nwhat does that mean',
    "> I live in Berlin\n> and I love it",
    "he wrote `I live in Rome` in the file",
    "```py\nI = 'I live in Oslo'\n```",
    "```\nI live in Oslo, unclosed",
    'My sister wrote me: "I\'m moving to Rome"',
    "My teacher said I live in a bubble",
    "Someone told me I have ADHD",
    "my mum says I drink too much coffee",
]
HANDED_OVER = [
    "Translate to French: I live in London and I have two cats.",
    "Summarise this article. I was born in 1960 in Ohio. I love jazz.",
    "Please proofread this: My name is John and I am a doctor.",
    "can you fix the grammar?\n\nI has two brother and I lives in Leeds.",
    "Here is my friend's message: I moved to Paris and I hate it",
    "rewrite this in a formal tone\n\nHi, I'm Bob. I quit my job yesterday.",
    "Fill in the blank: my name is ____",
    "draft a tweet: I just moved to Porto!",
    "Write an email to my boss saying I quit my job",
]
MAKE_BELIEVE = [
    "Write a story where I am a pirate who lives in Tortuga",
    "Imagine I'm a doctor living in Paris. I have two kids.",
    "Let's pretend I live in Narnia. I have a lion.",
    "Roleplay: I am a knight and I live in Camelot.",
    "Act as a doctor. I have diabetes.",
    "You are a pirate. I am the king. I live in a castle.",
    "my character lives in Waterdeep",
    "Once upon a time there was a girl called Ana. She lived in Rome.",
]
CHATTER = [
    "Thanks, that's great!",
    "I think this is a good idea",
    "I have a question about Python",
    "My code doesn't work",
    "I ran the tests and got 3 failures",
    "I tried option 2 and it worked",
    "I agree with you",
    "I'm done",
    "I have to go",
    "I'm a bit lost",
    "I had a great day",
    "I'll check those out",
    "I'm not sure about that",
    "My guess is Rome",
    "my wifi password is hunter2",
    "lol ok",
    "👍👍👍",
    "...",
]
OTHERS = [
    "They moved to Paris",
    "People live in Rome",
    "The president has two dogs",
    "You live in Rome",
    "As for the cat, it sleeps a lot",
]


@pytest.mark.parametrize(
    "said", QUESTIONS + SUPPOSED + QUOTED + HANDED_OVER + MAKE_BELIEVE + CHATTER + OTHERS
)
def test_it_says_nothing_about_the_user(extract: Extract, said: str) -> None:
    assert [c.text for c in extract(said)] == []


BESIDE = [
    ('I told him "no way". I live in Rome.', "Rome"),
    ("Can you help? I live in Rome.", "Rome"),
    ("I live in Rome and I was wondering if you know it", "Rome"),
    ("I live in Rome, is it far from Paris?", "Rome"),
    ("```\ncode\n```\nI live in Rome", "Rome"),
    ("> quoted\nI live in Rome", "Rome"),
    ("thanks! i live in Rome btw, so no snow please", "Rome"),
    ("I live in Rome. Translate this: I live in Oslo.", "Rome"),
    ("Write me a cover letter. I live in Rome.", "Rome"),
]


@pytest.mark.parametrize(("said", "place"), BESIDE)
def test_what_stands_beside_it_is_still_heard(extract: Extract, said: str, place: str) -> None:
    assert [c.object for c in extract(said) if c.predicate == "lives_in"] == [place]


def test_titles_in_quotation_marks_are_no_utterance(extract: Extract) -> None:
    [found] = extract('I attended a workshop on "Effective Communication" on January 10th.')
    assert '"Effective Communication"' in found.text
