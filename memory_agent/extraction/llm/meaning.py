"""Checks what a model takes words of a quote to mean: a date, somebody named before, a yes."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from memory_agent.domain import Resolution, Turn
from memory_agent.extraction.llm.dating import Dates, spells
from memory_agent.extraction.llm.quoting import find_quote
from memory_agent.extraction.llm.schema import Meant
from memory_agent.extraction.words import words

_PARTS = re.compile(r"[^\W_]+")
_TELLING = re.compile(r"[A-Z][^\W_]*|\d+")
_MINE = re.compile(r"(?:my|our|his|her|their) (?P<kin>[\w-]+(?: [\w-]+)?)")
_OPENS = {"The", "A", "An", "I", "User", "On", "In", "At"}


@cache
def stand_ins() -> dict[str, frozenset[str]]:
    """Read the lists of ``words.toml``, once."""
    text = (files(__package__) / "words.toml").read_text(encoding="utf-8")
    return {name: frozenset(listed) for name, listed in tomllib.loads(text).items()}


def parts(*texts: str) -> set[str]:
    """Return the words and numbers of texts, in lower case."""
    return {part.casefold() for text in texts for part in _PARTS.findall(text)}


def is_time(phrase: str) -> bool:
    """Whether words speak of a time."""
    return bool(parts(phrase) & stand_ins()["times"]) or bool(re.search(r"\d", phrase))


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a quote, and may say whom its pronouns mean.

    Args:
        turn: The turn that is cited.
        before: What is shown before it, oldest first.
        known: The texts of known memories that are shown.
        speaker: What the speaker is called.
    """

    turn: Turn
    before: tuple[Turn, ...]
    known: tuple[str, ...]
    speaker: str


def resolution(meant: Meant, quote: str, setting: Setting, dates: Dates) -> Resolution | None:
    """Return a resolution that the words bear out; None if they do not."""
    said = " ".join(meant.words.casefold().replace("’", "'").split()).strip(" .,!?")
    if not said or find_quote(quote, meant.words) is None:
        return None
    supported = (
        (is_time(said) and spells(meant.means, dates.all))
        or (_stands_in(said) and _named(meant.means, _told(setting)))
        or (said in stand_ins()["assents"] and _named(meant.means, _asked(setting)))
    )
    return Resolution(meant.words.strip(), meant.means.strip()) if supported else None


def _stands_in(said: str) -> bool:
    kin = _MINE.fullmatch(said)
    return said in stand_ins()["pronouns"] or (kin is not None and kin["kin"] in words().kin)


def _named(means: str, told: Iterable[str]) -> bool:
    """Whether the names and numbers of a meaning were told."""
    telling = {word.casefold() for word in _TELLING.findall(means) if word not in _OPENS}
    return telling <= parts(*told)


def _told(setting: Setting) -> Sequence[str]:
    """Return what the user said and what is known: what nobody else can have put there."""
    own = [turn.text for turn in setting.before if turn.role == "user"]
    return [*own, setting.turn.text, *setting.known, setting.speaker]


def _asked(setting: Setting) -> Sequence[str]:
    """Return the question that a yes answers: the assistant's turn just before."""
    last = setting.before[-1:]
    asked = [turn.text for turn in last if turn.role == "assistant"]
    return [*asked, *_told(setting)] if asked else []
