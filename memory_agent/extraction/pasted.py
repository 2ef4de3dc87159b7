"""Pasted text that says by its form that it is nobody's statement: markup, transcripts, a context.

What it frames may read like the user's own words ("User: I love spam"), and is an example, a
page, a log, or what was recalled.
"""

import re

_ROLES = (
    r"(?:user|human|assistant|ai|system|bot|chatbot|chatgpt|gpt(?:-\w+)?|claude|gemini|llm|model|tool"
    r"|developer|function|agent|customer|interviewer|interviewee|narrator|instruction|response|prompt"
    r"|input|output|example(?: \d+)?|speaker(?: \w+)?|person \w+|q\d*|a\d*)"
)
_SECTIONS = "Who|People|Work|Health|Preferences|Instructions|Plans"

PASTED = (
    # Chat templates: <|im_start|>user …, [INST] …, <<SYS>> …; to the end, whatever closes them
    re.compile(r"<[|｜].*?[|｜]>.*", re.DOTALL),
    re.compile(r"\[/?(?:INST|SYSTEM|USER|ASSISTANT)\].*", re.DOTALL | re.IGNORECASE),
    re.compile(r"<<\s*/?SYS\s*>>.*", re.DOTALL | re.IGNORECASE),
    re.compile(
        r"^#{2,}\s*(?:Instruction|Response|Input|System|User|Assistant|Human)s?\b.*",
        re.DOTALL | re.MULTILINE | re.IGNORECASE,
    ),
    re.compile(r"\bBEGIN (?:SYSTEM|PROMPT|INSTRUCTIONS?|MEMORY|CONTEXT)\b.*", re.DOTALL),
    re.compile(r"~~~.*?(?:~~~|\Z)", re.DOTALL),
    # Markup: comments, elements with what they hold, tags that nothing closes
    re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL),
    re.compile(r"[<＜]/?memory-context.*", re.DOTALL | re.IGNORECASE),
    re.compile(r"<(?:br|hr|img|input|link|meta)\b[^<>]*>", re.IGNORECASE),
    re.compile(r"<([A-Za-z][\w:-]*)(?:\s+[\w:-]+\s*=[^<>]*)?\s*>.*?(?:</\1\s*>|\Z)", re.DOTALL),
    re.compile(r"</[A-Za-z][\w:-]*\s*>"),
    # JSON, YAML and the like: a key in quotation marks, or a role
    re.compile(r"[\[{]\s*\{?\s*[\"'][\w -]+[\"']\s*:.*?(?:[\]}](?=\s*(?:\Z|\n))|\Z)", re.DOTALL),
    re.compile(
        r"^[ \t]{0,12}-?[ \t]{0,4}(?:role|content|memory|fact)\s*:.*$", re.MULTILINE | re.IGNORECASE
    ),
    # A transcript: a role, a colon, and all up to the blank line
    re.compile(
        rf"^[ \t>*_#-]{{0,12}}(?:\[[\d:. apm]+\]\s*)?{_ROLES}[*_]*\s*[:：>][*_]*[ \t].*"
        r"(?:\n(?!\s*\n).*)*",
        re.MULTILINE | re.IGNORECASE,
    ),
    re.compile(
        rf"^[ \t]{{0,12}}{_ROLES}[*_]*\s*[:：]\s*\n(?:(?!\s*\n).+\n?)*",
        re.MULTILINE | re.IGNORECASE,
    ),
    # What another said: "you said: …"
    re.compile(
        r"\b(?:you|it|he|she|they|chatgpt|claude|the (?:assistant|bot|ai|page|site|website|article)"
        r") (?:said|wrote|told me|replied|answered|says|writes|answers)\s*:.*(?:\n(?!\s*\n).*)*",
        re.IGNORECASE,
    ),
    # Letters with their head, and pages that are announced
    re.compile(r"^(?:From|To|Subject|Von|Betreff): .*\n(?:.*\n?)*", re.MULTILINE),
    re.compile(
        r"\b(?:copied|pasted|taken|quoted|an? (?:excerpt|extract|quote)) from\b[^\n:]{0,80}:.*",
        re.DOTALL | re.IGNORECASE,
    ),
    # Orders over the head of the user: what follows is no statement, whoever wrote it
    re.compile(
        r"\b(?:ignore|disregard|forget|override)\s+(?:(?:all|any|the|your|of|my)\s+)*"
        r"(?:(?:previous|prior|above|earlier|preceding|existing|system)\s+){1,2}(?:instruction|rule"
        r"|prompt|message|context|conversation|direction|guideline|setting|order|training)s?\b.*",
        re.DOTALL | re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:new|updated|secret) (?:system )?(?:prompt|instructions?)\s*:.*",
        re.DOTALL | re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:system|developer) (?:override|message|note|notice|update)\s*:.*",
        re.DOTALL | re.IGNORECASE,
    ),
    # What a context puts into a prompt, without its frame
    re.compile(r"^[ \t]{0,12}[-*]?[ \t]{0,4}\[\d{4}-\d\d-\d\d\].*$", re.MULTILINE),
    re.compile(r"^## (?:Profile|Relevant|Said before)\b.*$", re.MULTILINE),
    re.compile(r"^Notes on the user from earlier conversations.*$", re.MULTILINE),
    re.compile(rf"(?:^(?:{_SECTIONS}): .*(?:\n|\Z)){{2,}}", re.MULTILINE),
)
"""Patterns, each of something to mask whole; tried in this order."""
