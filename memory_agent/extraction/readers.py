"""The readers: small rules, each of which understands one way of saying something about oneself."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from memory_agent.domain import slots
from memory_agent.extraction.drafts import Draft, View, patterns, value_of
from memory_agent.extraction.parsing import phrase, spelled
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_DOUBTFUL_WEIGHT = 0.5
"""A slot of less weight ("owns") must pass the gate on what is worth keeping."""

_STATES = {"be", "learn", "live", "reside", "work", "study", "own", "play", "speak", "have"}
"""Verbs whose past says that it is over."""

_POINTING = {
    "this",
    "that",
    "these",
    "those",
    "your",
    "such",
    "it",
    "them",
    "one",
    "ones",
    "him",
    "her",
    "he",
    "she",
    "they",
    "there",
    "here",
    "some",
    "any",
    "which",
    "what",
    "who",
    "both",
    "another",
    "same",
    "more",
    "all",
}


def ending(view: View) -> Draft | None:
    """Read "I no longer eat meat", "I sold my car", "we cancelled the trip"."""
    verb, lowered = view.statement.verb, view.lowered
    text = spelled(view.statement.tokens).lower()
    over = "no longer" in text or (
        view.statement.negated and (lowered & {"anymore"} or "any more" in text)
    )
    if over or _used_to(view):
        found = _slotted(view)
        what = found or _object(view)
        return Draft(
            kind=found.kind if found else "fact",
            rule="ending: no longer",
            confidence=0.8,
            predicate=found.predicate if found else None,
            object=what.object if isinstance(what, Draft) else what,
            intent="end",
        )
    name = " ".join([verb.lemma_.lower(), *(t.lower_ for t in verb.children if t.dep_ == "prt")])
    if name not in words().endings or not view.statement.past:
        return None
    return _ended_object(view, name)


def _used_to(view: View) -> bool:
    verb = view.statement.verb
    return (
        verb.lower_ == "used"
        and not view.statement.helpers
        and any(t.dep_ == "xcomp" and t.tag_ == "VB" and t.i <= verb.i + 3 for t in verb.children)
        and not any(t.dep_ == "dobj" for t in verb.children)
    )


def _ended_object(view: View, name: str) -> Draft | None:
    verb = view.statement.verb
    for child in verb.children:
        owned = child.dep_ == "dobj" and (
            any(t.dep_ == "poss" and t.lower_ in {"my", "our"} for t in child.children)
            or child.pos_ == "PROPN"
            or name == "give up"
            or child.lower_ == "job"
            or (verb.lemma_ == "cancel" and child.pos_ == "NOUN")
        )
        if owned or (verb.lemma_ == "stop" and child.dep_ == "xcomp" and child.tag_ == "VBG"):
            return Draft(
                kind="event",
                rule=f"ending: {name}",
                confidence=0.75,
                predicate="works_at" if child.lower_ == "job" else None,
                object=value_of(child, view),
                intent="end",
            )
    return None


def preference(view: View) -> Draft | None:
    """Read what is liked, disliked and preferred."""
    verb = view.statement.verb
    lemma, negated = verb.lemma_.lower(), view.statement.negated
    liked = lemma in words().likes
    disliked = lemma in words().dislikes or (lemma == "stand" and negated)
    if liked or disliked or lemma == "prefer":
        target = next((t for t in verb.children if t.dep_ in {"dobj", "xcomp"}), None)
        if target is None or not _stands_alone(target) or _definite(target):
            return None
        good = lemma == "prefer" or liked != negated if not disliked else False
        value = value_of(target, view) if target.dep_ == "dobj" else spelled(list(target.subtree))
        return _preference("prefers" if lemma == "prefer" else None, value, good, lemma)
    for name, head in patterns(view.statement):
        if name in words().liking and _stands_alone(head):
            return _preference(None, value_of(head, view), not negated, name)
    return None


def _preference(predicate: str | None, value: str, good: bool, name: str) -> Draft:
    return Draft(
        kind="preference",
        rule=f"preference: {name}",
        confidence=0.85,
        predicate=predicate or ("likes" if good else "dislikes"),
        object=value,
        polarity=1 if good else -1,
    )


def attribute(view: View) -> Draft | None:
    """Read "my birthday is …", "my favourite band is …", "my rent is $1,800"."""
    verb, subject = view.statement.verb, view.statement.subject
    if verb.lemma_ != "be" or view.speaker or not _is_mine(subject):
        return None
    value = next((t for t in verb.children if t.dep_ in {"attr", "acomp", "prep"}), None)
    if value is None or view.statement.negated or value.lower_ in _POINTING:
        return None
    noun = " ".join(
        t.lower_ for t in phrase(subject) if t.dep_ in {"compound", "amod"} or t.i == subject.i
    )
    after = [t for t in view.statement.tokens if t.i > verb.i and t.dep_ not in {"advmod", "neg"}]
    text = spelled(after)
    slot = slots.by_noun().get(noun)
    if slot is not None:
        text = re.sub(r"^(?:on|in|at)\s+", "", text)
        return _of_slot(slot, noun, text)
    favourite = re.match(r"favou?rite (.+)", noun)
    if favourite and _stands_alone(value):
        predicate = f"favourite {favourite.group(1)}"
        return Draft("preference", f"attribute: {noun}", 0.9, predicate, text, 1, single=True)
    exact = any(t.like_num or t.pos_ == "PROPN" for t in after)
    if exact and subject.lemma_ not in words().hollow and subject.lemma_ not in words().kin:
        return Draft("fact", f"attribute: {noun}", 0.7, noun, text, gated=True, single=True)
    return None


def slot(view: View) -> Draft | None:
    """Read the slots of the schema: where one lives, works, what one is allergic to."""
    found = _slotted(view)
    if found is None or not view.person or (view.statement.future and not _ongoing(view)):
        return None
    if view.statement.verb.lemma_ in _STATES:
        if view.statement.simple_past and found.single:  # "I lived in Madrid": it was so
            return replace(found, intent="end")
        if not found.single and (view.statement.simple_past or view.statement.perfect):
            return None  # "I played tennis": that once, which is for others to read
    if view.statement.negated:
        never = view.correcting or "never" in view.lowered
        return replace(found, confidence=0.8, intent="retract" if never else "end")
    return found


def _ongoing(view: View) -> bool:
    """Whether "I'm learning" is what is done these days; "I'm moving" is a plan."""
    return not view.dates and view.statement.verb.lemma_ in {
        "learn",
        "study",
        "work",
        "live",
        "take",
        "train",
    }


def _of_slot(found: slots.Slot, how: str, value: str) -> Draft:
    return Draft(
        kind=found.kind,
        rule=f"slot {found.predicate}: {how}",
        confidence=0.9,
        predicate=found.predicate,
        object=value,
        gated=found.weight < _DOUBTFUL_WEIGHT,
        single=found.one,
    )


def _slotted(view: View) -> Draft | None:
    verb = view.statement.verb
    if verb.lemma_ in {"be", "become", "go", "turn"}:
        for child in verb.children:
            found = slots.by_value().get(child.lower_)
            if found:
                return _of_slot(found, "is", child.lower_)
    for name, head in _all_patterns(view):
        found = slots.by_verb().get(f"{name}!") if head.pos_ == "PROPN" else None
        found = found or slots.by_verb().get(name)
        if found and _fits(head, found.plain):
            value = value_of(head, view)
            if found.plain:  # "Juniper, four years old" is a name and an afterthought
                value = spelled([t for t in phrase(head) if t.i <= head.i])
            return _of_slot(found, name, value)
        if name in {"have", "have get", "get"} and head.lower_ in slots.by_possession():
            found = slots.by_possession()[head.lower_]
            return _of_slot(found, "have", value_of(head, view))
    return None


def _all_patterns(view: View) -> "list[tuple[str, Token]]":
    found = list(patterns(view.statement))
    for child in view.statement.verb.children:
        if _used_to(view) and child.dep_ == "xcomp":
            for preposition in child.children:
                found += [
                    (f"{child.lemma_} {preposition.lower_}", t)
                    for t in preposition.children
                    if t.dep_ == "pobj"
                ]
    return found


def _fits(head: "Token", plain: bool) -> bool:
    if head.lower_ in _POINTING or head.lower_ in words().hollow or head.pos_ == "PRON":
        return False
    if any(t.lower_ in _POINTING for t in head.children if t.dep_ in {"det", "poss"}):
        return False
    return not (
        plain and any(t.dep_ in {"det", "poss"} for t in head.children) and head.pos_ != "PROPN"
    )


def age(view: View) -> Draft | None:
    """Read "I'm 34", "I'm 34 years old", "I turned 30"."""
    verb = view.statement.verb
    if verb.lemma_ not in {"be", "turn"} or view.statement.negated or not view.person:
        return None
    text = spelled([t for t in view.statement.tokens if t.i > verb.i])
    match = re.fullmatch(r"(?:already |just |now )?(\d{1,3})(?: years? old| yo)?(?:\s.*)?", text)
    if match and (
        text == match.group(1) or "old" in text or verb.lemma_ == "turn" or text.endswith("now")
    ):
        return _of_slot(slots.slots()["age"], "be", match.group(1))
    return None


def family(view: View) -> Draft | None:
    """Read "I have two kids", "I have a sister"."""
    for name, head in patterns(view.statement):
        kin = head.lower_ in words().kin and head.lower_ not in {
            "family",
            "doctor",
            "teacher",
            "friend",
        }
        if view.person and name in {"have", "get"} and kin and not view.statement.negated:
            return Draft("fact", "family", 0.9, "family", value_of(head, view))
    return None


def role(view: View) -> Draft | None:
    """Read "I'm a nurse", "I'm a mother of two"."""
    verb = view.statement.verb
    if verb.lemma_ not in {"be", "become"} or view.statement.negated or not view.person:
        return None
    head = next((t for t in verb.children if t.dep_ == "attr"), None)
    if head is None or head.pos_ != "NOUN" or head.lemma_ in words().hollow | {"fan"}:
        return None
    if not any(t.dep_ == "det" and t.lower_ in {"a", "an"} for t in head.children):
        return None
    for name, employer in patterns(view.statement):
        if name.startswith("be ") and name.endswith((" at", " for")) and employer.pos_ == "PROPN":
            return _of_slot(slots.slots()["works_at"], "role", value_of(employer, view))
    return Draft("fact", "role", 0.75, "is", value_of(head, view), gated=True)


def happening(view: View) -> Draft | None:
    """Read what was done, is planned for a date, or is done as a habit."""
    statement, verb = view.statement, view.statement.verb
    lemma = verb.lemma_.lower()
    dated = bool(view.dates)
    habit = _habitual(view)
    passing = lemma in words().passing and not ((dated or habit) and lemma in words().doings)
    if statement.negated or passing or not view.person or not _substantial(view):
        return None
    if statement.future:
        return Draft("event", "plan", 0.7, object=_object(view), gated=True) if dated else None
    if statement.past:
        habit = habit or verb.tag_ == "VBG"
        if not habit:
            confidence = 0.75 if dated else 0.65
            return Draft("event", "event", confidence, object=_object(view), gated=True)
    if habit:
        return Draft("fact", "habit", 0.7, object=_object(view), gated=True)
    return None


def _habitual(view: View) -> bool:
    """Whether it is done again and again, or has been for a while."""
    lasting = view.statement.verb.tag_ == "VBG" and view.statement.past and "for" in view.lowered
    return lasting or bool(view.lowered & words().often)


def planned(view: View) -> Draft | None:
    """Read "I'm planning a trip to Japan", "we are planning to move in May"."""
    verb = view.statement.verb
    if verb.lemma_ not in {"plan", "book", "schedule"} or view.statement.negated:
        return None
    named = any(t.pos_ == "PROPN" for t in view.statement.tokens)
    if verb.tag_ != "VBG" and not view.statement.past:
        return None
    if (view.dates or named) and _substantial(view):
        return Draft("event", f"plan: {verb.lemma_}", 0.75, object=_object(view), gated=True)
    return None


def _substantial(view: View) -> bool:
    """Whether there is something that the verb is about, and it stands by itself."""
    heads = [t for t in view.statement.verb.subtree if t.dep_ in {"dobj", "pobj", "attr", "xcomp"}]
    inside = {t.i for t in view.statement.tokens}
    heads = [t for t in heads if t.i in inside]
    if not view.dates and any(_definite(t) for t in heads if t.dep_ == "dobj"):
        return False
    return bool(heads) and all(_stands_alone(t) for t in heads)


def _definite(head: "Token") -> bool:
    """Whether it is "the gin": known to the conversation, and to nobody after it."""
    the = any(t.dep_ == "det" and t.lower_ == "the" for t in head.children)
    told = any(t.dep_ in {"prep", "compound", "relcl", "poss"} for t in head.children)
    return the and head.pos_ != "PROPN" and not told


def _stands_alone(head: "Token") -> bool:
    """Whether an object can be understood outside its conversation."""
    if (
        head.lower_ in _POINTING
        or head.lemma_.lower() in words().hollow
        or head.lower_ in words().hollow
    ):
        return False
    determiners = {t.lower_ for t in head.children if t.dep_ in {"det", "poss", "predet"}}
    return not determiners & _POINTING


def _object(view: View) -> str | None:
    head = next((t for t in view.statement.verb.children if t.dep_ in {"dobj", "attr"}), None)
    return value_of(head, view) if head is not None else None


def _is_mine(subject: "Token") -> bool:
    return any(t.dep_ == "poss" and t.lower_ in {"my", "our"} for t in subject.children)


READERS: tuple[Callable[[View], Draft | None], ...] = (
    ending,
    preference,
    attribute,
    age,
    slot,
    family,
    role,
    planned,
    happening,
)
"""The readers in the order in which they are asked; the first that understands a statement wins."""
