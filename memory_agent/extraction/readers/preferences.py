"""Reads what is liked, disliked, preferred and done without."""

from typing import TYPE_CHECKING

from memory_agent.domain import slots
from memory_agent.extraction.drafts import Draft, View, mistaken_object, of_slot, patterns, value_of
from memory_agent.extraction.readers.objects import each, is_definite, stands_alone
from memory_agent.extraction.rewriting import in_others_words
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token


def preference(view: View) -> tuple[Draft, ...]:
    """Read "I love hiking", "I can't stand musicals", "I'm a fan of Arsenal", "I prefer tea"."""
    if not view.person:
        return ()
    verb = view.statement.verb
    lemma, negated = verb.lemma_.lower(), view.statement.negated
    liked = lemma in words().likes
    disliked = lemma in words().dislikes or (lemma in words().endured and negated)
    if liked or disliked or lemma == "prefer":
        target = _liked(verb)
        if target is None or is_definite(target) or not _stands_alone(target):
            return ()
        good = not negated if lemma == "prefer" or liked else False
        predicate = "prefers" if lemma == "prefer" else None
        done = target.dep_ == "xcomp" and target.tag_ != "VBG"
        narrowed = any(t.dep_ in {"relcl", "acl"} for t in target.children)
        value = _whole(target, view) if done or narrowed else value_of(target, view)
        draft = _preference(predicate, value, good, lemma)
        return (draft,) if lemma == "prefer" else each(draft, target, view)
    for name, head in patterns(view.statement):
        good = name in words().liking
        if (good or name in words().disliking) and stands_alone(head) and not is_definite(head):
            draft = _preference(None, value_of(head, view), good != negated, name)
            return each(draft, head, view)
    return ()


def effect(view: View) -> tuple[Draft, ...]:
    """Read "museums bore me": what something does to the speaker says how they like it."""
    subject, verb = view.statement.subject, view.statement.verb
    bored = verb.lower_ == "bore"  # Nobody bears me: the parser takes it for the past of "bear"
    lemma = "bore" if bored else verb.lemma_.lower()
    bad = lemma in words().displeasing
    done_to = any(t.lower_ in {"me", "us"} and t.dep_ == "dobj" for t in verb.children)
    if not (bad or lemma in words().pleasing) or not done_to or view.person:
        return ()
    passing = view.statement.future or (view.statement.past and not bored)
    if not stands_alone(subject) or passing:
        return ()
    good = bad == view.statement.negated
    return (_preference(None, value_of(subject, view), good, lemma),)


def _stands_alone(target: "Token") -> bool:
    """Whether what is liked can be understood alone: not "doing something similar"."""
    done = [t for t in target.children if t.dep_ == "dobj"]
    return stands_alone(target) and all(stands_alone(t) for t in done)


def _whole(target: "Token", view: View) -> str:
    """Return an object with the clause that narrows it: "films that make me cry"."""
    inside = {t.i for t in view.statement.tokens}
    tokens = [t for t in target.subtree if t.i in inside]
    own = tokens[0].lower_ in {"my", "our"}
    return in_others_words(tokens[1:] if own else tokens).strip(" ,.")


def _liked(verb: "Token") -> "Token | None":
    taken = next((t for t in verb.children if t.dep_ in {"dobj", "xcomp"}), None)
    return taken if taken is not None else mistaken_object(verb)


def _preference(predicate: str | None, value: str, good: bool, name: str) -> Draft:
    return Draft(
        kind="preference",
        rule=f"preference: {name}",
        confidence=0.85,
        predicate=predicate or ("likes" if good else "dislikes"),
        object=value,
        polarity=1 if good else -1,
    )


def avoidance(view: View) -> tuple[Draft, ...]:
    """Read "I don't eat pork", "I can't have dairy", "I never drink alcohol", "I don't smoke"."""
    statement, verb = view.statement, view.statement.verb
    lemma = verb.lemma_.lower()
    able = any(t.lower_ in {"can", "ca"} for t in statement.helpers)
    if not (statement.negated and view.person) or statement.past or view.dates:
        return ()
    if lemma not in words().avoided and not (lemma == "have" and able):
        return ()
    if any(t.dep_ == "prep" for t in verb.children):  # "after noon": it is not done without
        return ()
    found = slots.slots()["avoids"]
    for name, head in patterns(statement):
        if name == lemma and head.dep_ != "acomp":
            if not stands_alone(head):
                return ()
            return each(of_slot(found, lemma, value_of(head, view)), head, view)
    return (of_slot(found, lemma, verb.lower_),) if lemma == "smoke" else ()
