"""Editing: changes that a person or a policy makes."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from memory_agent import domain
from memory_agent.asynchronous import as_async
from memory_agent.domain import Change
from memory_agent.domain.checking import check_text
from memory_agent.domain.errors import InvalidInput
from memory_agent.domain.slots import slots
from memory_agent.domain.times import now
from memory_agent.operations.base import Operations, found
from memory_agent.policies.privacy import mask
from memory_stores import NewVector, UserStore


class Editing(Operations):
    """Changing single memories, and letting policies change many."""

    def update(self, memory_id: str, text: str, *, user_id: str) -> Change:
        """Write a memory's sentence anew; the old one stays in its history.

        What was read out of the old sentence (the object of its triple, and whether it is liked)
        goes with it; its slot stays, so that later news can take its place. Secrets are masked.

        Raises:
            NotFound: If the user has none of that id.
            InvalidInput: If the text cannot be stored.
            LedgerConflict: If somebody else changed it at the same moment.
        """
        text = mask(" ".join(check_text(text).split())).text
        read_out = {"object": None, "polarity": 0}
        return self._edit(memory_id, user_id, "update", "written by hand", text=text, **read_out)

    def forget(self, memory_id: str, *, user_id: str) -> Change:
        """Let a memory fade: out of reach of recall, still in the store.

        Raises:
            NotFound: If the user has none of that id.
            InvalidInput: If it is not current.
        """
        return self._edit(memory_id, user_id, "fade", "forgotten by hand", status="faded")

    def restore(self, memory_id: str, *, user_id: str) -> Change:
        """Bring a faded memory back; what stands in its slot, with room for one, is superseded.

        Raises:
            NotFound: If the user has none of that id.
            InvalidInput: If it has not faded.
        """
        return self._edit(memory_id, user_id, "restore", "restored by hand", status="current")

    def pin(self, memory_id: str, *, user_id: str) -> Change:
        """Keep a memory from fading, whatever the policies say.

        Raises:
            NotFound: If the user has none of that id.
            InvalidInput: If it is not current.
        """
        return self._edit(memory_id, user_id, "update", "pinned by hand", pinned=True)

    def unpin(self, memory_id: str, *, user_id: str) -> Change:
        """Let the policies decide on a memory again.

        Raises:
            NotFound: If the user has none of that id.
            InvalidInput: If it is not current.
        """
        return self._edit(memory_id, user_id, "update", "unpinned by hand", pinned=False)

    def _edit(
        self, memory_id: str, user_id: str, op: domain.Operation, reason: str, **fields: Any
    ) -> Change:
        needed = "faded" if op == "restore" else "current"
        with self._known(user_id) as store:
            memory = found(store, memory_id)
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
            changes = [change, *_overtaken(store, after)] if op == "restore" else [change]
            recorded_at = store.ledger.commit(changes, vectors=vectors)
        return change.recorded(recorded_at) if recorded_at else change

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

        policies = read_policies(self.home / "policies.toml").forgetting
        with self._known(user_id) as store:
            context = Maintenance(store, policies, now(), dry_run)
            changes: list[Change] = run_apart(self._maintain, {}, context=context)["changes"]
        return changes

    @cached_property
    def _maintain(self) -> Any:
        from memory_graphs import build_maintain

        return build_maintain()

    aupdate = as_async(update)
    aforget = as_async(forget)
    arestore = as_async(restore)
    apin = as_async(pin)
    aunpin = as_async(unpin)
    amaintain = as_async(maintain)


def _overtaken(store: UserStore, restored: domain.Memory) -> list[Change]:
    """Supersede what stands where there is room for one only, and a memory is brought back."""
    slot = slots().get(restored.predicate or "")
    if slot is None or not slot.one or restored.subject is None:
        return []
    return [
        Change(
            "supersede",
            replace(other, version=other.version + 1, status="superseded", valid_to=now()),
            f"superseded by: {restored.text}",
            "user",
        )
        for other in store.slot(restored.subject, slot.predicate)
    ]
