"""Words and clauses of a text, with what each clause does with what it says."""

import re
from dataclasses import dataclass, field

from memory_agent.extraction.grounding.lexicon import folded, form, lexicon
from memory_agent.extraction.shorthand import written_out

_TOKEN = re.compile(
    r"\d(?:[\d.,:]*\d)?|[^\W\d_][^\W_]*(?:['-][^\W_]+)*'?|[^\W_]+|[.!?;:,()\"“”\n—–/&+]"
)
_SHORT = re.compile(r"(?<=\w)(?:n't|'m|'re|'ve|'ll|'d)\b|\b(?:can|won|shan)'t\b|\bcannot\b", re.I)
_FULL = {"n't": " not", "'m": " am", "'re": " are", "'ve": " have", "'ll": " will", "can't": "can not",
         "won't": "will not", "shan't": "shall not", "cannot": "can not", "'d": " would"}  # fmt: skip
_HAD = re.compile(r"(?<=\w)'d(?= (?:been|had|better|never|already|just|\w+ed)\b)", re.IGNORECASE)
_TITLE = re.compile(r"\b(dr|mr|mrs|ms|prof|st|mt|jr|sr|vs|no)\.(?=\s)", re.IGNORECASE)
_NAMES = re.compile(
    r"\b(?:nyc|uk|usa|uae|nz|xmas|nye|philly|vegas|insta|US|LA|SF|DC|NY|EU|FB|UK|NYC)\b"
)
_CURRENCY = {"€": " euro ", "$": " dollar ", "£": " pound ", "%": " percent "}
_ENDS = {".", "!", "?", "\n"}
_BREAKS = {";", ":", "(", ")", "—", "–", "but", "though", "because", "whereas", "while", "although",
           "if", "unless", "who", "so"}  # fmt: skip
_QUOTES = {'"', "“", "”"}
_FIRST = {"i", "we"}
_AUX = frozenset(
    "am is are was were be been have has had do does did will would can could shall should may might "
    "live lives work works like likes love loves hate hates want wants use uses going".split()
)


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
        relative: Whether it goes on about what stands before it: "who is autistic".
    """

    start: int
    sentence: int
    words: list[Word] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    denies: bool = False
    ends: frozenset[str] = frozenset()
    supposes: bool = False
    sentiment: int = 0
    relative: bool = False

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


def plain(text: str) -> str:
    """Return a text with chat spelling, contractions, short names and idioms written out."""
    lexi = lexicon()
    if text.isupper():
        text = text.lower()
    text = written_out(text.replace("’", "'").replace("‘", "'")).text
    text = _NAMES.sub(lambda m: lexi.names[m.group().lower()].title(), text)
    text = _HAD.sub(" had", text)
    text = _SHORT.sub(lambda m: _FULL[m.group().lower()], text)
    text = lexi.idioms.sub(lambda m: lexi.readings[m.lastgroup or ""], text)
    text = _TITLE.sub(r"\1", text)
    for sign, word in _CURRENCY.items():
        if sign in text:
            text = text.replace(sign, word)
    return text


def read(text: str) -> Text:
    """Read a text that `plain` gave."""
    words: list[Word] = []
    clauses: list[Clause] = [Clause(0, 0)]
    tokens = _TOKEN.findall(text)
    quoted = False
    asked: list[Clause] = []
    for at, token in enumerate(tokens):
        lower = folded(token)
        if token in _QUOTES:
            quoted = not quoted
        if not lower[0].isalnum():
            _break(lower, tokens, at, clauses, len(words), asked)
            continue
        if _opens(lower, tokens, at, clauses[-1]):
            clauses.append(Clause(len(words), clauses[-1].sentence))
        owns = lower.endswith(("'s", "s'")) and lower not in {"it's", "that's", "there's"}
        bare = lower[:-2] if lower.endswith("'s") else lower.rstrip("'")
        word = Word(bare, form(bare), token, owns, len(clauses) - 1, quoted)
        words.append(word)
        clauses[-1].words.append(word)
    kept = [clause for clause in clauses if clause.words]
    forms: set[str] = set()
    for number, clause in enumerate(kept):
        for word in clause.words:
            word.clause = number
            clause.forms.add(word.form)
            if "-" in word.text:
                clause.forms.update(form(part) for part in word.text.split("-"))
        forms |= clause.forms
        _mark(clause, clause in asked)
    _condition(kept)
    return Text(words, kept, forms)


def _break(
    mark: str, tokens: list[str], at: int, clauses: list[Clause], words: int, asked: list[Clause]
) -> None:
    """Begin a new clause at a mark of punctuation, where it parts two."""
    last = clauses[-1]
    if not last.words:
        return
    if mark in _ENDS:
        topic = mark == "?" and len(last.words) < 3 and not any(w.text in _AUX for w in last.words)
        first = next(c for c in clauses if c.sentence == last.sentence)
        if mark == "?" and first.words and first.words[0].text in lexicon().asks:
            asked.append(first)
        if not topic:
            clauses.append(Clause(words, last.sentence + 1))
    elif mark in _BREAKS or (
        mark == "," and (_verbs(tokens, at + 1) or _another(tokens, at, last))
    ):
        clauses.append(Clause(words, last.sentence))


def _another(tokens: list[str], at: int, clause: Clause) -> bool:
    """Whether "my" opens a clause that leaves out its verb: "my Cantonese poor"."""
    mine = at + 1 < len(tokens) and tokens[at + 1].lower() in {"my", "our"}
    return mine and any(word.text in _AUX for word in clause.words)


def _verbs(tokens: list[str], start: int) -> bool:
    """Whether what stands before the next mark says something of its own."""
    lexi = lexicon()
    for at, token in enumerate(tokens[start : start + 14]):
        lower = token.lower()
        if not lower[0].isalnum() or (at and lower in {"and", "but", "so"}):
            return False
        if at == 0 and (lower in {"not", "never"} or lower in _SUBJECTS - {"my", "our"}):
            return True
        if "'" in lower and lower.split("'")[0] in _SUBJECTS:
            return True
        if lower in lexi.past or (lower.endswith("ed") and len(lower) > 4):
            return True
        if lower in _AUX or form(lower) in lexi.likes or form(lower) in lexi.dislikes:
            return True
        if lower in _FIRST:
            return True
    return False


def _opens(lower: str, tokens: list[str], at: int, clause: Clause) -> bool:
    """Whether a word begins a clause of its own."""
    if not clause.words:
        return False
    if lower in _BREAKS:
        return lower != "so" or (at + 1 < len(tokens) and tokens[at + 1].lower() in _SUBJECTS)
    if lower != "and" or at + 1 == len(tokens):
        return False
    follows = tokens[at + 1].lower()
    told = any(w.text in _AUX or w.text in lexicon().past for w in clause.words) or any(
        w.text in _FIRST for w in clause.words[:-1]
    )
    return told and (
        follows in lexicon().subjects
        or follows in {"never", "not"}
        or _verbs(tokens[: at + 2], at + 1)
    )


_SUBJECTS = frozenset("i we he she they it my our there that this".split())


def _mark(clause: Clause, asked: bool) -> None:
    lexi = lexicon()
    text = " ".join([word.text for word in clause.words])
    clause.denies = len(lexi.negators.findall(text)) % 2 == 1
    clause.ends = frozenset(form(end) for end in lexi.ends.findall(text))
    clause.supposes = asked or lexi.supposes.search(text) is not None
    clause.relative = clause.words[0].text in {"who", "which"}
    liked = any(w.form in lexi.likes for w in clause.words)
    disliked = any(w.form in lexi.dislikes for w in clause.words)
    if liked != disliked:
        clause.sentiment = (1 if liked else -1) * (-1 if clause.denies or clause.ends else 1)


def _condition(clauses: list[Clause]) -> None:
    """Mark what hangs on an "if": what follows it, and what would come of it."""
    for at, clause in enumerate(clauses):
        if clause.words[0].text not in {"if", "unless", "imagine", "suppose", "pretend"}:
            continue
        for other in clauses[at + 1 :]:
            if other.sentence == clause.sentence:
                other.supposes = True
        if at and any(w.text in {"will", "can"} for w in clauses[at - 1].words):
            clauses[at - 1].supposes = True
