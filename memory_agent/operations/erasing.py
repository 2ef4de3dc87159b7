"""Erasing: destroying for good, with a proof."""

import hmac
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING

from memory_agent.asynchronous import as_async
from memory_agent.domain import Destroyed, Destruction, Provenance, Receipt, Turn
from memory_agent.domain.errors import InvalidInput, NotFound, ResidueFound
from memory_agent.domain.ids import new_id
from memory_agent.domain.times import iso, now, parse_time
from memory_agent.models import MiniLM
from memory_agent.operations.base import found
from memory_agent.operations.history import History, undoing_of
from memory_agent.policies import cited_words, struck_words, without_turns
from memory_stores import STRUCK, NewVector, UserStore

if TYPE_CHECKING:
    from memory_stores.proving import Proof


class Erasing(History):
    """Destroying memories, turns, sessions, or a whole life."""

    def erase(
        self,
        memory_ids: str | Iterable[str] = (),
        *,
        user_id: str,
        turn_id: str | None = None,
        session_id: str | None = None,
        everything: bool = False,
        shred_key: bool = False,
    ) -> Receipt:
        """Destroy content everywhere it is kept, then look through every file for what is left.

        A memory goes with all its revisions, and with the words that it cites in turns, unless
        another memory stands on them. A turn goes with what it caused: what only it said goes, and
        what it had superseded comes back. Links of the hash chain stay, so that `verify` holds.

        Args:
            memory_ids: The memories to destroy.
            user_id: Whose they are.
            turn_id: The turn to destroy.
            session_id: The conversation to destroy.
            everything: Whether the user's whole life is to be destroyed.
            shred_key: Whether the user's key is destroyed, too; with `everything`, of an encrypted
                home only.

        Raises:
            InvalidInput: If not exactly one kind of thing is given.
            NotFound: If there is no such user, memory, turn or session.
            LedgerBusy: If the user is being read or written for longer than the busy timeout.
            ErasureUnfinished: If another process keeps old pages alive; what was to go is
                destroyed, and the next open empties the log.
            ResidueFound: If the scan finds something that nothing else says.
        """
        ids = [memory_ids] if isinstance(memory_ids, str) else list(memory_ids)
        given = [bool(ids), turn_id is not None, session_id is not None, everything]
        if sum(given) != 1:
            raise InvalidInput("give exactly one of memory_ids, turn_id, session_id and everything")
        if shred_key and not everything:
            raise InvalidInput("a key is shredded with everything of its user only")
        self._reader.log.forget(lambda user: user == user_id)
        if everything:
            return self._erase_life(user_id, shred_key)
        with self._known(user_id) as store, self._digester.pause(user_id):
            destruction = _of_memories(store, ids) if ids else _of_turns(store, turn_id, session_id)
            destroyed = store.ledger.destroy(destruction, self._vectors_after(store, destruction))
            self._forget(user_id)
            store.ledger.wipe()
            return self._proven(store, destroyed)

    def _vectors_after(self, store: UserStore, destruction: Destruction) -> list[NewVector]:
        """Embed what the turns that lose words, and the memories that change, say after it."""
        vectors = self.vectors_of(store, destruction.changes)
        texts = store.ledger.turns_by_id([words.turn_id for words in destruction.words])
        for turn_id, turn in texts.items():
            if turn.role == "user":
                left = _without_words(turn, destruction.words)
                vector = self._embedder.embed([left])[0].astype("<f4").tobytes()
                vectors.append(NewVector("turns", turn_id, self._embedder.model, vector))
        return vectors

    def _forget(self, user_id: str) -> None:
        """Drop whatever this process has cached of a user."""
        self._reader.forget_user(user_id)
        if isinstance(self._embedder, MiniLM):
            self._embedder.forget()

    def _proven(self, store: UserStore, destroyed: Destroyed) -> Receipt:
        proof = store.prove(destroyed)
        receipt = _receipt(destroyed, proof)
        kept = json.dumps(_document(replace(receipt, salt="")))
        store.ledger.finish_erasure(destroyed.erasure, kept)
        store.ledger.wipe()
        return _unless_residue(receipt, proof)

    def _erase_life(self, user_id: str, shred_key: bool) -> Receipt:
        if not self.has_user(user_id):
            raise NotFound(f"no user {user_id!r} in {self.home}")
        with self._digester.pause(user_id):
            destroyed = self._stores.destroy_user(user_id, shred_key=shred_key)
            self._forget(user_id)
            proof = self._stores.prove_gone(destroyed)
            receipt = _receipt(destroyed, proof)
            self._stores.keep_receipt(user_id, json.dumps(_document(replace(receipt, salt=""))))
        return _unless_residue(receipt, proof)

    def receipts(self, *, user_id: str) -> list[Receipt]:
        """Return the receipts of what was erased, oldest first, without their salts."""
        kept = self._stores.receipts(user_id)
        if self.has_user(user_id):
            with self._stores.user(user_id) as store:
                kept += store.ledger.receipts()
        return [_receipt_of(text) for text in kept]

    aerase = as_async(erase)
    areceipts = as_async(receipts)


def _of_memories(store: UserStore, ids: Sequence[str]) -> Destruction:
    for memory_id in ids:
        found(store, memory_id)
    histories = store.ledger.histories(ids)
    heard = cited_words(histories)
    texts = {r.memory.text for h in histories.values() for r in h if r.memory is not None}
    heard += store.ledger.echoes(sorted(texts | {words.quote for words in heard}))
    cited = store.ledger.cited(sorted({words.turn_id for words in heard}), ids)
    words = struck_words(heard, cited)
    empty = {id_ for id_ in _emptied(store, words) if id_ not in cited}
    stays = tuple(w for w in words if w.turn_id not in empty)
    return Destruction(frozenset(ids), frozenset(empty), words=stays)


def _emptied(store: UserStore, words: Sequence[Provenance]) -> Iterator[str]:
    """Yield the turns of which no word is left."""
    for turn_id, turn in store.ledger.turns_by_id(sorted({w.turn_id for w in words})).items():
        left = _without_words(turn, words)
        if not any(character.isalnum() for character in left):
            yield turn_id


def _without_words(turn: Turn, words: Sequence[Provenance]) -> str:
    letters = list(turn.text)
    for struck in words:
        if struck.turn_id == turn.id:
            letters[struck.start : struck.end] = STRUCK * (struck.end - struck.start)
    return "".join(letters)


def _of_turns(store: UserStore, turn_id: str | None, session_id: str | None) -> Destruction:
    if turn_id is not None:
        turn_ids = [turn_id] if store.ledger.turn(turn_id) else []
    else:
        turn_ids = store.ledger.turns_of_session(session_id or "")
    if not turn_ids:
        what = f"turn {turn_id!r}" if turn_id is not None else f"session {session_id!r}"
        raise NotFound(f"no {what} of user {store.ledger.user_id!r}")
    undone = (revision.number for revision in store.ledger.caused_by(turn_ids))
    undoing = undoing_of(store, undone, "what said otherwise was erased")
    return without_turns(turn_ids, undoing)


def _receipt(destroyed: Destroyed, proof: "Proof") -> Receipt:
    salt = secrets.token_bytes(16)
    content = "\0".join(destroyed.texts).encode()
    return Receipt(
        id=new_id("e"),
        at=now(),
        erased=destroyed.memories,
        turns=destroyed.turns,
        revisions=destroyed.revisions,
        scanned=proof.scanned,
        residue=len(proof.residue),
        commitment=hmac.digest(salt, content, "sha256").hex(),
        salt=salt.hex(),
        kept=proof.kept,
    )


def _unless_residue(receipt: Receipt, proof: "Proof") -> Receipt:
    if proof.residue:
        places = ", ".join(f"{path} ({encoding})" for path, encoding in proof.residue[:5])
        raise ResidueFound(
            f"{len(proof.residue)} places still hold what was to be erased: {places}; "
            "run `memory-agent verify`, and keep the file for a report"
        )
    return receipt


def _document(receipt: Receipt) -> dict[str, object]:
    return {**asdict(receipt), "at": iso(receipt.at)}


def _receipt_of(text: str) -> Receipt:
    document = json.loads(text)
    at: datetime = parse_time(document.pop("at"))
    document |= {name: tuple(document[name]) for name in ("scanned", "kept")}
    return Receipt(at=at, **document)
