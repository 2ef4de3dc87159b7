import apsw

from memory_stores.ledger.naming import user_file
from tests.cli.running import CommandLine


def test_history_tells_a_revision_whose_state_is_erased(ana: CommandLine) -> None:
    [added] = ana.json("add", "I live in Lisbon.")
    one = added["memory"]["id"]
    ana.lines("forget", one)
    connection = apsw.Connection(str(user_file(ana.home / "users", "ana")))
    connection.execute("DELETE FROM states WHERE number = 1")
    connection.close()
    first, second = ana.json("history", one)
    assert (first["memory_id"], first["version"], first["op"]) == (one, 1, "add")
    assert first["text"] is first["status"] is first["valid_from"] is first["valid_to"] is None
    assert (second["version"], second["text"]) == (2, added["memory"]["text"])
    assert [line.split("\t")[3] for line in ana.lines("history", one)] == [
        "(erased)",
        added["memory"]["text"],
    ]
