"""Lets somebody write a text in their own editor."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from memory_agent.domain.errors import InvalidInput


def edited(text: str) -> str:
    """Return the text as it was left in ``$VISUAL`` or ``$EDITOR``.

    The editor works on a file in a folder of its own, which goes with all that the editor left in
    it, such as swap files and backups.

    Raises:
        InvalidInput: If no editor is set, or it could not be run, failed, or left no text.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise InvalidInput("neither VISUAL nor EDITOR is set; set one, or give the TEXT")
    with tempfile.TemporaryDirectory(prefix="memory-agent-") as folder:
        path = Path(folder) / "memory.txt"
        path.write_text(f"{text}\n", encoding="utf-8")
        try:
            # What a person put into their own environment to be run.
            done = subprocess.run([*shlex.split(editor), str(path)], check=False)  # noqa: S603
            written = path.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise InvalidInput(f"{editor}: {error}; nothing was done") from error
    if done.returncode != 0:
        raise InvalidInput(f"{editor} failed (exit {done.returncode}); nothing was done")
    return written
