"""Writes a GGUF's weights out as safetensors once; no later process waits for dequantising."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from memory_agent.domain.errors import ModelUnavailable


def dequantise(weights: Path, target: Path) -> None:
    """Write a folder that transformers loads: weights in bfloat16, tokenizer, chat template.

    It takes some fifteen seconds, and loading the folder one. The folder appears whole or not at
    all, so two processes may write it at the same time.

    Args:
        weights: A GGUF file of a causal language model.
        target: The folder to write; the one it is in is made.

    Raises:
        ModelUnavailable: If the cache folder cannot be written, or a package is missing that
            reads GGUF.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=target.parent, suffix=".part"))
    except OSError as error:
        raise ModelUnavailable(
            f"cannot write the model cache {target.parent}: {error.strerror}; set "
            "MEMORY_AGENT_CACHE to a folder that you may write to"
        ) from error
    try:
        _write(weights, part)
        try:
            part.rename(target)
        except OSError:
            if not target.is_dir():  # else another process was first
                raise
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write(weights: Path, folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model: Any = AutoModelForCausalLM.from_pretrained(
            weights.parent, gguf_file=weights.name, dtype=torch.float32, local_files_only=True
        )
    except (ImportError, ValueError) as error:  # transformers asks for accelerate by ValueError
        raise ModelUnavailable(
            f"cannot read {weights}: {error}; pip install 'memory-agent[local-chat]'"
        ) from error
    # Without these it would be saved as quantised, which it no longer is.
    model.hf_quantizer = None
    model.is_quantized = False
    del model.config.quantization_config
    model.to(torch.bfloat16).save_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(
        weights.parent, gguf_file=weights.name, local_files_only=True
    )
    tokenizer.save_pretrained(folder)
