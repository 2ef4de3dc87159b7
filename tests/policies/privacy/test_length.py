"""Texts made to be slow are read in a time that grows with their length, not with its square."""

import time

import pytest

from memory_agent.policies.privacy import asks_to_be_remembered, mask

PIECES = [
    *("seed phrase ", "one two three pin ", "password for ", "pin ", "x://", "curl ", "1 ", "word "),
    *("4111 1111 1111 1112 ", "hunter2 is my a a password ", "-----BEGIN PRIVATE KEY-----"),
    *("remember ", "save this that it ", "combination for the door code of ", " ", "a" * 50),
]


def seconds(text: str) -> float:
    """The fastest of three readings."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        mask(text)
        asks_to_be_remembered(text)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("piece", PIECES)
def test_ten_times_the_text_takes_no_hundred_times_as_long(piece: str) -> None:
    short, long = (piece * (size // len(piece)) for size in (3_000, 30_000))
    seconds(short)  # reads the data
    assert seconds(long) < 40 * max(seconds(short), 0.0005)
