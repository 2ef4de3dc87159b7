"""What users opt out of is not learned, however they say it, and what is near it is."""

import re

import pytest

from memory_agent import Memory
from tests.memory.asking import texts
from tests.memory.opting_lives import LIVES


@pytest.mark.parametrize(
    ("said", "never", "known"), LIVES, ids=[said[0][:40] for said, *_ in LIVES]
)
def test_an_opt_out_is_obeyed(
    memory: Memory, said: list[str], never: list[str], known: list[str]
) -> None:
    for text in said:
        memory.add(text, user_id="ana")
    learned = [text for text in texts(memory) if "remembered" not in text]
    assert not [text for text in learned for p in never if re.search(p, text, re.IGNORECASE)]
    for pattern in known:
        assert any(re.search(pattern, text, re.IGNORECASE) for text in learned)
