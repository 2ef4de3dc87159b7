"""What is looked for."""

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory_stores.scanning import Needles, scan_bytes

TEXT = 'Ana met Zoë at the “Café Ljubljana” and said\n"never again", didn\'t she?'


def encodings(data: bytes, needles: Needles) -> set[str]:
    return {finding.encoding for finding in scan_bytes(data, needles)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_a_text_is_found_in_every_unicode_encoding(encoding: str) -> None:
    data = b"\x07\x01..." + TEXT.encode(encoding) + b"...\x00"
    assert encoding in encodings(data, Needles.of([TEXT]))


@pytest.mark.parametrize(("ascii_only", "name"), [(True, "json"), (False, "json-utf-8")])
def test_a_text_is_found_in_json(ascii_only: bool, name: str) -> None:
    data = json.dumps({"text": f"She says: {TEXT}!"}, ensure_ascii=ascii_only).encode()
    assert encodings(data, Needles.of([TEXT])) == {name}


@pytest.mark.parametrize("kept", ["éclairs", "eclairs"])
def test_a_single_word_is_found_as_full_text_indexes_keep_it(kept: str) -> None:
    assert encodings(f"..{kept}..".encode(), Needles.of(["Éclairs"])) == {"folded"}


def test_case_is_kept_in_texts_of_several_words() -> None:
    assert encodings(b"..she likes rome..", Needles.of(["She likes Rome"])) == set()


@pytest.mark.parametrize("text", ["a" * 30 + "é" * 130, "\ud800 alone", "\x00nul\x00", "7", "né"])
def test_strange_texts_are_found(text: str) -> None:
    data = b"\xff\xfe" + text.encode("utf-8", "surrogatepass") + b"\xff"
    assert "utf-8" in encodings(data, Needles.of([text]))


@given(st.text(st.characters(categories=["L", "N"]), min_size=161, max_size=3000), st.data())
def test_a_part_of_a_long_text_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 127))
    part = text[start : start + 127]  # As much holds one whole piece of 64
    assert scan_bytes(b"\xff" + part.encode() + b"\xff", Needles.of([text]))


def test_a_long_text_is_looked_for_from_its_first_to_its_last_letter() -> None:
    text = " ".join(str(number) for number in range(10_000))
    assert "".join(Needles.of([text]).texts()) == text
    assert scan_bytes(text[5000:5200].encode(), Needles.of([text]))


def test_a_short_text_is_looked_for_as_a_whole() -> None:
    text = "x" * 80 + "y" * 80
    assert Needles.of([text]).texts() == [text]
    assert scan_bytes(text[:-1].encode(), Needles.of([text])) == []


@pytest.mark.parametrize("blank", ["", "   \n", "\x00" * 500, " " * 500])
def test_blank_texts_are_not_looked_for(blank: str) -> None:
    assert Needles.of([blank]).texts() == []


def test_the_same_thing_twice_is_looked_for_once() -> None:
    needles = Needles.of(["Lisbon", "Lisbon"], [b"\x01" * 8, b"\x01" * 8])
    assert needles.texts() == ["Lisbon"]
    assert len(scan_bytes(b"Lisbon" + b"\x01" * 8, needles)) == 2


def test_a_word_that_is_another_folded_goes_by_its_own_name() -> None:
    (finding,) = scan_bytes(b"..rose..", Needles.of(["Rose", "rose"]))
    assert (finding.what, finding.encoding) == (1, "utf-8")


def test_nothing_that_may_be_logged_says_the_text() -> None:
    needles = Needles.of(["Zanzibar"], [b"Timbuktu"])
    findings = scan_bytes(b"..Zanzibar..Timbuktu..", needles, "page 3")
    assert len(findings) == 2
    logged = logging.LogRecord("n", 1, "p", 1, "%s %r", (needles, findings), None).getMessage()
    assert "page 3" in logged
    assert not any(word in logged for word in ("Zanzibar", "Timbuktu"))
