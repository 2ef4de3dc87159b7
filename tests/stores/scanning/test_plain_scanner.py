"""The second scanner sees what it is there to see."""

import json
from pathlib import Path

import pytest

from tests.stores.scanning.plain_scanner import residue


@pytest.mark.parametrize(
    "written",
    [
        "Zoë".encode(),
        "Zoë".encode("utf-16-le"),
        "Zoë".encode("utf-16-be"),
        "Zoë".encode("utf-32-le"),
        json.dumps("Zoë").encode(),
        "zoë".encode(),
        b"zoe",
    ],
)
def test_a_word_is_seen_in_every_form(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below/file").write_bytes(b"\x00.." + written + b"..")
    assert any("below/file: 'Zoë' in" in line for line in residue(tmp_path, ["Zoë", "Lisbon"]))
    assert residue(tmp_path, ["Lisbon"]) == []


def test_a_part_of_a_vector_is_seen(tmp_path: Path) -> None:
    vector = bytes(number * 7 % 256 for number in range(1536))
    (tmp_path / "file").write_bytes(b"..." + vector[400:440] + b"...")
    assert residue(tmp_path, [], [vector])
    assert residue(tmp_path, [], [bytes(number * 11 % 256 for number in range(1536))]) == []
