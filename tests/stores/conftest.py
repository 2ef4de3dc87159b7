from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from memory_stores.ledger import SqliteLedger

Open = Callable[..., SqliteLedger]


@pytest.fixture
def open_ledger(tmp_path: Path) -> Iterator[Open]:
    """Return a function that opens Ana's ledger; each call is another connection to one file."""
    with ExitStack() as opened:

        def open_(busy_timeout: float = 5.0) -> SqliteLedger:
            ledger = SqliteLedger(tmp_path / "ana.db", "ana", busy_timeout=busy_timeout)
            return opened.enter_context(closing(ledger))

        yield open_


@pytest.fixture
def ledger(open_ledger: Open) -> SqliteLedger:
    """Ana's ledger, with nothing in it."""
    return open_ledger()
