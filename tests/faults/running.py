"""Running a module of this folder, or of the evals, in a process of its own."""

import json
import subprocess
import sys
from typing import Any


def printed(module: str, *arguments: object) -> Any:
    """What a module prints, which is JSON."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
