"""Trusting: what waits in quarantine, and what is not to be remembered."""

from dataclasses import replace
from typing import Literal

from memory_agent import domain
from memory_agent.asynchronous import as_async
from memory_agent.domain import Change, Memory
from memory_agent.domain.errors import InvalidInput, NotFound
from memory_agent.domain.ids import new_id
from memory_agent.domain.opting import EVERYTHING, OPT_OUT, opted_in, opted_out
from memory_agent.domain.times import now
from memory_agent.operations.base import Operations, found
from memory_agent.policies import Policies, read_policies
from memory_agent.policies.privacy import check_topic, mask, same_topic
from memory_stores import NewVector, check_user_id


class Trusting(Operations):
    """Deciding, as the user, on what others asked for and on what is never remembered."""

    def approve(self, memory_id: str, *, user_id: str) -> Change:
        """Let a memory out of quarantine: it becomes current, as if the user had said it.

        Raises:
            NotFound: If the user has none of that id.
            InvalidInput: If it is not in quarantine.
        """
        return self._judge(memory_id, user_id, "restore", "current", "approved by the user")

    def reject(self, memory_id: str, *, user_id: str) -> Change:
        """Retract a memory in quarantine; the same request is never put there again.

        Raises:
            NotFound: If the user has none of that id.
            InvalidInput: If it is not in quarantine.
        """
        return self._judge(memory_id, user_id, "retract", "retracted", "rejected by the user")

    def _judge(
        self,
        memory_id: str,
        user_id: str,
        op: domain.Operation,
        status: Literal["current", "retracted"],
        reason: str,
    ) -> Change:
        with self._known(user_id) as store:
            memory = found(store, memory_id)
            if memory.status != "quarantined":
                raise InvalidInput(
                    f"memory {memory_id} is {memory.status}; only a quarantined one can be "
                    "approved or rejected"
                )
            after = replace(memory, status=status, version=memory.version + 1, recorded_at=now())
            change = Change(op, after, reason, "user")
            recorded_at = store.ledger.commit([change])
        return change.recorded(recorded_at) if recorded_at else change

    def opt_out(self, topic: str, *, user_id: str) -> Change:
        """Remember nothing of a topic from now on; what is known of it already stays.

        Args:
            topic: A few words, such as ``health`` or ``the divorce``; ``kind:event`` for a kind
                of memory; ``everything``.
            user_id: Whose wish it is.

        Raises:
            InvalidInput: If the topic cannot be one, or is opted out of already.
        """
        topic = mask(check_topic(topic)).text
        with self._stores.user(check_user_id(user_id)) as store:
            for memory in store.ledger.slot("user", OPT_OUT):
                if same_topic(memory.object or "", topic):
                    raise InvalidInput(f"{topic!r} is opted out of already: {memory.text}")
            memory = Memory(
                id=new_id("m"),
                kind="instruction",
                text=opted_out("The user", topic),
                status="current",
                confidence=1.0,
                recorded_at=now(),
                version=1,
                subject="user",
                predicate=OPT_OUT,
                object=topic,
            )
            change = Change("add", memory, "opted out by hand", "user")
            vector = self._embedder.embed([memory.text])[0].astype("<f4").tobytes()
            vectors = [NewVector("memories", memory.id, self._embedder.model, vector)]
            recorded_at = store.ledger.commit([change], vectors=vectors)
        return change.recorded(recorded_at) if recorded_at else change

    def opt_in(self, topic: str, *, user_id: str) -> list[Change]:
        """Allow remembering a topic again: what opted out of it is superseded.

        Raises:
            NotFound: If nothing opts out of it.
            InvalidInput: If the topic cannot be one.
        """
        topic = check_topic(topic)
        with self._known(user_id) as store:
            at = now()
            reason = f"superseded by: {opted_in('The user', topic)}"
            changes = [
                Change(
                    "supersede",
                    replace(m, status="superseded", valid_to=at, version=m.version + 1),
                    reason,
                    "user",
                )
                for m in store.ledger.memories()
                if m.predicate == OPT_OUT and same_topic(m.object or EVERYTHING, topic)
            ]
            if not changes:
                raise NotFound(
                    f"nothing opts out of {topic!r}; `memory-agent policy` lists the opt-outs"
                )
            recorded_at = store.ledger.commit(changes)
        return [change.recorded(recorded_at) if recorded_at else change for change in changes]

    def policies(self) -> Policies:
        """Return what ``<home>/policies.toml`` sets, or the defaults.

        Raises:
            InvalidPolicy: If the file cannot be understood.
        """
        return read_policies(self.home / "policies.toml")

    def opt_outs(self, *, user_id: str) -> list[Memory]:
        """Return what the user wants nothing remembered of; none for somebody unknown."""
        if not self.has_user(user_id):
            return []
        with self._stores.user(user_id) as store:
            return [m for m in store.ledger.memories() if m.predicate == OPT_OUT]

    aapprove = as_async(approve)
    areject = as_async(reject)
    aopt_out = as_async(opt_out)
    aopt_in = as_async(opt_in)
    aopt_outs = as_async(opt_outs)
