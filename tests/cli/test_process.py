"""What only a process of its own can show: purity of stdout, signals, pipes, encodings."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import CommandLine, process_environment, write_jsonl

JSON_COMMANDS = [
    ("add", "I live in Lisbon."),
    ("list",),
    ("search", "home"),
    ("context", "home"),
    ("profile",),
    ("graph",),
    ("log",),
    ("diff",),
    ("replay",),
    ("receipts",),
    ("maintain", "--dry-run"),
    ("verify",),
    ("doctor",),
    ("stats",),
]


@pytest.mark.parametrize("words", JSON_COMMANDS, ids=lambda words: words[0])
def test_stdout_holds_one_json_document_and_nothing_else(
    known: CommandLine, tmp_path: Path, words: tuple[str, ...]
) -> None:
    home = tmp_path / "home" if words[0] == "add" else known.home
    done = CommandLine(home).process(*words, "--json")
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
    assert done.stderr == b""


def test_the_environment_names_home_and_user(known: CommandLine) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "memory_agent.cli", "stats", "--json"],
        capture_output=True,
        check=True,
        env=process_environment(MEMORY_AGENT_HOME=str(known.home), MEMORY_AGENT_USER="ana"),
    )
    assert json.loads(done.stdout) == known.json("stats")


def test_the_exit_status_tells_refusal_from_wrong_usage(known: CommandLine) -> None:
    assert known.process("show", "m-nowhere").returncode == 1
    assert known.process("list", "--kind", "thought").returncode == 2


def test_nothing_heavy_is_imported_to_parse_a_command_line() -> None:
    heavy = {"numpy", "spacy", "torch", "langgraph", "langchain_core", "onnxruntime", "rich"}
    heavy |= {"apsw", "cryptography", "keyring", "memory_stores", "networkx", "packaging"}
    check = "import sys, memory_agent.cli.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, check=True, text=True)
    assert not heavy & set(done.stdout.split())


@pytest.mark.parametrize("user", [None, "anaïs"])
def test_a_home_that_cannot_be_made_is_a_message(tmp_path: Path, user: str | None) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = CommandLine(tmp_path / "file" / "home", user).process("add", "I live in Lisbon.")
    assert done.returncode == 1
    assert done.stderr.startswith(b"memory-agent: ")
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_home_that_may_not_be_written_is_a_message(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = CommandLine(tmp_path / "home").process("add", "I live in Lisbon.")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_a_reader_that_stops_reading_is_no_error_to_tell(known: CommandLine) -> None:
    with subprocess.Popen(
        known.argv("list"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=process_environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_stdout_is_a_message(known: CommandLine) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            known.argv("list"),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=process_environment(),
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"memory-agent: ")
    assert done.stderr.count(b"\n") == 1


def test_a_terminal_without_unicode_gets_escapes_and_valid_json(tmp_path: Path) -> None:
    zoe = CommandLine(tmp_path / "home", user="zoë")
    text = "I live in Málaga 🌊."
    added = zoe.process("add", text, PYTHONIOENCODING="ascii")
    assert added.returncode == 0, added.stderr
    assert b"M\\xe1laga" in zoe.process("list", PYTHONIOENCODING="ascii").stdout
    turns = zoe.process("search", "home", "--json", "--turns-only", PYTHONIOENCODING="ascii")
    assert json.loads(turns.stdout)[0]["text"] == text


def test_words_that_are_not_text_are_refused(known: CommandLine) -> None:
    commands = ("add", "search", "show", "graph", "diff", "replay", "import")
    options = (("log", "--turn"), ("revert", "--yes", "--turn"), ("erase", "--yes", "--session"))
    for words in (*((command,) for command in commands), *options):
        done = subprocess.run(
            [*known.argv(*words), b"caf\xe9"],
            capture_output=True,
            check=False,
            env=process_environment(),
        )
        assert done.returncode in (1, 2), words
        assert b"Traceback" not in done.stderr


def test_ctrl_c_during_ingest_loses_nothing_and_running_again_goes_on(tmp_path: Path) -> None:
    ana = CommandLine(tmp_path / "home")
    texts = [f"I bought {n} red apples in Lisbon." for n in range(2, 62)]
    chats = write_jsonl(tmp_path / "long.jsonl", *texts)
    with subprocess.Popen(
        ana.argv("ingest", str(chats), "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=process_environment(),
        # A job that a script put in the background ignores SIGINT, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        deadline = time.monotonic() + 60
        while not list(ana.home.glob("users/*.db")) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.3)  # the turns are taken in; the models that digest them are being loaded
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=120)
    # Python dies of the signal itself if that hit an exec() of a string; a shell says 130 of both.
    assert process.returncode in (130, -signal.SIGINT), stderr
    assert stdout == b""
    assert b"running it again goes on from there" in stderr
    assert b"Traceback" not in stderr
    ana.json("ingest", str(chats))
    counts = ana.json("stats")
    assert (counts["turns"], counts["memories_current"], counts["pending"]) == (60, 60, 0)
    assert ana.json("ingest", str(chats))["turns"] == 0
