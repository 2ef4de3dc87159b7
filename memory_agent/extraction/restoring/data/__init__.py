"""What the restoring of rough text knows: word classes, names, and the weights of its models."""

from importlib.resources import files

__all__ = ["lines"]


def lines(name: str) -> list[str]:
    """Return the lines of a file that lies here, without its head of comments.

    Args:
        name: The file's name.
    """
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("# ")]
