"""The default embedder: all-MiniLM-L6-v2 on onnxruntime."""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memory_agent.models.onnx_export import OPSET, export
from memory_agent.models.packages import MINILM_SHA256, check_sha256, minilm_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MAX_TOKENS = 128
"""Word pieces that are read of a text; the model was trained on sequences of at most 128
(model card of sentence-transformers/all-MiniLM-L6-v2, "Training procedure")."""


class MiniLM:
    """Embeds with all-MiniLM-L6-v2, from the installed package, without a network.

    The first use on a machine exports the model to int8 ONNX into the cache (some ten seconds,
    needs torch); every later process starts from that file in a third of a second. Against fp32
    it is 1.7 times as fast in half the memory, and finds as much: turn recall@10 on four
    development conversations of LoCoMo (n=582) was .484, and .482 in fp32.

    Args:
        threads: CPU threads for one call. One is the default: with two on a busy two-core machine
            a single sentence took twenty times as long.
        cache: Folder of the exported model; None is `default_cache`.
        remember: How many texts' vectors are kept, by content hash.
    """

    model = f"all-MiniLM-L6-v2/int8/{MAX_TOKENS}"
    dimensions = 384

    def __init__(
        self, *, threads: int = 1, cache: Path | None = None, remember: int = 2048
    ) -> None:
        self._threads = threads
        self._cache = cache or default_cache()
        self._remember = remember
        self._known: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return one L2-normalised row for each text: shape (texts, 384).

        Raises:
            ModelUnavailable: If the package is missing or altered, or the cache not writable.
        """
        import numpy as np

        keys = [
            hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
            for text in texts
        ]
        with self._lock:
            found = {key: self._known[key] for key in keys if key in self._known}
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if fresh:
            found |= dict(zip(fresh, self._run(list(fresh.values())), strict=True))
            self._keep(found)
        return np.array([found[key] for key in keys], np.float32).reshape(-1, self.dimensions)

    def forget(self) -> None:
        """Drop the vectors that are remembered from call to call."""
        with self._lock:
            self._known.clear()

    def _keep(self, vectors: "dict[bytes, NDArray[np.float32]]") -> None:
        with self._lock:
            for key, vector in vectors.items():
                self._known[key] = vector
                self._known.move_to_end(key)
            while len(self._known) > self._remember:
                self._known.popitem(last=False)

    def _run(self, texts: list[str]) -> "NDArray[np.float32]":
        """Embed texts one by one.

        Int8 activations are scaled by what is in the same run, so a text in a batch would get
        another vector than alone, and rebuilding an index would change it. Nothing is lost:
        on two cores one text takes 4.1 ms alone, and 5.6 ms in a batch of 16 in fp32.
        """
        import numpy as np

        session, tokenizer = self._session()
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for row, encoded in enumerate(tokenizer.encode_batch(texts)):
            ids = np.array([encoded.ids], np.int64)
            fed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            vectors[row] = session.run(None, fed)[0][0]
        return vectors

    def _session(self) -> "tuple[InferenceSession, Tokenizer]":
        with self._lock:
            if self._loaded is None:
                self._loaded = (self._load_session(), load_tokenizer(MAX_TOKENS))
        return self._loaded

    def _load_session(self) -> Any:
        import onnxruntime

        weights = self._cache / f"all-minilm-l6-v2-{MINILM_SHA256[:12]}-int8-opset{OPSET}.onnx"
        if not weights.exists():
            folder = minilm_folder()
            check_sha256(folder / "model.safetensors", MINILM_SHA256)
            export(folder, weights)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )


def load_tokenizer(max_tokens: int | None) -> "Tokenizer":
    """Return MiniLM's word-piece tokenizer, cutting texts at `max_tokens` (None: never)."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    if max_tokens is None:
        tokenizer.no_truncation()
    else:
        tokenizer.enable_truncation(max_tokens)
    return tokenizer


def default_cache() -> Path:
    """Return ``$MEMORY_AGENT_CACHE``, or the platform's cache folder for memory-agent."""
    named = os.environ.get("MEMORY_AGENT_CACHE")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_cache_dir("memory-agent", appauthor=False))
