"""``python -m evals``: what it takes, what it refuses, what it gives back."""

import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.report import Report, Table, written
from evals.suites import Options, load, suites

REPORT = Report(
    tables=(Table("", ("figure", "p50"), (("a long name", "1.5"), ("b", "20.0"))),),
    above=("on this machine",),
    below=("a long name: a note.",),
    document={"suite": "bench", "figures": [{"name": "a long name", "p50": 1.5}]},
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    """The options that the suite was run with; the suite itself is replaced."""
    options: list[Options] = []

    def run(given: Options) -> Report:
        options.append(given)
        return REPORT

    monkeypatch.setattr("evals.__main__.load", lambda _: run)
    return options


def test_every_suite_that_is_listed_can_be_loaded() -> None:
    assert "bench" in suites()
    assert all(callable(load(name)) for name in suites())


def test_a_suite_gets_what_was_asked_and_its_table_is_printed(
    asked: list[Options], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = tmp_path / "data.json"
    data.write_text("{}")
    assert main(["bench", "--data", str(data), "--limit", "3"]) == 0
    assert asked == [Options(data=data, limit=3)]
    assert capsys.readouterr().out == (
        "on this machine\n"
        "\n"
        "figure        p50\n"
        "-----------  ----\n"
        "a long name   1.5\n"
        "b            20.0\n"
        "\n"
        "a long name: a note.\n"
    )


def test_json_is_written_beside_the_table(asked: list[Options], tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert main(["bench", "--json", str(out)]) == 0
    assert asked == [Options()]
    assert json.loads(out.read_text("utf-8")) == REPORT.document


def test_an_unknown_suite_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["nonsense"])
    assert left.value.code == 2
    assert "'nonsense' (choose from" in (said := capsys.readouterr().err)
    assert "bench" in said


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_a_limit_below_one_is_refused(capsys: pytest.CaptureFixture[str], limit: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["bench", f"--limit={limit}"])
    assert left.value.code == 2
    assert "is not a number of 1 or more" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--data", "--json"])
def test_a_path_that_is_not_there_is_refused_before_anything_runs(
    asked: list[Options], capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str
) -> None:
    path = tmp_path / "missing" / "file.json"
    assert main(["bench", option, str(path)]) == 2
    assert f"{option} {path}" in capsys.readouterr().err
    assert asked == []


def test_data_that_is_no_archive_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = tmp_path / "data.json"
    data.write_text("no archive at all")
    assert main(["bench", "--data", str(data)]) == 2
    assert str(data) in capsys.readouterr().err


def test_a_suite_gets_the_options_that_are_its_own(asked: list[Options], tmp_path: Path) -> None:
    words = ["--split", "dev", "--failures", "--model", "openai:x", "--gold", str(tmp_path)]
    assert main(["extraction", *words]) == 0
    assert asked == [Options(gold=tmp_path, split="dev", failures="dev", model="openai:x")]


def test_an_option_that_is_another_suites_is_refused(
    asked: list[Options], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", "--split", "dev"]) == 2
    assert "bench does not take --split" in capsys.readouterr().err
    assert asked == []


def test_tables_have_titles_where_there_are_several() -> None:
    tables = (Table("one", ("a",), (("1",),)), Table("two", ("b",), (("2",),)))
    assert written(Report(tables, ("above",), (), {})) == "above\n\none\na\n-\n1\n\ntwo\nb\n-\n2\n"
