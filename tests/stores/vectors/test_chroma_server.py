"""Chroma as a server: what holds of any index, and what a network can suffer."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from hashlib import sha256
from pathlib import Path

import pytest
from chromadb import HttpClient
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.fastapi import FastAPI
from chromadb.config import Settings

from memory_agent.domain.errors import InvalidInput, StoreError
from memory_stores.ledger import SqliteLedger
from memory_stores.vectors.chroma import ChromaVectorIndex
from tests.stores.making import add, fade, vector_of
from tests.stores.vectors.conformance import (
    MakeIndex,
    VectorIndexConformance,
    fill,
    random_block,
    texts,
)
from tests.stores.vectors.conftest import free_port
from tests.stores.vectors.processes import searching, wait_until_half_fed
from tests.stores.vectors.stepping import check_two_processes

WIDTH = 64


class TestChromaServer(VectorIndexConformance):
    @pytest.fixture
    def make_index(self, tmp_path: Path, chroma_server: str) -> Iterator[MakeIndex]:
        with ExitStack() as opened:
            yield lambda: opened.enter_context(closing(make(tmp_path, chroma_server, max_open=1)))


def make(home: Path, server: str, *, max_open: int = 4, timeout: float = 30.0) -> ChromaVectorIndex:
    return ChromaVectorIndex(home, server=server, max_open=max_open, timeout=timeout)


@pytest.fixture
def index(tmp_path: Path, chroma_server: str) -> Iterator[ChromaVectorIndex]:
    with closing(make(tmp_path, chroma_server)) as index:
        yield index


@pytest.fixture
def client(chroma_server: str) -> Iterator[ClientAPI]:
    host, port = chroma_server.removeprefix("http://").split(":")
    client = HttpClient(host, int(port), settings=Settings(anonymized_telemetry=False))
    assert isinstance(client, Client)
    yield client
    client.close()
    for server in (client._server, getattr(client._admin_client, "_server", None)):
        assert isinstance(server, FastAPI)
        server._session.close()


def names(client: ClientAPI) -> set[str]:
    return {collection.name for collection in client.list_collections()}


def test_two_processes_find_what_comparing_finds_after_any_changes(
    tmp_path: Path, chroma_server: str
) -> None:
    check_two_processes(
        tmp_path, lambda home: (make(home, chroma_server), make(home, chroma_server)), examples=5
    )


def test_a_process_killed_while_it_feeds_leaves_an_index_that_mends(
    tmp_path: Path, ledger: SqliteLedger, index: ChromaVectorIndex, chroma_server: str
) -> None:
    block = random_block(2500, WIDTH)
    known = fill(ledger, block.tolist())
    with searching(tmp_path, ledger, WIDTH, chroma_server) as process:
        wait_until_half_fed(ledger, len(known))
        process.kill()
    for place in (0, 1249, 2499):
        assert texts(ledger, index, block[place], 1) == [known[place].text]
    assert index.check(ledger) == []


def test_two_processes_serve_one_user_at_a_time_and_together(
    tmp_path: Path, ledger: SqliteLedger, index: ChromaVectorIndex, chroma_server: str
) -> None:
    known = fill(ledger, [[1, 0], [0, 1]])
    with searching(tmp_path, ledger, 2, chroma_server) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "found\n"
        assert texts(ledger, index) == [one.text for one in known]
        fade(ledger, known[0])
        assert texts(ledger, index) == [known[1].text]


def test_many_threads_of_two_indexes_feed_and_search_at_once(
    tmp_path: Path, ledger: SqliteLedger, index: ChromaVectorIndex, chroma_server: str
) -> None:
    def work(which: int) -> None:
        mine = (index, other)[which % 2]
        new = add(ledger, f"From {which}.")
        ledger.commit([], vectors=[vector_of(new, [1, 0])])
        assert new.text in texts(ledger, mine, limit=99)

    with closing(make(tmp_path, chroma_server)) as other, ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work, which) for which in range(40)]:
            done.result()
        assert len(texts(ledger, other, limit=99)) == 40
    assert index.check(ledger) == []


def test_two_homes_share_a_server_and_nothing_else(
    tmp_path: Path, chroma_server: str, client: ClientAPI
) -> None:
    with ExitStack() as opened:
        homes = [tmp_path / "first", tmp_path / "second"]
        indexes = [opened.enter_context(closing(make(home, chroma_server))) for home in homes]
        ledgers = []
        for home in homes:
            home.mkdir()
            ledger = SqliteLedger(home / "ana.db", "ana", busy_timeout=5)
            ledgers.append(opened.enter_context(closing(ledger)))
            new = add(ledger, home.name)
            ledger.commit([], vectors=[vector_of(new, [1, 0])])
        before = names(client)
        for ledger, index in zip(ledgers, indexes, strict=True):
            assert texts(ledger, index) == [ledger.path.parent.name]
        made = names(client) - before
        assert len(made) == 2
        assert not any(sha256(b"ana").hexdigest() in name for name in made)
        indexes[0].erase_user("ana")
        assert len(names(client) & made) == 1
        assert texts(ledgers[1], indexes[1]) == ["second"]
        assert indexes[1].check(ledgers[1]) == []


def test_collections_that_somebody_deleted_are_filled_again(
    ledger: SqliteLedger, index: ChromaVectorIndex, client: ClientAPI
) -> None:
    known = fill(ledger, [[1, 0], [0, 1]])
    for waits in (False, True):
        before = names(client)
        texts(ledger, index)
        for name in names(client) - before if not waits else names(client):
            client.delete_collection(name)
        if waits:
            known.append(add(ledger, "New."))
            ledger.commit([], vectors=[vector_of(known[-1], [-1, 0])])
        assert texts(ledger, index) == [one.text for one in known]
        assert index.check(ledger) == []


def test_a_collection_that_lost_vectors_is_noticed_when_it_is_opened(
    ledger: SqliteLedger, index: ChromaVectorIndex, client: ClientAPI
) -> None:
    known = fill(ledger, [[1, 0], [0, 1]])
    before = names(client)
    texts(ledger, index)
    (name,) = names(client) - before
    collection = client.get_collection(name, embedding_function=None)
    collection.delete(ids=collection.get(include=[])["ids"][:1])
    (problem,) = index.check(ledger)
    assert "holds 1 vectors of memories" in problem
    index.forget_user("ana")
    assert texts(ledger, index) == [one.text for one in known]


def test_a_user_may_move_between_the_forms(
    tmp_path: Path, ledger: SqliteLedger, index: ChromaVectorIndex
) -> None:
    (known,) = fill(ledger, [[0, 1]])
    with closing(ChromaVectorIndex(tmp_path)) as embedded:
        for number in range(2):
            for here in (index, embedded):
                new = [1.0, 0.0] if here is index else [0.6, 0.8]
                ledger.commit([], vectors=[vector_of(known, new)])
                found = here.search(ledger, "memories", "a-model", random_block(1, 2)[0], 9)
                assert len(found) == 1, number
                assert here.check(ledger) == []
                here.forget_user("ana")


def test_an_apps_own_settings_for_chroma_are_not_taken(
    tmp_path: Path, ledger: SqliteLedger, index: ChromaVectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("CHROMA_SERVER_HOST=elsewhere\nANONYMIZED_TELEMETRY=true\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHROMA_SERVER_HTTP_PORT", "1")
    (known,) = fill(ledger, [[1, 0]])
    assert texts(ledger, index) == [known.text]


def test_a_server_that_is_not_there_is_named_and_nothing_is_lost(
    tmp_path: Path, ledger: SqliteLedger, chroma_server: str
) -> None:
    known = fill(ledger, [[1, 0]])
    port = free_port()
    with closing(make(tmp_path, f"http://127.0.0.1:{port}")) as nowhere:
        for refused in (texts, lambda ledger, index: index.erase_user("ana")):
            with pytest.raises(StoreError, match=rf"127\.0\.0\.1:{port}.*chroma run"):
                refused(ledger, nowhere)
        assert texts(ledger, nowhere, among={1}) == [known[0].text]
    with closing(make(tmp_path, chroma_server)) as there:
        assert texts(ledger, there) == [known[0].text]


def test_a_server_that_never_answers_is_not_waited_for_longer_than_was_said(
    tmp_path: Path, ledger: SqliteLedger
) -> None:
    fill(ledger, [[1, 0]])
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with (
            closing(make(tmp_path, url, timeout=0.05)) as index,
            pytest.raises(StoreError, match="does not answer"),
        ):
            texts(ledger, index)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8000",
        "ftp://localhost",
        "http://",
        "http://a:99999",
        "http://a/b",
        "http://a:0",
    ],
)
def test_a_bad_address_is_refused_at_once(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidInput, match="http://host:port"):
        make(tmp_path, url)
