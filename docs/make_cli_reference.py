"""Writes ``cli.md`` beside this file, from what ``memory-agent --help`` says.

Usage: ``python docs/make_cli_reference.py``
"""

from pathlib import Path

from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from memory_agent.cli.app import app

INTRODUCTION = """\
# Command line

Made from `memory-agent --help` by `python docs/make_cli_reference.py`: change the help texts
in `memory_agent/cli/`, then run it again.

## Output

Results go to stdout; messages, progress and errors go to stderr. On a terminal results are tables
in colour (not in colour if `NO_COLOR` is set). Into a pipe or file every result is one line of
tab-separated cells, whole and without a heading, with `-` for a cell that holds nothing. With
`--json` stdout holds one JSON document and nothing else.

| exit status | means |
|---|---|
| 0 | done |
| 1 | refused, or not found: stderr says what, and what would be accepted |
| 2 | wrong usage |
| 130 | interrupted by Ctrl-C: what was done until then stays |
| 141 | whoever read the output stopped reading |

## JSON

Times are ISO 8601 with a zone, ids are opaque strings, what is not known is `null`.

| command | document |
|---|---|
| `ingest` | `{"turns","added","updated","superseded","retracted","ignored","seconds"}` |
| `add` | `[{"op","memory"}]` |
| `list` | `[memory]` |
| `show`, `forget`, `restore` | `memory` |
| `search` | `[{"id","type","text","score","session_id","turn_id","said_at"}]` |
| `context` | `{"text","tokens","memories":[id],"turns":[id]}` |
| `history` | `[revision]` |
| `profile` | `{"text","tokens"}` |
| `maintain` | `[{"op","memory","reason"}]` |
| `stats` | one count a name |

`memory` is `{"id","kind","text","subject","predicate","object","polarity","status","confidence",
"valid_from","valid_to","recorded_at","version","pinned","source"}`, with `source`
`{"turn_id","session_id","quote","role"}`, or `null` where a person wrote it directly. `kind` is
one of `fact`, `preference`, `event`, `instruction`; `status` one of `current`, `superseded`,
`retracted`, `faded`, `quarantined`; `polarity` is 1 (likes), -1 (dislikes) or 0 (neither).

`revision` is `{"number","op","memory_id","version","text","reason","actor","recorded_at","turn_id",
"displaced","status","valid_from","valid_to"}`: `number` is its place among all revisions of the
user, `version` among those of the memory; `text`, `status`, `valid_from` and `valid_to` are the
memory's after it; `displaced` is the number of the revision whose memory this one took the place
of. `op` is one of `add`, `update`, `supersede`, `retract`, `reinforce`, `fade`, `restore`, `erase`.

In what `ingest` counts, `turns` are those that were new, and `updated` counts memories that were
updated and memories that were said again.
"""


def reference() -> str:
    """Return the whole page."""
    return "\n".join([INTRODUCTION, _section(), *map(_section, commands())])


def commands() -> list[str]:
    """Return the names of all commands, in the order of the help."""
    group = get_command(app)
    if not isinstance(group, TyperGroup):
        raise TypeError(f"the command line is no group of commands but {group!r}")
    return list(group.commands)


def _section(*command: str) -> str:
    shown = CliRunner().invoke(app, [*command, "--help"], prog_name="memory-agent")
    return f"## {' '.join(('memory-agent', *command))}\n\n```text\n{shown.stdout.strip()}\n```\n"


if __name__ == "__main__":
    Path(__file__).with_name("cli.md").write_text(reference(), encoding="utf-8")
