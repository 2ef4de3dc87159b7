"""What of a turn is heard before its statements are read, and how.

Some sentences are no plain statement: a request to forget, a "yes", a value put right, words of
another language. Each is taken out of the text that the reader gets, and proposed in its own way.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from memory_agent.domain import Candidate, Provenance, Resolution, Turn
from memory_agent.extraction.affirmations import confirmed
from memory_agent.extraction.asides import Aside, Retold, Span
from memory_agent.extraction.corrections import corrected
from memory_agent.extraction.forgetting import to_forget
from memory_agent.extraction.languages import foreign
from memory_agent.extraction.masking import own_words
from memory_agent.extraction.playing import played
from memory_agent.extraction.port import Background
from memory_agent.extraction.reading import Read
from memory_agent.extraction.restoring import restored
from memory_agent.extraction.shorthand import Plain

_LISTENERS: Sequence[Callable[[Turn, str, Background], Sequence[Aside]]] = (
    played,
    foreign,
    to_forget,
    corrected,
    confirmed,
)
"""Each is given the turn, its own words (what is masked is not the speaker's), the background."""

_MOSTLY = 0.5
"""Share of the words of two sentences that are the same, from which one is the other put right."""

_BRIEF = 6
"""Words of a turn at most that is heard as typed: an answer is a value, and opens no sentence."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be read for statements.

    Args:
        turn: The turn; of a retold statement, the turn with that statement for its text.
        apart: Stretches of it that are no statements of its own.
    """

    turn: Turn
    apart: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What a turn says besides its plain statements.

    Args:
        apart: Stretches of the turn that are no statements of its own.
        found: What is proposed of them as it stands.
        retold: Statements that they make of what was said before.
    """

    apart: tuple[Span, ...] = ()
    found: tuple[Candidate, ...] = ()
    retold: tuple[Retold, ...] = ()

    def texts(self, turn: Turn) -> Iterator[Text]:
        """Return the texts of a turn that are to be read; `told` takes what was read of them."""
        for retold in self.retold:
            if retold.text:
                yield Text(replace(turn, text=retold.text))
            if retold.instead_of is not None:
                yield Text(replace(turn, text=retold.instead_of))
        yield Text(turn, self.apart)

    def told(self, turn: Turn, readings: Iterator[list[Read]]) -> list[Read]:
        """Return all that a turn says.

        Args:
            turn: The turn.
            readings: What was read of its `texts`, in their order.
        """
        said = [Read(candidate) for candidate in self.found]
        for retold in self.retold:
            anew = next(readings) if retold.text else []
            before = next(readings) if retold.instead_of is not None else []
            said += [_as_cited(one, retold, turn) for one in _put_right(anew, before)]
        return [*said, *next(readings)]


def hear(turn: Turn, background: Background) -> Heard:
    """Take apart a turn of the user's."""
    typed = turn.text.replace("’", "'").replace("‘", "'")
    careful = restored(typed) if len(typed.split()) > _BRIEF else Plain(typed, ())
    own = own_words(careful.text, unmarked=careful.unmarked)
    written = replace(turn, text=careful.text) if careful.swaps else turn
    asides: list[Aside] = []
    for listen in _LISTENERS:
        taken = [aside.span for aside in asides]
        asides += [a for a in listen(written, own, background) if not _within(a.span, taken)]
    asides = [_as_typed(aside, careful, turn) for aside in asides]
    return Heard(
        tuple(a.span for a in asides if not a.read_too),
        tuple(a.found for a in asides if a.found is not None),
        tuple(retold for a in asides for retold in a.retold),
    )


def _as_typed(aside: Aside, careful: Plain, turn: Turn) -> Aside:
    """Return what was heard in a turn written with care, as it stands in the turn as typed."""
    if not careful.swaps:
        return aside
    found = aside.found
    if found is not None:
        source = found.source
        start, end = careful.start(source.start), careful.end(source.end)
        quote = turn.text[start:end]
        cited = replace(source, quote=quote, start=start, end=end)
        text = quote if found.text == source.quote else found.text  # Kept as it was said
        found = replace(found, source=cited, text=text)
    return replace(
        aside,
        span=_span(aside.span, careful),
        found=found,
        retold=tuple(replace(told, span=_span(told.span, careful)) for told in aside.retold),
    )


def _span(span: Span, careful: Plain) -> Span:
    return careful.start(span[0]), careful.end(span[1])


def _within(span: Span, taken: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def _put_right(anew: Sequence[Read], before: Sequence[Read]) -> Iterator[Read]:
    """Pair what was read of a corrected statement with what it takes the place of."""
    if before and not anew:  # Taken back
        for one in before:
            fields = {"intent": "unsay", "corrects": one.candidate.text}
            yield Read(replace(one.candidate, **fields))  # type: ignore[arg-type]
    old = [one.candidate.text for one in before]
    new = [one.candidate.text for one in anew]
    gone = [text for text in old if text not in new]
    for one in anew:
        if one.candidate.text not in old:
            alike = [text for text in gone if _alike(text, one.candidate.text)]
            gone = [text for text in gone if text not in alike[:1]]
            corrects = alike[0] if alike else None
            yield replace(one, candidate=replace(one.candidate, corrects=corrects))


def _alike(before: str, anew: str) -> bool:
    """Whether a sentence may be another one put right: most of its words are the same."""
    return SequenceMatcher(None, before.split(), anew.split()).ratio() >= _MOSTLY


def _as_cited(read: Read, retold: Retold, turn: Turn) -> Read:
    """Cite what was read of a retold statement by the words of the turn that make it."""
    start, end = retold.span
    quote = turn.text[start:end]
    meanings = [resolution.meaning for resolution in read.candidate.resolutions]
    candidate = replace(
        read.candidate,
        source=Provenance(turn.id, turn.session_id, turn.role, quote, start, end),
        rule=f"{retold.rule}: {read.candidate.rule}",
        resolutions=tuple(Resolution(quote, m) for m in (*meanings, retold.meaning)),
    )
    return replace(read, candidate=candidate)
