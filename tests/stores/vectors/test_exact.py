"""Exact search gives what comparing with every vector gives."""

from collections.abc import Callable
from pathlib import Path

import pytest

from memory_stores.vectors.exact import ExactVectorIndex
from tests.stores.vectors.conformance import VectorIndexConformance
from tests.stores.vectors.stepping import check_two_processes


class TestExactVectorIndex(VectorIndexConformance):
    @pytest.fixture(params=[0, 8, 64, 1 << 20])
    def make_index(self, request: pytest.FixtureRequest) -> Callable[[], ExactVectorIndex]:
        return lambda: ExactVectorIndex(request.param)


def test_two_processes_find_what_comparing_with_every_vector_finds_after_any_changes(
    tmp_path: Path,
) -> None:
    # The second has room for no matrix but the one in use.
    check_two_processes(
        tmp_path, lambda _: (ExactVectorIndex(1 << 20), ExactVectorIndex(0)), examples=40
    )
