"""``python -m evals.extraction.draw``: draws memories and silent turns at random, to be judged.

What it writes holds the words of the data set, for a reader; it must not be committed. Its lines
without ``before``, ``text`` and ``memory``, and with a ``verdict``, are those of the gold files.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.extraction.digested import Digested, digest_chats
from evals.extraction.positions import Chats, read_chats
from evals.extraction.real import fingerprint, held_out
from memory_agent.domain.errors import InvalidInput, MemoryAgentError

_CHECKOUT = Path(__file__).parents[2]
_WRONG_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw from a file; return the exit status.

    Args:
        arguments: The words of the command line; None means those of this process.
    """
    parser = argparse.ArgumentParser(prog="python -m evals.extraction.draw")
    parser.add_argument("--data", type=Path, required=True, help="LongMemEval or LoCoMo")
    parser.add_argument("--out", type=Path, required=True, help="outside of the checkout")
    parser.add_argument("--seed", type=int, default=0, help="the same one draws the same")
    parser.add_argument("--count", type=int, default=200, help="memories, and as many silent turns")
    parser.add_argument("--model", help="a chat model that extracts, as PROVIDER:NAME")
    asked = parser.parse_args(arguments)
    try:
        if asked.out.resolve().is_relative_to(_CHECKOUT):
            raise InvalidInput(f"--out {asked.out}: it holds the data's words: not in the checkout")
        chats = read_chats(asked.data)
        turns = list(digest_chats(chats, asked.model, drawn_from(chats)))
    except MemoryAgentError as error:
        print(f"draw: {error}", file=sys.stderr)
        return _WRONG_USAGE
    lines = [*draw(turns, asked.count, asked.seed)]
    with asked.out.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    memories = sum(len(turn.current) for turn in turns)
    silent = sum(not turn.changes for turn in turns)
    print(f"{len(lines)} drawn from {memories} memories and {silent} silent turns of {len(turns)}")
    return 0


def drawn_from(chats: Chats) -> set[str]:
    """Return the questions that may be drawn from: those that nothing was trained on.

    Raises:
        InvalidInput: If the data set has no lives that can be read in.
    """
    if chats.data == "personamem":
        raise InvalidInput(f"{chats.path}: accepted are LongMemEval and LoCoMo")
    questions = {question for question, _ in chats.sessions}
    return {q for q in questions if chats.data != "longmemeval" or held_out(q)}


def draw(turns: Sequence[Digested], count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield so many memories that are current, then as many turns that changed nothing.

    Args:
        turns: All turns to draw from.
        count: How many of each; fewer where there are fewer.
        seed: The same one draws the same of the same turns.
    """
    chance = random.Random(seed)  # noqa: S311 - a sample, and no secret
    memories = [(turn, memory.text) for turn in turns for memory in turn.current]
    silent = [turn for turn in turns if not turn.changes]
    for turn, text in chance.sample(memories, min(count, len(memories))):
        yield _line(turn) | {"sha256": fingerprint(text), "memory": text}
    for turn in chance.sample(silent, min(count, len(silent))):
        yield _line(turn)


def _line(turn: Digested) -> dict[str, Any]:
    return turn.position.record() | {"before": turn.before, "text": turn.text}


if __name__ == "__main__":
    sys.exit(main())
