"""A long life made up: sentences of common English words, stored as digestion would store them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from memory_agent.domain import Change, Kind, Memory, Message, Provenance, Turn
from memory_agent.domain.ids import new_id
from memory_agent.domain.slots import slots
from memory_agent.models.packages import minilm_folder
from memory_stores import NewVector, UserStore

_FIRST_WORD = 1996
"""Where the words begin in MiniLM's vocabulary, which is in order of frequency."""
_BATCH = 200
_DAY_ONE = datetime(2012, 1, 1, tzinfo=UTC)
_KINDS: dict[Kind, float] = {"event": 0.55, "fact": 0.3, "preference": 0.13, "instruction": 0.02}
_IN_A_SLOT = 0.35
"""Kinds, and how many memories are a triple: as digesting eight lives of LongMemEval's and
LoCoMo's development data gave them."""
_ABOUT_OTHERS = 0.25
_PEOPLE = 40


class Life:
    """Writes sentences whose words are as frequent as in English: rank r with weight 1/(r + 2.7).

    Args:
        seed: The same one gives the same life.
    """

    def __init__(self, seed: int = 0) -> None:
        vocabulary: dict[str, int] = json.loads(
            (minilm_folder() / "tokenizer.json").read_text(encoding="utf-8")
        )["model"]["vocab"]
        ranked = sorted((i, w) for w, i in vocabulary.items() if i >= _FIRST_WORD)
        self._words = [w for _, w in ranked if w.isascii() and w.isalpha() and len(w) > 1]
        self._random = np.random.default_rng(seed)
        weights = 1 / (np.arange(len(self._words)) + 2.7)
        chosen = self._random.choice(len(self._words), 1_000_000, p=weights / weights.sum())
        self._stream = [self._words[place] for place in chosen]

    def question(self) -> str:
        """Return a question that was hardly ever asked before."""
        return f"What did I say about {self._text(3, 8)}?"

    def fill(self, store: UserStore, memories: int, model: str) -> None:
        """Give a user memories, each with the user turn that says it and the reply.

        Vectors are random: exact search takes the same time whatever they are.

        Args:
            store: The user's store.
            memories: How many.
            model: The id of the embedder that the vectors pass for.
        """
        with store.ledger.reading() as connection:
            connection.execute("PRAGMA synchronous = OFF")  # Nothing of this need survive
        for first in range(0, memories, _BATCH):
            count = min(_BATCH, memories - first)
            turns = store.ledger.accept([m for n in range(count) for m in self._talk(first + n)])
            for turn in turns:
                if turn.role == "user":
                    self._digest(store, turn, model)

    def _talk(self, number: int) -> Iterator[Message]:
        session, at = f"session {number // 10}", _DAY_ONE + timedelta(hours=4 * number)
        yield Message("user", self._text(8, 60), session_id=session, said_at=at)
        yield Message("assistant", self._text(40, 200), session_id=session, said_at=at)

    def _digest(self, store: UserStore, turn: Turn, model: str) -> None:
        memory = self._memory(turn)
        made = self._random.standard_normal((2, 384), np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        turn_vector, memory_vector = (row.astype("<f4").tobytes() for row in made)
        store.ledger.commit(
            [Change("add", memory, "said for the first time", "bench", memory.source)],
            digested=turn,
            vectors=[
                NewVector("turns", turn.id, model, turn_vector),
                NewVector("memories", memory.id, model, memory_vector),
            ],
        )

    def _memory(self, turn: Turn) -> Memory:
        kind = self._random.choice(list(_KINDS), p=list(_KINDS.values()))
        said = self._text(4, 14)
        subject = predicate = object_ = None
        quote = turn.text[:40]
        if self._random.random() < _IN_A_SLOT:
            others = self._random.random() < _ABOUT_OTHERS
            person = self._words[500 + int(self._random.integers(_PEOPLE))]
            subject = person if others else "user"
            predicate = str(self._random.choice(list(slots())))
            object_ = " ".join(said.split()[-2:])
        return Memory(
            id=new_id("m"),
            kind=kind,
            text=f"The user {said}.",
            status="current",
            confidence=0.8,
            recorded_at=turn.accepted_at,
            version=1,
            subject=subject,
            predicate=predicate,
            object=object_,
            valid_from=turn.said_at,
            valid_to=turn.said_at + timedelta(days=1) if kind == "event" else None,
            source=Provenance(turn.id, turn.session_id, turn.role, quote, 0, len(quote)),
        )

    def _text(self, shortest: int, longest: int) -> str:
        length = int(self._random.integers(shortest, longest + 1))
        start = int(self._random.integers(len(self._stream) - length))
        return " ".join(self._stream[start : start + length])
