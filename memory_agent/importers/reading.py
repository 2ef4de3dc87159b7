"""The state of reading one archive: the present moment, and what was passed over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from memory_agent.domain import Message
from memory_agent.domain.checking import check_role, check_said_at, check_text
from memory_agent.domain.errors import InvalidInput
from memory_agent.importers.archive import Passed


@dataclass(slots=True)
class Reading:
    """One reading of one file.

    Args:
        file: The file's name, for telling where something was.
        now: The present moment, with a zone: what was said much later is refused.
        passed: What was passed over so far.
    """

    file: str
    now: datetime
    passed: list[Passed] = field(default_factory=list)

    @contextmanager
    def passing_over(self, where: str) -> Iterator[None]:
        """Note what is refused inside the block as passed over, and go on after it."""
        try:
            yield
        except InvalidInput as refused:
            self.passed.append(Passed(where, str(refused)))

    def message(
        self,
        *,
        role: object,
        text: object,
        session_id: str,
        said_at: datetime | None,
        name: object = None,
        key: object = None,
        text_called: str = "text",
    ) -> Message:
        """Return a message made of what an archive says.

        Args:
            role: Who spoke.
            text: The words.
            session_id: The conversation, checked already.
            said_at: When it was said; None where the archive does not say.
            name: The speaker's name; None or empty for none.
            key: The message's id in the archive; None or empty for none.
            text_called: What the archive calls the text.

        Raises:
            InvalidTurn: If any of it cannot be stored.
        """
        return Message(
            role=check_role(role),
            text=check_text(text, text_called),
            name=optional_text(name, "name"),
            session_id=session_id,
            said_at=None if said_at is None else check_said_at(said_at, self.now),
            key=optional_text(key, "id"),
        )


def optional_text(value: object, what: str) -> str | None:
    """Return a text that may be left out: missing, null and empty are all None.

    Raises:
        InvalidTurn: If it is there and cannot be stored.
    """
    return None if value is None or value == "" else check_text(value, what)
