"""The LLM extractor: a chat model proposes, its citations decide, the local extractor stands in."""

import logging
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from memory_agent.domain import Memory
from memory_agent.domain.turn import Turn
from memory_agent.extraction.llm.asking import ask
from memory_agent.extraction.llm.batching import Batch, batches
from memory_agent.extraction.llm.calling import Failed, attempt
from memory_agent.extraction.llm.checking import check
from memory_agent.extraction.llm.prompting import PROMPT, request, within_budget
from memory_agent.extraction.port import Background, Extraction, Extractor

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_log = logging.getLogger("memory_agent")

_SIMILAR = 5
"""Known memories that are looked up for each turn."""


class LlmExtractor:
    """Reads turns with a chat model, a session's at a time.

    What the model makes up is dropped and counted. Turns that it fails to read, by an error, by
    silence or by an answer that cannot be read, are read by the local extractor. No call of it
    raises anything of the model's, and no log holds a word of the conversation.

    Args:
        model: Any LangChain chat model.
        fallback: Reads what the model does not.
        count: Returns the number of tokens of a text.
        seconds: How long one batch may take, a second attempt included.
    """

    def __init__(
        self,
        model: "BaseChatModel",
        fallback: Extractor,
        count: Callable[[str], int],
        *,
        seconds: float,
    ) -> None:
        self.name = f"llm {PROMPT}: {model_name(model)}"
        self._model = model
        self._fallback = fallback
        self._count = count
        self._seconds = seconds

    def extract(self, turns: Sequence[Turn], background: Background) -> list[Extraction]:
        """Return one extraction for each turn; see `Extractor.extract`."""
        read = {turn.id: Extraction(turn, ()) for turn in turns}
        unread: list[Turn] = []
        reachable = True
        for batch in batches(turns, background):
            answer = self._read(batch, background) if reachable else ()
            read |= {extraction.turn.id: extraction for extraction in answer or ()}
            # A model that is down stays so for a while: each session would wait in vain.
            reachable = reachable and answer is not None
            unread += () if answer else batch.turns
        for extraction in self._fallback.extract(unread, background) if unread else ():
            read[extraction.turn.id] = replace(extraction, actor=self._fallback.name)
        return list(read.values())

    def _read(self, batch: Batch, background: Background) -> Sequence[Extraction] | None:
        """Return what the model made of a batch: nothing if unreadable, None if it failed."""
        known = self._known(batch, background)
        asked = request(batch, known)
        answer = attempt(lambda: ask(self._model, asked), self._seconds)
        if isinstance(answer, Failed) or answer is None:
            reason = answer.reason if answer else "two answers that could not be read"
            _log.warning("%s failed (%s); the local extractor takes its turns", self.name, reason)
            return None if answer else ()
        checked = check(answer, batch, known, self.name)
        found = checked.candidates
        _log.info(
            "%s: %d memories of %d turns; dropped: %s",
            self.name,
            sum(map(len, found.values())),
            len(batch.turns),
            _told(checked.dropped) or "none",
        )
        made = [Extraction(turn, tuple(found.get(turn.id, ()))) for turn in batch.turns]
        # No turn can answer for what cites none, so the batch's count stands with its last one.
        made[-1] = replace(made[-1], dropped=dict(checked.dropped))
        return made

    def _known(self, batch: Batch, background: Background) -> list[Memory]:
        """Return what is known of what a batch speaks of, the nearest first."""
        nearest: dict[str, tuple[float, Memory]] = {}
        for turn in batch.turns:
            for memory, cosine in background.similar(turn.text, _SIMILAR):
                known = nearest.get(memory.id, (cosine, memory))
                nearest[memory.id] = (max(cosine, known[0]), memory)
        ranked = sorted(nearest.values(), key=lambda pair: -pair[0])
        return within_budget([memory for _, memory in ranked], self._count)


def model_name(model: "BaseChatModel") -> str:
    """Return what a model is called: by its provider, or else by its class."""
    for attribute in ("model_name", "model", "model_id"):
        name = getattr(model, attribute, None)
        if isinstance(name, str) and name:
            return re.sub(r"\s+", " ", name)[:60]
    return type(model).__name__


def _told(dropped: Counter[str]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in dropped.most_common())
