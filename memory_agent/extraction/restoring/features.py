"""What the models of sentence ends and of capitals look at."""

from collections.abc import Sequence
from itertools import pairwise

from memory_agent.extraction.restoring.lexicon import EDGE, Word


def end_features(words: Sequence[Word], at: int, start: int) -> list[str]:
    """Return the features of what stands after a word.

    Args:
        words: The words of a line.
        at: The word's place.
        start: Where the stretch since the last mark begins.
    """
    d, a, b, c = _around(words, at, 1)
    e = words[at + 3] if at + 3 < len(words) else EDGE
    length = min(at - start + 1, 12)
    verbs = sum(1 for word in words[start : at + 1] if word.finite)
    verb = min(verbs, 2)
    first = words[start].text
    return [
        "bias",
        f"a={a.text}",
        f"b={b.text}",
        f"c={c.text}",
        f"d={d.text}",
        f"ab={a.text} {b.text}",
        f"bc={b.text} {c.text}",
        f"da={d.text} {a.text}",
        f"bce={b.text} {c.text} {e.text}",
        f"A={a.tag}",
        f"B={b.tag}",
        f"AB={a.tag} {b.tag}",
        f"DABC={d.tag} {a.tag} {b.tag} {c.tag}",
        f"ABC={a.tag} {b.tag} {c.tag}",
        f"BCE={b.tag} {c.tag} {e.tag}",
        f"aB={a.text} {b.tag}",
        f"Ab={a.tag} {b.text}",
        f"bC={b.text} {c.tag}",
        f"Abc={a.tag} {b.text} {c.text}",
        f"n={length}",
        f"v={verb}",
        f"nv={length} {verb}",
        f"vb={verb} {b.text}",
        f"vAB={verb} {a.tag} {b.tag}",
        f"vBC={verb} {b.tag} {c.tag}",
        f"vBCE={verb} {b.tag} {c.tag} {e.tag}",
        f"fb={first} {b.text}",
        f"nb={length} {b.text}",
        f"fv={first} {verb}",
        f"k={a.capital}{b.capital}",
    ]


def asking_features(words: Sequence[Word], start: int, end: int) -> list[str]:
    """Return the features by which a sentence asks.

    Args:
        words: The words of a line.
        start: Where the sentence begins.
        end: Where it ends.
    """
    inside = [EDGE, *words[start:end], EDGE]
    pairs = pairwise(inside)
    return [
        "bias",
        *(f"w={word.text}" for word in inside[1:-1]),
        *(f"ww={one.text} {two.text}" for one, two in pairs),
        f"f={' '.join(word.text for word in inside[1:4])}",
        f"F={inside[1].text} {' '.join(word.tag for word in inside[2:4])}",
        f"T={' '.join(word.tag for word in inside[1:4])}",
        f"l={' '.join(word.text for word in inside[-3:-1])}",
        f"n={min(end - start, 15)}",
    ]


def capital_features(words: Sequence[Word], at: int, before: bool, place: bool) -> list[str]:
    """Return the features by which a word is a name.

    Args:
        words: The words of a sentence.
        at: The word's place.
        before: Whether the word before it, in the same sentence, was taken for a name.
        place: Whether it belongs to a place's name of several words.
    """
    d, a, b, _ = _around(words, at, 1)
    f = words[at - 2] if at > 1 else EDGE
    k = f"{a.capital}{a.lists}"
    was = "y" if before else "n"
    rare = not a.ordinary
    return [
        "bias",
        f"k={k}",
        f"K={a.capital}",
        f"w={a.text}",
        f"kT={k} {a.tag}",
        f"kd={a.capital} {d.text}",
        f"Kd={k} {d.text}",
        f"kD={k} {d.tag}",
        f"kdf={a.capital} {f.text} {d.text}",
        f"kb={a.capital} {b.text}",
        f"kB={k} {b.tag}",
        f"kDB={a.capital} {d.tag} {b.tag}",
        f"p={was}",
        f"pk={was} {k}",
        f"pkk={was} {a.capital} {d.capital} {b.capital}",
        f"pkb={was} {a.capital} {b.capital}{b.lists}",
        f"wd={d.text} {a.text}",
        f"wb={a.text} {b.text}",
        f"place={place}",
        *((f"end={k} {a.ending}", f"endD={a.ending} {d.tag}") if rare else ("ordinary",)),
    ]


def _around(words: Sequence[Word], at: int, before: int) -> tuple[Word, Word, Word, Word]:
    return (
        words[at - before] if at >= before else EDGE,
        words[at],
        words[at + 1] if at + 1 < len(words) else EDGE,
        words[at + 2] if at + 2 < len(words) else EDGE,
    )
