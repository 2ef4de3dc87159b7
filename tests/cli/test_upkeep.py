from tests.cli.running import CommandLine


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
