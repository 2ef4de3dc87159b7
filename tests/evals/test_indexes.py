"""What the bench measures of the two vector indexes."""

from pathlib import Path

from evals.bench.indexes import Shape, indexes


def test_both_indexes_are_measured_on_the_same_vectors(tmp_path: Path) -> None:
    figures = list(indexes(tmp_path, [Shape(1, 30), Shape(17, 12)], 5))
    searches = [figure for figure in figures if figure.name.endswith("search")]
    assert [figure.name for figure in searches] == [
        "1 user, 30 vectors, exact: search",
        "1 user, 30 vectors, Chroma: search",
        "17 users, 12 vectors each, exact: search",
        "17 users, 12 vectors each, Chroma: search",
        "17 users, 12 vectors each, Chroma, everybody's open: search",
    ]
    assert all(len(figure.samples) == 5 for figure in searches)
    assert all("finds 100.0%" in figure.note for figure in searches if "Chroma" in figure.name)
