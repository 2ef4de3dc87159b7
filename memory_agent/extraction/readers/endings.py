"""Reads what is over: "I no longer eat meat", "I sold my car", "they took me off the pill"."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from memory_agent.domain import Intent, Kind
from memory_agent.domain.slots import BACK, DEAD
from memory_agent.extraction.drafts import Draft, View, value_of
from memory_agent.extraction.parsing import spelled
from memory_agent.extraction.readers.objects import is_mine, object_of, used_to
from memory_agent.extraction.readers.slotted import slotted
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_TAKEN = {"dobj", "pobj", "pcomp", "xcomp", "oprd", "attr", "dative", "npadvmod", "ccomp"}
_JOBS = {"job", "work", "notice", "post", "position"}
_FOR_GOOD = re.compile(r"\s+(?:for good|altogether|completely|entirely|forever|in the end)$")
_BETWEEN = 4
"""Words at most between the parts of "gave my old bike away", "took me off the pill"."""


def ending(view: View) -> tuple[Draft, ...]:
    """Read what no longer holds, by its own word for it or by a verb that ends things."""
    text = spelled(view.statement.tokens).lower()
    over = "no longer" in text or (
        view.statement.negated and (view.lowered & {"anymore"} or "any more" in text)
    )
    if over or used_to(view):
        found = slotted(view) if view.person else ()
        kind = found[0].kind if found else "fact"
        predicate, value = (found[0].predicate, found[0].object) if found else (None, _about(view))
        return (Draft(kind, "ending: no longer", 0.8, predicate, value, intent="end"),)
    if view.statement.negated:
        return _never(view)
    readers = (_parted, _dead, _back, _disproved, _let_go, _gone)
    return next(filter(None, (read(view) for read in readers)), ())


def _about(view: View) -> str | None:
    """Return what is no longer done something to, or no longer gone to."""
    done_to = object_of(view)
    if done_to is not None:
        return done_to
    governed = [t for p in view.statement.verb.children if p.dep_ == "prep" for t in p.children]
    places = [t for t in governed if t.dep_ == "pobj" and t.pos_ in {"NOUN", "PROPN"}]
    states = [t for t in view.statement.verb.children if t.dep_ in {"acomp", "oprd"}]
    said = [*states, *places[-1:]]
    return value_of(said[0], view) if said else None


def _never(view: View) -> tuple[Draft, ...]:
    """Read "I never had diabetes", "I will never get a car": what was known of it was not so."""
    past = view.statement.past
    if not view.person or "never" not in view.lowered or not (past or view.statement.future):
        return ()
    if past and (view.statement.verb.lemma_ not in {"have", "be", "own"} or slotted(view)):
        return ()  # Of a slot its own reader knows
    value = object_of(view)
    if value is None:
        return ()
    intent: Intent = "retract" if past else "end"
    return (Draft("fact", "ending: never", 0.75, None, value, intent=intent, gated=True),)


def _dead(view: View) -> tuple[Draft, ...]:
    """Read "Rex passed away": what was said of the living is over."""
    if view.speaker or not view.person or not (view.statement.past or "dead" in view.lowered):
        return ()
    phrases = [phrase for phrase, _ in _phrases(view, "dying")]
    if not phrases or (phrases[-1] == "pass" and object_of(view)):
        return ()
    return (Draft("event", "ending: died", 0.85, DEAD, view.who, intent="end"),)


def _back(view: View) -> tuple[Draft, ...]:
    """Read "I'm back in Ghent": where somebody was for a time they are no longer."""
    if not view.person or view.ahead or view.statement.future:
        return ()
    for phrase, head in _phrases(view, "returning"):
        place = value_of(head, view) if head is not None and head.pos_ == "PROPN" else ""
        if place or phrase.endswith("home"):
            kind: Kind = "event" if view.statement.past else "fact"
            return (Draft(kind, "ending: back", 0.8, BACK, place or "home", intent="end"),)
    return ()


def _disproved(view: View) -> tuple[Draft, ...]:
    """Read "they ruled out diabetes", whoever had been thought to have it."""
    for _, head in _phrases(view, "disproved") if view.statement.past else ():
        if head is not None:
            value = value_of(head, view)
            return (Draft("event", "ending: disproved", 0.8, None, value, intent="retract"),)
    return ()


def _phrases(view: View, family: str) -> "Iterator[tuple[str, Token | None]]":
    """Return the phrases of a family that a statement makes, each with the head of what follows."""
    verb, doc = view.statement.verb, view.statement.verb.doc
    inside = {t.i for t in view.statement.tokens}
    passive = any(t.dep_ == "auxpass" for t in verb.children)
    lemma = f"be {verb.lower_}" if passive else verb.lemma_.lower()
    for phrase in _data()[family]:
        rest = phrase[len(lemma) :].split()
        at = verb.i + 1
        while rest and at < len(doc) and (doc[at].lower_ == rest[0] or doc[at].pos_ == "ADV"):
            rest = rest[1:] if doc[at].lower_ == rest[0] else rest
            at += 1
        if not rest and f"{phrase} ".startswith(f"{lemma} "):
            yield phrase, _head([t for t in doc[at:] if t.i in inside])


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


def _let_go(view: View) -> tuple[Draft, ...]:
    """Read "I quit my job", "we got rid of the piano", "he dropped out of law school"."""
    statement = view.statement
    told = statement.past or statement.verb.lower_ in words().like_present
    told = told or "done" in view.lowered or (view.person and statement.verb.tag_ == "VBG")
    if not told or not (view.person or view.involved):
        return ()
    for how, owned in _ways():
        head = _what(how, view)
        if head is None or (owned and not _is_owned(head, how)):
            continue
        if not view.person and "*" not in how:  # "The dentist left me": not the dentist
            continue
        job = head.lower_ in _JOBS
        value = "job" if job else _FOR_GOOD.sub("", value_of(head, view))
        rule, predicate = f"ending: {' '.join(how)}", "works_at" if job else None
        doubtful = owned and (how[0] in words().light or not is_mine(head))
        mine = "*" in how and bool(view.lowered & {"me", "us"})
        draft = Draft("event", rule, 0.75, predicate, value, intent="end", gated=doubtful)
        return (replace(draft, of_speaker=mine),)
    return _out_of_work(view)


def _out_of_work(view: View) -> tuple[Draft, ...]:
    """Read "I got fired", "she was made redundant", "I resigned": whatever the job was."""
    statement = view.statement
    passive = any(t.dep_ == "auxpass" for t in statement.helpers)
    said = spelled(statement.tokens).lower()
    dismissed = passive and any(word in said for word in words().dismissed)
    resigned = statement.verb.lemma_ == "resign"
    if not view.person or not (dismissed or resigned):
        return ()
    return (Draft("event", "ending: out of work", 0.8, "works_at", "job", intent="end"),)


@cache
def _ways() -> tuple[tuple[tuple[str, ...], bool], ...]:
    """Return how things end, the longest first, and whether what ends must be the speaker's."""
    found = [(tuple(said.split()), False) for said in words().letting_go]
    found += [(tuple(said.split()), True) for said in words().endings]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def _what(how: Sequence[str], view: View) -> "Token | None":
    """Return the head of what is over; "*" stands for what is in between."""
    tokens = [t for t in view.statement.tokens if not t.is_punct]
    verb = view.statement.verb
    if not any(how[0] in {t.lemma_.lower(), t.lower_} for t in (verb, *verb.children)):
        return None
    starts = [k for k, t in enumerate(tokens) if how[0] in {t.lemma_.lower(), t.lower_}]
    for start in starts:
        if tokens[start].i < view.statement.subject.i:
            continue
        at, between = start + 1, tokens[start:start]
        for k, part in enumerate(how[1:], 1):
            if part == "*":
                end = next(
                    (
                        j
                        for j in range(at + 1, min(at + _BETWEEN + 1, len(tokens)))
                        if tokens[j].lower_ == how[k + 1]
                    ),
                    None,
                )
                if end is None:
                    break
                between, at = tokens[at:end], end
            elif at < len(tokens) and part in {tokens[at].lower_, tokens[at].lemma_.lower()}:
                at += 1
            else:
                break
        else:
            inside = "*" in how and not {t.lower_ for t in between} & {"me", "us"}
            return _head(between if inside else tokens[at:])
    return None


def _head(rest: "Sequence[Token]") -> "Token | None":
    """Return the first noun, name or doing of what follows."""
    for token in rest:
        named = token.pos_ in {"NOUN", "PROPN", "NUM"} or token.tag_ == "VBG"
        if token.dep_ in _TAKEN and (named or token.pos_ == "ADJ"):
            return token
        if token.pos_ in {"VERB", "SCONJ", "PRON"} and token.dep_ != "poss":
            return None
    return None


def _is_owned(head: "Token", how: Sequence[str]) -> bool:
    """Whether it is the speaker's own, so that it was theirs until then."""
    if how[0] == "cancel" and head.pos_ == "NOUN":
        return True
    doing = how[0] in {"stop", "quit"} and head.lower_.endswith("ing")
    joined = how[0] in {"leave", "quit"} and head.lower_ in words().joined
    definite = how[0] == "sell" and any(t.lower_ == "the" for t in head.children)
    return (
        joined or doing or definite or is_mine(head) or head.pos_ == "PROPN" or head.lower_ == "job"
    )


def _gone(view: View) -> tuple[Draft, ...]:
    """Read "my bike got stolen", "my migraines are gone", "my cat died"."""
    subject, verb = view.statement.subject, view.statement.verb
    if not is_mine(subject) or subject.lower_ in words().kin - words().animals:
        return ()
    complements = {t.lower_ for t in verb.children if t.dep_ in {"acomp", "attr", "advmod", "prt"}}
    died = verb.lemma_ in {"die", "expire"} or (verb.lemma_ == "pass" and "away" in complements)
    gone = verb.lemma_ == "be" and complements & {"gone", "dead", "over", "history", "finished"}
    lost = verb.tag_ == "VBN" and verb.lower_ in words().bereaving | {"gone"}
    if not (died or gone or lost):
        return ()
    value = value_of(subject, view)
    return (Draft("event", "ending: gone", 0.8, None, value, intent="end"),)


@cache
def _data() -> Mapping[str, list[str]]:
    path = files("memory_agent.extraction") / "data" / "endings.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
