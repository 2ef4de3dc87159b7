"""The async edge: the same core, on a thread."""

from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def as_async(method: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """Return an async twin of a method: it runs the method on a thread and awaits it."""

    async def twin(*args: P.args, **kwargs: P.kwargs) -> R:
        import asyncio  # A tenth of the time that a command has: not for those that do without

        return await asyncio.to_thread(method, *args, **kwargs)

    twin.__name__ = f"a{method.__name__}"
    twin.__doc__ = f"Await `{method.__name__}`: the same arguments, result and errors."
    return twin
