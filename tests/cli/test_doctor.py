import shutil
from pathlib import Path

import pytest

from memory_agent.cli import checks
from tests.cli.running import CommandLine


def told(of: CommandLine, status: int = 0) -> dict[str, tuple[str, str]]:
    """What doctor finds: the status and words of each check."""
    result = of.run("doctor")
    assert result.exit_code == status, result.output
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert {len(line) for line in lines} == {4}
    return {line[1]: (line[0], line[2]) for line in lines}


def test_an_installation_and_a_home_that_are_well(known: CommandLine) -> None:
    found = told(known)
    expected = {"python", "packages", "embedder", "parser", "model cache", "sqlite"}
    assert expected | {"home", "permissions", "encryption", "user ana"} <= set(found)
    assert {status for status, _ in found.values()} <= {"ok", "warning"}
    assert found["encryption"] == ("ok", "not encrypted")


def test_doctor_as_json_is_a_report(known: CommandLine) -> None:
    report = known.json("doctor")
    assert set(report) == {"problems", "warnings", "checks"}
    assert report["problems"] == 0
    assert all(set(check) == {"check", "status", "found", "help"} for check in report["checks"])


def test_a_home_that_is_not_there_yet_is_no_problem_and_not_made(ana: CommandLine) -> None:
    assert told(ana)["home"][0] == "ok"
    assert not ana.home.exists()


def test_a_home_that_others_can_read_is_a_warning(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.")
    assert told(ana)["permissions"][0] == "ok"
    ana.home.chmod(0o755)
    status, words = told(ana)["permissions"]
    assert status == "warning"
    assert str(ana.home) in words


def test_an_encrypted_home_needs_its_key(ana: CommandLine, tmp_path: Path) -> None:
    ana.json("init", "--encrypt", "--key-file", str(tmp_path / "key"))
    ana.json("add", "I live in Lisbon.")
    found = told(ana)
    assert found["encryption"][1].startswith("encrypted")
    assert found["user ana"][0] == "ok"
    (tmp_path / "key").unlink()
    status, words = told(ana, status=1)["users"]
    assert status == "problem"
    assert str(tmp_path / "key") in words


def test_a_damaged_file_is_a_problem(ana: CommandLine) -> None:
    ana.json("add", "I live in Lisbon.")
    [database] = ana.home.glob("users/*.db")
    database.write_bytes(b"\x00" * 8192)
    assert "problem" in {status for status, _ in told(ana, status=1).values()}


def test_a_package_of_another_version_or_none_is_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = ["typer<0.1", "no-such-package>=1", 'rich>1; extra == "more"', "pytest"]
    monkeypatch.setattr("importlib.metadata.requires", lambda _: wanted)
    found = [check for check in checks.installation() if check.name == "packages"]
    assert [check.status for check in found] == ["problem", "problem", "ok"]
    assert found[0].found.startswith("typer is ")
    assert "no-such-package is not installed" in found[1].found
    assert found[1].help == "pip install 'no-such-package>=1'"
    assert found[2].found == "1 as declared"


def test_a_model_that_was_altered_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"altered")
    monkeypatch.setattr("memory_agent.models.packages.minilm_folder", lambda: tmp_path)
    [embedder] = [check for check in checks.installation() if check.name == "embedder"]
    assert embedder.status == "problem"
    assert "SHA-256" in embedder.found
    assert "reinstall" in embedder.help


def test_a_full_disk_is_a_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = shutil.disk_usage(tmp_path)
    for free, expected in ((1 << 20, "problem"), (500 << 20, "warning"), (5 << 30, "ok")):
        found = usage._replace(free=free)
        monkeypatch.setattr("shutil.disk_usage", {tmp_path: found}.__getitem__)
        [disk] = [check for check in checks.home_folder(tmp_path) if check.name == "disk"]
        assert disk.status == expected
