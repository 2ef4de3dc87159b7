"""Reads what is over: "I no longer eat meat", "I sold my car", "we cancelled the trip"."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from memory_agent.domain import Intent
from memory_agent.domain.slots import BACK, DEAD
from memory_agent.extraction.drafts import Draft, View, value_of
from memory_agent.extraction.parsing import spelled
from memory_agent.extraction.readers.objects import object_of, used_to
from memory_agent.extraction.readers.slotted import slotted
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_OWN = {"my", "our"}
_COMPLEMENTS = {"dobj", "attr", "acomp", "oprd"}


def ending(view: View) -> tuple[Draft, ...]:
    """Read what no longer holds, by its own word for it or by a verb that ends things."""
    text = spelled(view.statement.tokens).lower()
    over = "no longer" in text or (
        view.statement.negated and (view.lowered & {"anymore"} or "any more" in text)
    )
    if over or used_to(view):
        return (_no_longer(view),)
    if view.statement.negated:
        return _never(view)
    for read in (_parted, _dead, _back, _disproved, _exchanged, _ended):
        drafts = read(view)
        if drafts:
            return drafts
    return ()


def _no_longer(view: View) -> Draft:
    found = slotted(view) if view.person else ()
    kind = found[0].kind if found else "fact"
    if found:
        predicate, value = found[0].predicate, found[0].object
    else:
        predicate, value = None, object_of(view) or _complement(view)
    return Draft(kind, "ending: no longer", 0.8, predicate, value, intent="end")


def _complement(view: View) -> str | None:
    """Return what somebody is no longer, or goes to no longer: "sober", "to PureGym"."""
    verb = view.statement.verb
    for child in verb.children:
        if child.dep_ in _COMPLEMENTS and child.i > verb.i:
            return value_of(child, view)
        for governed in child.children if child.dep_ == "prep" else ():
            if governed.dep_ in {"pobj", "pcomp"} and not view.dates:
                return value_of(governed, view)
    return None


def _never(view: View) -> tuple[Draft, ...]:
    """Read "I never had diabetes", "I will never get a car": what was known of it was not so."""
    past = view.statement.past
    if not view.person or "never" not in view.lowered or not (past or view.statement.future):
        return ()
    if past and view.statement.verb.lemma_ not in {"have", "be", "own"}:
        return ()
    if past and slotted(view):
        return ()  # The reader of slots knows which
    value = object_of(view)
    if value is None:
        return ()
    intent: Intent = "retract" if past else "end"
    return (Draft("fact", "ending: never", 0.75, None, value, intent=intent, gated=True),)


def _parted(view: View) -> tuple[Draft, ...]:
    """Read "I broke up with my girlfriend", "Ana split up with Paul", "we separated from Tom"."""
    verb = view.statement.verb
    if not view.person or not view.statement.past:
        return ()
    name = " ".join([verb.lemma_.lower(), *(t.lower_ for t in verb.children if t.dep_ == "prt")])
    if name not in words().partings:
        return ()
    for preposition in (t for t in verb.subtree if t.lower_ in {"with", "from"}):
        for other in (t for t in preposition.children if t.dep_ == "pobj"):
            kin = other.lower_ in words().kin
            if kin or other.pos_ == "PROPN":
                predicate = other.lower_ if kin else "partner"
                value = other.lower_ if kin else value_of(other, view)
                return (Draft("event", f"ending: {name}", 0.8, predicate, value, intent="end"),)
    return ()


def _dead(view: View) -> tuple[Draft, ...]:
    """Read "Rex passed away": what was said of the living is over."""
    if view.speaker or not view.person or not view.statement.past:
        return ()
    phrases = [phrase for phrase, _ in _phrases(view, "dying")]
    if not phrases or (phrases[-1] == "pass" and _complement(view)):
        return ()
    return (Draft("event", "ending: died", 0.85, DEAD, view.who, intent="end"),)


def _back(view: View) -> tuple[Draft, ...]:
    """Read "I'm back in Ghent": where somebody was for a time they are no longer."""
    if not view.person or view.ahead or view.statement.future:
        return ()
    for phrase, head in _phrases(view, "returning"):
        place = value_of(head, view) if head is not None and head.pos_ == "PROPN" else ""
        if place or phrase.endswith(("home", "home again")):
            draft = Draft("event", "ending: back", 0.8, BACK, place or "home", intent="end")
            return (draft,)
    return ()


def _disproved(view: View) -> tuple[Draft, ...]:
    """Read "they ruled out diabetes"."""
    if not view.statement.past:
        return ()
    for _, head in _phrases(view, "disproved"):
        if head is not None:
            value = value_of(head, view)
            return (Draft("event", "ending: disproved", 0.8, None, value, intent="retract"),)
    return ()


def _exchanged(view: View) -> tuple[Draft, ...]:
    """Read "I swapped the Civic for a Mazda", of which the sentence tells both."""
    if not view.person or not view.statement.past:
        return ()
    for phrase, head in _phrases(view, "exchanges"):
        replaced = any(t.lower_ in {"for", "to", "with", "by"} for t in view.statement.verb.subtree)
        if head is not None and replaced:
            value = value_of(head, view)
            return (
                Draft("event", f"ending: {phrase}", 0.75, None, value, intent="end", gated=True),
            )
    return ()


def _ended(view: View) -> tuple[Draft, ...]:
    """Read "I sold my car", "she dropped out of school", "my doctor took me off statins"."""
    if not view.statement.past and view.statement.verb.lemma_ != "be":
        return ()
    verb = view.statement.verb
    for phrase, head in _phrases(view, "sure"):
        whom = next((t.lower_ for t in verb.children if t.dep_ == "dobj"), "")
        mine = "*" in phrase and whom in {"me", "us"}
        if head is None or not (view.person or mine) or head.pos_ == "PRON":
            continue
        value = value_of(head, view)
        job = head.lower_ == "job"
        return (
            Draft(
                "event",
                f"ending: {phrase}",
                0.75,
                "works_at" if job else None,
                value,
                intent="end",
                gated=not (job or _owned(head, phrase)),
                of_speaker=mine,
            ),
        )
    return _parted_with(view)


def _owned(head: "Token", phrase: str) -> bool:
    mine = any(t.dep_ == "poss" and t.lower_ in _OWN for t in head.children)
    return mine or head.pos_ == "PROPN" or phrase in {"give up", "quit", "drop out of"}


def _parted_with(view: View) -> tuple[Draft, ...]:
    """Read verbs that end what is one's own: "I sold my car"; "I left the house" ends nothing."""
    verb = view.statement.verb
    name = " ".join([verb.lemma_.lower(), *(t.lower_ for t in verb.children if t.dep_ == "prt")])
    if name not in words().endings or not view.statement.past or not view.person:
        return ()
    for child in verb.children:
        owned = child.dep_ == "dobj" and (
            _owned(child, name)
            or child.lower_ == "job"
            or (verb.lemma_ == "cancel" and child.pos_ == "NOUN")
        )
        the = child.dep_ == "dobj" and any(t.lower_ == "the" for t in child.children)
        doing = verb.lemma_ in {"stop", "quit", "give"} and (
            child.dep_ in {"xcomp", "dobj", "pcomp"} and child.lower_.endswith("ing")
        )
        if owned or doing or the:
            predicate = "works_at" if child.lower_ == "job" else None
            value = value_of(child, view)
            gated = not (owned or doing)
            return (
                Draft(
                    "event", f"ending: {name}", 0.75, predicate, value, intent="end", gated=gated
                ),
            )
    return ()


def _phrases(view: View, family: str) -> "Iterator[tuple[str, Token | None]]":
    """Return the phrases of a family that the verb makes, each with the head of what follows."""
    verb, doc = view.statement.verb, view.statement.verb.doc
    inside = {t.i for t in view.statement.tokens}
    passive = any(t.dep_ == "auxpass" for t in verb.children)
    lemma = f"be {verb.lower_}" if passive else verb.lemma_.lower()
    for phrase in _data()[family]:
        if not (phrase == lemma or phrase.startswith(f"{lemma} ")):
            continue
        rest = phrase[len(lemma) :].split()
        at = _after(verb, rest)
        if at is not None:
            yield phrase, _head(doc[at]) if at in inside else None
        elif len(rest) == 1 and _split(verb, rest[0]):
            yield phrase, next(t for t in verb.children if t.dep_ == "dobj")


def _after(verb: "Token", rest: list[str]) -> int | None:
    """Return where the words end that follow a verb, if they do: adverbs may stand between."""
    at, doc = verb.i + 1, verb.doc
    for word in rest:
        if word == "*":
            whom = next((t for t in verb.children if t.dep_ in {"dobj", "dative"}), None)
            at = max(t.i for t in whom.subtree) + 1 if whom is not None else at + 1
            if whom is not None and at > whom.i + 1 and doc[whom.i + 1].lower_ in rest:
                at = whom.i + 1
            continue
        while at < len(doc) and doc[at].pos_ == "ADV" and doc[at].lower_ != word:
            at += 1
        if at >= len(doc) or doc[at].lower_ != word:
            return None
        at += 1
    return at


def _split(verb: "Token", particle: str) -> bool:
    """Whether a particle stands behind the object: "I gave the piano away"."""
    held = next((t for t in verb.children if t.dep_ == "dobj"), None)
    return held is not None and any(
        t.lower_ == particle and t.i > held.i and not any(c.dep_ == "pobj" for c in t.children)
        for t in verb.subtree
    )


def _head(first: "Token") -> "Token | None":
    """Return the head of the phrase that begins with a word."""
    head = first
    while head.head.i > head.i and head.head.pos_ in {"NOUN", "PROPN", "ADJ"}:
        head = head.head
    return head if head.pos_ in {"NOUN", "PROPN", "VERB", "PRON", "NUM", "ADJ"} else None


@cache
def _data() -> Mapping[str, list[str]]:
    path = files("memory_agent.extraction") / "data" / "endings.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
