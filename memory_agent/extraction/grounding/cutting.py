"""Where one clause of a text ends and the next begins."""

import re
from collections.abc import Iterator

from memory_agent.extraction.grounding.lexicon import form, lexicon, tells_past

_TOKEN = re.compile(
    r"\d(?:[\d.,:]*\d)?|[^\W\d_][^\W_]*(?:['-][^\W_]+)*'?|[^\W_]+|[.!?;:,()\"“”\n—–/&+]"
)
_ENDS = {".", "!", "?", "\n"}
_MARKS = {";", ":", "(", ")", "—", "–"}
_QUOTES = {'"', "“", "”"}
_FIRST = {"i", "we"}
_FAR = 14
"""Words in which a clause has shown its verb."""

_ONES = (["a"], ["an"], ["one"], ["just"], ["only"], ["two"])
"""What counts anew after "no kids"."""

_TOPIC = 2
"""Words of a topic at most: "Jazz? Not a fan" is said of jazz."""


class Cutter:
    """Cuts a text into clauses.

    Attributes:
        sentence: Which sentence the last word was in, counted from 0.
        asked: The sentences that ask.
    """

    def __init__(self, text: str) -> None:
        """Find the words and marks of a text that `plain` gave."""
        self._tokens = _TOKEN.findall(text)
        self._lower = [token.lower() for token in self._tokens]
        self._clause: list[str] = []
        self._first = ""
        self.sentence = 0
        self.asked: set[int] = set()

    def words(self) -> Iterator[tuple[str, bool]]:
        """Return each word and quotation mark, with whether it begins a clause."""
        cut = False
        for at, token in enumerate(self._tokens):
            lower = self._lower[at]
            if not lower[0].isalnum():
                cut = self._cuts(lower, at) or cut
                if token in _QUOTES:
                    yield token, False
                continue
            opens = bool(self._clause) and (cut or self._opens(lower, at))
            if opens:
                self._clause = []
            self._first = self._first or lower
            self._clause.append(lower)
            cut = False
            yield token, opens

    def _cuts(self, mark: str, at: int) -> bool:
        """Whether a mark of punctuation parts two clauses."""
        if mark in _ENDS and self._clause:
            if mark == "?" and self._first in lexicon().asks:
                self.asked.add(self.sentence)
            if mark == "?" and len(self._clause) <= _TOPIC and not self._has_verb():
                return False
            self.sentence += 1
            self._first = ""
            return True
        if mark == "," and self._clause[:1] == ["no"] and self._lower[at + 1 : at + 2] in _ONES:
            return True  # "no kids, one parrot"
        return mark in _MARKS or (mark == "," and self._says_more(at + 1))

    def _opens(self, lower: str, at: int) -> bool:
        """Whether a word begins a clause of its own."""
        follows = self._lower[at + 1] if at + 1 < len(self._lower) else ""
        subjects = lexicon().subjects
        if lower == "so":
            return follows.split("'")[0] in subjects | {"none", "no", "please"} or (
                self._has_verb() and self._says_more(at + 1)
            )
        if lower == "or" and follows.split("'")[0] in subjects:
            return True  # "or I won't sleep"
        if lower in lexicon().breaks:
            return True
        if lower != "and" or not (self._has_verb() or _FIRST.intersection(self._clause[:-1])):
            return False
        if self._has_verb() and self._names_doer(at + 1):
            return True
        return follows.split("'")[0] in subjects | {"never", "not", "no"} or self._is_verb(follows)

    def _names_doer(self, start: int) -> bool:
        """Whether somebody and a verb stand at a place: "and Dad is 74"."""
        lexi = lexicon()
        for at in range(start, min(start + 2, len(self._tokens) - 1)):
            named = self._tokens[at][0].isupper() or form(self._lower[at]) in lexi.people
            if named and self._lower[at + 1] in lexi.verbs:
                return True
        return False

    def _has_verb(self) -> bool:
        lexi = lexicon()
        return any(word in lexi.verbs or word in lexi.past for word in self._clause)

    def _says_more(self, start: int) -> bool:
        """Whether what stands after a comma, before the next mark, says something of its own."""
        lexi = lexicon()
        after = self._lower[start : start + _FAR]
        if after and (
            after[0] in {"not", "never", "no", "just"} or after[0] in lexi.subjects - {"my", "our"}
        ):
            return True
        if after and after[0] in {"my", "our"} and any(w in lexi.verbs for w in self._clause):
            return True  # "my Mandarin is passable, my Cantonese poor"
        if after and form(after[0]) in lexi.unable:
            return True  # "I can't eat bread, coeliac disease"
        for at, word in enumerate(after):
            if not word[0].isalnum() or (at and word in {"and", "but", "so"}):
                return False
            if self._is_verb(word):
                return True
        return False

    def _is_verb(self, word: str) -> bool:
        """Whether a word is a verb, or a pronoun with one: "he's"."""
        lexi = lexicon()
        if word in _FIRST or ("'" in word and word.split("'")[0] in lexi.subjects):
            return True
        if word in lexi.verbs or tells_past(word):
            return True
        return form(word) in lexi.likes or form(word) in lexi.dislikes
