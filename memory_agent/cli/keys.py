"""Commands that make a home and keep its key: init, rekey."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from memory_agent.cli.asking import new_passphrase, passphrase_asker
from memory_agent.cli.options import Json, examples
from memory_agent.cli.output import print_json, say
from memory_agent.cli.records import Document
from memory_agent.cli.scope import scope_of
from memory_agent.domain.errors import InvalidInput

if TYPE_CHECKING:
    from memory_stores.encryption import KeySource

app = typer.Typer()

_NEW_PASSPHRASE = "MEMORY_AGENT_NEW_PASSPHRASE"  # noqa: S105 - a variable's name

InFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar="PATH",
        help="Keep the key in this file, outside the home; it is made if it is not there.",
    ),
]
InKeyring = Annotated[
    bool, typer.Option("--keyring", help="Keep the key in the operating system's keyring.")
]
InHead = Annotated[
    bool,
    typer.Option(
        "--passphrase", help="Derive the key from a passphrase (so it is without the others)."
    ),
]


@app.command(
    epilog=examples("init", "init --encrypt", "--home /srv/life init --encrypt --key-file /mnt/k")
)
def init(
    context: typer.Context,
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help="Encrypt every file of it; only a new home can be.")
    ] = False,
    key_file: InFile = None,
    keyring: InKeyring = False,
    passphrase: InHead = False,
    as_json: Json = False,
) -> None:
    """Make the home folder, encrypted or not.

    Without it the first command that needs the home makes one that is not encrypted. A passphrase
    is asked for twice, or taken from MEMORY_AGENT_PASSPHRASE. Without the key nobody can read an
    encrypted home again.
    """
    from memory_stores.encryption import create, is_encrypted
    from memory_stores.encryption.header import read_header
    from memory_stores.encryption.kept import PASSPHRASE_VARIABLE

    home = scope_of(context).home
    _at_most_one(key_file, keyring, passphrase)
    if encrypt:
        if is_encrypted(home):
            raise InvalidInput(f"{home} is encrypted already; `memory-agent rekey` changes its key")
        create(home, _source(key_file, keyring, PASSPHRASE_VARIABLE))
    elif key_file or keyring or passphrase:
        raise typer.BadParameter("a key is for an encrypted home: accepted beside --encrypt only")
    else:
        with scope_of(context).memory():
            pass
    header = read_header(home)
    method = None if header is None else header.kept.method
    if as_json:
        print_json(_document(home, method))
    else:
        how = f"encrypted, key kept by {_by(method)}" if method else "in plain text"
        say(f"{home} is ready, {how}")


@app.command(epilog=examples("rekey", "rekey --key-file /mnt/stick/memory-agent.key"))
def rekey(
    context: typer.Context,
    key_file: InFile = None,
    keyring: InKeyring = False,
    passphrase: InHead = False,
    as_json: Json = False,
) -> None:
    """Change the key of an encrypted home, and how it is kept.

    The old key opens nothing any more. A new passphrase is asked for twice, or taken from
    MEMORY_AGENT_NEW_PASSPHRASE.
    """
    from memory_stores.encryption import open_keys

    home = scope_of(context).home
    _at_most_one(key_file, keyring, passphrase)
    keys = open_keys(home, passphrase_asker())
    if keys is None:
        raise InvalidInput(
            f"{home} is not encrypted, and has no key; `memory-agent init --encrypt` makes an "
            "encrypted home, and export and import carry users into it"
        )
    keys.rewrap(_source(key_file, keyring, _NEW_PASSPHRASE))
    if as_json:
        print_json(_document(home, keys.method))
    else:
        say(f"{home} has a new key, kept by {_by(keys.method)}")


def _at_most_one(key_file: Path | None, keyring: bool, passphrase: bool) -> None:
    if sum((key_file is not None, keyring, passphrase)) > 1:
        raise typer.BadParameter("accepted is one of --key-file, --keyring and --passphrase")


def _source(key_file: Path | None, keyring: bool, variable: str) -> "KeySource":
    from memory_stores.encryption import KeyFile, Keyring, Passphrase

    if key_file is not None:
        return KeyFile(key_file)
    return Keyring() if keyring else Passphrase(new_passphrase(variable))


def _document(home: Path, method: str | None) -> Document:
    return {"home": str(home), "encrypted": method is not None, "method": method}


def _by(method: str) -> str:
    names = {"file": "the key file", "keyring": "the keyring", "passphrase": "your passphrase"}
    return names[method]
