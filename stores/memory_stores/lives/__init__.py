"""Whole lives: written to a file of JSON lines, read in again, saved from a damaged database."""

from memory_stores.lives.exporting import Progress, export_life
from memory_stores.lives.files import Place
from memory_stores.lives.importing import import_life
from memory_stores.lives.salvaging import salvage_life

__all__ = [
    "Place",
    "Progress",
    "export_life",
    "import_life",
    "salvage_life",
]
