"""The rules of the layout, checked on every file: sizes, imports, what may not be called."""

import ast
import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = [ROOT / "memory_agent", ROOT / "graphs/memory_graphs", ROOT / "stores/memory_stores"]
OTHERS = [ROOT / "evals", ROOT / "examples", ROOT / "tests"]

MAY_CATCH_EVERYTHING = {  # the edges of the process: the terminal, and a chat model's provider
    "memory_agent/cli/app.py",
    "memory_agent/extraction/llm/calling.py",
}
HEAVY = [
    *("chromadb", "langchain", "langgraph", "networkx", "numpy", "onnxruntime", "pydantic"),
    *("rich", "scipy", "spacy", "torch", "transformers", "typer"),
]
PICKLES = {"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"}
RUNS_TEXT = {"eval", "exec", "os.popen", "os.system", "torch.load"}


def sources(folders: list[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def nodes(path: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(path.read_text("utf-8"), str(path)))


def place(path: Path, node: ast.AST | None = None) -> str:
    name = path.relative_to(ROOT).as_posix()
    return name if node is None else f"{name}:{getattr(node, 'lineno', '?')}"


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_file_is_longer_than_500_lines() -> None:
    assert [place(path) for path in sources(PACKAGES + OTHERS) if lines(path) > 500] == []


def test_half_of_the_files_are_shorter_than_150_lines() -> None:
    assert median(lines(path) for path in sources(PACKAGES)) < 150


def test_no_function_is_longer_than_60_lines() -> None:
    long = [
        f"{place(path, node)} {node.name}"
        for path in sources(PACKAGES + OTHERS)
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > 60
    ]
    assert long == []


def test_imports_run_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    path = os.pathsep.join(str(folder.parent) for folder in PACKAGES)
    done = subprocess.run(
        [lint, "--no-cache", "--no-logo", "--config", ROOT / "pyproject.toml"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path, "COLUMNS": "120"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_importing_memory_agent_imports_nothing_heavy() -> None:
    script = "import sys, memory_agent; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "memory_agent" in done.stdout.split()
    assert sorted(set(HEAVY) & set(done.stdout.split())) == []


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def dangers(node: ast.AST) -> Iterator[str]:
    for name in imported(node):
        if name.split(".")[0] in PICKLES or name in RUNS_TEXT:
            yield f"import of {name}"
    if isinstance(node, ast.Call):
        if ast.unparse(node.func) in RUNS_TEXT:
            yield ast.unparse(node.func)
        for keyword in node.keywords:
            value = keyword.value
            off = isinstance(value, ast.Constant) and not value.value
            if keyword.arg in ("shell", "allow_pickle", "trust_remote_code") and not off:
                yield f"{keyword.arg}="


def test_nothing_unpickles_or_runs_text_or_a_shell() -> None:
    found = [
        f"{place(path, node)} {danger}"
        for path in sources(PACKAGES)
        for node in nodes(path)
        for danger in dangers(node)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from joblib import load",
        "eval(text)",
        "os.system(text)",
        "from os import system",
        "subprocess.run(text, shell=True)",
        "subprocess.run(text, shell=wanted)",
        "numpy.load(path, allow_pickle=True)",
        "torch.load(path)",
    ],
)
def test_a_dangerous_line_is_seen(line: str) -> None:
    assert [danger for node in ast.walk(ast.parse(line)) for danger in dangers(node)]


@pytest.mark.parametrize("line", ["model.eval()", "subprocess.run(words)", "run(x, shell=False)"])
def test_a_harmless_line_is_not_taken_for_a_dangerous_one(line: str) -> None:
    assert [danger for node in ast.walk(ast.parse(line)) for danger in dangers(node)] == []


def swallows_everything(node: ast.AST) -> bool:
    """Whether it catches any exception at all and does not pass it on."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    names = {None if kind is None else ast.unparse(kind) for kind in caught}
    last = node.body[-1]
    passed_on = isinstance(last, ast.Raise) and last.exc is None
    return bool(names & {None, "Exception", "BaseException"}) and not passed_on


def test_only_the_edge_of_the_process_catches_everything() -> None:
    found = [
        place(path, node)
        for path in sources(PACKAGES)
        if place(path) not in MAY_CATCH_EVERYTHING
        for node in nodes(path)
        if swallows_everything(node)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("handler", "swallowed"),
    [
        ("except: pass", True),
        ("except Exception: pass", True),
        ("except (OSError, Exception) as error: log(error)", True),
        ("except OSError: pass", False),
        ("except BaseException:\n    undo()\n    raise", False),
    ],
)
def test_a_handler_that_swallows_everything_is_seen(handler: str, swallowed: bool) -> None:
    tree = ast.parse(f"try:\n    work()\n{handler}")
    assert any(swallows_everything(node) for node in ast.walk(tree)) is swallowed


def test_the_wheel_holds_the_three_packages_and_nothing_else(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    installed = {name for name in names if ".dist-info/" not in name}
    expected = {
        path.relative_to(package.parent).as_posix()
        for package in PACKAGES
        for path in package.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert installed == expected
    assert {f"{package.name}/py.typed" for package in PACKAGES} <= installed
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_every_direct_requirement_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted += [
        one for extra in project["project"]["optional-dependencies"].values() for one in extra
    ]
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    assert [line for line in wanted if line.split(">=")[0].lower() not in pinned] == []
