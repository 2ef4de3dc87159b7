import apsw
import pytest

from memory_stores.ledger.naming import user_file
from tests.cli.running import CommandLine, on_terminal


def test_a_dry_run_says_what_would_be_done_and_does_nothing(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.", "--at", "2015-01-01")
    (ana.home / "policies.toml").write_text("[expire.days]\nfact = 30\n")
    before = ana.json("list", "--status", "all")
    planned = ana.json("maintain", "--dry-run")
    assert planned
    assert {tuple(change) for change in planned} == {("op", "memory", "reason")}
    assert ana.json("list", "--status", "all") == before
    said = ana.run("maintain", "--dry-run")
    assert len(said.stdout.splitlines()) == len(planned)
    assert "changes that would be made: 1; none was" in said.stderr
    assert [change["op"] for change in ana.json("maintain")] == ["fade"]
    assert ana.json("list") == []


def test_maintain_with_nothing_to_do_says_so(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.")
    result = ana.run("maintain")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing to do" in result.stderr
    assert ana.json("maintain") == []


def test_a_policy_that_is_not_known_is_refused(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.")
    (ana.home / "policies.toml").write_text("[forever]\n")
    assert "unknown 'forever'" in ana.refused("maintain")


def test_verify_says_what_it_checked(known: CommandLine) -> None:
    health = known.json("verify")
    assert set(health) == {"checked", "problems", "head"}
    assert health["problems"] == []
    result = known.run("verify")
    fields = dict(line.split("\t") for line in result.stdout.splitlines())
    assert fields == {**{n: str(c) for n, c in health["checked"].items()}, "head": health["head"]}
    assert "problems: none" in result.stderr


def test_verify_tells_what_is_wrong_and_fails(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.")
    connection = apsw.Connection(str(user_file(ana.home / "users", "ana")))
    connection.execute("DELETE FROM vectors")
    connection.close()
    result = ana.run("verify")
    assert result.exit_code == 1
    assert "problem\t" in result.stdout
    assert "memory-agent reembed" in result.stdout
    assert ana.json("reembed") == {"embedded": 2}
    assert ana.json("verify")["problems"] == []


@pytest.mark.parametrize("command", ["rebuild", "reembed"])
def test_ctrl_c_leaves_what_can_be_gone_on_with(ana: CommandLine, command: str) -> None:
    ana.json("add", "I live in Lisbon.")
    connection = apsw.Connection(str(user_file(ana.home / "users", "ana")))
    connection.execute("UPDATE vectors SET model = 'another'")
    connection.close()
    before = ana.json("list")
    # The bar is there before the model that makes the first vector is loaded.
    seen = on_terminal(ana, command, stopped_at="0/", status=130)
    assert "again" in seen
    assert "Traceback" not in seen
    assert ana.json("list") == before
    ana.json(command)
    assert ana.json("verify")["problems"] == []


def test_rebuild_changes_no_answer(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.", "--at", "2025-01-01")
    ana.json("add", "I moved to Porto.", "--at", "2026-01-01")
    reads = [("list", "--status", "all"), ("search", "home"), ("graph",), ("profile",), ("log",)]
    before = [ana.json(*words) for words in reads]
    counts = ana.json("rebuild")
    assert counts
    assert [ana.json(*words) for words in reads] == before
    assert ana.json("verify")["problems"] == []
    assert set(ana.lines("rebuild")) == {f"{name}\t{count}" for name, count in counts.items()}


def test_reembed_has_nothing_to_do_where_the_model_is_the_same(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.")
    assert ana.json("reembed") == {"embedded": 0}
    assert "vectors made: 0" in ana.run("reembed").stderr
