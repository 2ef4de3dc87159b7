"""Conversation archives: found out, read, and handed over as messages that can be ingested."""

from memory_agent.importers.archive import Archive, Life, Passed
from memory_agent.importers.detect import FORMATS
from memory_agent.importers.reader import read_archive

__all__ = ["FORMATS", "Archive", "Life", "Passed", "read_archive"]
