"""The ledger port: what a store of turns and revisions must offer, and nothing of how."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from memory_agent.domain import (
    Change,
    Destroyed,
    Destruction,
    Entity,
    Ignored,
    Kind,
    LoggedContext,
    Memory,
    Message,
    Provenance,
    Relation,
    Revision,
    Status,
    Turn,
)

Collection = Literal["memories", "turns"]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which memories and turns a read is about; None leaves a field open.

    Args:
        kind: Only memories of this kind.
        status: Only memories of this status.
        session_id: Only what was said in this conversation.
        agent_id: Only what was said to this assistant.
        as_of: Only what the ledger knew at this moment, as it knew it.
        valid_at: Only memories that were true at this moment.
    """

    kind: Kind | None = None
    status: Status | None = "current"
    session_id: str | None = None
    agent_id: str | None = None
    as_of: datetime | None = None
    valid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewVector:
    """An embedding to be kept.

    Args:
        collection: Whether it is a memory's or a turn's.
        owner_id: The id of that memory or turn.
        model: The id of the model that made it.
        vector: Little-endian float32, of length 1.
    """

    collection: Collection
    owner_id: str
    model: str
    vector: bytes


class Ledger(Protocol):
    """The record of one user. Every method is safe to call from any thread."""

    user_id: str

    def accept(
        self,
        messages: Sequence[Message],
        *,
        infer: bool = True,
        asking: Callable[[str], bool] | None = None,
    ) -> list[Turn]:
        """Keep messages durably and queue what users said; return the new turns.

        A message whose key is known is passed over.

        Args:
            messages: What was said.
            infer: Whether to extract memories; False marks what users said to be remembered as
                it stands.
            asking: Tells by its text whether what no user said is queued, too.
        """

    def pending(self, limit: int) -> list[tuple[Turn, bool]]:
        """Return the oldest turns not yet digested, each with whether to infer."""

    def commit(
        self,
        changes: Sequence[Change],
        *,
        digested: Turn | None = None,
        ignored: Sequence[Ignored] = (),
        vectors: Sequence[NewVector] = (),
        at: datetime | None = None,
    ) -> datetime | None:
        """Record changes, with all that follows from them, in one transaction.

        Args:
            changes: What was decided; the time of recording that they carry is not looked at.
            digested: The turn that they are of, which waits no longer.
            ignored: What was proposed and refused.
            vectors: The embeddings of what is new.
            at: The time of recording; None means now. It never falls behind the one before.

        Returns:
            The time of recording; None, and nothing recorded, if `digested` was digested already
            by somebody else.

        Raises:
            LedgerConflict: If a memory is no longer at the version that a change is based on.
        """

    def memory(self, memory_id: str) -> Memory | None:
        """Return a memory as it is now."""

    def memories(self, wanted: Filter = Filter()) -> list[Memory]:
        """Return memories, oldest first."""

    def lasting(self, latest: datetime | None) -> list[Memory]:
        """Return the current memories that a profile may have a place for, oldest first.

        These are all but facts without a predicate and events that were over by `latest`.
        """

    def slot(self, subject: str, predicate: str) -> list[Memory]:
        """Return the current memories of a subject's slot, oldest first."""

    def slot_of(self, subjects: Sequence[str], predicate: str) -> list[Memory]:
        """Return the current memories of the slot of some subjects, oldest first."""

    def memories_by_number(self, numbers: Sequence[int]) -> dict[int, Memory]:
        """Return memories by the numbers that indexes know them by."""

    def turn(self, turn_id: str) -> Turn | None:
        """Return a turn."""

    def turns_at(self, positions: Sequence[int]) -> dict[int, Turn]:
        """Return turns by position."""

    def faded_turns(self) -> set[str]:
        """Return the ids of the turns that said what has faded since."""

    def turns_by_id(self, turn_ids: Sequence[str]) -> dict[str, Turn]:
        """Return turns by id."""

    def numbers(self, collection: Collection, wanted: Filter) -> set[int] | None:
        """Return the numbers or positions that a filter lets through.

        None means those that an index takes anyway: every current memory, or every turn.
        """

    def session_of(self, positions: Sequence[int]) -> dict[int, str]:
        """Return the session of each position that exists."""

    def revisions(self, memory_id: str) -> list[Revision]:
        """Return every revision of a memory, oldest first."""

    def histories_touched(self, numbers: Sequence[int]) -> dict[str, list[Revision]]:
        """Return every revision of the memories that some revisions are of, by memory id."""

    def histories(self, memory_ids: Sequence[str]) -> dict[str, list[Revision]]:
        """Return every revision of memories, by their ids, oldest first."""

    def cited(
        self, turn_ids: Sequence[str], besides: Sequence[str]
    ) -> dict[str, list[tuple[int, int]]]:
        """Return the spans, by turn, that memories besides some stand on."""

    def echoes(self, texts: Sequence[str]) -> list[Provenance]:
        """Return where turns say texts word for word."""

    def before(self, turn: Turn, limit: int) -> list[Turn]:
        """Return the last turns of the same session before one, oldest first."""

    def turns_of_session(self, session_id: str) -> list[str]:
        """Return the ids of the turns of a session, oldest first."""

    def destroy(self, destruction: Destruction, vectors: Sequence[NewVector] = ()) -> Destroyed:
        """Destroy content, with the changes that follow from it, in one transaction."""

    def tidy(self) -> None:
        """Bring what was written into the form that is read fastest; may be put off."""

    def wipe(self) -> None:
        """Leave nothing of what was destroyed in what the database keeps beside its file.

        Raises:
            ErasureUnfinished: If another process keeps old pages alive.
        """

    def finish_erasure(self, number: int, receipt: str) -> None:
        """Write down, as JSON, how an erasure was proven."""

    def receipts(self) -> list[str]:
        """Return the receipts of what was erased, as JSON, oldest first."""

    def log_contexts(self, entries: Sequence[tuple[LoggedContext, int]], keep: int) -> None:
        """Log contexts, each with the number of the newest erasure when it was made."""

    def caused_by(self, turn_ids: Sequence[str]) -> list[Revision]:
        """Return every revision that turns caused, oldest first."""

    def recorded_with(self, number: int) -> list[Revision]:
        """Return the revisions recorded at the moment of one, itself included, oldest first."""

    def log(
        self, since: datetime | None, until: datetime | None, limit: int | None
    ) -> list[Revision]:
        """Return the newest revisions recorded in a time, oldest first."""

    def contexts(self, limit: int | None) -> list[LoggedContext]:
        """Return the newest logged contexts, oldest first."""

    def context(self, context_id: str) -> LoggedContext | None:
        """Return a logged context."""

    def newest(self) -> tuple[int, int]:
        """Return the numbers of the newest revision and the newest erasure: caches go by them."""

    def entities(self) -> list[Entity]:
        """Return everybody and everything that current memories name."""

    def relations(self) -> list[Relation]:
        """Return the relations that current memories say."""

    def revision_count(self) -> int:
        """Return the number of the newest revision: it changes when anything known does."""

    def last_learned_at(self) -> datetime | None:
        """Return when the words behind the newest revision were said, or it was recorded."""

    def counts(self) -> dict[str, int]:
        """Return how many turns, memories by status, revisions and so on there are."""
