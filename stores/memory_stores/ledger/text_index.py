"""Keeping the full-text indexes in step. They hold no text, so they are told what goes."""

from typing import Literal

import apsw

Index = Literal["memories_text", "turns_text"]


def index_text(connection: apsw.Connection, index: Index, number: int, text: str) -> None:
    """Take a text up, under the number of its row."""
    connection.execute(f"INSERT INTO {index} (rowid, text) VALUES (?, ?)", (number, text))


def drop_text(connection: apsw.Connection, index: Index, number: int, text: str) -> None:
    """Drop a text, so that none of its terms is left; before its row changes or goes."""
    connection.execute(
        f"INSERT INTO {index} ({index}, rowid, text) VALUES ('delete', ?, ?)", (number, text)
    )
