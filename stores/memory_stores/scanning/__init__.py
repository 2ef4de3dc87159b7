"""Proving an erasure: every byte of a home is looked through for what should be gone from it."""

from memory_stores.scanning.needles import Needles
from memory_stores.scanning.report import Finding, ScannedFile, ScanReport
from memory_stores.scanning.scan import scan, scan_bytes

__all__ = ["Finding", "Needles", "ScanReport", "ScannedFile", "scan", "scan_bytes"]
