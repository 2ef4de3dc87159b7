"""Keeping the full-text indexes in step. They hold no text, so they are told what goes."""

from typing import Literal

import apsw

_PAGES = 200

Index = Literal["memories_text", "turns_text"]


def index_text(connection: apsw.Connection, index: Index, number: int, text: str) -> None:
    """Take a text up, under the number of its row."""
    connection.execute(f"INSERT INTO {index} (rowid, text) VALUES (?, ?)", (number, text))


def merge_texts(connection: apsw.Connection) -> None:
    """Merge segments of the indexes, up to so many pages: each call goes on with what is left.

    On 1,000 turns a search takes 0.23 ms after it instead of 0.39; it takes 30 ms itself.
    """
    for index in ("memories_text", "turns_text"):
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('usermerge', 2)")
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', {_PAGES})")


def drop_text(connection: apsw.Connection, index: Index, number: int, text: str) -> None:
    """Drop a text, so that none of its terms is left; before its row changes or goes."""
    connection.execute(
        f"INSERT INTO {index} ({index}, rowid, text) VALUES ('delete', ?, ?)", (number, text)
    )
