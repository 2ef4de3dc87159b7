"""History: what changed when and why, what differs, and how to go back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from memory_agent import domain
from memory_agent.asynchronous import as_async
from memory_agent.domain import (
    Change,
    Diff,
    Identities,
    LoggedContext,
    Replay,
    Revision,
    difference,
)
from memory_agent.domain.errors import InvalidInput, NotFound
from memory_agent.domain.times import aware, iso
from memory_agent.operations.base import CONTEXT_HITS, Operations, at_least_one
from memory_agent.policies import Undoing, becoming, undo
from memory_agent.replaying import changed_lines
from memory_stores import Filter, NewVector, UserStore

_ANY = Filter(status=None)


class History(Operations):
    """Looking back, and going back."""

    def history(self, memory_id: str, *, user_id: str) -> list[Revision]:
        """Return every revision of a memory, oldest first; those erased tell no content.

        Raises:
            NotFound: If the user never had a memory of that id.
        """
        with self._known(user_id) as store:
            revisions = store.ledger.revisions(memory_id)
        if not revisions:
            raise NotFound(f"no memory {memory_id!r} of user {user_id!r}")
        return revisions

    def log(
        self,
        *,
        user_id: str,
        since: datetime | None = None,
        until: datetime | None = None,
        turn_id: str | None = None,
        limit: int | None = None,
    ) -> list[Revision]:
        """Return the revisions of all memories, oldest first.

        Args:
            user_id: Whose memories.
            since: Only those recorded at this moment or later.
            until: Only those recorded at this moment or before.
            turn_id: Only those that this turn caused.
            limit: The newest so many.

        Raises:
            InvalidInput: If `limit` is below 1, or a moment has no zone.
            NotFound: If nothing is kept of the user, or there is no such turn.
        """
        for moment in (since, until):
            if moment is not None:
                aware(moment)
        if limit is not None:
            at_least_one(limit, "limit")
        with self._known(user_id) as store:
            if turn_id is None:
                return store.ledger.log(since, until, limit)
            caused = _caused_by(store, turn_id)
        kept = [r for r in caused if _between(r.recorded_at, since, until)]
        return kept if limit is None else kept[-limit:]

    def diff(
        self,
        before: datetime | int,
        after: datetime | int | None = None,
        *,
        user_id: str,
        memory_id: str | None = None,
    ) -> Diff:
        """Compare what was known at two moments, or two versions of one memory.

        Args:
            before: A moment, or the number of a version.
            after: A later one; None means now, or the newest version.
            user_id: Whose memories.
            memory_id: The memory whose versions are compared; None compares moments.

        Raises:
            InvalidInput: If a moment has no zone, or a version is given without a memory.
            NotFound: If there is no such memory or version, or it is erased.
        """
        if memory_id is not None:
            return self._diff_versions(memory_id, before, after, user_id)
        with self._known(user_id) as store:
            return difference(_known_at(store, before), _known_at(store, after))

    def _diff_versions(
        self, memory_id: str, before: datetime | int, after: datetime | int | None, user_id: str
    ) -> Diff:
        revisions = self.history(memory_id, user_id=user_id)
        states = {revision.version: revision.memory for revision in revisions}
        wanted = [before, revisions[-1].version if after is None else after]
        pair: list[domain.Memory] = []
        for version in wanted:
            memory = states.get(version) if isinstance(version, int) else None
            if memory is None:
                raise NotFound(
                    f"no version {version!r} of memory {memory_id}; it has {len(revisions)}, and "
                    "those that are erased cannot be compared"
                )
            pair.append(memory)
        return difference(pair[:1], pair[1:])

    def revert(
        self,
        *,
        user_id: str,
        revision: int | None = None,
        turn_id: str | None = None,
        to: datetime | None = None,
        dry_run: bool = False,
    ) -> list[Change]:
        """Undo a revision, or all that a turn caused, or go back to what was known at a moment.

        What the undone had superseded comes back, unless something later says otherwise. It is
        recorded as new revisions, so it can be undone itself.

        Args:
            user_id: Whose memories.
            revision: The number of the revision to undo, with what it superseded.
            turn_id: The turn whose whole effect is undone; the turn itself stays.
            to: The moment to go back to.
            dry_run: Whether only to say what would change.

        Returns:
            What changed; nothing where all is so already.

        Raises:
            InvalidInput: If not exactly one of the three is given, or the moment has no zone.
            NotFound: If there is no such user, revision or turn.
            LedgerConflict: If somebody else changed one of the memories at the same moment.
        """
        if sum(given is not None for given in (revision, turn_id, to)) != 1:
            raise InvalidInput("give exactly one of revision, turn_id and to")
        with self._known(user_id) as store:
            if to is not None:
                changes = _back_to(store, aware(to))
            elif turn_id is not None:
                undone = [r.number for r in _caused_by(store, turn_id)]
                changes = undo_revisions(store, undone, f"undone: turn {turn_id}")
            else:
                number = revision or 0
                at_least_one(number, "revision")
                changes = undo_revisions(store, _with_effects(store, number), f"undone: {number}")
            if not changes or dry_run:
                return changes
            at = store.ledger.commit(changes, vectors=self.vectors_of(store, changes))
        return [change.recorded(at) for change in changes] if at else changes

    def vectors_of(self, store: UserStore, changes: Sequence[Change]) -> list[NewVector]:
        """Embed the memories whose words a change alters."""
        new = []
        for change in changes:
            known = store.ledger.memory(change.memory.id)
            if known is None or known.text != change.memory.text:
                new.append(change.memory)
        if not new:
            return []
        vectors = self._embedder.embed([memory.text for memory in new])
        return [
            NewVector("memories", m.id, self._embedder.model, v.astype("<f4").tobytes())
            for m, v in zip(new, vectors, strict=True)
        ]

    def contexts(self, *, user_id: str, limit: int | None = None) -> list[LoggedContext]:
        """Return the contexts that were given lately, oldest first.

        Raises:
            InvalidInput: If `limit` is below 1.
            NotFound: If nothing is kept of the user.
        """
        if limit is not None:
            at_least_one(limit, "limit")
        self._reader.log.flush()
        with self._known(user_id) as store:
            return store.ledger.contexts(limit)

    def replay(self, context_id: str, *, user_id: str) -> Replay:
        """Show a past context beside what the same call would give today.

        What the caller's prompt held already (`shown`) is not logged, and so not left out today.

        Raises:
            NotFound: If no such context is kept: it was never logged, is past the limit of
                `Settings.logged_contexts`, or showed something that was erased.
        """
        self._reader.log.flush()
        with self._known(user_id) as store:
            logged = store.ledger.context(context_id)
        if logged is None:
            raise NotFound(f"no context {context_id!r} of user {user_id!r} is kept")
        today = self._reader.again(logged, user_id, CONTEXT_HITS)
        gone, added = changed_lines(logged.text, today.text)
        return Replay(logged, today, gone, added)

    ahistory = as_async(history)
    alog = as_async(log)
    adiff = as_async(diff)
    arevert = as_async(revert)
    acontexts = as_async(contexts)
    areplay = as_async(replay)


def undo_revisions(store: UserStore, numbers: Sequence[int], reason: str) -> list[Change]:
    """Return the changes that undo revisions of a user, by their numbers."""
    return undo(undoing_of(store, numbers, reason))


def undoing_of(store: UserStore, numbers: Iterable[int], reason: str) -> Undoing:
    """Return what undoing revisions undoes: them, and what they did by telling who is who.

    "Karim works at SAP" ended "My brother works at Bosch" because "my brother is Karim" had been
    said: without that, Karim's job says nothing of the brother's.
    """
    undone = frozenset(numbers)
    before = store.identities()
    first = _undoing(store, undone, before, reason)
    after = store.identities(change.memory for change in undo(first))
    if after is before:
        return first
    return _undoing(store, undone | _ends_across(store, before, after), after, reason)


def _undoing(
    store: UserStore, undone: frozenset[int], identities: Identities, reason: str
) -> Undoing:
    histories = store.ledger.histories_touched(sorted(undone))
    slot = partial(store.slot, identities=identities)
    return Undoing(histories, undone, slot, partial(said_at, store), reason)


def _ends_across(store: UserStore, before: Identities, after: Identities) -> frozenset[int]:
    """Return the revisions that ended what is told of one by what is told of another, now."""
    news = store.ledger.memories(_ANY)
    found = set()
    for memory in (m for m in news if m.status == "superseded" and m.subject):
        end = store.ledger.revisions(memory.id)[-1]
        for new in (n for n in news if n.subject and n.predicate == memory.predicate):
            caused = new.source is not None and new.source.turn_id == end.turn_id
            joined = before.same(memory.subject or "", new.subject or "")
            if (
                (caused and end.op == "supersede" and end.reason.endswith(new.text))
                and joined
                and not after.same(memory.subject or "", new.subject or "")
            ):
                found.add(end.number)
    return frozenset(found)


def said_at(store: UserStore, memory: domain.Memory) -> datetime:
    """Return when a memory was said, or recorded if nobody said it."""
    turn = store.ledger.turn(memory.source.turn_id) if memory.source else None
    return turn.said_at if turn else memory.recorded_at


def _caused_by(store: UserStore, turn_id: str) -> list[Revision]:
    if store.ledger.turn(turn_id) is None:
        raise NotFound(f"no turn {turn_id!r} of user {store.ledger.user_id!r}")
    return store.ledger.caused_by([turn_id])


def _with_effects(store: UserStore, number: int) -> list[int]:
    """Return a revision's number, with those of what it took the place of."""
    together = store.ledger.recorded_with(number)
    wanted = next((r for r in together if r.number == number), None)
    if wanted is None:
        raise NotFound(f"no revision {number} of user {store.ledger.user_id!r}")
    if wanted.op != "add" or wanted.memory is None:
        return [number]
    ended = [
        r.number
        for r in together
        if r.op in {"supersede", "retract"}
        and r.turn_id == wanted.turn_id
        and r.reason.endswith(wanted.memory.text)
    ]
    return [number, *ended]


def _back_to(store: UserStore, moment: datetime) -> list[Change]:
    """Return the changes that bring every memory back to what it was at a moment."""
    then = {m.id: m for m in store.ledger.memories(Filter(status=None, as_of=moment))}
    reason = f"back to {iso(moment)}"
    changes = (
        becoming(memory, then.get(memory.id), reason) for memory in store.ledger.memories(_ANY)
    )
    return [_as_caused_then(store, change, moment) for change in changes if change is not None]


def _as_caused_then(store: UserStore, change: Change, moment: datetime) -> Change:
    """Name the words that had made a memory what it was: what undoes their turn undoes this."""
    revisions = store.ledger.revisions(change.memory.id)
    before = [revision for revision in revisions if revision.recorded_at <= moment]
    return replace(change, source=before[-1].words) if before else change


def _known_at(store: UserStore, moment: datetime | int | None) -> list[domain.Memory]:
    if isinstance(moment, int):
        raise InvalidInput(f"{moment} is a version; give the memory_id that it is of, or a moment")
    return store.ledger.memories(Filter(status=None, as_of=moment and aware(moment)))


def _between(moment: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or moment >= since) and (until is None or moment <= until)
