"""How the tests run the command line: in this process, as one of its own, or on a terminal."""

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from memory_agent.cli.app import app

UNSET = {
    "MEMORY_AGENT_HOME": None,
    "MEMORY_AGENT_USER": None,
    "MEMORY_AGENT_MODEL": None,
    "MEMORY_AGENT_PASSPHRASE": None,
    "MEMORY_AGENT_NEW_PASSPHRASE": None,
    "MEMORY_AGENT_KEY_FILE": None,
}
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@dataclass(frozen=True)
class CommandLine:
    """Command lines of one user on one home folder; a user of None is not named."""

    home: Path
    user: str | None = "ana"

    def run(self, *arguments: str, stdin: str | bytes | None = None, **environment: str) -> Result:
        return CliRunner(env={**UNSET, **environment}).invoke(
            app, self.words(*arguments), input=stdin, catch_exceptions=False
        )

    def lines(self, *arguments: str, stdin: str | None = None) -> list[str]:
        result = self.run(*arguments, stdin=stdin)
        assert result.exit_code == 0, result.output
        return result.stdout.splitlines()

    def json(self, *arguments: str, stdin: str | None = None, **environment: str) -> Any:
        result = self.run(*arguments, "--json", stdin=stdin, **environment)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def refused(
        self,
        *arguments: str,
        status: int = 1,
        stdin: str | bytes | None = None,
        **environment: str,
    ) -> str:
        result = self.run(*arguments, stdin=stdin, **environment)
        assert result.exit_code == status, result.output
        assert result.stdout == ""
        return " ".join(result.stderr.split())

    def words(self, *arguments: str) -> list[str]:
        user = [] if self.user is None else ["--user", self.user]
        return ["--home", str(self.home), *user, *arguments]

    def argv(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "memory_agent.cli", *self.words(*arguments)]

    def process(
        self, *arguments: str, stdin: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            self.argv(*arguments),
            input=stdin,
            capture_output=True,
            check=False,
            timeout=300,
            env=process_environment(**environment),
        )


def on_terminal(
    home: CommandLine,
    *words: str,
    typed: Sequence[tuple[str, str]] = (),
    stopped_at: str | None = None,
    status: int = 0,
    **environment: str,
) -> str:
    """Run a command on a terminal of 80 columns; return what the terminal got.

    Args:
        home: Whose command line it is.
        words: The command.
        typed: What is typed, each after the prompt that it answers.
        stopped_at: Words upon which Ctrl-C is pressed.
        status: The exit status that is expected.
        environment: Variables that are set.
    """
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    env = process_environment(TERM="xterm-256color", **environment)
    env.pop("COLUMNS", None)
    answers = list(typed)
    with subprocess.Popen(
        home.argv(*words),
        stdin=follower if typed else subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
        env=env,
        start_new_session=True,  # without the terminal that the tests themselves are run on
        # A job that a script put in the background ignores SIGINT, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        os.close(follower)
        seen = b""
        start = 0
        while chunk := _read(leader):
            seen += chunk
            if answers and (at := seen.find(answers[0][0].encode(), start)) >= 0:
                start = at + len(answers[0][0])
                os.write(leader, answers.pop(0)[1].encode())
            if stopped_at is not None and stopped_at.encode() in seen:
                stopped_at = None
                process.send_signal(signal.SIGINT)
    os.close(leader)
    assert process.returncode == status, seen
    assert not answers, f"never asked {answers[0][0]!r}: {seen!r}"
    return seen.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the last writer has gone
        return b""


def process_environment(**more: str) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in (*UNSET, "NO_COLOR")} | more


def write_jsonl(path: Path, *texts: str, session: str = "s1") -> Path:
    rows = [{"role": "user", "content": text, "session_id": session} for text in texts]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
