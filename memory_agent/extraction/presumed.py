"""What a clause takes for granted: "which tyres for my Brompton?" is asked by one who has one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from memory_agent.domain import slots
from memory_agent.domain.slots import Slot
from memory_agent.extraction.parsing import phrase, spelled
from memory_agent.extraction.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ALREADY = {"had", "sold", "lost"}
_MEASURED = {"pressure", "cholesterol"}
_TOO_MUCH = {"high", "low", "elevated", "raised"}
_AN = tuple("aeiou")


def presumed(doc: "Doc") -> "Iterator[tuple[Slot, str, list[Token]]]":
    """Yield what "my" says that the speaker has: its slot, how it is put, and its words.

    Animals, ailments and things of a known make, for what one has of other kinds goes without
    saying, or is soon another. Said with "next", "old" or "dream" it is not what they have now.

    Args:
        doc: The parse of a clause, whatever it asks or says.
    """
    for noun in doc:
        if noun.dep_ in {"poss", "compound"} or not _is_my(noun):
            continue
        whole = [t for t in phrase(noun) if t.dep_ != "poss" and t.i <= _last(noun)]
        described = {t.lower_ for t in whole}
        if described & words().elsewhen or _ALREADY & {t.lower_ for t in noun.ancestors}:
            continue
        found = slots.by_possession().get(noun.lower_)
        animal = bool({noun.lower_, noun.lemma_} & words().animals)
        ailment = found is not None and found.predicate == "has_condition"
        kinds = {t.lower_ for t in whole if t != noun}
        ailment = ailment and (noun.lower_ not in words().nameless or bool(kinds))
        if noun.lower_ in _MEASURED and not kinds & _TOO_MUCH:
            continue  # Everybody has a blood pressure
        thing = noun.pos_ == "PROPN" or noun.like_num  # Not "my Ferrari model", "my Fiat keys"
        make = thing and bool(described & words().makes)
        if animal or ailment:
            slot = found or slots.slots()["pet"]
        elif make:
            slot = slots.slots()["owns"]
        else:
            continue
        value = spelled(whole)
        counted = (
            noun.pos_ != "PROPN"
            and any(t.dep_ == "nummod" for t in noun.lefts)
            and not noun.like_num
        )
        bare = ailment or counted or noun.tag_ in {"NNS", "NNPS"}
        article = "" if bare else ("an " if value.lower().startswith(_AN) else "a ")
        owner = next(t for t in noun.children if t.dep_ == "poss" and t.lower_ in {"my", "our"})
        yield slot, f"{article}{value}", [owner, *whole]


def _is_my(noun: "Token") -> bool:
    owned = any(t.lower_ in {"my", "our"} and t.dep_ == "poss" for t in noun.children)
    return owned and noun.pos_ in {"NOUN", "PROPN"}


def _last(noun: "Token") -> int:
    """Return the last word of a thing's name: "iPhone 12"."""
    after = noun.nbor() if noun.i + 1 < len(noun.doc) else None
    numbered = after is not None and after.head == noun and after.like_num
    return noun.i + 1 if numbered else noun.i
