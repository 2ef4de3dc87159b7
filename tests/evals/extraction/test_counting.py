"""Shares with their intervals."""

import pytest

from evals.extraction.agreement import kappa
from evals.extraction.counting import Share, interval_of, share, short


def test_the_interval_is_wilsons() -> None:
    low, high = Share(8, 10).interval or (0.0, 0.0)
    assert (low, high) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    none, every = Share(0, 20).interval, Share(20, 20).interval
    assert none and none[0] == 0
    assert every and every[1] == pytest.approx(1)


def test_more_cases_are_surer() -> None:
    few, many = Share(9, 10).interval, Share(900, 1000).interval
    assert few and many and many[1] - many[0] < few[1] - few[0]


def test_nothing_of_nothing_is_no_share() -> None:
    nothing = share([])
    assert nothing.value is None and nothing.interval is None and nothing.cell() == ""
    assert nothing + Share(1, 2) == Share(1, 2)


def test_a_share_is_a_cell_with_its_interval_and_count() -> None:
    assert Share(12, 13).cell() == ".92 [.67-.99] 12/13"
    assert Share(2, 2).cell().startswith("1.00 [")
    assert short(-0.25) == "-.25"


def test_the_interval_of_samples_drawn_again_leaves_out_the_ends() -> None:
    assert interval_of([*range(101)]) == pytest.approx((2.5, 97.5))


def test_kappa_is_agreement_beyond_chance() -> None:
    assert kappa([1, 1, 0, 0], [1, 1, 0, 0]) == 1
    assert kappa([1, 1, 0, 0], [1, 0, 1, 0]) == 0
    assert kappa([1, 1, 0, 0], [0, 0, 1, 1]) == -1
    # 45 both yes, 15 and 25 apart, 15 both no.
    one, two = [1] * 60 + [0] * 40, [1] * 45 + [0] * 15 + [1] * 25 + [0] * 15
    assert kappa(one, two) == pytest.approx(0.1304, abs=1e-4)
