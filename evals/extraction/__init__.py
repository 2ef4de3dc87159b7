"""How well is extracted: on the project's gold, and on the real chats that are given."""

from collections import Counter
from collections.abc import Iterator

from evals.extraction.part import Part, changed_by
from evals.extraction.records import GOLD
from evals.report import Report
from evals.suites import Options
from memory_agent.domain.errors import InvalidInput


def run(options: Options) -> Report:
    """Measure what the gold allows or, with data, what the data allows.

    Raises:
        InvalidInput: If gold or data are not of their schema, or there is nothing to measure.
        ArchiveError: If the data cannot be read.
    """
    parts = list(_of_gold(options) if options.data is None else _of_data(options))
    if not parts:
        raise InvalidInput(f"{options.gold or GOLD}: no gold that this could be measured on")
    name = options.model or "local"
    return Report(
        above=(f"extractor: {name}",),
        tables=tuple(table for part in parts for table in part.tables),
        below=tuple(note for part in parts for note in part.notes),
        document={"suite": "extraction", "extractor": name}
        | {part.name: part.document for part in parts},
    )


def _of_gold(options: Options) -> Iterator[Part]:
    """Yield what needs no data but the gold; what there is no gold of is left out."""
    from evals.extraction import agreement, clauses, grounding, lives_report, real

    gold = options.gold or GOLD
    if (gold / lives_report.LIVES).is_file():
        yield lives_report.report(gold / lives_report.LIVES, options, roughly=False)
        yield lives_report.report(gold / lives_report.LIVES, options, roughly=True)
    if (gold / grounding.GROUNDING).is_file():
        yield grounding.score(gold / grounding.GROUNDING, options.split, options.failures)
    if (gold / clauses.CLAUSES).is_file():
        labelled = clauses.read_clauses(gold / clauses.CLAUSES)
        yield clauses.counts(labelled)
        if (gold / agreement.SECOND).is_file():
            yield agreement.score(labelled, clauses.read_clauses(gold / agreement.SECOND))
    judged = real.score(gold, None, None)
    if judged is not None:
        yield judged


def _of_data(options: Options) -> Iterator[Part]:
    """Yield what the given chats allow."""
    from evals.extraction import clauses, draw, gate, locomo, real, speed
    from evals.extraction.digested import digest_chats
    from evals.extraction.positions import read_chats

    if options.data is None:
        return
    gold = options.gold or GOLD
    chats = read_chats(options.data)
    if (gold / clauses.CLAUSES).is_file():
        found = clauses.texts(clauses.read_clauses(gold / clauses.CLAUSES), chats)
        if found:
            yield gate.score(found)
    if chats.data == "personamem":
        return
    questions = sorted(draw.drawn_from(chats))[: options.limit]
    turns = list(digest_chats(chats, options.model, questions))
    by = Counter(change.actor for turn in turns for change in turn.changes)
    yield Part("chats", (), {"changes_by": dict(by)}, (f"{chats.data}: {changed_by(by)}.",))
    if chats.data == "locomo":
        yield locomo.score(chats, turns)
    judged = real.score(gold, turns, chats.data)
    if judged is not None:
        yield judged
    yield speed.score(options.data, options.model)
