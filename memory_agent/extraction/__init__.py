"""Extraction: from what was said to candidates for memory."""

from memory_agent.extraction.grounding import unsupported
from memory_agent.extraction.local import LocalExtractor
from memory_agent.extraction.masking import MASKED
from memory_agent.extraction.opt_outs import off_the_record, read_opt_outs
from memory_agent.extraction.port import Background, Extraction, Extractor, NoBackground
from memory_agent.extraction.worth import WorthGate

__all__ = [
    "MASKED",
    "Background",
    "Extraction",
    "Extractor",
    "LocalExtractor",
    "NoBackground",
    "WorthGate",
    "off_the_record",
    "read_opt_outs",
    "unsupported",
]
