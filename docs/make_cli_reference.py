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
| 130 | interrupted by Ctrl-C: nothing is half-done, and stderr says how to go on |
| 141 | whoever read the output stopped reading |

`revert` and `erase` show what they are about to do and ask. Where stdin is no terminal nobody can
answer, and they need `--yes`.

## Environment

| variable | says |
|---|---|
| `MEMORY_AGENT_HOME` | the home, if not `--home` |
| `MEMORY_AGENT_USER` | the user, if not `--user` |
| `MEMORY_AGENT_MODEL` | the chat model that reads what is added, if not `--model` |
| `MEMORY_AGENT_PASSPHRASE` | the passphrase of an encrypted home; without it a terminal is asked |
| `MEMORY_AGENT_NEW_PASSPHRASE` | the one that `rekey` changes it to |
| `MEMORY_AGENT_KEY_FILE` | where the key file is now, if not where it was made |
| `MEMORY_AGENT_CACHE` | the folder of the models' cache |
| `VISUAL`, `EDITOR` | what `edit` opens |
| `NO_COLOR` | no colours |

## JSON

Times are ISO 8601 with a zone, ids are opaque strings, what is not known is `null`.

| command | document |
|---|---|
| `ingest` | `{"turns","added","updated","superseded","retracted","ignored","seconds"}` |
| `add` | `[{"op","memory"}]` |
| `list` | `[memory]` |
| `show`, `edit`, `pin`, `unpin`, `forget`, `restore` | `memory` |
| `search` | `[{"id","type","text","score","session_id","turn_id","said_at"}]` |
| `context` | `{"text","tokens","memories":[id],"turns":[id]}` |
| `history`, `log` | `[revision]` |
| `revert` | `[revision]`: those that the undoing made |
| `diff` | `[{"change","memory_id","before":memory,"after":memory,"words"}]` |
| `profile` | `{"text","tokens"}` |
| `graph` | `{"nodes":[{"id","name","aliases":[name]}],"edges":[edge]}` |
| `entity list` | `[{"id","name","aliases":[name]}]` |
| `entity merge`, `entity split` | `[{"op","memory"}]` |
| `replay` | `[call]` |
| `replay CONTEXT-ID` | `call` with `"today":context,"gone":[line],"added":[line]` |
| `erase` | `receipt` |
| `receipts` | `[receipt]` |
| `approve`, `reject`, `policy opt-out`, `policy opt-in` | `[{"op","memory"}]` |
| `policy` | `{"expire":{name:days},"never_remember":[topic],"opt_outs":[memory]}` |
| `maintain` | `[{"op","memory","reason"}]` |
| `export`, `import`, `rebuild`, `stats` | one count a name |
| `reembed` | `{"embedded"}` |
| `verify` | `{"checked":{name:count},"problems":[text],"head"}` |
| `doctor` | `{"problems":n,"warnings":n,"checks":[{"check","status","found","help"}]}` |
| `init`, `rekey` | `{"home","encrypted","method"}` |

`memory` is `{"id","kind","text","subject","predicate","object","polarity","status","confidence",
"valid_from","valid_to","recorded_at","version","pinned","source"}`, with `source`
`{"turn_id","session_id","quote","role"}`, or `null` where a person wrote it directly. `kind` is
one of `fact`, `preference`, `event`, `instruction`; `status` one of `current`, `superseded`,
`retracted`, `faded`, `quarantined`; `polarity` is 1 (likes), -1 (dislikes) or 0 (neither).

`revision` is `{"number","op","memory_id","version","text","reason","actor","recorded_at","turn_id",
"displaced","status","valid_from","valid_to","source"}`: `number` is its place among all revisions
of the user, `version` among those of the memory; `text`, `status`, `valid_from` and `valid_to` are
the memory's after it, and `null` once that is erased; `displaced` is the number of the revision
whose memory this one took the place of; `source` is the words that caused it, shaped as a memory's.
`op` is one of `add`, `update`, `supersede`, `retract`, `reinforce`, `fade`, `restore`, `erase`.

In `diff`, `change` is `added`, `changed`, `superseded` or `gone`; `before` is `null` for what was
added, `after` for what was erased since; `words` is the sentence with `[-what is gone-]` and
`{+what is new+}`, or `null` where there is no sentence to compare with.

`edge` is `{"source","target","predicate","memory_id","valid_from","valid_to"}`: the ids of two
nodes, and the memory that says what holds between them.

`call` is `{"id","at","query","budget","filters","text","tokens","memories":[id],"turns":[id],
"revision"}`: what a prompt was given, and the number of the newest revision then; `context` is what
`context` gives.

`receipt` is `{"id","at","erased","turns","revisions","scanned":[path],"residue","commitment",
"salt","kept":[id]}`: how many memories, turns and revisions were destroyed, the files that were
searched for them, in how many places something was left, and the ids of what was left because
something else says the same. `commitment` is the HMAC-SHA-256 of what was destroyed, keyed with
`salt`; the salt is given once, by `erase`, and kept nowhere.

In `doctor`, `status` is `ok`, `warning` or `problem`. `method` is `passphrase`, `file`, `keyring`,
or `null` for a home that is not encrypted.

In what `ingest` counts, `turns` are those that were new, and `updated` counts memories that were
updated and memories that were said again.
"""


def reference() -> str:
    """Return the whole page."""
    return "\n".join([INTRODUCTION, _section(), *(_section(*words) for words in commands())])


def commands() -> list[tuple[str, ...]]:
    """Return the words of all commands, in the order of the help."""
    group = get_command(app)
    if not isinstance(group, TyperGroup):
        raise TypeError(f"the command line is no group of commands but {group!r}")
    return [
        words
        for name, command in group.commands.items()
        for words in (
            [(name, inner) for inner in command.commands]
            if isinstance(command, TyperGroup)
            else [(name,)]
        )
    ]


def _section(*command: str) -> str:
    shown = CliRunner().invoke(app, [*command, "--help"], prog_name="memory-agent")
    return f"## {' '.join(('memory-agent', *command))}\n\n```text\n{shown.stdout.strip()}\n```\n"


if __name__ == "__main__":
    Path(__file__).with_name("cli.md").write_text(reference(), encoding="utf-8")
