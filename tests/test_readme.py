"""The README's Python is run as it stands, and what it links to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_python_in_the_readme_runs(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEMORY_AGENT_HOME", str(tmp_path / "home"))
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - our own text


def test_the_readme_says_what_its_code_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEMORY_AGENT_HOME", str(tmp_path / "home"))
    block = next(block for block in BLOCKS if "MemoryMiddleware" in block)
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - our own text
    promised = re.search(r"print\(.*\)  # (.*)", block)
    assert promised is not None
    assert promised.group(1) in capsys.readouterr().out


def test_every_link_in_the_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    missing = [link for link in links if "://" not in link and not (ROOT / link).exists()]
    assert not missing
