from datetime import UTC, datetime

import pytest

from memory_agent.cli.output import Column, Quote, print_json, print_rows, visible


def test_a_row_is_one_line_whatever_its_cells_hold(capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)
    cells = ("m-1", None, 0.25, at, "two\nlines\tand \x1b[31mred", Quote("I ", "live", " here"))
    print_rows([Column("")] * len(cells), [cells])
    assert capsys.readouterr().out == (
        "m-1\t-\t0.250\t2026-03-01T09:30:00Z\ttwo lines and \\x1b[31mred\tI >>live<< here\n"
    )


def test_no_cell_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([Column("")], [("x" * 100_000,)])
    assert capsys.readouterr().out == "x" * 100_000 + "\n"


def test_control_characters_become_escapes_but_lines_and_tabs_stay() -> None:
    assert visible("a\r\nb\tc\x07\x9b31m") == "a\nb\tc\\x07\\x9b31m"


def test_json_keeps_text_as_it_was_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"text": "Málaga 🌊"})
    assert "Málaga 🌊" in capsys.readouterr().out
