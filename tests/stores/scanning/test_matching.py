"""Whatever is there is found, wherever it lies, and nothing else; against ``bytes.find``."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_stores.scanning import Needles, scan_bytes
from memory_stores.scanning.matching import Matcher

# Few different letters: needles overlap, share their beginnings, and nearly match.
crowded = st.binary(min_size=1, max_size=40).map(lambda data: bytes(byte % 3 for byte in data))
strings = st.lists(st.binary(min_size=1, max_size=40) | crowded, max_size=30, unique=True)


@given(strings, st.lists(st.binary(max_size=30) | crowded, max_size=20), st.data())
def test_exactly_what_is_there_is_found(
    wanted: list[bytes], noise: list[bytes], data: st.DataObject
) -> None:
    put = data.draw(st.lists(st.sampled_from(wanted), max_size=5)) if wanted else []
    content = b"".join(data.draw(st.permutations(noise + put)))
    found = list(Matcher(wanted).find(content, set()))
    assert all(content[place:].startswith(wanted[number]) for place, number in found)
    assert sorted(number for _, number in found) == [
        number for number, string in enumerate(wanted) if string in content
    ]


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 23, 64, 1000])
def test_a_string_is_found_at_every_place(length: int) -> None:
    noise = np.random.default_rng(length).integers(0, 128, 2100, np.uint8).tobytes()
    string = bytes(200 + number % 50 for number in range(length))
    matcher = Matcher([string])
    for place in range(1000):
        content = noise[:place] + string + noise[place : 1000 + place % 9]
        assert list(matcher.find(content, set())) == [(place, 0)]
    assert list(matcher.find(noise, set())) == []
    assert list(matcher.find(string, set())) == [(0, 0)]
    assert list(matcher.find(string[:-1], set())) == []


def test_what_was_seen_is_not_told_again() -> None:
    matcher, seen = Matcher([b"Zanzibar", b"Timbuktu"]), set[int]()
    assert list(matcher.find(b"Zanzibar, Zanzibar", seen)) == [(0, 0)]
    assert list(matcher.find(b"Timbuktu, Zanzibar", seen)) == [(0, 1)]


def test_sentences_that_differ_in_a_few_letters_are_told_apart() -> None:
    said = [
        f"The user said that she paid {number:04} euros for the ticket" for number in range(3000)
    ]
    content = "\n".join(said[1::2] * 20).encode()
    findings = scan_bytes(content, Needles.of(said))
    assert sorted({finding.what for finding in findings}) == list(range(1, 3000, 2))


@given(st.integers(1, 400), st.integers(0, 2**32 - 1), st.integers(0, 100))
@settings(max_examples=50)
def test_a_vector_or_a_part_of_it_is_found(dimensions: int, seed: int, before: int) -> None:
    random = np.random.default_rng(seed)
    vector = random.standard_normal(dimensions).astype("<f4").tobytes()
    needles = Needles.of([], [random.bytes(1536), vector])
    noise = random.bytes(before)
    (what,) = {finding.what for finding in scan_bytes(noise + vector, needles)}
    assert what == 1
    half = len(vector) // 2
    if half >= 1024 // 2:
        assert scan_bytes(noise + vector[:half], needles)
        assert scan_bytes(noise + vector[half:], needles)
    assert scan_bytes(random.bytes(5000), needles) == []


def test_a_vector_of_zeros_and_ones_is_not_found_in_empty_pages() -> None:
    sparse = np.zeros(384, "<f4")
    sparse[7] = 1
    needles = Needles.of([], [sparse.tobytes()])
    assert scan_bytes(bytes(100_000), needles) == []
    assert scan_bytes(bytes(11) + sparse.tobytes(), needles)


def test_nothing_to_look_for_is_nowhere() -> None:
    assert scan_bytes(b"anything", Needles.of([], [])) == []
