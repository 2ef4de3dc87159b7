"""``python -m evals SUITE [--data PATH] [--limit N] [--json OUT] …``: runs one suite."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from evals.report import written
from evals.suites import Options, Split, load, own_options, suites
from memory_agent.domain.errors import InvalidInput, MemoryAgentError

_WRONG_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; return the exit status.

    Args:
        arguments: The words after ``python -m evals``; None means those of this process.
    """
    asked = _parser().parse_args(arguments)
    try:
        _check(asked.data, asked.json)
        report = load(asked.suite)(_options(asked))
    except MemoryAgentError as error:
        print(f"evals: {error}", file=sys.stderr)
        return _WRONG_USAGE
    print(written(report), end="")
    if asked.json is not None:
        asked.json.write_text(json.dumps(report.document, indent=2) + "\n", encoding="utf-8")
    return int(report.failed)


def _parser() -> argparse.ArgumentParser:
    known = "\n".join(f"  {name:<10} {about}" for name, about in suites().items())
    parser = argparse.ArgumentParser(
        prog="python -m evals",
        description="Runs one suite and prints its table.",
        epilog=f"suites:\n{known}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("suite", choices=suites(), metavar="SUITE", help="one of those below")
    parser.add_argument("--data", type=Path, metavar="PATH", help="the suite's data")
    parser.add_argument("--limit", type=_count, metavar="N", help="cases or measurements at most")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures here too")
    own = parser.add_argument_group("of extraction alone", argument_default=argparse.SUPPRESS)
    own.add_argument("--gold", type=Path, metavar="FOLDER", help="gold other than the project's")
    own.add_argument("--split", choices=get_args(Split), help="the part of the gold to run")
    own.add_argument(
        "--failures",
        nargs="?",
        const="dev",
        choices=("dev", "test"),
        help="list what went wrong, of dev unless said otherwise",
    )
    own.add_argument("--model", metavar="PROVIDER:NAME", help="a chat model that extracts")
    return parser


def _options(asked: argparse.Namespace) -> Options:
    """Return what the suite is asked.

    Raises:
        InvalidInput: If it does not take one of the options that were given.
    """
    given = {name: value for name, value in vars(asked).items() if name not in ("suite", "json")}
    others = given.keys() - {"data", "limit"} - own_options(asked.suite)
    if others:
        raise InvalidInput(f"{asked.suite} does not take --{sorted(others)[0]}")
    return Options(**given)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return int(text)


def _check(data: Path | None, out: Path | None) -> None:
    """Refuse paths that cannot be used, before minutes are spent."""
    if data is not None and not data.is_file():
        raise InvalidInput(f"--data {data}: no such file")
    if out is not None and (out.is_dir() or not out.absolute().parent.is_dir()):
        raise InvalidInput(f"--json {out}: not a file that can be written; its folder must exist")


if __name__ == "__main__":
    sys.exit(main())
