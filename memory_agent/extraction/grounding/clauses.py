"""Words and clauses of a text, with what each clause does with what it says."""

from dataclasses import dataclass, field

from memory_agent.extraction.grounding.cutting import Cutter
from memory_agent.extraction.grounding.lexicon import folded, form, lexicon

_QUOTES = {'"', "“", "”"}
_CONTRACTED = {"it's", "that's", "there's"}


@dataclass(slots=True)
class Word:
    """One word.

    Args:
        text: In lower case, without diacritics.
        form: What its inflections and synonyms share.
        written: As it was written.
        owns: Whether "'s" stood behind it.
        clause: Which clause it is in, counted from 0.
        quoted: Whether it stands in quotation marks.
    """

    text: str
    form: str
    written: str
    owns: bool
    clause: int = 0
    quoted: bool = False

    @property
    def capital(self) -> bool:
        """Whether it was written with a capital."""
        return self.written[0].isupper()


@dataclass(slots=True)
class Clause:
    """One clause, and what it does with what it says.

    Args:
        start: The index of its first word.
        sentence: Which sentence it is in, counted from 0.
        words: Its words.
        forms: Their forms, and those of the parts of hyphened ones.
        denies: Whether it says that something is not so.
        ends: Its words that say that something is over.
        supposes: Whether it is no more than possible, wished or asked.
        sentiment: 1 if it speaks of liking, -1 of disliking, 0 of neither or of both.
    """

    start: int
    sentence: int
    words: list[Word] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    denies: bool = False
    ends: frozenset[str] = frozenset()
    supposes: bool = False
    sentiment: int = 0

    @property
    def negative(self) -> bool:
        """Whether it says that something is not so, or no longer."""
        return self.denies or bool(self.ends)

    def contradicts(self, other: "Clause") -> bool:
        """Whether one says that something is so, and the other that it is not."""
        if self.ends & other.ends:
            return self.denies != other.denies
        return self.negative != other.negative


@dataclass(slots=True)
class Text:
    """A text that was read.

    Args:
        words: Its words, in order.
        clauses: Its clauses, in order.
        forms: The forms of its words and of the parts of hyphened ones.
    """

    words: list[Word]
    clauses: list[Clause]
    forms: set[str]


def read(text: str) -> Text:
    """Read a text.

    Args:
        text: As `plain` gives it.
    """
    words: list[Word] = []
    clauses: list[Clause] = []
    cutter = Cutter(text)
    quoted = False
    for token, opens in cutter.words():
        if token in _QUOTES:
            quoted = not quoted
            continue
        if opens or not clauses:
            clauses.append(Clause(len(words), cutter.sentence))
        lower = folded(token)
        owns = lower.endswith(("'s", "s'")) and lower not in _CONTRACTED
        bare = lower[:-2] if lower.endswith("'s") else lower.rstrip("'")
        word = Word(bare, form(bare), token, owns, len(clauses) - 1, quoted)
        words.append(word)
        clauses[-1].words.append(word)
    forms: set[str] = set()
    for clause in clauses:
        for word in clause.words:
            clause.forms.add(word.form)
            if "-" in word.text:
                clause.forms.update(form(part) for part in word.text.split("-"))
        forms |= clause.forms
        clause.supposes = clause.sentence in cutter.asked and (
            clause is clauses[0] or clauses[clause.words[0].clause - 1].sentence != clause.sentence
        )
        _mark(clause)
    _condition(clauses)
    return Text(words, clauses, forms)


def _mark(clause: Clause) -> None:
    """Note what a clause does with what it says."""
    lexi = lexicon()
    text = " ".join([word.text for word in clause.words])
    clause.denies = len(lexi.negators.findall(text)) % 2 == 1
    clause.ends = frozenset(form(end) for end in lexi.ends.findall(text))
    clause.supposes = clause.supposes or lexi.supposes.search(text) is not None
    liked = any(w.form in lexi.likes for w in clause.words)
    disliked = any(w.form in lexi.dislikes for w in clause.words)
    filler = clause.words[0].text == "like" and clause.start > 0  # "not big on it, like at all"
    if liked != disliked and not filler:
        clause.sentiment = (1 if liked else -1) * (-1 if clause.denies or clause.ends else 1)


def _condition(clauses: list[Clause]) -> None:
    """Mark what hangs on an "if": what follows it, and what would come of it."""
    for at, clause in enumerate(clauses):
        if clause.words[0].text not in lexicon().conditions:
            continue
        for other in clauses[at + 1 :]:
            if other.sentence == clause.sentence:
                other.supposes = True
        if at and any(w.text in {"will", "can"} for w in clauses[at - 1].words):
            clauses[at - 1].supposes = True
