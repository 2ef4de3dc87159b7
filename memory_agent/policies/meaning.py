"""When a sentence says again what a memory says, in other words."""

from memory_agent.domain import Candidate, Memory
from memory_agent.policies.known import Known
from memory_agent.policies.measures import thresholds
from memory_agent.policies.text import contrary, same_negation, same_numbers, stems


def paraphrased(candidate: Candidate, known: Known) -> Memory | None:
    """Return the memory that a candidate says again; None if there is none."""
    for memory, cosine in known.similar(candidate.text, 5):
        if cosine >= thresholds().same_meaning and _alike(memory, candidate):
            return memory
    return None


def _alike(memory: Memory, candidate: Candidate) -> bool:
    """Whether nothing that vectors are blind to tells the two apart."""
    return (
        memory.kind == candidate.kind
        and memory.polarity == candidate.polarity
        and same_numbers(memory.text, candidate.text)
        and same_negation(memory.text, candidate.text)
        and _names(memory.text) == _names(candidate.text)
        and not contrary(memory.text, candidate.text)
        and not _of_other_value(memory, candidate)
    )


def _of_other_value(memory: Memory, candidate: Candidate) -> bool:
    """Whether both fill the same slot, with values of which neither says the other."""
    if memory.predicate is None or memory.predicate != candidate.predicate:
        return False
    one, other = stems(memory.object or ""), stems(candidate.object or "")
    return memory.subject != candidate.subject or not (one <= other or other <= one)


def _names(text: str) -> set[str]:
    return {word.strip(".,'’s") for word in text.split()[1:] if word[:1].isupper()}
