"""Learning: messages in, memories out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from itertools import islice

from memory_agent import domain
from memory_agent.asynchronous import as_async
from memory_agent.domain import Change, Digest, Message, Turn
from memory_agent.domain.times import now
from memory_agent.messages import check_message, to_messages, without_answers
from memory_agent.operations.base import Operations
from memory_agent.policies.privacy import asks_to_be_remembered
from memory_stores import UserStore
from memory_stores.ledger.turns import DEFAULT_SESSION

_CHUNK = 256
"""Messages of an archive that are accepted in one transaction."""


_AFTER_ALL = 2**62
"""A position that no turn reaches."""


class Learning(Operations):
    """Adding what was said."""

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
            checked = without_answers(checked, partial(_said_last, store, session_id))
            store.ledger.accept(checked, infer=infer, asking=asks_to_be_remembered)
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
                chunk = without_answers(chunk, partial(_said_last, store, chunk[0].session_id))
                turns += store.ledger.accept(chunk, asking=asks_to_be_remembered)
            changed, refused = self._digester.digest(user_id)
            changes += changed
            ignored += refused
            if progress is not None:
                progress(len(chunk))
        return Digest(tuple(turns), tuple(changes), tuple(ignored))

    def flush(self) -> None:
        """Wait until all that was added with ``wait=False`` is digested.

        Raises:
            Exception: What stopped digestion, if anything did.
        """
        self._digester.flush()

    aadd = as_async(add)
    aingest = as_async(ingest)
    aflush = as_async(flush)


def _said_last(store: UserStore, session_id: str | None) -> str:
    """Return the text of the last turn of a session; nothing if it has none."""
    unsaid = Turn("", session_id or DEFAULT_SESSION, _AFTER_ALL, "user", "", now(), now())
    return next((turn.text for turn in store.ledger.before(unsaid, 1)), "")
