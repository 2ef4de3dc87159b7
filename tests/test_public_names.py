"""What is public is listed, sorted, there, and described."""

import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

from memory_agent.domain import errors

ROOT = Path(__file__).parents[1]
PACKAGES = {
    "memory_agent": ROOT,
    "memory_graphs": ROOT / "graphs",
    "memory_stores": ROOT / "stores",
}
NOT_FOR_IMPORT = {"memory_agent.cli"}


def public_packages() -> list[str]:
    """The three packages and their subpackages, found without importing them."""
    names = [
        ".".join(file.parent.relative_to(root).parts)
        for package, root in PACKAGES.items()
        for file in (root / package).rglob("__init__.py")
    ]
    return sorted(name for name in names if "._" not in name and name not in NOT_FOR_IMPORT)


PUBLIC = [*public_packages(), "memory_agent.domain.errors"]


@pytest.fixture(params=PUBLIC)
def module(request: pytest.FixtureRequest) -> ModuleType:
    return importlib.import_module(request.param)


def constants_classes_functions(name: str) -> tuple[bool, bool, str]:
    """The order that ruff keeps ``__all__`` in (RUF022)."""
    return (not name.isupper(), not name[0].isupper(), name)


def test_public_names_are_listed_in_order_and_once(module: ModuleType) -> None:
    names = list(module.__all__)
    assert names == sorted(set(names), key=constants_classes_functions)


def test_every_public_name_is_there(module: ModuleType) -> None:
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


def undescribed(module: ModuleType) -> list[str]:
    """The public classes, functions and methods of a module that have no docstring."""
    missing = []
    for name in module.__all__:
        item = getattr(module, name)
        if inspect.isclass(item):
            # A dataclass without a docstring is given its signature for one.
            if not item.__doc__ or item.__doc__.startswith(f"{name}("):
                missing.append(name)
            missing += [
                f"{name}.{member}"
                for member, value in vars(item).items()
                if not member.startswith("_")
                and (inspect.isroutine(value) or isinstance(value, property))
                and not inspect.getdoc(getattr(item, member))
            ]
        elif inspect.isroutine(item) and not inspect.getdoc(item):
            missing.append(name)
    return missing


def test_every_public_name_has_a_docstring(module: ModuleType) -> None:
    assert module.__doc__
    assert undescribed(module) == []


def drawn(error: type[BaseException]) -> list[str]:
    """Draw an error of ours and the errors below it, in the order they are defined in."""
    foreign = [base for base in error.__bases__ if base.__module__ == "builtins"]
    below = [kind for kind in error.__subclasses__() if kind.__module__ == errors.__name__]
    also = [f" (also a {base.__name__})" for base in foreign if base is not Exception]
    tree = [error.__name__ + "".join(also)]
    for number, kind in enumerate(below, 1):
        last = number == len(below)
        head, *rest = drawn(kind)
        tree += [f"{'└' if last else '├'}── {head}"]
        tree += [f"{' ' if last else '│'}   {line}" for line in rest]
    return tree


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    described = inspect.getdoc(errors) or ""
    block = [line[4:] for line in described.splitlines() if line.startswith("    ")]
    aligned = [re.sub(r" +\(also an? ", " (also a ", line) for line in block]
    assert aligned == drawn(errors.MemoryAgentError)


def test_every_error_is_public_and_in_the_tree() -> None:
    kinds = {name for name, kind in vars(errors).items() if inspect.isclass(kind)}
    assert set(errors.__all__) == kinds
    assert all(issubclass(getattr(errors, name), errors.MemoryAgentError) for name in kinds)
