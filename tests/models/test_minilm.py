"""The embedder and the token counter: deterministic, bounded, and only from reviewed weights."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from memory_agent.domain.errors import ModelUnavailable
from memory_agent.models import MiniLM, WordPieceCounter, minilm, onnx_export, packages

TEXTS = ["I love Thai food", "I like Thai cuisine", "The train was late again", ""]


def test_vectors_have_length_one_and_tell_meanings_apart() -> None:
    vectors = MiniLM().embed(TEXTS)
    assert vectors.shape == (4, MiniLM.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    likeness = vectors @ vectors.T
    assert likeness[0, 1] > 0.8 > 0.4 > likeness[0, 2]


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    among = MiniLM().embed([*TEXTS, "A much longer text, " * 40])
    for row, text in enumerate(TEXTS):
        assert np.array_equal(MiniLM().embed([text])[0], among[row])


def test_what_was_embedded_is_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = MiniLM(remember=2)
    runs: list[list[str]] = []
    run = embedder._run

    def counted(texts: list[str]) -> NDArray[np.float32]:
        runs.append(texts)
        return run(texts)

    monkeypatch.setattr(embedder, "_run", counted)
    embedder.embed(["a", "b", "a"])
    embedder.embed(["b", "a"])
    embedder.embed(["c", "d", "a"])
    assert runs == [["a", "b"], ["c", "d"]]
    assert len(embedder._known) == 2


def test_no_texts_give_no_rows() -> None:
    assert MiniLM().embed([]).shape == (0, MiniLM.dimensions)


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    monkeypatch.setattr(minilm, "minilm_folder", lambda: tmp_path)
    with pytest.raises(ModelUnavailable, match="SHA-256"):
        MiniLM(cache=tmp_path / "cache").embed(["a"])
    assert not (tmp_path / "cache").exists()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MINILM_PACKAGE", "no_such_package")
    with pytest.raises(ModelUnavailable, match="pip install"):
        packages.minilm_folder()


def test_a_cache_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ModelUnavailable, match="MEMORY_AGENT_CACHE"):
        MiniLM(cache=blocked / "cache").embed(["a"])


def test_an_interrupted_export_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_folder: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(onnx_export, "_export", interrupted)
    with pytest.raises(KeyboardInterrupt):
        onnx_export.export(tmp_path, tmp_path / "cache" / "model.onnx")
    assert list((tmp_path / "cache").iterdir()) == []


def test_tokens_add_up_over_lines_and_unknown_words_count_their_bytes() -> None:
    counter = WordPieceCounter()
    lines = ["Who: lives in Porto.", "- [2026-03-01] Tea, not coffee!", "naïve café 日本語"]
    assert counter.count("\n".join(lines)) == sum(counter.count(line) for line in lines)
    assert counter.count("") == 0
    assert counter.count("🎉" * 10) >= 40
    assert counter.count("x" * 500) >= 100
