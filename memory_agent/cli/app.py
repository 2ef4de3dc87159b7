"""The command line as a whole: global options, the groups of commands, and its edge.

Nothing heavy is imported here or in the groups: ``memory-agent list`` has to answer at once.
"""

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from memory_agent.cli import (
    differences,
    doctor,
    edit,
    entity,
    erasing,
    graph,
    ingest,
    keys,
    moving,
    past,
    policy,
    read,
    replaying,
    trust,
    upkeep,
    write,
)
from memory_agent.cli.options import examples
from memory_agent.cli.output import say
from memory_agent.cli.scope import Scope
from memory_agent.domain.errors import MemoryAgentError

_REFUSED = 1
_INTERRUPTED = 128 + 2  # as a shell reports SIGINT
_PIPE_CLOSED = 128 + 13  # as a shell reports SIGPIPE


class Edge(TyperGroup):
    """Where what a command raises becomes a message on stderr and an exit status."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what it printed has left the process when this returns.

        Raises:
            typer.Exit: With the status, if the command did not get to its end.
        """
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):  # not every terminal knows every character
                stream.reconfigure(errors="backslashreplace")
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except MemoryAgentError as error:
            say(f"memory-agent: {error}")
            raise typer.Exit(_REFUSED) from None
        except KeyboardInterrupt:
            say("memory-agent: interrupted")
            raise typer.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            _drop_unwritten()
            raise typer.Exit(_PIPE_CLOSED) from None
        except OSError as error:
            _drop_unwritten()
            say(f"memory-agent: {error}")
            raise typer.Exit(_REFUSED) from None
        return result


def _drop_unwritten() -> None:
    """Lead a stdout that takes no more nowhere: Python would try again at exit, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=Edge,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
_GROUPS = (
    *(ingest, write, edit, trust, policy, read, past, differences, graph, entity, replaying),
    *(erasing, moving, upkeep, keys, doctor),
)
for group in _GROUPS:
    app.add_typer(group.app)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"memory-agent {version('memory-agent')}")
        raise typer.Exit


@app.callback(
    epilog=examples(
        'add "I live in Lisbon and I am allergic to peanuts."',
        'context "ideas for dinner"',
        "--user ana list --kind preference",
    )
)
def scope(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            envvar="MEMORY_AGENT_HOME",
            help="The folder that holds everything, if not ~/.memory-agent.",
        ),
    ] = None,
    user: Annotated[
        str | None,
        typer.Option(
            metavar="USER",
            envvar="MEMORY_AGENT_USER",
            help="Whose memories, if not those of the user called default.",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            envvar="MEMORY_AGENT_MODEL",
            help="The chat model that reads what is added, such as openai:gpt-5-mini; "
            "without one the local extractor does.",
        ),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """A lifelong user memory: reads conversations in, keeps what matters, gives it to a prompt.

    Exit status: 0 done, 1 refused or not found, 2 wrong usage, 130 interrupted.
    """
    context.obj = Scope(
        home=(home or Path("~/.memory-agent")).expanduser(),
        user="default" if user is None else user,
        user_given=user is not None,
        model=model or None,
    )


def main() -> None:
    """Run the command line of this process."""
    app(prog_name="memory-agent")
