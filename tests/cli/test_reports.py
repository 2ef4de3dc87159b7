from dataclasses import replace
from datetime import UTC, datetime

from memory_agent.cli import reports
from memory_agent.domain import (
    Context,
    Diff,
    Edit,
    Entity,
    Graph,
    Health,
    LoggedContext,
    Memory,
    Receipt,
    Relation,
    Replay,
)

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
WRITTEN = "2026-03-01T09:30:00Z"
LISBON = Memory("m-1", "fact", "Ana lives in Lisbon.", "current", 0.9, AT, 1)
PORTO = replace(LISBON, text="Ana lives in Porto.", version=2)
CALL = LoggedContext(
    "c-1", AT, "home?", 400, "- Lisbon", 3, ("m-1",), ("t-1",), 7, {"kind": "fact"}
)
CALL_DOCUMENT = {
    "id": "c-1",
    "at": WRITTEN,
    "query": "home?",
    "budget": 400,
    "filters": {"kind": "fact"},
    "text": "- Lisbon",
    "tokens": 3,
    "memories": ["m-1"],
    "turns": ["t-1"],
    "revision": 7,
}


def test_a_diff_is_one_document_a_difference() -> None:
    ended = replace(LISBON, status="superseded")
    diff = Diff((LISBON,), (Edit(LISBON, PORTO),), (Edit(LISBON, ended),), (Edit(PORTO, None),))
    documents = reports.diff_document(diff)
    assert [one["change"] for one in documents] == ["added", "changed", "superseded", "gone"]
    assert {one["memory_id"] for one in documents} == {"m-1"}
    added, changed, superseded, gone = documents
    assert (added["before"], added["words"]) == (None, None)
    assert changed["words"] == "Ana lives in [-Lisbon-]{+Porto+}."
    assert superseded["words"] == "Ana lives in Lisbon."
    assert (gone["after"], gone["words"]) == (None, None)


def test_a_graph_is_nodes_and_edges() -> None:
    entities = (Entity("ana", "Ana"), Entity("porto", "Porto"))
    graph = Graph(entities, (Relation("ana", "lives_in", "porto", "m-1", AT),))
    assert reports.graph_document(graph) == {
        "nodes": [
            {"id": "ana", "name": "Ana", "aliases": []},
            {"id": "porto", "name": "Porto", "aliases": []},
        ],
        "edges": [
            {
                "source": "ana",
                "target": "porto",
                "predicate": "lives_in",
                "memory_id": "m-1",
                "valid_from": WRITTEN,
                "valid_to": None,
            }
        ],
    }


def test_a_logged_context_is_what_the_prompt_got() -> None:
    assert reports.logged_document(CALL) == CALL_DOCUMENT


def test_a_replay_adds_what_it_would_be_today() -> None:
    replay = Replay(CALL, Context("- Porto", 3, (PORTO,), ()), ("- Lisbon",), ("- Porto",))
    assert reports.replay_document(replay) == {
        **CALL_DOCUMENT,
        "today": {"text": "- Porto", "tokens": 3, "memories": ["m-1"], "turns": []},
        "gone": ["- Lisbon"],
        "added": ["- Porto"],
    }


def test_a_receipt_has_its_salt_only_where_it_is_known() -> None:
    receipt = Receipt("e-1", AT, 1, 2, 3, ("users/a.db",), 0, "ab", "cd", ("m-2",))
    document = {
        "id": "e-1",
        "at": WRITTEN,
        "erased": 1,
        "turns": 2,
        "revisions": 3,
        "scanned": ["users/a.db"],
        "residue": 0,
        "commitment": "ab",
        "salt": "cd",
        "kept": ["m-2"],
    }
    assert reports.receipt_document(receipt) == document
    assert reports.receipt_document(replace(receipt, salt="")) == {**document, "salt": None}


def test_health_is_what_was_checked_and_what_is_wrong() -> None:
    health = Health({"turns": 2}, ("no such turn",), "ff")
    assert reports.health_document(health) == {
        "checked": {"turns": 2},
        "problems": ["no such turn"],
        "head": "ff",
    }
