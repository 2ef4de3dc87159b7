"""Chat spelling, contractions, short names, signs and idioms, written out to be compared."""

import re

from memory_agent.extraction.grounding.lexicon import lexicon
from memory_agent.extraction.shorthand import written_out

_SHORT = re.compile(
    r"(?<=\w)(?:n't|'m|'re|'ve|'ll|'d)\b|\b(?:can|won|shan)'t\b|\bcannot\b", re.IGNORECASE
)
_FULL = {
    **{"n't": " not", "'m": " am", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would"},
    **{"can't": "can not", "won't": "will not", "shan't": "shall not", "cannot": "can not"},
}
_HAD = re.compile(r"(?<=\w)'d(?= (?:been|had|better|never|already|just|\w+ed)\b)", re.IGNORECASE)
_WHO_IS = re.compile(r"\b(who)'s\b", re.IGNORECASE)
_TITLE = re.compile(r"\b(dr|mr|mrs|ms|prof|st|mt|jr|sr|vs|no)\.(?=\s)", re.IGNORECASE)
_IN_LAW = re.compile(r"(?<=\w) in law\b", re.IGNORECASE)
_SIGNS = {"€": " euro ", "$": " dollar ", "£": " pound ", "%": " percent "}


def plain(text: str) -> str:
    """Return a text as the gate compares it: "I am not from New York" for "im not from nyc".

    Args:
        text: As it was typed.
    """
    lexi = lexicon()
    if text.isupper():
        text = text.lower()
    text = written_out(text.replace("’", "'").replace("‘", "'")).text
    text = lexi.short_names.sub(lambda m: lexi.names[m.group().lower()], text)
    text = _WHO_IS.sub(r"\1 is", text)
    text = _HAD.sub(" had", text)
    text = _SHORT.sub(lambda m: _FULL[m.group().lower()], text)
    text = _idioms_read(text)
    text = _IN_LAW.sub("-in-law", text)
    text = _TITLE.sub(r"\1", text)
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    return text


def _idioms_read(text: str) -> str:
    lowered = text.lower()
    for idiom in lexicon().idioms:
        for key in idiom.keys:
            if key in lowered:
                text = idiom.said.sub(idiom.read, text)
                break
    return text
