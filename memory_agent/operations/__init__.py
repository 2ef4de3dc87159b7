"""What `Memory` can do, by theme; each module holds the methods of one."""

__all__: list[str] = []
