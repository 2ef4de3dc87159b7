"""Settings of a `Memory`: limits and sizes, each with a default that fits one machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and sizes.

    Args:
        max_open_users: Users' files kept open; each takes two descriptors and half a MiB at most.
        vector_cache_mb: Megabytes of vectors kept in memory, the users used last first. A user of
            500 memories and 500 turns takes 1.5; who serves hundreds at once gives more.
        busy_timeout: Seconds to wait for another process's lock on a user's file.
        embedder_threads: CPU threads of one embedding call.
        profile_tokens: Tokens of a profile at most; a context gives it half its budget at most.
        digest_batch: Turns that are parsed and embedded together.
        logged_contexts: Contexts kept of each user for `Memory.replay`, the newest; 0 logs none.
        vector_index: ``exact``; ``chroma``, embedded in the home; or a Chroma server's
            ``http://host:port``.
        model_timeout: Seconds that a chat model may take for the turns of one call; then the local
            extractor takes them.
        catch_up: Whether opening digests, in the background, what a killed process left.
    """

    max_open_users: int = 256
    vector_cache_mb: int = 96
    busy_timeout: float = 5.0
    embedder_threads: int = 1
    profile_tokens: int = 240
    digest_batch: int = 32
    logged_contexts: int = 500
    vector_index: str = "exact"
    model_timeout: float = 30.0
    catch_up: bool = True
