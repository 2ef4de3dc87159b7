"""What upkeep decides and gives: destructions, their receipts, and reports on a store's health."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from memory_agent.domain.change import Change
from memory_agent.domain.memory import Provenance


@dataclass(frozen=True, slots=True)
class Destruction:
    """What an erasure is to destroy.

    Args:
        memories: The ids of memories of which nothing stays.
        turns: The ids of turns of which nothing stays.
        states: The numbers of revisions, of memories that stay, whose contents go.
        words: Words that are struck out of turns that stay.
        changes: What becomes of memories that stay.
    """

    memories: frozenset[str]
    turns: frozenset[str] = frozenset()
    states: frozenset[int] = frozenset()
    words: tuple[Provenance, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What an erasure has destroyed; held only until it is proven.

    Args:
        erasure: Its number among the user's.
        memories: How many memories are gone.
        turns: How many turns are gone, or lost words.
        revisions: How many revisions lost their content, or words of their reason.
        texts: The texts that were destroyed.
        vectors: The vectors that were.
    """

    erasure: int
    memories: int
    turns: int
    revisions: int
    texts: tuple[str, ...]
    vectors: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an erasure destroyed, and how that was proven. It holds nothing of the content.

    Args:
        id: Opaque.
        at: When it was done (aware, UTC).
        erased: How many memories were destroyed.
        turns: How many turns were destroyed, or lost the words that a memory cited.
        revisions: How many revisions lost their content.
        scanned: What was searched for the content: paths within the home folder.
        residue: How many places still held some of it: 0, or an error was raised.
        commitment: HMAC-SHA-256, in hex, of what was destroyed, keyed with the salt.
        salt: In hex; given once, to whoever erased, and kept nowhere: who has it, and knows the
            content, can show what was destroyed; nobody else can guess.
        kept: What was left because something else says it on evidence of its own: ids.
    """

    id: str
    at: datetime
    erased: int
    turns: int
    revisions: int
    scanned: tuple[str, ...]
    residue: int
    commitment: str
    salt: str = ""
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """What `verify` found.

    Args:
        checked: How many of each thing were checked.
        problems: What is wrong, in words; empty if nothing is.
        head: The newest links of both chains, in hex: whoever writes them down can tell later
            that nothing was cut off.
    """

    checked: Mapping[str, int]
    problems: tuple[str, ...]
    head: str
