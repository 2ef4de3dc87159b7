"""How the tests run the command line: in this process, or as a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from memory_agent.cli.app import app

UNSET = {"MEMORY_AGENT_HOME": None, "MEMORY_AGENT_USER": None}


@dataclass(frozen=True)
class CommandLine:
    """Command lines of one user on one home folder; a user of None is not named."""

    home: Path
    user: str | None = "ana"

    def run(self, *arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner(env=UNSET).invoke(
            app, self.words(*arguments), input=stdin, catch_exceptions=False
        )

    def lines(self, *arguments: str, stdin: str | None = None) -> list[str]:
        result = self.run(*arguments, stdin=stdin)
        assert result.exit_code == 0, result.output
        return result.stdout.splitlines()

    def json(self, *arguments: str, stdin: str | None = None) -> Any:
        result = self.run(*arguments, "--json", stdin=stdin)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def refused(self, *arguments: str, status: int = 1, stdin: str | bytes | None = None) -> str:
        result = self.run(*arguments, stdin=stdin)
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


def process_environment(**more: str) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in (*UNSET, "NO_COLOR")} | more


def write_jsonl(path: Path, *texts: str, session: str = "s1") -> Path:
    rows = [{"role": "user", "content": text, "session_id": session} for text in texts]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
