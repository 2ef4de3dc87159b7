"""Taking a whole life in from a file, or nothing of it."""

from memory_stores.ledger.home import LedgerHome
from memory_stores.ledger.naming import check_user_id, user_file
from memory_stores.lives.arriving import Arriving
from memory_stores.lives.building import building, kept_already
from memory_stores.lives.exporting import TOLD, Progress
from memory_stores.lives.files import Place, to_read
from memory_stores.lives.format import RECORD_TYPES
from memory_stores.lives.lines import Lines


def import_life(
    ledgers: LedgerHome,
    place: Place,
    user_id: str | None = None,
    progress: Progress | None = None,
) -> tuple[str, dict[str, int]]:
    """Take a life in; return whose it is now, and how many records of each type there were.

    Everything is checked before the life takes its place: a kill at any moment leaves nothing of
    it, or all. Beside the records, a count of ``salvaged`` says that the links were made anew when
    the file was written.

    Args:
        ledgers: The home.
        place: A path, or a file open in binary mode.
        user_id: Whose it becomes; None for the one that the file names.
        progress: Told how many more records have been read.

    Raises:
        ArchiveError: If the file cannot be read, or is no whole, unaltered export.
        InvalidUser: If the id cannot be one.
        InvalidInput: If anything is kept of the user already.
        StoreError: If the life cannot be written.
    """
    with to_read(place) as (file, name):
        lines = Lines(file, name)
        header = lines.header()
        owner = check_user_id(header["user_id"] if user_id is None else user_id)
        path = user_file(ledgers.users_folder, owner)
        if path.exists():
            raise kept_already(path)
        counts = {type_.counted: 0 for type_ in RECORD_TYPES}
        with building(path, ledgers.new_key(path)) as built:
            life = Arriving(built.connection, owner, header["salt"], header["salvaged"])
            with lines.placed():
                for type_, row, content in lines.records():
                    life.take(type_, row, content)
                    counts[type_.counted] += 1
                    if progress is not None and lines.line % TOLD == 0:
                        progress(TOLD)
                life.end()
            if progress is not None:
                progress(lines.line % TOLD)
            built.keep(path)
    return owner, counts | ({"salvaged": 1} if header["salvaged"] else {})
