import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.running import CommandLine, on_terminal, process_environment


def test_a_life_carried_into_another_home_is_the_same(known: CommandLine, tmp_path: Path) -> None:
    file, other = tmp_path / "ana.jsonl", CommandLine(tmp_path / "other")
    counts = known.json("export", str(file))
    assert file.stat().st_mode & 0o077 == 0
    assert all(json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    assert CommandLine(other.home, user=None).json("import", str(file)) == counts
    for words in (("list", "--status", "all"), ("log",), ("stats",), ("profile",)):
        assert other.json(*words) == known.json(*words)
    again = tmp_path / "again.jsonl"
    other.run("export", str(again))
    assert again.read_bytes() == file.read_bytes()


def test_a_life_can_be_streamed_and_given_another_name(known: CommandLine, tmp_path: Path) -> None:
    out = known.process("export", "-")
    assert out.returncode == 0, out.stderr
    bo = CommandLine(tmp_path / "other", user="bo")
    done = bo.process("import", "-", stdin=out.stdout)
    assert done.returncode == 0, done.stderr
    assert bo.json("list") == known.json("list")
    assert "no user 'ana'" in CommandLine(bo.home).refused("list")


def test_a_file_that_is_there_is_replaced_only_by_force(known: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "ana.jsonl"
    file.write_text("mine")
    assert "--force" in known.refused("export", str(file))
    assert file.read_text() == "mine"
    known.json("export", str(file), "--force")
    assert file.read_text().startswith("{")


def test_export_leaves_nothing_beside_the_file(known: CommandLine, tmp_path: Path) -> None:
    known.json("export", str(tmp_path / "ana.jsonl"))
    assert "nowhere" in known.refused("export", str(tmp_path / "nowhere" / "ana.jsonl"))
    CommandLine(known.home, user="bo").refused("export", str(tmp_path / "bo.jsonl"))
    assert [path.name for path in tmp_path.iterdir()] == ["ana.jsonl"]


def test_stdout_holds_the_life_or_json(known: CommandLine) -> None:
    assert "--json" in known.refused("export", "-", "--json", status=2)


def test_a_user_who_is_there_is_not_imported_again(known: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "ana.jsonl"
    known.json("export", str(file))
    before = known.json("log")
    assert "known already" in known.refused("import", str(file))
    assert known.json("log") == before


@pytest.mark.parametrize("content", ["", "[]\n", "not json\n", '{"schema": 999}\n', "\x00\n"])
def test_what_export_did_not_write_is_refused_and_makes_no_user(
    ana: CommandLine, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "ana.jsonl"
    file.write_text(content)
    assert "ana.jsonl" in ana.refused("import", str(file))
    assert "known users: none yet" in ana.refused("list")


def test_half_a_life_is_refused_and_makes_no_user(
    known: CommandLine, ana: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "ana.jsonl"
    known.json("export", str(file))
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[: len(lines) // 2]))
    assert ana.refused("import", str(file))
    assert "known users: none yet" in ana.refused("list")


def test_a_file_that_is_not_there_is_a_message(ana: CommandLine, tmp_path: Path) -> None:
    assert "nowhere.jsonl" in ana.refused("import", str(tmp_path / "nowhere.jsonl"))
    assert "Is a directory" in ana.refused("import", str(tmp_path))


def test_a_bar_is_shown_on_the_terminal_only(known: CommandLine, tmp_path: Path) -> None:
    seen = on_terminal(known, "export", str(tmp_path / "a.jsonl"))
    assert "records" in seen
    done = known.process("export", str(tmp_path / "b.jsonl"), "--json")
    assert done.stderr == b""


def test_ctrl_c_during_import_takes_nothing_in(ana: CommandLine, tmp_path: Path) -> None:
    for number in range(3):
        ana.json("add", f"I bought {number + 2} red apples in Lisbon.")
    file = tmp_path / "ana.jsonl"
    ana.json("export", str(file))
    other = CommandLine(tmp_path / "other")
    with subprocess.Popen(
        other.argv("import", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=process_environment(),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdin is not None
        lines = file.read_bytes().splitlines(keepends=True)
        process.stdin.write(b"".join(lines[:-1]))
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while not other.home.is_dir() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.5)  # it waits for the rest
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=120)
    assert process.returncode == 130, stderr
    assert b"nothing was taken in; run it again" in stderr
    assert b"Traceback" not in stderr
    assert "no user 'ana'" in other.refused("list")
    other.json("import", str(file))
    assert other.json("list") == ana.json("list")
