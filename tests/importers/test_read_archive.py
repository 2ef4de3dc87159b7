"""Whole files: opening them, finding out their format, refusing what is none."""

import gzip
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import memory_agent.importers
from memory_agent.domain.errors import ArchiveError, InvalidInput
from memory_agent.importers import FORMATS, read_archive
from memory_agent.importers.opening import read_bytes

Write = Callable[..., Path]

LINE = {"role": "user", "content": "I live in Lyon."}
DOCUMENTS: dict[str, Any] = {
    "chatgpt": [
        {
            "id": "c",
            "mapping": {
                "a": {
                    "message": {
                        "id": "m",
                        "author": {"role": "user"},
                        "content": {"content_type": "text", "parts": ["Hi"]},
                    }
                }
            },
        }
    ],
    "locomo": [
        {
            "sample_id": "s",
            "conversation": {
                "speaker_a": "A",
                "speaker_b": "B",
                "session_1_date_time": "1:56 pm on 8 May, 2023",
                "session_1": [{"speaker": "A", "dia_id": "D1:1", "text": "Hi"}],
            },
        }
    ],
    "longmemeval": [
        {
            "question_id": "q",
            "haystack_session_ids": ["s"],
            "haystack_dates": ["2023/04/25 (Tue) 04:07"],
            "haystack_sessions": [[LINE]],
        }
    ],
    "jsonl": LINE,
}


def refused(path: str | Path, format: str | None = None) -> str:
    with pytest.raises(ArchiveError) as error:
        read_archive(path, format=format)
    assert str(path) in str(error.value)
    return str(error.value)


def test_the_public_names_are_all_there() -> None:
    assert set(memory_agent.importers.__all__) == {
        *("Archive", "FORMATS", "Life", "Passed", "read_archive")
    }
    assert set(FORMATS) == set(DOCUMENTS)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.txt", "x.gz", "x"])
@pytest.mark.parametrize("format", FORMATS)
def test_the_format_is_found_out_from_the_content_not_the_name(
    write: Write, format: str, name: str, packed: bool
) -> None:
    path = write(DOCUMENTS[format], name, packed=packed)
    archive = read_archive(str(path))
    assert archive.format == format
    assert archive.path == path
    assert archive == read_archive(path, format=format)


@pytest.mark.parametrize("format", [one for one in FORMATS if one != "jsonl"])
def test_indented_and_marked_documents_are_read(write: Write, format: str) -> None:
    text = "\ufeff" + json.dumps(DOCUMENTS[format], indent=2)
    assert read_archive(write(text)).format == format


@pytest.mark.parametrize("named", FORMATS)
@pytest.mark.parametrize("real", FORMATS)
def test_a_format_that_is_named_and_is_not_the_files_is_refused(
    write: Write, named: str, real: str
) -> None:
    if named != real:
        why = refused(write(DOCUMENTS[real]), named)
        assert named in why
        assert "accepted is" in why


@pytest.mark.parametrize("named", [one for one in FORMATS if one != "jsonl"])
def test_lines_are_no_document(write: Write, named: str) -> None:
    why = refused(write(f"{json.dumps(LINE)}\n{json.dumps(LINE)}\n"), named)
    assert "not complete JSON: Extra data (line 2, column 1); accepted is" in why


def test_an_unknown_format_is_refused_with_those_there_are(write: Write) -> None:
    with pytest.raises(InvalidInput, match="'csv'; accepted are jsonl, chatgpt, locomo, longmem"):
        read_archive(write(LINE), format="csv")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "gone.json")


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000, "\ud800"])
def test_a_path_that_cannot_be_is_refused(path: str) -> None:
    assert "cannot be read" in refused(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder; unpack it and name" in refused(tmp_path)


def test_a_file_without_permission_is_refused(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write(LINE)
    monkeypatch.setattr(Path, "open", deny)  # root, as in a container, may read everything
    assert "no permission" in refused(path)


def test_a_zip_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("conversations.json", "[]")
    assert "is a zip file; unpack it and name" in refused(path)
    with zipfile.ZipFile(path, "w"):
        pass
    assert "is a zip file" in refused(path)


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("packed", [False, True])
def test_an_empty_file_is_refused(write: Write, content: bytes, packed: bool) -> None:
    assert "is empty; accepted is" in refused(write(content, packed=packed))


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0\0\0", "[1]".encode("utf-16"), b"SQLite format 3\0\xff", b"\xff"],
)
def test_a_binary_file_is_refused(write: Write, content: bytes) -> None:
    why = refused(write(content))
    assert "not UTF-8: byte 0x" in why
    assert "at line" in why


def test_text_that_is_no_json_is_refused_with_the_formats_there_are(write: Write) -> None:
    why = refused(write("Ana: hi\nBen: hello\n"))
    assert "not complete JSON: Expecting value (line 1, column 1)" in why
    assert all(format in why for format in FORMATS)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("format", [one for one in FORMATS if one != "jsonl"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
def test_a_document_that_is_cut_off_is_refused_with_the_place(
    write: Write, format: str, indent: int | None, share: float
) -> None:
    text = json.dumps(DOCUMENTS[format] * 3, indent=indent)
    cut = text[: int(len(text) * share)]
    why = refused(write(cut))
    assert "not complete JSON" in why
    assert re.search(r"\(line 1, column \d+\)" if indent is None else r"\(line \d+, column", why)


def test_a_cut_list_of_a_message_a_line_is_not_taken_for_lines(write: Write) -> None:
    good = json.dumps(LINE)
    assert "not complete JSON" in refused(write(f"[\n{good},\n{good}\n"))
    assert "write one message a line" in refused(write(f"[\n{good},\n{good}\n]"))


@pytest.mark.parametrize("end", [2, 5, 15, 40, -1, -8])
def test_gzip_that_is_cut_off_is_refused(write: Write, end: int) -> None:
    packed = gzip.compress(json.dumps(DOCUMENTS["locomo"]).encode())
    assert "gzip file is cut off" in refused(write(packed[:end]))


def test_gzip_that_is_damaged_is_refused(write: Write) -> None:
    packed = bytearray(gzip.compress(json.dumps(DOCUMENTS["locomo"]).encode()))
    packed[-6] ^= 0xFF
    assert "gzip file is damaged" in refused(write(bytes(packed)))
    assert "gzip file is damaged" in refused(write(b"\x1f\x8b\x08" + b"\0" * 7 + b"\xff" * 40))


@pytest.mark.parametrize(
    "document", [[], {}, 7, "text", None, [[]], [{"messages": []}], {"conversation": []}]
)
def test_json_of_no_known_format_is_refused_with_those_there_are(
    write: Write, document: object
) -> None:
    why = refused(write(json.dumps(document)))
    assert "JSON, but of no known format" in why
    assert all(format in why for format in FORMATS)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000])
def test_json_that_is_nested_too_deeply_is_refused(write: Write, text: str) -> None:
    assert "nested too deeply" in refused(write(text))


def test_a_number_of_too_many_digits_is_refused(write: Write) -> None:
    assert "too many digits" in refused(write("[" + "9" * 5000 + "]"))


def test_a_file_without_one_good_message_is_refused_with_the_first_reason(write: Write) -> None:
    why = refused(write('{"role": "user"}\n{"text": "x"}\n', "bad.jsonl"))
    assert "2 passed over, the first at bad.jsonl:1: content is missing" in why
    assert "sample_id is missing" in refused(write([{"conversation": {}}]))


def test_a_file_that_holds_nothing_is_refused(write: Write) -> None:
    chat = {"id": "c", "mapping": {"a": {"message": None}}}
    assert "accepted is a file with at least one message" in refused(write([chat]))


def test_lives_without_messages_are_left_out(write: Write) -> None:
    empty = {**DOCUMENTS["longmemeval"][0], "question_id": "empty", "haystack_sessions": [[]]}
    archive = read_archive(write([empty, *DOCUMENTS["longmemeval"]]))
    assert [life.name for life in archive.lives] == ["q"]


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_larger_than_the_limit_is_refused(write: Write, packed: bool) -> None:
    path = write(b" " * 5000 + b"{}", packed=packed)
    with pytest.raises(ArchiveError, match="too large; accepted are up to 5001 bytes"):
        read_bytes(path, limit=5001)
    assert len(read_bytes(path, limit=5002)) == 5002
