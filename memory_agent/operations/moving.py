"""Moving: a whole life out to a file, and in from one."""

from typing import TYPE_CHECKING

from memory_agent.asynchronous import as_async
from memory_agent.domain.errors import NotFound
from memory_agent.operations.upkeep import Progress, Upkeep

if TYPE_CHECKING:
    from memory_stores.lives import Place


class Moving(Upkeep):
    """Carrying lives between homes."""

    def export(
        self,
        place: "Place",
        *,
        user_id: str,
        salvage: bool = False,
        progress: Progress | None = None,
    ) -> dict[str, int]:
        """Write a user's whole life to a file of JSON lines; see docs/export-format.md.

        It holds everything in plain text, also where the home is encrypted. Others may go on
        reading and writing meanwhile: it is the life of one moment.

        Args:
            place: A path, which is written whole or not at all, for its owner only, or a file that
                is open in binary mode.
            user_id: Whose life.
            salvage: Whether to leave out what is damaged, and take what can be read.
            progress: Told, now and then, how many more records have been written.

        Returns:
            How many records of each type were written; with `salvage`, also how many were lost.

        Raises:
            NotFound: If nothing is kept of the user.
            LedgerDamaged: If the database is damaged; with `salvage`, if nothing of it can be read.
            StoreError: If the database cannot be read, or the path not be written.
        """
        from memory_stores.lives import export_life, salvage_life

        if not self.has_user(user_id):
            raise NotFound(f"no user {user_id!r} in {self.home}")
        self._reader.log.flush()
        write = salvage_life if salvage else export_life
        return write(self._stores.ledgers, user_id, place, progress)

    def import_(
        self,
        place: "Place",
        *,
        user_id: str | None = None,
        progress: Progress | None = None,
    ) -> dict[str, int]:
        """Take a life in that `export` wrote: all of it, or nothing.

        Everything is checked first, so that what was altered, cut off or put together by hand is
        refused. Texts without a vector of the present model are embedded.

        Args:
            place: A path, or a file that is open in binary mode.
            user_id: Whose it becomes; None for the one that the file names.
            progress: Told, now and then, how many more records have been read, or texts embedded.

        Returns:
            How many records of each type were read.

        Raises:
            ArchiveError: If the file cannot be read, or is no whole, unaltered export.
            InvalidInput: If anything is kept of the user already, or the id cannot be one.
            StoreError: If the life cannot be written.
        """
        from memory_stores.lives import import_life

        owner, counts = import_life(self._stores.ledgers, place, user_id, progress)
        self._reader.forget_user(owner)
        with self._known(owner) as store:
            self._embed(store, self._embedder.model, progress)
        if counts["queue"] and self._settings.catch_up:
            self._digester.later(owner)
        return counts

    aexport = as_async(export)
    aimport_ = as_async(import_)
