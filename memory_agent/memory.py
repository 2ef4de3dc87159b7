"""Memory: the one object that an app needs."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from memory_agent.context_log import ContextLog
from memory_agent.digesting import Digester
from memory_agent.domain.errors import InvalidInput
from memory_agent.models import Embedder, MiniLM, WordPieceCounter
from memory_agent.operations.editing import Editing
from memory_agent.operations.erasing import Erasing
from memory_agent.operations.identifying import Identifying
from memory_agent.operations.learning import Learning
from memory_agent.operations.moving import Moving
from memory_agent.operations.trusting import Trusting
from memory_agent.reading import Reader
from memory_agent.settings import Settings
from memory_stores import Stores

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from memory_agent.extraction import Extractor
    from memory_stores.encryption import HomeKeys

Passphrase: TypeAlias = str | Callable[[], str] | None


class Memory(Learning, Identifying, Editing, Trusting, Erasing, Moving):
    """The memories of all users under one home folder. Safe to share between threads.

    Make one with `Memory.open`, and close it, or use it as a context manager.
    """

    def __init__(
        self,
        home: Path,
        embedder: Embedder | None,
        settings: Settings,
        passphrase: Passphrase,
        model: "BaseChatModel | str | None" = None,
    ) -> None:
        self.home = home
        self._settings = settings
        self._embedder = embedder or MiniLM(threads=settings.embedder_threads)
        counter = WordPieceCounter()
        over = None if model is None else _read_by(model, counter, settings.model_timeout)
        self._stores = Stores(
            home,
            max_open=settings.max_open_users,
            vector_cache_bytes=settings.vector_cache_mb << 20,
            busy_timeout=settings.busy_timeout,
            vector_index=settings.vector_index,
            keys=_keys(home, passphrase),
        )
        self._digester = Digester(self._stores, self._embedder, settings.digest_batch, over)
        self._reader = Reader(
            self._stores,
            self._embedder,
            counter,
            settings.profile_tokens,
            ContextLog(self._stores, settings.logged_contexts),
        )
        if settings.catch_up:
            for user_id in self._stores.ledgers.unclean():
                self._digester.later(user_id)

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        model: "BaseChatModel | str | None" = None,
        embedder: Embedder | None = None,
        settings: Settings | None = None,
        passphrase: Passphrase = None,
    ) -> "Memory":
        """Open the memories under a home folder, making it if it is not there.

        Turns that a killed process left undigested are digested in the background.

        Args:
            path: The home; None means ``$MEMORY_AGENT_HOME``, or ``~/.memory-agent``.
            model: Reads what was said: any LangChain chat model, or the name of one for
                ``init_chat_model``. Turns that it fails at are read by the local extractor, and
                so is everything where it is None.
            embedder: Makes vectors; None means all-MiniLM-L6-v2.
            settings: Limits and sizes.
            passphrase: Opens an encrypted home that has one, or asks for it; None means
                ``$MEMORY_AGENT_PASSPHRASE``.

        Raises:
            HomeNotUsable: If the folder cannot be made or used.
            KeyUnavailable: If the home is encrypted and no key was given or found.
            WrongKey: If the key is not this home's.
            InvalidInput: If a passphrase is given for a home that is not encrypted, or what is
                given as a model is none.
            ModelUnavailable: If the chat model's package is missing, or refuses to make it.
        """
        chosen = path or os.environ.get("MEMORY_AGENT_HOME") or "~/.memory-agent"
        home = Path(chosen).expanduser().absolute()
        return cls(home, embedder, settings or Settings(), passphrase, model)

    def close(self) -> None:
        """Digest what waits, then close every file."""
        self._digester.close()
        self._reader.log.close()
        self._stores.close()

    def __enter__(self) -> "Memory":
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def _read_by(
    model: "BaseChatModel | str", counter: WordPieceCounter, seconds: float
) -> "Callable[[Extractor], Extractor]":
    """Return what puts a chat model before the local extractor."""
    from memory_agent.extraction.llm import LlmExtractor, open_chat_model

    opened = open_chat_model(model)
    return lambda local: LlmExtractor(opened, local, counter.count, seconds=seconds)


def _keys(home: Path, passphrase: Passphrase) -> "HomeKeys | None":
    """Open the keys of an encrypted home; one in plain text need not wait for the import."""
    if not (home / "encryption.toml").exists() and not (home / "keys").exists():
        if isinstance(passphrase, str):
            raise InvalidInput(
                f"{home} is not encrypted, and has no passphrase; `memory-agent init --encrypt` "
                "makes an encrypted home"
            )
        return None
    from memory_stores.encryption import open_keys

    return open_keys(home, passphrase)
