"""The texts that models of well-written text are learned from."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HELD_OUT = 3
"""One question in so many is for measuring: those whose SHA-256 divides by it."""

_SPEAKER = re.compile(r"^\[(USER|ASSISTANT|SYSTEM)\] (?:User: )?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts, each once.

    Args:
        user: What users said.
        other: What assistants answered.
    """

    user: list[str]
    other: list[str]


def read_corpus(paths: Sequence[Path]) -> Corpus:
    """Return what may be learned from in files of LongMemEval and of PersonaMem.

    Args:
        paths: Files of questions with sessions, or of documents; JSON, gzipped or not.
    """
    user: dict[str, None] = {}
    other: dict[str, None] = {}
    for path in paths:
        raw = path.read_bytes()
        records = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
        turns = _sessions(records) if "haystack_sessions" in records[0] else _documents(records)
        for role, text in turns:
            (user if role == "user" else other).setdefault(text)
    return Corpus(list(user), list(other))


def held_out(question: str) -> bool:
    """Return whether a question is for measuring only."""
    return int(hashlib.sha256(question.encode()).hexdigest(), 16) % HELD_OUT == 0


def _sessions(records: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    kept_apart = {
        session
        for record in records
        if held_out(record["question_id"])
        for session in record["haystack_session_ids"]
    }
    for record in (r for r in records if not held_out(r["question_id"])):
        numbered = zip(record["haystack_session_ids"], record["haystack_sessions"], strict=True)
        for session, turns in numbered:
            if session not in kept_apart:
                yield from ((turn["role"], turn["content"]) for turn in turns)


def _documents(records: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for record in records:
        marks = [*_SPEAKER.finditer(record["content"])]
        starts = [mark.start() for mark in marks]
        for mark, end in zip(marks, [*starts[1:], None], strict=True):
            if mark.group(1) == "USER":
                yield "user", record["content"][mark.end() : end].rstrip()
