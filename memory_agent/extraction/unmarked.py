"""Masks what is not the speaker's own in a turn typed without marks: nothing says where it ends."""

import re
from collections.abc import Iterator

from memory_agent.extraction.sentences import sentences

Span = tuple[int, int]

_SELF = r"(?:i|i'm|i've|i'd|i'll|im|ive|my|we|we're|we've|our|as an?|dear|hi|hello|hey)"
_OWN = re.compile(
    rf"(?<!\bfor )(?<!\bto )(?<!\bof )(?<!\bin )(?<!\bon )(?<!\babout )(?<!\bwith )(?<!\bby )"
    rf"(?<!\bfrom )(?<!\bat )(?<!\bsay )\b{_SELF}\b",
    re.IGNORECASE,
)
_QUOTING = re.compile(
    r"(?<![\w-])(?<!\bi )(?<!\bi've )(?<!\bi have )(?<!\bi'll )(?<!\bi'd )(?<!\bshould )"
    r"(?<!\bshould've )(?<!\bshould have )(?<!\bto )(?<!\bwe )(?<!\bjust )"
    r"(?:says?|said|goes|wrote|writes|texted|texts|answered|answers|replied|replies|posted"
    r"|(?:it|that|this|which) reads"
    r"|sings?|sang|shouted|claims|left (?:me |us )?this (?:review|note|message|comment)"
    r"|(?:sent|gave|wrote) (?:me|us) this|quote|lyrics?|line (?:is|was)|caption|testimony"
    r"|statement|voicemail|he's like|she's like|they're like|was like)[,:.?]?\s+"
    rf"(?={_SELF}\b)",
    re.IGNORECASE,
)
"""After these stands what somebody else says, writes or sings."""

_WORK = re.compile(
    r"(?:\b(?:tidy up|polish (?=this|the|my|it|up)|proofread|translate|rewrite|rephrase"
    r"|paraphrase|summari[sz]e|shorten"
    r"|edit|correct|improve|reword|simplify|fix the \w+|check the \w+|put (?:this|it) into"
    r"|turn (?:this|the following|it)|the following|make (?:this|the following)"
    r"|how (?:do|would|can) (?:you|i|we) say|say (?:this|that) in|in plain english"
    r"|from \w+ (?:in)?to (?:english|dutch|german|french|spanish|italian|portuguese|polish|turkish"
    r"|arabic|greek|swedish|danish|norwegian|finnish|czech|hungarian|romanian|japanese|korean)"
    r"|vertaal|traduis|traduce|übersetze|übersetz|traduci))\b",
    re.IGNORECASE,
)
"""What follows such a request is the text to be worked on."""

_STORY = re.compile(
    r"\b(?:write|tell|make up|continue|invent|compose|create|give me|draft)\b[^.!?\n]{0,40}?"
    r"\b(?:story|tale|poem|song|lyrics|rap|haiku|limerick|sonnet|monologue|diary entry|scene"
    r"|screenplay|script|fairy ?tale|novel|chapter|character|dialogue|backstory|ballad|verse"
    r"|from the (?:perspective|point of view) of)\b"
    r"|\b(?:pretend|imagine|role-?play|let's play|make believe|suppose|act as|act like"
    r"|you are now|in my (?:novel|story|screenplay|book|play|script|game|comic)"
    r"|my (?:character|hero|heroine|protagonist|narrator|detective)(?! is called)"
    r"|had a dream|dreamed|dreamt|dream (?:where|that|in which))\b",
    re.IGNORECASE,
)
"""What is made up, up to the next question or to a word that says that it is not."""

_ROLES = re.compile(
    r"^[ \t]*(?:customer|agent|client|user|assistant|bot|human|caller|support|interviewer|patient"
    r"|doctor|q|a)[ \t,.:]+(?=(?:hi|hello|hey|dear|i|i'm|im|my|thanks|thank)\b)[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_BACK = re.compile(
    r"\b(?:btw|by the way|for context|for background|in reality|in real life|irl|the real me"
    r"|(?:it's|its|this is|that's) (?:all )?for|these are from|anyway|the teacher gave|does (?:it|"
    r"that|this) (?:sound|read|work)|how (?:do|should|can|would) (?:i|we)|what (?:do|should|does)"
    r"|who (?:sings|wrote|said)|is (?:it|that|this) (?:too|any)|help me|can you|could you|please"
    r"|also)\b",
    re.IGNORECASE,
)
"""With these, opening a sentence or not, the speaker comes back from what is not theirs."""

_PARAGRAPH = re.compile(r"\n\s*\n")


def not_own(text: str, masked: str) -> Iterator[Span]:
    """Return the stretches of a turn that are not the speaker's own, as far as can be told.

    A text handed over goes to the end of its paragraph, what is quoted or made up to the next
    question, or to where the speaker comes back. Generous, for what is masked is only not learned.

    Args:
        text: A turn typed without marks, with those that were restored.
        masked: The character that stands where something is masked already.
    """
    ends = list(sentences(text))
    for match in _ROLES.finditer(text):
        yield match.span()
    for match in _QUOTING.finditer(text):
        yield match.end(), _until(text, match.end(), ends)
    for match in _STORY.finditer(text):
        if not _asked(match, ends, text):
            yield match.end(), _until(text, match.end(), ends)
    for match in _WORK.finditer(text):
        yield from _handed_over(text, match.end(), masked)


def _handed_over(text: str, asked: int, masked: str) -> Iterator[Span]:
    """Return the text to be worked on: the next paragraph, else from its first "I" on."""
    paragraph = _PARAGRAPH.search(text, asked)
    if paragraph:
        following = _PARAGRAPH.search(text, paragraph.end())
        yield paragraph.end(), following.start() if following else len(text)
        return
    begins = _OWN.search(text, asked)
    if begins and masked not in text[asked : begins.start()]:
        yield begins.start(), len(text)


def _asked(cue: re.Match[str], ends: list[tuple[int, int, bool]], text: str) -> bool:
    """Whether a cue opens a question that ends before anything made up could follow."""
    _, end, asks = next(one for one in ends if one[0] <= cue.start() <= one[1])
    return asks and not _OWN.search(text, cue.end(), max(end, cue.end()))


def _until(text: str, start: int, ends: list[tuple[int, int, bool]]) -> int:
    """Return where the speaker comes back: a question of theirs, or a word that says so."""
    stops = [m.start() for m in (_BACK.search(text, start), _PARAGRAPH.search(text, start)) if m]
    stops += [left for left, _, asks in ends if left > start and asks]
    return min(stops, default=len(text))
