"""Exports a sentence encoder from torch to int8 ONNX once; no later process waits for torch."""

import logging
import os
import tempfile
import warnings
from pathlib import Path

from memory_agent.domain.errors import ModelUnavailable

OPSET = 17
"""ONNX operator set: the first with LayerNormalization as one operator."""


def export(model_folder: Path, target: Path) -> None:
    """Write the encoder with mean pooling and L2 normalisation as one int8 ONNX graph.

    Weights are quantised to 8 bits by channel, activations at run time. The range is reduced to 7
    bits, because sums of 8-bit products overflow on x86 without VNNI
    (onnxruntime.ai/docs/performance/model-optimizations/quantization.html).

    The pooling is that of the model's card (sentence-transformers/all-MiniLM-L6-v2): the mean of
    the last hidden states over the attention mask, then length 1. The file appears whole or not
    at all, so two processes may export at the same time.

    Args:
        model_folder: config.json and model.safetensors of a BERT-like encoder.
        target: The file to write; its folder is made.

    Raises:
        ModelUnavailable: If the cache folder cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    except OSError as error:
        raise ModelUnavailable(
            f"cannot write the model cache {target.parent}: {error.strerror}; set "
            "MEMORY_AGENT_CACHE to a folder that you may write to"
        ) from error
    os.close(handle)
    part, whole = Path(name), Path(f"{name}.fp32")
    try:
        _export(model_folder, whole)
        _quantise(whole, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
        whole.unlink(missing_ok=True)


def _quantise(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.disable(logging.WARNING)  # It advises preparations that dynamic quantising needs not
    try:
        quantize_dynamic(
            source, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    finally:
        logging.disable(logging.NOTSET)


def _export(model_folder: Path, target: Path) -> None:
    import torch
    from transformers import AutoModel
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    encoder = AutoModel.from_pretrained(
        model_folder, attn_implementation="eager", use_safetensors=True, local_files_only=True
    ).eval()

    class SentenceEncoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            hidden = self.encoder(
                input_ids=input_ids, attention_mask=attention_mask
            ).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    example = torch.ones(2, 8, dtype=torch.int64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # The tracer's remarks on code that is not ours
        torch.onnx.export(
            SentenceEncoder(),
            (example, example.clone()),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={
                "input_ids": {0: "texts", 1: "tokens"},
                "attention_mask": {0: "texts", 1: "tokens"},
                "embedding": {0: "texts"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
