"""Secrets that are told by the words before them: "the gate code is 4471#"."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from memory_agent.policies.privacy.phrases import told_phrase
from memory_agent.policies.privacy.spans import Span, secrets_data

_FOR = (
    r"(?:\s+(?:for|to|of|on|at|in|with|del?|da|do|für|pour|du|para)\s+"
    r"(?:(?:the|my|our|your|his|her|their|this|that)\s+)?[\w.@'’&+-]+(?:\s+[\w.@'’&+-]+){0,3}?)?"
)
_MARKS = r"[*_`\"']{0,3}"
_STILL = (
    r"(?:(?:still|now|currently|actually|just|simply|always|literally|basically|both|set to"
    r"|changed to|reset to|going to be|supposed to be|probably|this|the following|again)\s*:?\s+)*"
)
_SAYS = (
    rf"(?:{_MARKS}\s*(?:[:=：]{{1,2}}>?|->|→|–|—)\s*{_MARKS}\s*"
    rf"|\s*(?:是|は|为|為)\s*"
    rf"|\s+(?:is|was|are|were|will be|should be|became|remains|ist|lautet|war|est|c['’]est|es|é"
    rf"|è|era|jest|är|este|это)"
    rf"\s*:?\s+{_STILL}"
    rf"|['’]s\s+{_STILL}"
    rf"|,?\s+(?:it['’]?s|it is|which is|that['’]s|namely)\s+{_STILL})"
)
_CHANGED = (
    r"(?:\s+(?:(?:was|is|has|been|got|just|now)\s+)*(?:changed|reset|set|updated|switched))?"
    r"(?:\s+from\s+(?P<old>\S{3,64}))?\s+(?:to|as)\s+"
)
_PLAIN = r"\s+"
_AFTER = r"(?:\s*[,?]\s*|\s+(?:(?:is|was)\s+[A-Za-z'’ ]{2,25}[,:–—-]\s*)?)"
"""Before digits, a comma or the sign of a question may stand, too: "My PIN? 4821."."""

_QUOTED = re.compile(r"[\"“”‘'«`]([^\"“”‘’'»`\n]{2,80})[\"“”’'»`]")
_BARE = re.compile(r"[^\s,;\"“”«»<>{}()\[\]`]{3,128}")
_REST = re.compile(r"[^\s.,;:!?()\[\]\n]+")
_ENDS = re.compile(
    r"\s*(?:\Z|[.!?,;:)\n\"”'’–—]|(?:and|but|for|so|if|btw|please|because|in case|thanks|ok|lol"
    r"|don['’]?t|do|on|at|in|und|et|y|e)\b)"
)
_SYMBOL = re.compile(r"[@#$%^&*+=_~|\\!?]")
_COUNTED = ["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_SPOKEN = rf"(?:(?:{'|'.join(_COUNTED)})[\s,-]+){{3,11}}(?:{'|'.join(_COUNTED)})\b"
_BEFORE = re.compile(
    rf"(?P<value>(?<![^\s\"“(])[^\s,;\"“”]{{4,64}}|\b{_SPOKEN})[\"”]?\s+(?:is|as|was)\s+"
    r"(?:my|the|our|your|his|her|their|a)\s+(?:new\s+|old\s+)?(?:[\w-]+\s+){0,2}?\Z",
    re.IGNORECASE,
)
"""What stands before "my PIN" in "4821 is my PIN"."""

_BACK = 120
"""Characters before what a secret is called in which it may stand."""

_NUMERIC = re.compile(rf"#?\d(?:[ -]?\d){{3,11}}#?(?![\w-]*\d|[.,:/]\d)|{_SPOKEN}", re.IGNORECASE)
_CODE = re.compile(
    rf"[#*]?(?=[A-Za-z]{{0,4}}[-#*]?\d)[A-Za-z0-9](?:[-#*. ]?[A-Za-z]?\d|[-#*]?[A-Za-z0-9]){{2,20}}"
    rf"[#*]?(?![\w])|{_SPOKEN}",
    re.IGNORECASE,
)
_BLOB = re.compile(r"(?=[A-Za-z_.+/~-]*\d|\S{20})[A-Za-z0-9_.+/~-]{8,}=*(?![\w(\[])")
_LONG = 24
"""Characters of a key at least that has fewer digits than others."""

_NEXT = re.compile(r"\s*(?:,|;|/|\n|\band\b)\s*(?=\d{4})")
_CONSPICUOUS = re.compile(
    r"(?<![\w@/.:])(?=[^\s,;]*[A-Za-z])(?=[^\s,;]*\d)"
    r"(?:[A-Za-z\d]+[!@#$%^&*]+(?=[A-Za-z\d])[^\s,;?\"'()]*"
    r"|[A-Za-z]{3,}\d{4,}!+)(?![\w.@]*@)"
)
_OPENS = re.compile(
    r"(?<![\w.,])(?P<secret>[#*]?\d{3,8}[#*]?) (?:opens|unlocks|disarms|will open|gets (?:you"
    r"|us) in)\b",
    re.IGNORECASE,
)
_TYPED = re.compile(
    r"\b(?:type|enter|press|punch(?: in)?|dial|key in"
    r"|input)\s+(?P<secret>[#*]?\d{3,8}[#*]?)(?![\w.,]*\d)"
    r"[^.!?\n]{0,40}\b(?:to open|opens|unlock|disarm|door|gate|alarm|panel|keypad|lock)\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(rf"\d[ .*#-]?[A-Za-z]?\d|\d[A-Za-z]|[A-Za-z]\d|\b{_SPOKEN}", re.IGNORECASE)
"""No code, no number stands in a text without this."""

_ID = re.compile(
    r"(?:[A-Z]{1,4}[ -]?|[a-z]{1,4})?\d(?:[ .\-/]?(?:\d|[A-Z]{1,2}(?![A-Za-z])|[a-z](?![a-z])))"
    r"{4,28}(?!\w)"
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?!\d)|(?:19|20)\d\d(?!\d)")
_EXAMPLE = re.compile(r"[*•xX.…_?#-]+|.*your.*|\$.*|%.*%|\[.* removed\]", re.IGNORECASE)

Value = Callable[[str, int], int]
"""Given a text and where a value begins, where it ends: there if it is none."""


@cache
def _classes() -> tuple[tuple[str, tuple[str, ...], Value, tuple[re.Pattern[str], ...]], ...]:
    return tuple(
        (
            entry["kind"],
            tuple(entry["hints"]),
            value_of(entry["value"]),
            _around(entry["words"], _AFTER if entry["value"] in {"digits", "code"} else _PLAIN),
        )
        for entry in secrets_data()["said"]
    )


@cache
def value_of(name: str) -> Value:
    """Return how a secret of a name in ``secrets.toml`` is read where it begins."""
    values = {
        "password": _password,
        "strong": _strong,
        "digits": _shaped(_NUMERIC),
        "code": _shaped(_CODE),
        "blob": _shaped(_BLOB),
        "id": _shaped(_ID),
        "phrase": told_phrase,
        "rest": _rest,
    }
    return values[name]


@cache
def _numeric() -> tuple[Value, ...]:
    return tuple(value_of(name) for name in ("digits", "code", "id"))


def _around(words: list[str], plain: str) -> tuple[re.Pattern[str], ...]:
    called = rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_]|_\w)"
    return (
        re.compile(rf"{called}{_FOR}{_SAYS}", re.IGNORECASE),
        re.compile(rf"{called}(?:{_CHANGED}|{plain})", re.IGNORECASE),
        re.compile(called, re.IGNORECASE),
    )


def said(text: str) -> Iterator[Span]:
    """Find what the words before it, or after it, say is a secret."""
    lowered = text.lower()
    counted = _COUNTS.search(text) is not None
    for pattern in (_OPENS, _TYPED) if counted else ():
        for match in pattern.finditer(text):
            yield Span(*match.span("secret"), "access code")
    for kind, hints, value, (says, plainly, called) in _classes():
        if not any(hint in lowered for hint in hints) or (value in _numeric() and not counted):
            continue
        for match in says.finditer(text):
            yield from _span(text, match.end(), value, kind)
        if value is _password:
            yield from _conspicuous(text, kind)
        surely = _strong if value is _password else value
        for match in plainly.finditer(text):
            if match.group("old"):
                yield from _span(text, match.start("old"), surely, kind)
            yield from _span(text, match.end(), surely, kind)
        for match in called.finditer(text) if value is not told_phrase else ():
            window = max(0, match.start() - _BACK)
            before = _BEFORE.search(text, window, match.start())
            if before is not None:
                yield from _span(text, before.start("value"), surely, kind)


def _span(text: str, start: int, value: Value, kind: str) -> Iterator[Span]:
    quoted = _QUOTED.match(text, start)
    if quoted and value in {_password, _strong}:
        if not _is_example(quoted.group(1)):
            yield Span(*quoted.span(1), kind)
        return
    start += 1 if quoted else 0
    end = value(text, start)
    if end > start:
        yield Span(start, end, kind)
        if value is value_of("code") and end - start > len("1234"):
            yield from (Span(left, right, kind) for left, right in _listed(text, end, value))


def _conspicuous(text: str, kind: str) -> Iterator[Span]:
    """Find what looks like nothing but a password, in a text that speaks of one."""
    for match in _CONSPICUOUS.finditer(text):
        if not _is_example(match.group()):
            yield Span(*match.span(), kind)


def _listed(text: str, end: int, value: Value) -> Iterator[tuple[int, int]]:
    """Find the codes that are listed after the first: "8712-3391, 5520-1187"."""
    while (comma := _NEXT.match(text, end)) is not None:
        start, end = comma.end(), value(text, comma.end())
        if end == start:
            return
        yield start, end


def _shaped(pattern: re.Pattern[str]) -> Value:
    def value(text: str, start: int) -> int:
        match = pattern.match(text, start)
        if match is None or _is_example(match.group()) or _counts(text, match.end()):
            return start
        if pattern in (_ID, _NUMERIC) and _DATE.fullmatch(match.group()):
            return start
        digits = sum(character.isdigit() for character in match.group())
        spelt = match.group().isascii() and digits == 0
        long = pattern is _BLOB and len(match.group()) >= _LONG
        return match.end() if digits >= 3 or spelt or long else start

    return value


def _strong(text: str, start: int) -> int:
    """Take a word that no dictionary has: with a digit, a symbol or a capital inside."""
    word = _word(text, start)
    return start + len(word) if word and _is_strong(word, text, start) else start


def _password(text: str, start: int) -> int:
    """Take a strong word, or plain ones that end the clause and describe no password."""
    end = _strong(text, start)
    if end > start:
        return end
    written = text[max(0, start - 8) : start].rstrip().endswith((":", "="))
    at, count = start, 0
    while (word := _REST.match(text, at)) and count < 8:
        if not _may_be_password(word.group(), plainly=not written):
            return start
        count += 1
        if _ENDS.match(text, word.end()):
            return word.end()
        space = re.compile(r"[ \t]+").match(text, word.end())
        if space is None:
            return start
        at = space.end()
    return start


def _rest(text: str, start: int) -> int:
    """Take what is left of the clause, whatever it is."""
    match = re.compile(r"[^.!?\n,;]{2,60}").match(text, start)
    return len(text[: match.end()].rstrip()) if match else start


def _word(text: str, start: int) -> str:
    match = _BARE.match(text, start)
    return match.group().rstrip(".:?)*’'") if match else ""


def _is_strong(word: str, text: str, start: int) -> bool:
    inside = word.rstrip("!?")
    if len(word) < 3 or _is_example(word) or word.lower().startswith(("http:", "https:", "www.")):
        return False
    if any(character.isdigit() for character in word):
        counted = re.fullmatch(r"\d+(?:[-+–]\d*)?(?:-?(?:char|digit|letter|word|bit)\w*)?", word)
        return not (counted and (_counts(text, start + len(word)) or not word.isdigit()))
    capital = re.search(r"[a-z][A-Z]", inside) is not None
    return _SYMBOL.search(inside) is not None or capital


def _may_be_password(word: str, *, plainly: bool) -> bool:
    lowered = word.lower().strip("’'\"")
    return (
        len(lowered) > 2
        and lowered.isalpha()
        and lowered not in _words("not_passwords")
        and not (plainly and lowered.endswith(tuple(_words("not_password_endings"))))
        and not _is_example(word)
    )


def _is_example(word: str) -> bool:
    return word.lower() in _words("placeholders") or bool(_EXAMPLE.fullmatch(word))


def _counts(text: str, end: int) -> bool:
    following = re.compile(r"[\s-]{0,2}(\w+|%)").match(text, end)
    return following is not None and following.group(1).lower() in _words("units")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(secrets_data()[name])
