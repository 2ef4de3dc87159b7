"""Resolving: whom a candidate is about, among those who are known from the user's life.

A name stays as it was said where it can mean one person only, for what it means is then told by the
ties of that person, and goes with them when they are undone. Where it may mean several, the
candidate loses its triple: a sentence that changes nothing rather than one about somebody else.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from memory_agent.domain import Candidate, Identities, Tie
from memory_agent.domain.identity import Person, folded, given_name, relative
from memory_agent.domain.kinship import is_one, relation, relations

_KIN = "|".join(re.escape(word) for word in sorted(relations(), key=len, reverse=True))
_ROLE = re.compile(rf"^(?P<owner>.+?)['’]s (?:[\w-]+ )?(?P<kin>{_KIN}) (?P<name>[^\W\d_].*)$", re.I)


def resolve(
    candidates: Sequence[Candidate], known: Identities, speaker: str
) -> tuple[Candidate, ...]:
    """Give each candidate of a turn the subject, and each relation the person, that it means.

    Args:
        candidates: What the turn gave, in order.
        known: Who is who before it.
        speaker: The entity that the speaker is: ``user``, or a name.
    """
    resolved: list[Candidate] = []
    told: list[Tie] = []
    for candidate in candidates:
        identities = known.plus(told)
        after = _about(candidate, identities, told, speaker)
        if after.subject is not None and _is_relation(after):
            one = is_one(relation(after.predicate or "") or "")
            after = replace(after, object=_who(after, identities), single=after.single or one)
            told.append(
                Tie(
                    after.subject or "",
                    after.predicate or "",
                    after.object or "",
                    turn_id=after.source.turn_id,
                )
            )
        resolved.append(after)
    return tuple(resolved)


def _is_relation(candidate: Candidate) -> bool:
    named = bool(candidate.object) and relation(candidate.predicate or "") is not None
    return named and candidate.intent == "state"


def _about(candidate: Candidate, known: Identities, told: Sequence[Tie], speaker: str) -> Candidate:
    """Return a candidate with the subject that it means, or without a triple."""
    subject = candidate.subject
    if subject is None or known.same(subject, speaker):
        return candidate
    meant = (
        _relative(subject, known) if relative(subject) else _named(candidate, subject, known, told)
    )
    if meant is None:
        return replace(candidate, subject=None, predicate=None, object=None, single=False)
    return candidate if meant == subject else replace(candidate, subject=meant)


def _relative(subject: str, known: Identities) -> str | None:
    """Return whom "the user's brother" means; None if that may be one of several."""
    described = relative(subject)
    now = known.relatives(*described) if described else []
    if not now:
        # Who was a wife once keeps what was said of "my wife": a new one has no name yet
        return subject if known.of(subject) == _itself(subject, known) else None
    if len(now) > 1:
        return None
    return subject if known.same(subject, now[0]) else now[0]


def _itself(subject: str, known: Identities) -> str:
    """Return a description as it is while nobody is known to be meant."""
    return Identities(t for t in known.ties if t.current).of(subject)


def _named(
    candidate: Candidate, subject: str, known: Identities, told: Sequence[Tie]
) -> str | None:
    """Return whom a bare name means; None if that may be one of several."""
    bearers = known.bearers(subject)
    just_told = [t for t in told if given_name(t) == folded(subject)]
    role = _role(candidate.text, subject)
    if role is not None:
        bearers = [p for p in bearers if known.is_role(p, *role)] or bearers
    elif len(bearers) > 1 and just_told:
        return just_told[-1].object
    exact = [p for p in bearers if p.given == folded(subject)]
    if len(bearers) > 1 and not (len(exact) == 1 and " " in folded(subject)):
        return None
    if not bearers:
        return subject
    person = (exact or bearers)[0]
    if known.same(subject, person.name) and folded(subject) != folded(person.name):
        return subject
    return person.name


def _role(text: str, name: str) -> tuple[str, str] | None:
    """Return whose what a sentence calls its subject: "The user's sister Maria lives …"."""
    match = _ROLE.match(text)
    meant = relation(match["kin"]) if match and match["name"].startswith(name) else None
    return (match["owner"], meant) if match and meant else None


def _who(candidate: Candidate, known: Identities) -> str:
    """Return the person that a relation leads to: known already, or told from a namesake."""
    owner, meant = candidate.subject or "", relation(candidate.predicate or "") or ""
    name = candidate.object or ""
    given = folded(name)
    bearers = known.bearers(name)
    alike = [person for person in bearers if known.is_role(person, owner, meant)]
    if alike:
        return _fuller(name, alike[0])
    # "Karim Haddad", where a friend Karim is known, is told from him by his own name
    if not any(person.given == given or " " not in given for person in bearers):
        return name
    label = candidate.predicate if folded(owner) == "user" else f"{owner}'s {candidate.predicate}"
    return f"{label} {name}"


def _fuller(name: str, person: Person) -> str:
    given = folded(name)
    return person.name if given == person.given or " " not in given else name
