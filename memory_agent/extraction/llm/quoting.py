"""Finds the words that a model says it copied."""

_ALIKE = str.maketrans({**dict.fromkeys("’‘`´ʼ", "'"), **dict.fromkeys("“”„«»", '"')})
_EDGES = " .…,;:!?\"'"


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Return where a quote stands in a text: start, and the offset after it; None if nowhere.

    White space, letter case, and kinds of apostrophes and quotation marks may differ, and
    punctuation at the quote's two ends.
    """
    wanted, _ = _plain(quote.strip())
    wanted = wanted.strip(_EDGES)
    plain, places = _plain(text)
    if not any(letter.isalnum() for letter in wanted):
        return None
    start = plain.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        if not (_inside_word(plain, start) or _inside_word(plain, end)):
            return places[start], places[end - 1] + 1
        start = plain.find(wanted, start + 1)
    return None


def _inside_word(text: str, place: int) -> bool:
    """Whether an offset parts a word or number in two, in a script that sets words apart."""
    around = text[max(0, place - 1) : place + 1]
    return len(around) == 2 and all(c.isdigit() or c != c.upper() for c in around)


def _plain(text: str) -> tuple[str, list[int]]:
    """Return a text in a form for comparing, and the offset that each of its characters had."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text.translate(_ALIKE)):
        if letter.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(place)
            continue
        for folded in letter.lower():
            letters.append(folded)
            places.append(place)
    return "".join(letters), places
