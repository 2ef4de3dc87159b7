"""Learns how rough text is put right.

``python -m evals.extraction.train_restoring --data FILE... --out FOLDER``.

From the user turns of LongMemEval and of PersonaMem (both MIT), well written as they are: where
sentences and parts of them end, which ask, and which words are names (for these LongMemEval's
assistant turns too). Questions of LongMemEval that the evaluation holds out, and the sessions that
they share, are left out. What is written are weights and word classes, no text.
"""

import argparse
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from evals.extraction.corpus import Corpus, read_corpus
from evals.extraction.logistic import Examples, Weights, fit, write
from memory_agent.extraction.parsing import parser
from memory_agent.extraction.restoring.features import (
    asking_features,
    capital_features,
    end_features,
)
from memory_agent.extraction.restoring.lexicon import UNKNOWN, Lexicon, Word, lexicon
from memory_agent.extraction.restoring.linear import SCALE
from memory_agent.extraction.restoring.tokens import MARKS, mark, spans

HEAD = """\
# Written by evals/extraction/train_restoring.py from the development data of LongMemEval and
# PersonaMem (both MIT), without the questions that the evaluation holds out.
"""
UNHEARD = 0.5
"""Share of names that are shown a second time as ones that were never heard of."""

SHOWN = 0.15
"""Share of the words that are never names which are shown as such."""

_NEVER = ("a", "ao")
SHORT = 14
"""Words of a short sentence at most."""

_PROSE = re.compile(r"[A-Z][^*#|<>\"“”{}]{30,}[.!?]")
_TAGS = {"JJR": "JJ", "JJS": "JJ", "RB": "R", "RBR": "R", "RBS": "R", "NNPS": "NNP"}
_SHARES = ((0.02, "a"), (0.15, "b"), (0.5, "c"), (0.9, "d"), (1.01, "e"))


def main() -> None:
    """Learn everything and write it."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, nargs="+", required=True)
    options.add_argument("--out", type=Path, required=True, help="the folder of the data")
    given = options.parse_args()
    corpus = read_corpus(given.data)
    tags = usual_tags(corpus.user)
    counts = casing([*corpus.user, *corpus.other])
    (given.out / "words.txt").write_text(HEAD + words_file(counts, tags), encoding="utf-8")
    lexicon.cache_clear()
    ends, asking = end_examples(corpus)
    for name, classes, weights in (
        ("ends", MARKS, fit(ends, len(MARKS), seen=6, keep=11_000, penalty=1.0)),
        ("asking", ("no", "yes"), fit(asking, 2, seen=4, keep=4000, penalty=1.0)),
        ("capitals", ("no", "yes"), capitals(corpus, tags)),
    ):
        left = write(given.out / f"{name}.tsv", HEAD, classes, weights, SCALE)
        print(f"{name}: {left} features")


def usual_tags(texts: Sequence[str]) -> dict[str, str]:
    """Return the part of speech that each word mostly is, by spaCy's tagger."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    nlp = parser()
    with nlp.select_pipes(enable=["tok2vec", "tagger"]):
        for doc in nlp.pipe(lines):
            for start, end in spans(doc.text):
                inside = doc.char_span(start, end, alignment_mode="expand")
                if inside is not None:
                    tag = "+".join(_TAGS.get(t.tag_, t.tag_) for t in inside if t.tag_ != "HYPH")
                    found[doc.text[start:end].lower()][tag] += 1
    return {word: tags.most_common(1)[0][0] for word, tags in found.items()}


def casing(texts: Iterable[str]) -> dict[str, Counter[str]]:
    """Return how often each word is written how inside of sentences of prose, by its lower case."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for sentence in prose(text):
            for start, end in spans(sentence)[1:]:
                word = sentence[start:end]
                found[word.lower().removesuffix("'s")][word.removesuffix("'s")] += 1
    return found


def prose(text: str) -> list[str]:
    """Return the sentences of a text that are no headings, lists or quotations."""
    text = text.replace("’", "'")
    parts = [p for line in text.split("\n") for p in re.split(r"(?<=[a-z][.!?])\s+", line)]
    return [p for p in parts if _PROSE.fullmatch(p) and _share(p) < 0.4]


def _share(sentence: str) -> float:
    found = [sentence[start] for start, _ in spans(sentence)]
    return sum(map(str.isupper, found)) / max(1, len(found))


def words_file(counts: Mapping[str, Counter[str]], tags: Mapping[str, str]) -> str:
    """Return the text of the file of words, grouped by what is known of them."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    forms = []
    for word, written in counts.items():
        total = written.total()
        share = capital_share(written)
        if total < 3 or not word[0].isalpha():
            continue
        groups[f"{tags.get(word, guess(word, share))} {share}"].append(word)
        best = written.most_common(1)[0][0]
        if best not in (word, word.capitalize()) and written[best] * 2 > total and total > 3:
            forms.append(best)
    lines = [f"{key}: {' '.join(sorted(found))}\n" for key, found in sorted(groups.items())]
    return "".join([*lines, f"forms: {' '.join(sorted(forms))}\n"])


def capital_share(written: Counter[str]) -> str:
    """Return the class of how often a word is capitalised."""
    share = sum(n for form, n in written.items() if form != form.lower()) / written.total()
    return next(name for top, name in _SHARES if share < top)


def guess(word: str, share: str) -> str:
    """Return the part of speech of a word that was not tagged."""
    unknown = Lexicon(frozenset(), {}, {}, {}, {}).word(word).tag
    return "NNP" if share in {"d", "e"} else unknown


def end_examples(corpus: Corpus) -> tuple[Examples, Examples]:
    """Return examples of what stands after each word, and of sentences that ask."""
    ends, asking = Examples([], []), Examples([], [])
    texts = [*corpus.user, *mingled(corpus.user)]
    for line in (line for text in texts for line in text.split("\n")):
        text = line.replace("’", "'")
        found = spans(text)
        if len(found) < 3:
            continue
        words = [lexicon().word(text[a:b].lower()) for a, b in found]
        start = 0
        for at, (_, end) in enumerate(found):
            last = at + 1 == len(found)
            gap = text[end : None if last else found[at + 1][0]]
            label = mark(gap)
            if not last:
                ends.features.append(end_features(words, at, start))
                ends.labels.append(MARKS.index(label))
            if label == "." or (last and gap.strip()):
                asking.features.append(asking_features(words, start, at + 1))
                asking.labels.append(int("?" in gap))
                start = at + 1
    return ends, asking


def mingled(texts: Iterable[str]) -> list[str]:
    """Return short sentences of many texts put together anew, a few to a line.

    People who type without marks write shorter sentences than the texts have, and change the
    subject sooner; the model is to know an end by the words around it.
    """
    short = [
        sentence
        for text in texts
        for line in text.split("\n")
        for sentence in re.split(r"(?<=[\w\")][.!?])\s+(?=[A-Z])", line)
        if 2 <= len(spans(sentence)) <= SHORT and sentence[-1] in ".!?"
    ]
    drawn = random.Random(3)  # noqa: S311 - sampling
    drawn.shuffle(short)
    found = []
    while short:
        count = drawn.randint(2, 5)
        found.append(" ".join(short[-count:]))
        del short[-count:]
    return found


def capitals(corpus: Corpus, tags: Mapping[str, str]) -> Weights:
    """Return the weights of the model of names.

    What is known of each word's capitals is taken from the other half of the texts, so that the
    model learns what to make of words that were never seen.
    """
    texts = [*corpus.user, *corpus.other]
    random.Random(4).shuffle(texts)  # noqa: S311 - sampling
    halves = texts[::2], texts[1::2]
    examples = Examples([], [])
    names = lexicon()
    for here, there in (halves, halves[::-1]):
        known = {
            word: (tags.get(word, guess(word, capital_share(w))), capital_share(w))
            for word, w in casing(there).items()
            if w.total() > 1
        }
        own = Lexicon(names.english, known, names.names, names.places, names.forms)
        for text in here:
            for sentence in prose(text):
                _learn_capitals(sentence, own, examples)
    weights = fit(examples, 2, seen=6, keep=9000, penalty=1.0)
    for share in _NEVER:  # Most of these were left out, nearly all of them no names
        weights[f"K={share}"] += [0, math.log(SHOWN)]
    return weights


def _learn_capitals(sentence: str, own: Lexicon, examples: Examples) -> None:
    found = spans(sentence)
    typed = [sentence[a:b] for a, b in found]
    words = [own.word(t.lower()) for t in typed]
    places = own.in_places([t.lower() for t in typed])
    draw = _random()
    name = words[0].capital[0] in {"d", "e"}
    for at in range(1, len(words)):
        is_name = typed[at] != typed[at].lower() and typed[at].split("'")[0] != "I"
        if words[at].text != "#" and (
            is_name or words[at].capital not in _NEVER or draw.random() < SHOWN
        ):
            examples.features.append(capital_features(words, at, name, at in places))
            examples.labels.append(int(is_name))
            if is_name and not words[at].ordinary and draw.random() < UNHEARD:
                lists = words[at].lists if draw.random() < 0.5 else ""
                unheard = Word("~", "NN", UNKNOWN, lists, words[at].ending)
                others = [*words[:at], unheard, *words[at + 1 :]]
                examples.features.append(capital_features(others, at, name, at in places))
                examples.labels.append(1)
        name = is_name


@cache
def _random() -> random.Random:
    return random.Random(5)  # noqa: S311 - sampling


if __name__ == "__main__":
    main()
