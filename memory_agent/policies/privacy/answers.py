"""Secrets that answer a question: "it's hunter2", after somebody asked for the password."""

import re
from collections.abc import Iterator

from memory_agent.policies.privacy.said import value_of
from memory_agent.policies.privacy.spans import Span

LONGEST = 30
"""Words of an answer at most that is looked at; a longer one says itself what it tells."""

_READ = 600
"""Characters at the end of a turn in which it asks for something."""

_ASKED = re.compile(
    r"\b(?P<asks>what(?:['’]s| is| was| are)|which|enter|type|tell|give|send|provide|confirm|need"
    r"|choose"
    r"|chose|choosing|picked|pick|set|remind|read out|was ist|wie lautet|quel(?:le)? est|cuál es"
    r"|qual (?:é|è))"
    r"\b[^.!\n]{0,80}?\b(?:(?P<password>pass ?words?|pass ?phrases?|passwort|contraseña|senha"
    r"|mot de passe"
    r"|hasło|wachtwoord|parola)|(?P<code>pass ?codes?|pins?|(?:\w+ )?codes?|combination|cvc"
    r"|cvv))\b",
    re.IGNORECASE,
)
_UNASKED = re.compile(
    r"^\W*(?:did|do|does|have|has|is|was|are)\b"
    r"|\b(?:never|don['’]?t|do not|shouldn['’]?t|avoid|zip|post|area|error|country|promo|discount"
    r"|dress"
    r"|source|qr|voucher|your code\b(?! is)|coding)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:\W*(?:sure|yes|yeah|ok(?:ay)?|yep|here(?: you go| it is|['’]s)?|(?:it|that"
    r"|mine)(?:['’]s| is| was)"
    r"|the (?:code|pin|password|combination)(?: is|['’]s)|so|try|oh|h+m+|um|i think|should be"
    r"|just|use|thanks"
    r"|still|es ist|c['’]est|es|é|è|to)\b[,:.!]*\s*)*\W{0,2}",
    re.IGNORECASE,
)


def may_answer(text: str, asked: str) -> bool:
    """Return whether a text may tell the secret that the turn before it asks for."""
    return bool(len(text.split()) <= LONGEST and _ASKED.search(asked, max(0, len(asked) - _READ)))


def answers(text: str, asked: str) -> Iterator[Span]:
    """Find the secret with which a text answers what was said right before it.

    Args:
        text: What is answered.
        asked: The turn before it.
    """
    if not may_answer(text, asked):
        return
    for question in re.split(r"(?<=[.!?])\s+|\n", asked[-_READ:]):
        found = _ASKED.search(question)
        if found is None or _UNASKED.search(question):
            continue
        lead = _LEAD.match(text)
        start = lead.end() if lead else 0
        alone = len(text.split()) == 1 or start > 0
        name = "code" if found.group("code") else ("password" if alone else "strong")
        end = value_of(name)(text, start)
        if end > start:
            yield Span(start, end, "password" if found.group("password") else "access code")
            return
