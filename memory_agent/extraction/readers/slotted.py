"""Reads the slots of the schema: where one lives, works, how old one is, whom one has."""

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from memory_agent.domain import Intent, slots
from memory_agent.extraction.drafts import Draft, View, lasts, of_slot, patterns, value_of
from memory_agent.extraction.parsing import phrase, spelled
from memory_agent.extraction.readers.objects import DEMONYM, each, stands_alone, used_to
from memory_agent.extraction.words import species, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_STATES = {"be", "learn", "live", "reside", "work", "study", "own", "play", "speak", "take", "have"}
"""Verbs whose past says that it is over."""

_ONGOING = {"learn", "study", "work", "live", "take", "train"}
"""Verbs of which "I'm learning" is what is done these days; "I'm moving" is a plan."""

_COMPLEMENTS = {"acomp", "attr", "oprd", "advmod", "dobj"}
_HAVING = {"have", "have get", "get", "be on", "follow"}


def slot(view: View) -> tuple[Draft, ...]:
    """Read "I live in Lisbon", "I work at Acme", "I have two dogs"."""
    statement = view.statement
    ongoing = not view.dates and statement.verb.lemma_ in _ONGOING
    if not view.person or (statement.future and not ongoing) or _framed(view):
        return ()
    found = slotted(view)
    if statement.negated:
        never = view.correcting or "never" in view.lowered
        intent: Intent = "retract" if never else "end"
        return tuple(replace(draft, confidence=0.8, intent=intent) for draft in found[:1])
    if statement.verb.lemma_ in _STATES and (statement.simple_past or statement.perfect):
        # "I lived in Madrid": it was so; "I played tennis": that once, for others to read
        found = tuple(draft for draft in found if draft.single)
        return (
            tuple(replace(d, intent="end") for d in found[:1]) if statement.simple_past else found
        )
    return found


def _framed(view: View) -> bool:
    """Whether it is so "in the game" or "in my dream" only."""
    return any(
        t.dep_ == "prep"
        and t.i < view.statement.subject.i
        and not any(d.start <= t.idx < d.end for d in view.dates)
        for t in view.statement.verb.children
    )


def slotted(view: View) -> tuple[Draft, ...]:
    """Return what a statement puts into the slots of the schema, whatever its tense."""
    verb = view.statement.verb
    state = slots.by_value().get(verb.lower_)
    if state and any(t.dep_ == "auxpass" for t in view.statement.helpers):  # "got married"
        return (of_slot(state, "is", verb.lower_),)
    if verb.lemma_ in {"be", "become", "go", "turn", "keep", "eat"}:
        for child in verb.children:
            value = spelled(phrase(child)).lower()
            by_value = slots.by_value()
            found = by_value.get(value) or by_value.get(child.lower_) or by_value.get(child.lemma_)
            if found and child.i > verb.i and child.dep_ in _COMPLEMENTS:
                return (of_slot(found, "is", _state(value, child, found)),)
    for name, head in _all_patterns(view):
        found = _by_verb(name, head)
        if name == "take" and found is None and _is_medicine(head):
            taken = replace(of_slot(slots.slots()["takes"], name, value_of(head, view)), gated=True)
            return each(taken, head, view)
        if found and _fits(head, found):
            return _filled(found, name, head, view)
        if name in _HAVING and head.lower_ in slots.by_possession():
            found = slots.by_possession()[head.lower_]
            draft = of_slot(found, "have", value_of(head, view))
            alike = all(t.lower_ in found.have for t in head.subtree if t.dep_ == "conj")
            return each(draft, head, view) if alike else (draft,)
    return ()


def _state(value: str, head: "Token", found: slots.Slot) -> str:
    """Return a state as the schema has it: "we're both vegetarians" are vegetarian."""
    return next(v for v in (value, head.lower_, head.lemma_) if v in found.values)


def _is_medicine(head: "Token") -> bool:
    """Whether what is taken is bare as medicines are, or so many milligrams: no photo, no bus."""
    if head.pos_ not in {"NOUN", "PROPN"} or head.lemma_.lower() in words().taken:
        return False
    return stands_alone(head) and not any(t.dep_ in {"det", "poss", "amod"} for t in head.children)


def _by_verb(name: str, head: "Token") -> slots.Slot | None:
    found = None
    if head.text.isdigit():
        return slots.by_verb().get(f"{name}#")
    if head.pos_ == "PROPN":
        found = slots.by_verb().get(f"{name}!")
    return found or slots.by_verb().get(name)


def _filled(found: slots.Slot, name: str, head: "Token", view: View) -> tuple[Draft, ...]:
    value = value_of(head, view)
    if found.plain:  # "Juniper, four years old" is a name and an afterthought
        value = spelled([t for t in phrase(head) if t.i <= head.i])
        region = [t for t in head.rights if t.dep_ == "appos" and t.pos_ == "PROPN"]
        if region and head.nbor().text == ",":  # "Lisbon, Portugal"
            value = f"{value}, {spelled(phrase(region[0]))}"
    draft = of_slot(found, name, value)
    if found.predicate == "works_as":
        return _employed(draft, name, head, view)
    return (draft,) if found.one else each(draft, head, view)


def _employed(work: Draft, how: str, head: "Token", view: View) -> tuple[Draft, ...]:
    """Return what somebody works as and, where it is said in the same breath, for whom."""
    for preposition in (*head.children, *view.statement.verb.children):
        if preposition.lower_ not in {"at", "for", "with"} or lasts(preposition):
            continue
        employer = next((t for t in preposition.children if t.dep_ == "pobj"), None)
        if employer is None or not stands_alone(employer) or employer.i < head.i:
            continue
        inside = {t.i for t in preposition.subtree}
        title = spelled([t for t in phrase(head) if t.i not in inside]).strip(" ,.")
        place = of_slot(slots.slots()["works_at"], how, value_of(employer, view))
        return place, replace(work, object=title, without=frozenset(inside))
    return (work,)


def _all_patterns(view: View) -> "list[tuple[str, Token]]":
    found = list(patterns(view.statement))
    for child in view.statement.verb.children:
        if used_to(view) and child.dep_ == "xcomp":
            found += [(f"{child.lemma_}", t) for t in child.children if t.dep_ == "dobj"]
            for preposition in child.children:
                found += [
                    (f"{child.lemma_} {preposition.lower_}", t)
                    for t in preposition.children
                    if t.dep_ == "pobj"
                ]
    return found


def _fits(head: "Token", found: slots.Slot) -> bool:
    if head.pos_ == "PRON" or not stands_alone(head):
        return False
    if head.lemma_.lower() in words().durations:
        return False
    told = any(t.dep_ in {"det", "poss"} for t in head.children) and head.pos_ != "PROPN"
    return not (found.plain and told)


def name(view: View) -> tuple[Draft, ...]:
    """Read "I'm Ana", where it is nothing but that."""
    verb, tokens = view.statement.verb, view.statement.tokens
    if verb.lemma_ != "be" or not view.speaker or view.statement.past or view.statement.negated:
        return ()
    said = [t for t in tokens if t.i > verb.i]
    names = list(takewhile(lambda t: t.pos_ == "PROPN" and t.text[:1].isupper(), said))
    rest = said[len(names) :]
    head = next((t for t in verb.children if t.dep_ == "attr"), None)
    if head is None or head not in names or (rest and rest[0].text != ","):
        return ()
    if DEMONYM.search(head.lower_):
        return ()
    return (of_slot(slots.slots()["name"], "be", spelled(names)),)


def age(view: View) -> tuple[Draft, ...]:
    """Read "I'm 34", "I'm 34 years old", "I turned 30"."""
    verb = view.statement.verb
    if verb.lemma_ not in {"be", "turn"} or view.statement.negated or not view.person:
        return ()
    if view.ahead and not view.statement.past:  # "turns 5 in June"
        return ()
    text = spelled([t for t in view.statement.tokens if t.i > verb.i]).split(", ")[0]
    match = re.fullmatch(r"(?:already |just |now )?(\d{1,3})(?:[ -]years?[ -]old)?(?:\s.*)?", text)
    if match and (
        text == match.group(1) or "old" in text or verb.lemma_ == "turn" or text.endswith("now")
    ):
        return (of_slot(slots.slots()["age"], "be", match.group(1)),)
    in_words = next((t for t in verb.children if t.like_num and t.lower_ == text.lower()), None)
    grown = re.fullmatch(r"(?:about |nearly |almost )?([a-z]+(?:-[a-z]+)?) years old", text)
    if grown and verb.lemma_ == "be":
        return (of_slot(slots.slots()["age"], "be", grown.group(1)),)
    if in_words is not None and not view.speaker:  # "Yuki is fifteen"
        return (of_slot(slots.slots()["age"], "be", text),)
    return ()


def breed(view: View) -> tuple[Draft, ...]:
    """Read "she's a shiba", "Rex is an old border collie": of a pet."""
    verb = view.statement.verb
    head = next((t for t in verb.children if t.dep_ == "attr" and t.lower_ in species()), None)
    if verb.lemma_ != "be" or head is None or view.speaker or view.statement.past:
        return ()
    intent: Intent = "end" if view.statement.negated else "state"
    value = value_of(head, view)
    return (Draft("fact", "breed", 0.85, "breed", value, intent=intent, single=True),)


def family(view: View) -> tuple[Draft, ...]:
    """Read "I have two kids", "I have a sister"."""
    for name, head in patterns(view.statement):
        kin = head.lower_ in words().kin and head.lower_ not in words().acquaintances | {"family"}
        if view.person and name in {"have", "have get", "get"} and kin:
            none = view.statement.negated or any(t.lower_ == "no" for t in head.lefts)
            intent: Intent = "end" if none else "state"
            draft = Draft("fact", "family", 0.9, "family", value_of(head, view), intent=intent)
            alike = all(t.lower_ in words().kin for t in head.subtree if t.dep_ == "conj")
            return each(draft, head, view) if alike else (draft,)
    return ()


def role(view: View) -> tuple[Draft, ...]:
    """Read "I'm a nurse", "I'm an engineer at Acme", "I'm a mother of two"."""
    verb, statement = view.statement.verb, view.statement
    if verb.lemma_ not in {"be", "become"} or not view.person:
        return ()
    head = next((t for t in verb.children if t.dep_ == "attr"), None)
    if head is None or head.pos_ != "NOUN" or head.lemma_ in words().hollow | {"fan"}:
        return ()
    if not any(t.dep_ == "det" and t.lower_ in {"a", "an"} for t in head.children):
        return ()
    over = statement.negated or (statement.simple_past and verb.lemma_ == "be")
    for name, employer in patterns(statement) if not over else ():
        if name.startswith("be ") and name.endswith((" at", " for")) and employer.pos_ == "PROPN":
            work = of_slot(slots.slots()["works_as"], "role", value_of(head, view))
            return _employed(work, "role", head, view)
    intent: Intent = "end" if over else "state"
    return (Draft("fact", "role", 0.75, "is", value_of(head, view), 0, intent, gated=True),)
