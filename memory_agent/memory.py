"""Memory: the one object that an app needs."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from memory_agent import domain
from memory_agent.asynchronous import as_async
from memory_agent.digesting import Digester
from memory_agent.domain import Change, Context, Digest, Hit, Kind, Message, Profile, Revision, Turn
from memory_agent.domain.checking import check_text
from memory_agent.domain.errors import InvalidInput, NotFound
from memory_agent.domain.memory import Status
from memory_agent.domain.times import aware, now
from memory_agent.messages import check_message, to_messages
from memory_agent.models import Embedder, MiniLM, WordPieceCounter
from memory_agent.reading import Reader
from memory_agent.settings import Settings
from memory_stores import Filter, NewVector, Stores, UserStore, check_user_id

_CONTEXT_HITS = 40
"""Hits of each kind that a context may choose from."""

_CHUNK = 256
"""Messages of an archive that are accepted in one transaction."""


class Memory:
    """The memories of all users under one home folder. Safe to share between threads.

    Make one with `Memory.open`, and close it, or use it as a context manager.
    """

    def __init__(self, home: Path, embedder: Embedder | None, settings: Settings) -> None:
        self.home = home
        self._settings = settings
        self._embedder = embedder or MiniLM(threads=settings.embedder_threads)
        self._stores = Stores(
            home,
            max_open=settings.max_open_users,
            vector_cache_bytes=settings.vector_cache_mb << 20,
            busy_timeout=settings.busy_timeout,
        )
        self._digester = Digester(self._stores, self._embedder, settings.digest_batch)
        self._reader = Reader(
            self._stores, self._embedder, WordPieceCounter(), settings.profile_tokens
        )
        if settings.catch_up:
            for user_id in self._stores.ledgers.unclean():
                self._digester.later(user_id)

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        embedder: Embedder | None = None,
        settings: Settings | None = None,
    ) -> "Memory":
        """Open the memories under a home folder, making it if it is not there.

        Turns that a killed process left undigested are digested in the background.

        Args:
            path: The home; None means ``$MEMORY_AGENT_HOME``, or ``~/.memory-agent``.
            embedder: Makes vectors; None means all-MiniLM-L6-v2.
            settings: Limits and sizes.

        Raises:
            HomeNotUsable: If the folder cannot be made or used.
        """
        chosen = path or os.environ.get("MEMORY_AGENT_HOME") or "~/.memory-agent"
        return cls(Path(chosen).expanduser().absolute(), embedder, settings or Settings())

    def add(
        self,
        messages: object,
        *,
        user_id: str,
        session_id: str | None = None,
        agent_id: str | None = None,
        at: datetime | None = None,
        metadata: Mapping[str, str] | None = None,
        infer: bool = True,
        wait: bool = True,
    ) -> list[Change]:
        """Remember what was said; return what changed.

        Args:
            messages: A string (said by the user), a dict with ``role`` and ``content`` (and
                ``name``), a `Message`, a LangChain message, or a list of these.
            user_id: Whose memory it is.
            session_id: The conversation it belongs to.
            agent_id: Which assistant was talking.
            at: When it was said, with a zone; None means now.
            metadata: Anything to keep with the turns, as strings.
            infer: Whether to extract memories; False keeps each user message as it is.
            wait: Whether to wait for the digestion; False returns, with nothing, as soon as the
                turns are durable (`flush` waits).

        Raises:
            InvalidUser: If the user id cannot be one.
            InvalidTurn: If a message is refused; then none of them is kept.
            StoreError: If the user's file cannot be written.
        """
        checked = to_messages(
            messages, session_id=session_id, agent_id=agent_id, said_at=at, metadata=metadata
        )
        with self._stores.user(user_id) as store:
            store.ledger.accept(checked, infer=infer)
        if wait:
            return self._digester.digest(user_id)[0]
        self._digester.later(user_id)
        return []

    def ingest(
        self,
        messages: Iterable[Message],
        *,
        user_id: str,
        progress: Callable[[int], None] | None = None,
    ) -> Digest:
        """Read many messages in, such as an archive's; messages whose key is known do nothing.

        Args:
            messages: In the order in which they were said.
            user_id: Whose life they are.
            progress: Called with how many more messages have been read, now and then.

        Raises:
            InvalidTurn: If a message is refused. Chunks before it are kept: a second call, with
                what is wrong mended, goes on after them where messages have keys.
            StoreError: If the user's file cannot be written.
        """
        turns: list[Turn] = []
        changes: list[Change] = []
        ignored: list[domain.Ignored] = []
        rest, moment = iter(messages), now()
        while chunk := [check_message(m, moment) for m in islice(rest, _CHUNK)]:
            with self._stores.user(user_id) as store:
                turns += store.ledger.accept(chunk)
            changed, refused = self._digester.digest(user_id)
            changes += changed
            ignored += refused
            if progress is not None:
                progress(len(chunk))
        return Digest(tuple(turns), tuple(changes), tuple(ignored))

    def search(
        self,
        query: str,
        *,
        user_id: str,
        limit: int = 10,
        kind: Kind | None = None,
        session_id: str | None = None,
        agent_id: str | None = None,
        as_of: datetime | None = None,
        valid_at: datetime | None = None,
        memories: bool = True,
        turns: bool = True,
    ) -> list[Hit]:
        """Return ranked memories and verbatim turns, best first.

        Args:
            query: What is looked for; nothing is found for an empty one.
            user_id: Whose memories.
            limit: How many at most.
            kind: Only memories of this kind, no turns.
            session_id: Only what was said in this conversation.
            agent_id: Only what was said to this assistant.
            as_of: As it was known at this moment.
            valid_at: Only memories that were true at this moment, no turns.
            memories: Whether memories are wanted.
            turns: Whether turns are wanted.

        Raises:
            InvalidInput: If `limit` is below 1, or a moment has no zone.
        """
        _at_least_one(limit, "limit")
        wanted = _filter(kind, "current", session_id, agent_id, as_of, valid_at)
        chosen = {"memories": memories, "turns": turns}
        collections = frozenset(name for name, on in chosen.items() if on)
        return self._reader.search(query, check_user_id(user_id), wanted, collections, limit)  # type: ignore[arg-type]

    def context(
        self,
        query: str,
        *,
        user_id: str,
        budget: int = 400,
        shown: Iterable[str] = (),
        kind: Kind | None = None,
        session_id: str | None = None,
        agent_id: str | None = None,
        as_of: datetime | None = None,
        valid_at: datetime | None = None,
    ) -> Context:
        """Return the block that a prompt gets: the profile, then what the query needs.

        Args:
            query: What the user says now; the profile alone is given for an empty one.
            user_id: Whose memories; an empty context for somebody unknown.
            budget: Tokens that the whole block may take.
            shown: Texts that the prompt holds already, such as the conversation so far: what
                comes from a turn of that very text is left out.
            kind: As in `search`, as are the other filters; a filtered context has no profile.
            session_id: See `search`.
            agent_id: See `search`.
            as_of: See `search`.
            valid_at: See `search`.

        Raises:
            InvalidInput: If `budget` is below 1, or a moment has no zone.
        """
        _at_least_one(budget, "budget")
        wanted = _filter(kind, "current", session_id, agent_id, as_of, valid_at)
        return self._reader.context(
            query, check_user_id(user_id), wanted, budget, _CONTEXT_HITS, frozenset(shown)
        )

    def profile(self, *, user_id: str) -> Profile:
        """Return the compressed summary of a user; an empty one for somebody unknown."""
        return self._reader.profile(check_user_id(user_id))

    def get(self, memory_id: str, *, user_id: str) -> domain.Memory:
        """Return one memory.

        Raises:
            NotFound: If the user has none of that id.
        """
        with self._known(user_id) as store:
            return _found(store, memory_id)

    def turn(self, turn_id: str, *, user_id: str) -> Turn:
        """Return one turn.

        Raises:
            NotFound: If the user has none of that id.
        """
        with self._known(user_id) as store:
            turn = store.ledger.turn(turn_id)
        if turn is None:
            raise NotFound(f"no turn {turn_id!r} of user {user_id!r}")
        return turn

    def update(self, memory_id: str, text: str, *, user_id: str) -> Change:
        """Write a memory's sentence anew; the old one stays in its history.

        Raises:
            NotFound: If the user has none of that id.
            InvalidInput: If the text cannot be stored.
            LedgerConflict: If somebody else changed it at the same moment.
        """
        text = " ".join(check_text(text).split())
        return self._edit(memory_id, user_id, "update", "written by hand", text=text, object=None)

    def forget(self, memory_id: str, *, user_id: str) -> Change:
        """Let a memory fade: out of reach of recall, still in the store.

        Raises:
            NotFound: If the user has none of that id.
            InvalidInput: If it is not current.
        """
        return self._edit(memory_id, user_id, "fade", "forgotten by hand", status="faded")

    def restore(self, memory_id: str, *, user_id: str) -> Change:
        """Bring a faded memory back.

        Raises:
            NotFound: If the user has none of that id.
            InvalidInput: If it has not faded.
        """
        return self._edit(memory_id, user_id, "restore", "restored by hand", status="current")

    def _edit(
        self, memory_id: str, user_id: str, op: domain.Operation, reason: str, **fields: Any
    ) -> Change:
        needed = "faded" if op == "restore" else "current"
        with self._known(user_id) as store:
            memory = _found(store, memory_id)
            if memory.status != needed:
                raise InvalidInput(
                    f"memory {memory_id} is {memory.status}; only a {needed} one can be "
                    f"{'restored' if op == 'restore' else 'changed so'}"
                )
            after = replace(memory, version=memory.version + 1, recorded_at=now(), **fields)
            vectors = []
            if after.text != memory.text:
                vector = self._embedder.embed([after.text])[0].astype("<f4").tobytes()
                vectors = [NewVector("memories", memory_id, self._embedder.model, vector)]
            change = Change(op, after, reason, "user")
            recorded_at = store.ledger.commit([change], vectors=vectors)
        return change.recorded(recorded_at) if recorded_at else change

    def history(self, memory_id: str, *, user_id: str) -> list[Revision]:
        """Return every revision of a memory, oldest first.

        Raises:
            NotFound: If the user has no memory of that id.
        """
        with self._known(user_id) as store:
            revisions = store.ledger.revisions(memory_id)
        if not revisions:
            raise NotFound(f"no memory {memory_id!r} of user {user_id!r}")
        return revisions

    def maintain(self, *, user_id: str, dry_run: bool = False) -> list[Change]:
        """Apply the forgetting policies of ``<home>/policies.toml``; return what fades and why.

        Args:
            user_id: Whose memories.
            dry_run: Whether only to say what would fade.

        Raises:
            InvalidPolicy: If the file cannot be understood.
            NotFound: If nothing is kept of the user.
        """
        from memory_agent.policies import read_policies
        from memory_graphs import Maintenance, run_apart

        policies = tuple(read_policies(self.home / "policies.toml"))
        with self._known(user_id) as store:
            context = Maintenance(store, policies, now(), dry_run)
            changes: list[Change] = run_apart(self._maintain, {}, context=context)["changes"]
        return changes

    @cached_property
    def _maintain(self) -> Any:
        from memory_graphs import build_maintain

        return build_maintain()

    def stats(self, *, user_id: str) -> dict[str, int]:
        """Return counts: turns, sessions, memories by status, revisions, pending and so on.

        Raises:
            NotFound: If nothing is kept of the user.
        """
        with self._known(user_id) as store:
            return store.ledger.counts()

    def users(self) -> list[str]:
        """Return the ids of all users, sorted."""
        return self._stores.ledgers.users()

    def has_user(self, user_id: str) -> bool:
        """Return whether anything is kept of a user."""
        return self._stores.ledgers.has(check_user_id(user_id))

    def flush(self) -> None:
        """Wait until all that was added with ``wait=False`` is digested.

        Raises:
            Exception: What stopped digestion, if anything did.
        """
        self._digester.flush()

    def close(self) -> None:
        """Digest what waits, then close every file."""
        self._digester.close()
        self._stores.close()

    def list(
        self,
        *,
        user_id: str,
        kind: Kind | None = None,
        status: Status | None = "current",
        session_id: str | None = None,
        agent_id: str | None = None,
        as_of: datetime | None = None,
        valid_at: datetime | None = None,
        limit: int | None = None,
    ) -> list[domain.Memory]:
        """Return memories, oldest first; none for somebody unknown.

        Args:
            user_id: Whose memories.
            kind: Only of this kind.
            status: Only of this status; None means all.
            session_id: Only those said in this conversation.
            agent_id: Only those said to this assistant.
            as_of: As they were known at this moment.
            valid_at: Only those that were true at this moment.
            limit: The newest so many.

        Raises:
            InvalidInput: If `limit` is below 1, or a moment has no zone.
        """
        wanted = _filter(kind, status, session_id, agent_id, as_of, valid_at)
        if limit is not None:
            _at_least_one(limit, "limit")
        if not self.has_user(user_id):
            return []
        with self._stores.user(user_id) as store:
            found = store.ledger.memories(wanted)
        return found if limit is None else found[-limit:]

    def __enter__(self) -> "Memory":
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    @contextmanager
    def _known(self, user_id: str) -> Iterator[UserStore]:
        """Lend the store of a user of whom something is kept."""
        if not self.has_user(user_id):
            raise NotFound(f"no user {user_id!r} in {self.home}")
        with self._stores.user(user_id) as store:
            yield store

    aadd = as_async(add)
    aingest = as_async(ingest)
    asearch = as_async(search)
    acontext = as_async(context)
    aprofile = as_async(profile)
    aget = as_async(get)
    alist = as_async(list)
    aupdate = as_async(update)
    aforget = as_async(forget)
    arestore = as_async(restore)
    ahistory = as_async(history)
    amaintain = as_async(maintain)
    aflush = as_async(flush)


def _found(store: UserStore, memory_id: str) -> domain.Memory:
    memory = store.ledger.memory(memory_id)
    if memory is None:
        raise NotFound(f"no memory {memory_id!r} of user {store.ledger.user_id!r}")
    return memory


def _filter(
    kind: Kind | None,
    status: Status | None,
    session_id: str | None,
    agent_id: str | None,
    as_of: datetime | None,
    valid_at: datetime | None,
) -> Filter:
    for moment in (as_of, valid_at):
        if moment is not None:
            aware(moment)
    return Filter(kind, status, session_id, agent_id, as_of, valid_at)


def _at_least_one(value: int, name: str) -> None:
    if value < 1:
        raise InvalidInput(f"{name} is {value}; accepted is 1 or more")
