"""From the speaker's first person to a self-contained sentence in the third."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from memory_agent.extraction.dates import DateMention

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = {"i", "we"}
_OWN = {"my", "our"}
_OTHERS = {
    "me": "them",
    "us": "them",
    "myself": "themself",
    "ourselves": "themselves",
    "mine": "theirs",
    "ours": "theirs",
}
_UNNAMED = {word: "{}'s" if word in {"mine", "ours"} else "{}" for word in _OTHERS}
"""The same where the sentence has not named the speaker yet: "the doctor gave the user pills"."""

_SHORT = {
    "'m": "am",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "n't": "not",
    "ca": "can",
    "wo": "will",
}
_CONTRACTED = {*(word for word in _SHORT if "'" in word), "not", "'s", "'d"}
_NEVER_PASSIVE = {
    "apply",
    "go",
    "come",
    "become",
    "arrive",
    "move",
    "return",
    "graduate",
} | {
    "fall",
    "die",
    "grow",
    "happen",
    "decide",
    "agree",
    "start",
    "begin",
    "stop",
    "work",
    "live",
    "get",
}
"""Verbs that nothing is done to: "she's applied" is "she has applied"."""

_PLURAL = {"am": "are", "was": "were"}
_IRREGULAR = {"am": "is", "are": "is", "were": "was", "have": "has", "do": "does"}
_FIRST_PERSON = re.compile(r"\b(?:my|me|we|our|us|myself|ourselves|I)\b")
_MODALS = {"can", "will", "may", "must"}


def third_person(
    tokens: "Sequence[Token]",
    speaker: str,
    dates: Sequence[DateMention],
    resolved: "Mapping[int, str]",
) -> str:
    """Write a statement as a sentence about the speaker.

    Args:
        tokens: The words of the statement, in order.
        speaker: What the speaker is called: "The user", or a name.
        dates: Dates of the clause; each is written as what it means.
        resolved: Words to put in the place of tokens, by token index (a name for "he").
    """
    inside = speaker[:1].lower() + speaker[1:] if speaker == "The user" else speaker
    return _sentence(_rewritten(tokens, inside, dates, resolved, named=False))


def in_first_person(text: str) -> bool:
    """Whether a sentence still speaks as "I"; the numeral of "a Tiger I tank" does not."""
    words = text.split()
    return any(
        _FIRST_PERSON.search(word) and not (word == "I" and before[:1].isupper())
        for before, word in zip(["", *words], words, strict=False)
    )


def in_others_words(tokens: "Sequence[Token]") -> str:
    """Write the words of an object in the third person: "a film they love" for "a film I love"."""
    return re.sub(r"\s+", " ", _rewritten(tokens, "", (), {}, named=True)).strip(' "“”')


def _rewritten(
    tokens: "Sequence[Token]",
    speaker: str,
    dates: Sequence[DateMention],
    resolved: "Mapping[int, str]",
    named: bool,
) -> str:
    parts: list[str] = []
    last: Token | None = None
    spoken = {id(date): False for date in dates}
    plural: dict[int, bool] = {}
    for token in tokens:
        date = next((d for d in dates if d.start <= token.idx < d.end), None)
        if date is not None:
            if not spoken[id(date)]:
                spoken[id(date)] = True
                parts.append(" " + date.meaning + " ")
            continue
        word, named = _word(token, speaker, named, resolved, plural)
        parts.append((" " if _apart(token, last) else "") + word + token.whitespace_)
        last = token
    return "".join(parts)


def _apart(token: "Token", last: "Token | None") -> bool:
    """Whether a space is wanted that the text does not have: "I'm", or words left out between."""
    if last is None or last.whitespace_:
        return False
    if last.i + 1 != token.i:
        return not token.is_punct
    return token.tag_ != "POS" and token.lower_ in _CONTRACTED


def _word(
    token: "Token", speaker: str, named: bool, resolved: Mapping[int, str], plural: dict[int, bool]
) -> tuple[str, bool]:
    """Return how a token is written, and whether the speaker has been named by now."""
    lower = token.lower_
    if token.i in resolved:
        return resolved[token.i], named
    if is_speaker(token):
        plural[token.i] = named
        return ("they" if named else speaker), True
    if lower in _OWN:
        return ("their", named) if named else (f"{speaker}'s", True)
    if lower in _OTHERS and token.text != "US":
        return (_OTHERS[lower], True) if named else (_UNNAMED[lower].format(speaker), True)
    plain = _SHORT.get(lower, token.text)
    if lower == "'s" and token.tag_ == "VBZ":
        done = token.i + 1 < len(token.doc) and token.nbor().lower_ == "been"
        done = done or (token.dep_ == "aux" and token.head.tag_ == "VBN")
        done = done or (token.head.tag_ == "VBN" and token.head.lemma_ in _NEVER_PASSIVE)
        plain = "has" if token.lemma_ == "have" or done else "is"
    subject = _governor(token)
    if subject is not None and subject.lower_ in _SUBJECTS and subject.i in plural:
        if plural[subject.i]:
            return _PLURAL.get(plain.lower(), plain), named
        return _agree(plain, token), named
    one = (
        subject is not None
        and subject.lower_ == "they"
        and " and " not in resolved.get(subject.i, " and ")
    )
    return (_agree(plain, token) if one else plain), named


def is_speaker(token: "Token") -> bool:
    """Whether a word is the speaker as one who does: no numeral in "a Tiger I tank"."""
    if token.lower_ == "me":  # "Me and my wife live in Leeds"
        joined = any(t.dep_ == "conj" for t in token.children)
        return joined and token.dep_ in {"nsubj", "nsubjpass"}
    numeral = token.text == "I" and token.i > 0 and token.nbor(-1).pos_ in {"PROPN", "NOUN"}
    return token.lower_ in _SUBJECTS and not (
        numeral and token.dep_ not in {"nsubj", "nsubjpass", "conj"}
    )


def _governor(token: "Token") -> "Token | None":
    """Return the subject that a finite verb agrees with."""
    joined = token.tag_ in {"VB", "NN"} and token.dep_ == "conj" and token.head.tag_ == "VBP"
    mistagged = token.tag_ == "VB" and token.dep_ == "aux" and token.lower_ in {"have", "do"}
    bare = not any(t.tag_ in {"MD", "TO"} for t in token.head.children if t.i < token.i)
    if token.tag_ not in {"VBP", "VBD"} and not joined and not (mistagged and bare):
        return None
    verb = token.head if token.dep_ in {"aux", "auxpass"} else token
    for _ in range(4):
        subject = next((t for t in verb.children if t.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is not None or verb.dep_ != "conj":
            return subject
        verb = verb.head
    return None


def _agree(word: str, token: "Token") -> str:
    lower = word.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if token.tag_ not in {"VBP", "VB", "NN"} or token.lemma_ in _MODALS:
        return lower
    if re.search(r"(?:s|x|z|ch|sh|o)$", lower):
        return lower + "es"
    if re.search(r"[^aeiou]y$", lower):
        return lower[:-1] + "ies"
    return lower + "s"


def _sentence(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" ,;:-–—")
    text = re.sub(r"\s*,(?:\s*,)+", "", text)  # What stood between the two was cut
    text = re.sub(r"\s+([,.;:!?%)])", r"\1", text).replace("can not", "cannot")
    if text.count('"') % 2:  # The other one stood after the full stop
        text = text.replace('"', "")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
