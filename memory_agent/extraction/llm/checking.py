"""From what a model gave to candidates: all that its citations do not bear out is dropped."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from memory_agent.domain import Candidate, Memory, Provenance, Turn
from memory_agent.domain.slots import slots
from memory_agent.extraction.llm.batching import Batch
from memory_agent.extraction.llm.dating import dates_of
from memory_agent.extraction.llm.meaning import Setting, is_time, parts, resolution
from memory_agent.extraction.llm.quoting import find_quote
from memory_agent.extraction.llm.schema import Said
from memory_agent.extraction.masking import MASKED, own_words
from memory_agent.extraction.rewriting import in_first_person
from memory_agent.extraction.words import words

CONFIDENCE = 0.85
"""Of every memory that a model gave: as sure as the local extractor is of a preference. What a
model says of its own certainty is not calibrated, and is not asked for."""

MOST = 64
"""Memories of one answer that are looked at: twice as many as a batch has turns."""

_PREDICATE = re.compile(r"[a-zà-ÿ][a-zà-ÿ '_-]*")
_USER = re.compile(r"^(?:the )?user\b", re.IGNORECASE)
_POLARITY = {"likes": 1, "prefers": 1, "dislikes": -1}


class _DroppedError(Exception):
    """A memory is not borne out; the message says by what, in two or three words."""


@dataclass(slots=True)
class Checked:
    """What is left of a model's answer.

    Args:
        candidates: By the id of the turn that they cite.
        dropped: How many were dropped, by why.
    """

    candidates: dict[str, list[Candidate]] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)


def check(items: Sequence[Any], batch: Batch, known: Sequence[Memory], rule: str) -> Checked:
    """Return the candidates of a model's answer.

    Args:
        items: The memories that it gave, unchecked.
        batch: The turns that it was shown.
        known: The memories that it was shown, in the order of their numbers.
        rule: What made them.
    """
    checked = Checked()
    if len(items) > MOST:
        checked.dropped["too many"] = len(items) - MOST
    for item in items[:MOST]:
        try:
            said = Said.model_validate(item)
            candidate = _Checking(said, batch, known, rule).candidate(checked.dropped)
        except ValidationError as error:
            place = error.errors()[0]["loc"]
            checked.dropped[f"invalid {place[0] if place else 'memory'}"] += 1
        except _DroppedError as reason:
            checked.dropped[str(reason)] += 1
        else:
            checked.candidates.setdefault(candidate.source.turn_id, []).append(candidate)
    for found in checked.candidates.values():
        found[:] = _acquainted(found)
    return checked


def _acquainted(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Take those for known whom the same turn introduces."""
    names = {c.object for c in candidates if c.presumes is None and c.predicate in words().kin}
    return [replace(c, presumes=None) if c.presumes in names else c for c in candidates]


class _Checking:
    """The checking of one memory."""

    def __init__(self, said: Said, batch: Batch, known: Sequence[Memory], rule: str) -> None:
        self._said = said
        self._rule = rule
        self._turn = self._cited(batch)
        self._label = self._turn.name or "The user"
        self._entity = self._turn.name or "user"
        told = tuple(memory.text for memory in known)
        self._setting = Setting(self._turn, batch.until(self._turn), told, self._label)
        self._replaced = self._known(known)

    def candidate(self, dropped: "Counter[str]") -> Candidate:
        """Return the candidate; a date without support costs only itself."""
        said, turn = self._said, self._turn
        source = self._source()
        worded = [m.words for m in said.meant if is_time(m.words) and m.words in source.quote]
        dates = dates_of(said.begins, said.ends, source.quote, worded, turn.said_at)
        if dates.refused:
            dropped["unsupported date"] += 1
        meanings = []
        for meant in said.meant:
            meaning = resolution(meant, source.quote, self._setting, dates)
            if meaning is None:
                raise _DroppedError("unsupported meaning")
            meanings.append(meaning)
        text = self._sentence()
        heard = parts(text, source.quote, *(m.meaning for m in meanings), self._entity)
        made = Candidate(
            kind=said.kind,
            text=text,
            source=source,
            rule=self._rule,
            confidence=CONFIDENCE,
            intent=said.change,
            resolutions=tuple(meanings),
        )
        made = self._ending(made) or self._triple(made, heard)
        first, after = dates.period(turn, made.kind, made.intent)
        return replace(made, valid_from=first, valid_to=after)

    def _cited(self, batch: Batch) -> Turn:
        number = self._said.turn
        turn = batch.citable(number)
        if turn is None:
            known = 1 <= number <= len(batch.shown)
            raise _DroppedError("turn not to be cited" if known else "unknown turn")
        return turn

    def _known(self, known: Sequence[Memory]) -> Memory | None:
        number = self._said.replaces
        if not 0 <= number <= len(known):
            raise _DroppedError("unknown memory")
        return known[number - 1] if number else None

    def _source(self) -> Provenance:
        turn = self._turn
        found = find_quote(turn.text, self._said.quote)
        if found is None:
            raise _DroppedError("made-up quote")
        start, end = found
        if MASKED in own_words(turn.text.replace("’", "'"))[start:end]:
            raise _DroppedError("not the user's own words")
        return Provenance(turn.id, turn.session_id, turn.role, turn.text[start:end], start, end)

    def _sentence(self) -> str:
        text = _USER.sub(self._label, " ".join(self._said.text.split()))
        if len(text.split()) < 3 or in_first_person(text):
            raise _DroppedError("no sentence in the third person")
        return text if text[-1] in ".!?" else f"{text}."

    def _ending(self, made: Candidate) -> Candidate | None:
        """Return the candidate as the end of a known memory, where it is one.

        A new value of a slot ends the old one by the rules of reconciling, and keeps its triple.
        """
        old = self._replaced
        if old is None or (made.intent == "state" and self._displaces(old)):
            return None
        intent = "end" if made.intent == "state" else made.intent
        if old.subject and old.predicate and old.object:
            triple = {"subject": old.subject, "predicate": old.predicate, "object": old.object}
        else:
            triple = {"object": old.text}
        return replace(made, intent=intent, **triple)  # type: ignore[arg-type]

    def _displaces(self, old: Memory) -> bool:
        predicate = _predicate(self._said.predicate)
        slot = slots().get(predicate)
        contrary = slot is not None and slot.opposite == old.predicate
        return contrary or (predicate == old.predicate and _single(predicate))

    def _triple(self, made: Candidate, heard: set[str]) -> Candidate:
        """Return the candidate with its triple, and with what its slot says of it."""
        said = self._said
        predicate, value = _predicate(said.predicate), said.object.strip(" .\"'")
        if not predicate or not value:
            return made
        if not _PREDICATE.fullmatch(predicate):
            raise _DroppedError("invalid predicate")
        subject = self._subject()
        for name, place in ((value, "object"), (subject, "subject")):
            if not parts(name) <= heard | parts("the user's", self._label):
                raise _DroppedError(f"unsupported {place}")
        slot = slots().get(predicate)
        favourite = predicate.startswith("favourite ")
        named = subject != self._entity and not subject.startswith(f"{self._label.lower()}'s ")
        return replace(
            made,
            kind="preference" if favourite else slot.kind if slot else made.kind,
            subject=subject,
            predicate=predicate,
            object=value,
            polarity=1 if favourite else _POLARITY.get(predicate, 0),
            single=_single(predicate),
            presumes=subject if named else None,
        )

    def _subject(self) -> str:
        subject = " ".join(self._said.subject.replace("’", "'").split())
        speakers = {"", "user", "the user", "i", "me", self._label.casefold()}
        if subject.casefold() in speakers:
            return self._entity
        owner, possessive, whose = subject.partition("'s ")
        if possessive and owner.casefold() in speakers:
            return f"{self._label.lower()}'s {whose.lower()}"
        return subject


def _predicate(given: str) -> str:
    predicate = " ".join(given.split()).lower()
    underscored = predicate.replace(" ", "_")
    if underscored in slots():
        return underscored
    return re.sub(r"^favou?rite[ _]", "favourite ", predicate)


def _single(predicate: str) -> bool:
    slot = slots().get(predicate)
    return predicate.startswith("favourite ") or (slot is not None and slot.one)
