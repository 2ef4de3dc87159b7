import stat
import sys
from pathlib import Path

import pytest

from tests.cli.running import CommandLine


@pytest.fixture
def lisbon(ana: CommandLine) -> str:
    """The id of what is known of Ana: that she lives in Lisbon."""
    [change] = ana.json("add", "I live in Lisbon.")
    memory_id: str = change["memory"]["id"]
    return memory_id


def editor(folder: Path, *lines: str) -> str:
    """A command that runs these lines of Python on the path it is given."""
    script = folder / "editor.py"
    script.write_text(
        "\n".join(("import pathlib, sys", "path = pathlib.Path(sys.argv[1])", *lines))
    )
    return f"'{sys.executable}' '{script}'"


def test_a_memory_is_written_anew_and_its_old_words_stay_in_history(
    ana: CommandLine, lisbon: str
) -> None:
    edited = ana.json("edit", lisbon[:6], "Ana lives in Porto.")
    assert (edited["id"], edited["text"], edited["version"]) == (lisbon, "Ana lives in Porto.", 2)
    assert [memory["text"] for memory in ana.json("list")] == ["Ana lives in Porto."]
    before, after = ana.json("history", lisbon)
    assert "Lisbon" in before["text"]
    assert after["text"] == "Ana lives in Porto."


def test_the_row_of_an_edit_says_what_was_done(ana: CommandLine, lisbon: str) -> None:
    [line] = ana.lines("edit", lisbon, "-", stdin="Ana lives in Porto.\n")
    assert line.split("\t")[:3] == ["update", lisbon, "Ana lives in Porto."]


def test_the_editor_gets_the_sentence_and_gives_the_new_one(
    ana: CommandLine, lisbon: str, tmp_path: Path
) -> None:
    line = "path.write_text(path.read_text().replace('Lisbon', 'Porto'))"
    edited = ana.json("edit", lisbon, VISUAL=editor(tmp_path, line), EDITOR="false")
    assert "Porto" in edited["text"]
    assert ana.json("show", lisbon) == edited


def test_nobody_else_can_read_what_is_edited_and_nothing_of_it_stays(
    ana: CommandLine, lisbon: str, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    lines = (
        f"told = pathlib.Path({str(told)!r})",
        "told.write_text(f'{path.parent}\\n{path.parent.stat().st_mode}')",
        "path.with_name('.memory.txt.swp').write_text(path.read_text())",
    )
    ana.run("edit", lisbon, EDITOR=editor(tmp_path, *lines), VISUAL="")
    folder, mode = told.read_text().splitlines()
    assert stat.S_IMODE(int(mode)) == 0o700
    assert not Path(folder).exists()


@pytest.mark.parametrize("line", ["pass", "path.write_text('')", "path.write_text(' \\n')"])
def test_an_unchanged_or_emptied_sentence_changes_nothing(
    ana: CommandLine, lisbon: str, tmp_path: Path, line: str
) -> None:
    before = ana.json("show", lisbon)
    result = ana.run("edit", lisbon, EDITOR=editor(tmp_path, line), VISUAL="")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing was done" in result.stderr
    assert ana.json("show", lisbon) == before


@pytest.mark.parametrize("line", ["sys.exit(3)", "path.unlink()", "path.write_bytes(b'\\xff')"])
def test_an_editor_that_fails_changes_nothing(
    ana: CommandLine, lisbon: str, tmp_path: Path, line: str
) -> None:
    refused = ana.refused("edit", lisbon, EDITOR=editor(tmp_path, line), VISUAL="")
    assert "nothing was done" in refused
    assert len(ana.json("history", lisbon)) == 1


def test_what_somebody_else_changed_meanwhile_is_not_written_over(
    ana: CommandLine, lisbon: str, tmp_path: Path
) -> None:
    other = ana.argv("edit", lisbon, "Ana lives in Faro.")
    lines = (
        "import subprocess",
        f"subprocess.run({other!r}, check=True, stdout=subprocess.DEVNULL)",
        "path.write_text('Ana lives in Porto.')",
    )
    refused = ana.refused("edit", lisbon, EDITOR=editor(tmp_path, *lines), VISUAL="")
    assert "Ana lives in Porto." in refused
    assert ana.json("show", lisbon)["text"] == "Ana lives in Faro."


def test_an_editor_that_is_not_there_is_a_message(ana: CommandLine, lisbon: str) -> None:
    assert "no-such-editor" in ana.refused("edit", lisbon, EDITOR="no-such-editor", VISUAL="")
    assert "EDITOR" in ana.refused("edit", lisbon, EDITOR="", VISUAL="")


def test_an_empty_text_is_refused(ana: CommandLine, lisbon: str) -> None:
    assert ana.refused("edit", lisbon, "")
    assert ana.refused("edit", lisbon, "-", stdin="\n")


def test_a_pinned_memory_outlasts_the_forgetting_policies(ana: CommandLine) -> None:
    [change] = ana.json("add", "I live in Lisbon.", "--at", "2015-01-01")
    memory_id = change["memory"]["id"]
    (ana.home / "policies.toml").write_text("[expire.days]\nfact = 30\n")
    pinned = ana.json("pin", memory_id)
    assert (pinned["id"], pinned["pinned"]) == (memory_id, True)
    assert ana.json("maintain") == []
    assert ana.json("unpin", memory_id)["pinned"] is False
    assert [change["op"] for change in ana.json("maintain")] == ["fade"]
