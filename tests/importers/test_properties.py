"""What holds for whatever a file may hold."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_agent.domain.checking import check_text
from memory_agent.domain.errors import ArchiveError
from memory_agent.importers import FORMATS, Archive, read_archive

# The names and values of all formats, so that random documents get deep into the readers.
NAMES = st.sampled_from(
    [
        *(
            "role",
            "content",
            "name",
            "session_id",
            "timestamp",
            "mapping",
            "current_node",
            "parent",
        ),
        *("message", "author", "parts", "content_type", "create_time", "id", "conversation_id"),
        *("metadata", "title", "a", "b", "sample_id", "conversation", "speaker_a", "speaker_b"),
        *("session_1", "session_1_date_time", "session_2", "speaker", "text", "dia_id"),
        *("question_id", "haystack_sessions", "haystack_session_ids", "haystack_dates"),
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["user", "assistant", "text", "a", "b", "A", "B", "\0", "\ud800", ""])
    | st.sampled_from(["1:56 pm on 8 May, 2023", "2023/04/25 (Tue) 04:07", "2023-04-25T04:07Z"])
    | st.text(max_size=5)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=25,
)
TURNS = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", "assistant"]), "content": st.sampled_from(["x", "y"])},
    optional={
        "name": st.sampled_from(["Ana", "Ben"]),
        "session_id": st.sampled_from(["s", "t"]),
        "timestamp": st.sampled_from(["2026-03-01T09:30:00Z", "2025-03-01T09:30:00Z"]),
    },
)
CHATS = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["c", "d"]),
        "mapping": st.dictionaries(
            st.sampled_from("abc"),
            st.fixed_dictionaries(
                {
                    "parent": st.sampled_from([None, "a", "b", "c"]),
                    "message": st.fixed_dictionaries(
                        {
                            "id": st.sampled_from([None, "1", "2", "3"]),
                            "author": st.just({"role": "user"}),
                            "content": st.sampled_from("xyz").map(
                                lambda text: {"content_type": "text", "parts": [text]}
                            ),
                        }
                    ),
                }
            ),
        ),
    }
)
HAYSTACKS = st.lists(
    st.tuples(st.sampled_from(["s", "t"]), st.lists(TURNS, max_size=4)), min_size=1, max_size=4
).map(
    lambda sessions: {
        "question_id": "q",
        "haystack_session_ids": [id_ for id_, _ in sessions],
        "haystack_dates": ["2023/04/25 (Tue) 04:07"] * len(sessions),
        "haystack_sessions": [turns for _, turns in sessions],
    }
)
SAMPLES = st.lists(
    st.fixed_dictionaries(
        {
            "speaker": st.sampled_from(["A", "B"]),
            "text": st.sampled_from("xyz"),
            "dia_id": st.sampled_from([None, "1", "2", "3"]),
        }
    ),
    max_size=6,
).map(
    lambda turns: {
        "sample_id": "s",
        "conversation": {
            "speaker_a": "A",
            "speaker_b": "B",
            "session_1": turns,
            "session_1_date_time": "1:56 pm on 8 May, 2023",
            "session_2": turns[:2],
            "session_2_date_time": "1:56 pm on 8 May, 2023",
        },
    }
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archives") / "archive"


def read_if_one(path: Path, raw: bytes, format: str | None = None) -> Archive | None:
    """Return the archive, or None if it is refused as it should be; fail on any other error."""
    path.write_bytes(raw)
    try:
        return read_archive(path, format=format)
    except ArchiveError as refused:
        assert str(path) in str(refused)
        return None


def hold_together(archive: Archive) -> None:
    assert archive.lives
    names = [life.name for life in archive.lives]
    assert len(set(names)) == len(names)
    for life in archive.lives:
        keys = [message.key for message in life.messages]
        assert keys
        assert None not in keys
        assert len(set(keys)) == len(keys)
        for message in life.messages:
            check_text(message.text)
            check_text(message.session_id)
            check_text(message.key)


@settings(deadline=None)
@given(raw=st.binary(), format=st.sampled_from([None, *FORMATS]))
def test_random_bytes_raise_nothing_but_archive_error(
    file: Path, raw: bytes, format: str | None
) -> None:
    read_if_one(file, raw, format)
    read_if_one(file, b"\x1f\x8b" + raw, format)
    read_if_one(file, gzip.compress(raw), format)


@settings(deadline=None)
@given(document=VALUES | st.lists(st.dictionaries(NAMES, VALUES)), format=st.sampled_from(FORMATS))
def test_random_documents_raise_nothing_but_archive_error(
    file: Path, document: object, format: str
) -> None:
    raw = json.dumps(document).encode()
    for archive in (read_if_one(file, raw), read_if_one(file, raw, format)):
        if archive:
            hold_together(archive)


@settings(deadline=None)
@given(lines=st.lists(TURNS.map(json.dumps) | VALUES.map(json.dumps) | st.text(), min_size=1))
def test_random_lines_raise_nothing_but_archive_error(file: Path, lines: list[str]) -> None:
    archive = read_if_one(file, "\n".join(lines).encode(errors="surrogatepass"))
    if archive:
        hold_together(archive)


@settings(deadline=None)
@given(
    document=st.lists(CHATS, min_size=1, max_size=3)
    | st.lists(HAYSTACKS, min_size=1, max_size=3)
    | st.lists(SAMPLES, min_size=1, max_size=3)
)
def test_keys_are_unique_and_equal_at_every_reading(file: Path, document: object) -> None:
    raw = json.dumps(document).encode()
    archive = read_if_one(file, raw)
    if archive:
        hold_together(archive)
        assert archive == read_archive(file)


@settings(deadline=None)
@given(lines=st.lists(TURNS.map(json.dumps), min_size=1), more=st.lists(TURNS.map(json.dumps)))
def test_every_line_is_one_message_and_stays_it_when_the_file_grows(
    file: Path, lines: list[str], more: list[str]
) -> None:
    before = read_if_one(file, "\n".join(lines).encode())
    after = read_if_one(file, "\n".join(lines + more).encode())
    assert before is not None
    assert after is not None
    hold_together(after)
    assert len(before.lives[0].messages) == len(lines)
    assert len(after.lives[0].messages) == len(lines + more)
    assert set(map(str, before.lives[0].messages)) <= set(map(str, after.lives[0].messages))
