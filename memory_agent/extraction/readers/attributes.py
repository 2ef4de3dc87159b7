"""Reads what something of the speaker's is: "my birthday is …", "my favourite band is …"."""

import re
from typing import TYPE_CHECKING

from memory_agent.domain import slots
from memory_agent.extraction.drafts import Draft, View, of_slot
from memory_agent.extraction.parsing import phrase, spelled
from memory_agent.extraction.readers.objects import DEMONYM, POINTING, is_mine, stands_alone
from memory_agent.extraction.rewriting import in_others_words
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token


def attribute(view: View) -> tuple[Draft, ...]:
    """Read "my birthday is …", "my mum's name is …", "my favourite band is …", "my rent is …"."""
    verb, subject = view.statement.verb, view.statement.subject
    theirs = any(
        t.lower_ in {"his", "her"} or (t.dep_ == "poss" and t.pos_ == "PROPN")
        for t in subject.children
    )
    if verb.lemma_ != "be" or view.speaker or not (theirs or is_mine(subject)):
        return ()
    value = next((t for t in verb.children if t.dep_ in {"attr", "acomp", "prep"}), None)
    if value is None or view.statement.negated or value.lower_ in POINTING:
        return ()
    noun = " ".join(
        t.lower_ for t in phrase(subject) if t.head == subject and t.dep_ in {"compound", "amod"}
    )
    noun = f"{noun} {subject.lower_}".strip()
    if value.dep_ != "prep" and not any(c.isalnum() for c in value.text):  # "my name is ____"
        return ()
    after = [t for t in view.statement.tokens if t.i > verb.i and t.dep_ not in {"advmod", "neg"}]
    text = in_others_words(after)
    slot = slots.by_noun().get(noun)
    if slot is not None:
        return (of_slot(slot, noun, re.sub(r"^(?:on|in|at)\s+", "", text)),)
    favourite = re.match(r"favou?rite (.+)", noun)
    if favourite and stands_alone(value) and stands_alone(subject):
        predicate = f"favourite {favourite.group(1)}"
        return (Draft("preference", f"attribute: {noun}", 0.9, predicate, text, 1, single=True),)
    if subject.lower_ in words().allegiances and stands_alone(value):
        return (Draft("preference", f"attribute: {noun}", 0.85, "likes", text, 1),)
    if {subject.lemma_, subject.lower_} & words().kin:
        return _naming(value)
    if {subject.lemma_, subject.lower_} & words().hollow:
        return ()
    if view.dates:
        return (Draft("event", f"attribute: {noun}", 0.7, gated=True),)
    if any(t.like_num or t.text[:1].isdigit() or t.pos_ == "PROPN" for t in after):
        return (Draft("fact", f"attribute: {noun}", 0.7, noun, text, gated=True, single=True),)
    return ()


def _naming(value: "Token") -> tuple[Draft, ...]:
    """Read "my wife is Maria"; "my wife is Nigerian" gives no name."""
    named = value.dep_ == "attr" and value.pos_ == "PROPN" and value.text[:1].isupper()
    before = [t for t in value.children if t.dep_ == "compound" and t.pos_ == "PROPN"]
    if not named or DEMONYM.search(value.lower_) or len(before) < len(list(value.children)):
        return ()
    return (of_slot(slots.slots()["name"], "is", spelled([*before, value])),)
