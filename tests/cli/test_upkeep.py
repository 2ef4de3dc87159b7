from tests.cli.running import CommandLine


def test_a_dry_run_says_what_would_be_done_and_does_nothing(ana: CommandLine) -> None:
    ana.json("add", "I have a dentist appointment today.", "--at", "2015-01-01")
    before = ana.json("list", "--status", "all")
    planned = ana.json("maintain", "--dry-run")
    assert planned
    assert {tuple(change) for change in planned} == {("op", "memory", "reason")}
    assert ana.json("list", "--status", "all") == before
    said = ana.run("maintain", "--dry-run")
    assert len(said.stdout.splitlines()) == len(planned)
    assert f"{len(planned)} changes would be made" in said.stderr
    assert ana.json("maintain") != []
    assert ana.json("list", "--status", "all") != before


def test_maintain_with_nothing_to_do_says_so(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.")
    result = ana.run("maintain")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing to do" in result.stderr
    assert ana.json("maintain") == []
