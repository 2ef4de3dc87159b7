"""The scorer of LoCoMo: turns that the data set's own observations cite, and those they do not."""

from collections.abc import Iterable

from evals.extraction.counting import Share, share
from evals.extraction.digested import Digested
from evals.extraction.part import Part, shares_record, shares_table
from evals.extraction.positions import Chats


def score(chats: Chats, digested: Iterable[Digested]) -> Part:
    """Return the shares of cited and of uncited turns that gave a memory.

    A turn is looked at in the life of who said it. It gave one if a memory that came from it is
    current when the whole life is read; beside it stands how many stored one at the time, and how
    many stored one or said again what was known.

    Args:
        chats: LoCoMo's, with what is cited.
        digested: Every turn of every speaker's in it.
    """
    turns = list(digested)
    shares: dict[str, Share] = {}
    for name, wanted in (("cited", True), ("uncited", False)):
        some = [turn for turn in turns if (turn.position in chats.cited) is wanted]
        shares |= {
            f"{name} turns with a memory": share(bool(turn.current) for turn in some),
            f"  {name}, stored at the time": share(turn.stored for turn in some),
            f"  {name}, stored or said again": share(t.stored or t.confirmed for t in some),
        }
    record = {name.strip(): one for name, one in shares_record(shares).items()}
    return Part("locomo", (shares_table("LoCoMo", shares),), record)
