"""Figures and their targets."""

import json

import pytest

from evals.bench.figures import HEADER, Figure


def test_a_ceiling_is_met_by_the_median_and_a_floor_from_above() -> None:
    samples = (1.0, 2.0, 30.0)
    assert Figure("f", "ms", samples, target=2.0).met
    assert not Figure("f", "ms", samples, target=1.9).met
    assert Figure("f", "per second", samples, target=2.0, at_least=True).met
    assert not Figure("f", "per second", samples, target=2.1, at_least=True).met


def test_without_a_target_or_a_measurement_nothing_is_met_or_missed() -> None:
    assert Figure("f", "ms", (1.0,)).met is None
    assert Figure("f", "ms", (), target=1.0).met is None
    assert Figure("f", "ms", (), target=1.0).p50 is None


def test_few_measurements_have_no_95th_percentile() -> None:
    assert Figure("f", "ms", (1.0,) * 19).p95 is None
    assert Figure("f", "ms", tuple(map(float, range(101)))).p95 == pytest.approx(95.0)


def test_a_figure_is_a_row_and_a_record() -> None:
    figure = Figure("f", "ms", (0.5, 123.4, 1000.0), target=25.0, note="how")
    assert len(figure.cells()) == len(HEADER)
    assert figure.cells() == ("f", "123", "", "ms", "3", "≤ 25.0", "NO")
    record = json.loads(json.dumps(figure.record()))
    assert (record["p50"], record["n"], record["met"]) == (123.4, 3, False)
