"""Reads what is over: "I no longer eat meat", "I sold my car", "we cancelled the trip"."""

from memory_agent.extraction.drafts import Draft, View, value_of
from memory_agent.extraction.parsing import spelled
from memory_agent.extraction.readers.objects import object_of, used_to
from memory_agent.extraction.readers.slotted import slotted
from memory_agent.extraction.words import words


def ending(view: View) -> tuple[Draft, ...]:
    """Read what no longer holds, by its own word for it or by a verb that ends things."""
    verb, lowered = view.statement.verb, view.lowered
    text = spelled(view.statement.tokens).lower()
    over = "no longer" in text or (
        view.statement.negated and (lowered & {"anymore"} or "any more" in text)
    )
    if over or used_to(view):
        found = slotted(view) if view.person else ()
        kind = found[0].kind if found else "fact"
        predicate, value = (
            (found[0].predicate, found[0].object) if found else (None, object_of(view))
        )
        return (Draft(kind, "ending: no longer", 0.8, predicate, value, intent="end"),)
    parted = _parted(view)
    if parted:
        return parted
    name = " ".join([verb.lemma_.lower(), *(t.lower_ for t in verb.children if t.dep_ == "prt")])
    past = view.statement.past and not view.statement.negated
    if name not in words().endings or not past or not view.person:
        return ()
    return _ended(view, name)


def _parted(view: View) -> tuple[Draft, ...]:
    """Read "I broke up with my girlfriend", "Ana split up with Paul", "we separated from Tom"."""
    verb = view.statement.verb
    if not view.person or not view.statement.past or view.statement.negated:
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


def _ended(view: View, name: str) -> tuple[Draft, ...]:
    verb = view.statement.verb
    for child in verb.children:
        owned = child.dep_ == "dobj" and (
            any(t.dep_ == "poss" and t.lower_ in {"my", "our"} for t in child.children)
            or child.pos_ == "PROPN"
            or name in {"give up", "quit"}
            or child.lower_ == "job"
            or (verb.lemma_ == "cancel" and child.pos_ == "NOUN")
        )
        doing = verb.lemma_ in {"stop", "quit", "give"} and (
            child.dep_ in {"xcomp", "dobj", "pcomp"} and child.lower_.endswith("ing")
        )
        if owned or doing:
            predicate = "works_at" if child.lower_ == "job" else None
            value = value_of(child, view)
            return (Draft("event", f"ending: {name}", 0.75, predicate, value, intent="end"),)
    return ()
