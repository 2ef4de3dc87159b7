"""What the killed processes were doing: for each operation a home, and calls to make on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from evals.faults.embedder import Hashing
from evals.faults.old_file import make_old_file
from memory_agent import Memory, Settings, domain
from memory_agent.domain import Message

Step = Callable[[Memory], object]

_NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
_TOWNS = ("Oslo", "Rome", "Lyon", "Porto", "Graz", "Turin", "Bergen", "Leeds", "Ghent", "Malmö")
_DISHES = ("sushi", "goulash", "risotto", "ramen", "paella", "ceviche", "couscous", "moussaka")
_WORDS = ("quokka", "axolotl", "narwhal", "okapi", "capybara", "pangolin", "tarsier", "numbat")
_NOTES = 150
"""Notes of a life that is to be embedded anew: more than are embedded in one transaction."""


@dataclass(frozen=True, slots=True)
class Script:
    """One operation, over and over.

    Args:
        name: The operation.
        prepare: Makes the home before the first round.
        steps: The calls, each of which is acknowledged when it has returned.
        users: Whose state is compared.
        gone: Words of which no file may hold a byte once the step of that place is done.
        index: The vector index.
        model: What the embedder calls itself.
        resumes: Whether a call that was killed goes on when it is made again, and `verify` says
            until then what is left to do.
    """

    name: str
    prepare: Callable[[Path], None]
    steps: tuple[Step, ...]
    users: tuple[str, ...] = ("ana",)
    gone: tuple[str, ...] = ()
    index: str = "exact"
    model: str = "hashing"
    resumes: bool = False

    def open(self, folder: Path, *, index: str | None = None) -> Memory:
        """Open the home in a folder; what a killed process left is digested behind."""
        settings = Settings(vector_index=index or self.index)
        return Memory.open(folder / "home", embedder=Hashing(self.model), settings=settings)

    def known(self, memory: Memory) -> list[str]:
        """Return the users of the script of whom something is kept."""
        return [user_id for user_id in self.users if memory.has_user(user_id)]


def scripts() -> tuple[Script, ...]:
    """Return all operations that are killed."""
    lives = ("ana", "ben", "eva")
    return (
        Script("add", _nothing, tuple(_adding())),
        Script("edit", _dishes, tuple(_editing())),
        Script("supersede", _nothing, tuple(_moving())),
        Script("erase", _animals, tuple(_erasing()), ("ana", "ben"), (*_WORDS[:6], "wombat")),
        Script("import", _exported, _each(_import, lives), lives),
        Script("rebuild", _notes, _each(Memory.rebuild, ("ana",) * 3)),
        Script("migrate", _old, _each(Memory.stats, lives), lives),
        Script(
            "re-embed",
            _many_notes,
            _each(Memory.reembed, lives),
            lives,
            model="another",
            resumes=True,
        ),
        Script("Chroma", _dishes, tuple(_searching()), index="chroma"),
    )


def _adding() -> Iterator[Step]:
    for town, dish in zip(_TOWNS, _DISHES, strict=False):
        several = [f"My sister lives in {town}.", f"I work in {town}.", "Lovely."]
        yield partial(Memory.add, messages=f"I love {dish}.", user_id="ana", at=_NOW)
        yield partial(Memory.add, messages=several, user_id="ana", at=_NOW, wait=False)
        yield partial(Memory.add, messages=f"A note on {town}", user_id="ana", at=_NOW, infer=False)


def _editing() -> Iterator[Step]:
    for dish in _DISHES:
        salted = f"I love {dish} with salt."
        yield partial(_edit, how=partial(Memory.update, text=salted), known=f"I love {dish}.")
        for how in (Memory.pin, Memory.forget, Memory.restore):
            yield partial(_edit, how=how, known=salted)


def _moving() -> Iterator[Step]:
    for number, town in enumerate(_TOWNS * 2):
        text = f"I moved to {town}." if number else f"I live in {town}."
        at = _NOW + timedelta(days=number)
        yield partial(Memory.add, messages=text, user_id="ana", at=at, wait=number % 3 > 0)


def _erasing() -> Iterator[Step]:
    for how, words in ((_erase, _WORDS[:2]), (_erase_turn, _WORDS[2:4])):
        for word in words:
            yield partial(how, known=f"The user loves their {word}.")
    for word in _WORDS[4:6]:
        yield partial(Memory.erase, user_id="ana", session_id=f"about {word}")
    yield partial(Memory.erase, user_id="ben", everything=True)


def _searching() -> Iterator[Step]:
    for step in _editing():
        yield step
        yield partial(Memory.search, query="salt and sushi", user_id="ana")


def _edit(memory: Memory, *, how: Callable[..., object], known: str) -> None:
    how(memory, _known(memory, known).id, user_id="ana")


def _erase(memory: Memory, *, known: str) -> None:
    memory.erase(_known(memory, known).id, user_id="ana")


def _erase_turn(memory: Memory, *, known: str) -> None:
    source = _known(memory, known).source
    memory.erase(user_id="ana", turn_id=source.turn_id if source else None)


def _each(how: Callable[..., object], users: tuple[str, ...]) -> tuple[Step, ...]:
    return tuple(partial(how, user_id=user_id) for user_id in users)


def _import(memory: Memory, *, user_id: str) -> None:
    memory.import_(memory.home.parent / f"{user_id}.jsonl")


def _nothing(folder: Path) -> None:
    _learn(folder, "ana", [])


def _dishes(folder: Path) -> None:
    _learn(folder, "ana", [f"I love {dish}." for dish in _DISHES], infer=False)


def _animals(folder: Path) -> None:
    for word in _WORDS:
        _learn(folder, "ana", [f"I love my {word}."], session_id=f"about {word}")
    _learn(folder, "ben", ["I love my wombat.", "I live in Lyon."])


def _notes(folder: Path) -> None:
    _dishes(folder)
    _learn(folder, "ana", [f"Note {n} on {_TOWNS[n % 10]}" for n in range(30)], infer=False)
    with Memory.open(folder / "home", embedder=Hashing()) as memory:
        _erase(memory, known="Note 3 on Porto")
        _edit(memory, how=Memory.forget, known="Note 4 on Graz")


def _many_notes(folder: Path) -> None:
    for user_id in ("ana", "ben", "eva"):
        texts = [f"Note {n} on {_TOWNS[n % 10]}" for n in range(_NOTES)]
        _learn(folder, user_id, texts, infer=False)


def _exported(folder: Path) -> None:
    _many_notes(folder)
    with Memory.open(folder / "home", embedder=Hashing()) as memory:
        for user_id in memory.users():
            memory.export(folder / f"{user_id}.jsonl", user_id=user_id)
            memory.erase(user_id=user_id, everything=True)


def _old(folder: Path) -> None:
    (folder / "home" / "users").mkdir()
    for user_id in ("ana", "ben", "eva"):
        make_old_file(folder / "home", user_id, 300)


def _learn(
    folder: Path,
    user_id: str,
    said: list[str],
    *,
    infer: bool = True,
    session_id: str | None = None,
) -> None:
    messages = [Message("user", text, session_id=session_id, said_at=_NOW) for text in said]
    with Memory.open(folder / "home", embedder=Hashing()) as memory:
        memory.add(
            [Message("assistant", "Hello.", said_at=_NOW), *messages], user_id=user_id, infer=infer
        )


def _known(memory: Memory, text: str) -> domain.Memory:
    """Return the memory that says something now."""
    known = memory.list(user_id="ana", status=None)
    return next(m for m in known if m.text == text and m.status in {"current", "faded"})
