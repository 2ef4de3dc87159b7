"""What is no whole, unaltered export is refused, with its line, and leaves nothing."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memory_agent.domain.errors import ArchiveError
from memory_stores.lives import lines
from tests.stores.lives.living import exported, home, imported, live

Records = list[dict[str, Any]]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The export of a full life: a header, 5 turns, 7 revisions and more."""
    folder = tmp_path_factory.mktemp("life")
    with home(folder / "home") as ledgers, ledgers.ledger("ana") as ledger:
        live(ledger)
    return exported(folder / "home", folder / "ana.jsonl")


def refused(folder: Path, content: bytes) -> str:
    """Import what is to be refused; return the message."""
    file = folder / "ana.jsonl"
    file.write_bytes(content)
    with pytest.raises(ArchiveError) as caught:
        imported(folder / "home", file)
    assert list((folder / "home" / "users").iterdir()) == []
    assert str(file) in str(caught.value)
    return str(caught.value)


def written(records: Records) -> bytes:
    return b"".join(
        json.dumps(record, ensure_ascii=False).encode(errors="surrogatepass") + b"\n"
        for record in records
    )


def of(records: Records, type_: str, place: int = 0) -> dict[str, Any]:
    return [record for record in records if record["type"] == type_][place]


def content(records: Records, type_: str, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = of(records, type_, place)["content"]
    return found


def twice(records: Records, type_: str) -> None:
    records.insert(records.index(of(records, type_)), of(records, type_))


def without(records: Records, type_: str, place: int = 0) -> None:
    records.remove(of(records, type_, place))


ALTERED: dict[str, tuple[Callable[[Records], object], str]] = {
    "another format": (lambda r: r[0].update(format="x"), "line 1: format is 'x'; accepted"),
    "a newer version": (lambda r: r[0].update(version=2), "line 1.*version 2.*upgrade"),
    "no version": (lambda r: r[0].pop("version"), "line 1.*version is missing"),
    "an odd salt": (lambda r: r[0].update(salt="00"), "line 1: salt.*64 hexadecimal"),
    "a missing field": (lambda r: r[1].pop("id"), "line 2: in turn, id is missing"),
    "an unknown field": (lambda r: r[1].update(more=1), "line 2: in turn, 'more' is unknown"),
    "text for a number": (lambda r: r[1].update(position="1"), "line 2: position is '1'"),
    "true for a number": (lambda r: r[1].update(position=True), "line 2: position is True"),
    "a huge number": (lambda r: r[1].update(accepted_at=10**30), "line 2: accepted_at"),
    "no content": (lambda r: r[1].pop("content"), "line 2: turn has no content"),
    "an odd role": (lambda r: content(r, "turn").update(role="boss"), "role is 'boss'; accep"),
    "an odd kind": (lambda r: content(r, "revision").update(kind="x"), "kind is 'x'; accepted"),
    "an odd pin": (lambda r: content(r, "revision").update(pinned=True), "pinned is True"),
    "odd metadata": (lambda r: content(r, "turn").update(metadata="["), "metadata is"),
    "an unknown type": (lambda r: r.insert(1, {"type": "x"}), "line 2: its type is 'x'"),
    "no type": (lambda r: r[2].pop("type"), "line 3: its type is None"),
    "out of order": (lambda r: r.insert(-1, r[1]), "a turn stands after the first vector"),
    "a turn twice": (lambda r: twice(r, "turn"), "line 3: turn 1 follows turn 1"),
    "a turn's id twice": (lambda r: r[2].update(id=r[1]["id"]), "line 3: the chain is broken"),
    "a missing turn": (lambda r: without(r, "turn"), "line 2: turn 2 follows turn 0"),
    "a revision twice": (lambda r: twice(r, "revision"), "revision 1 follows revision 1"),
    "a version gap": (
        lambda r: of(r, "revision", 1).update(version=3),
        "line 8: revision 2 is version 3 of .*version 2 is not before it: one is missing",
    ),
    "a version twice": (
        lambda r: of(r, "revision", 1).update(version=1),
        "line 8: (the chain is broken|its id)",
    ),
    "an absent turn cited": (
        lambda r: of(r, "revision").update(cause="t-x"),
        "line 7: revision 1 cites turn t-x, which is not in the file",
    ),
    "a cycle": (lambda r: of(r, "revision", 2).update(displaced=3), "displaced 3, which is no ea"),
    "a step forward": (lambda r: of(r, "revision").update(displaced=5), "has displaced 5"),
    "a span too long": (
        lambda r: of(r, "revision").update(cause_end=999),
        "cites the characters .* to 999 of turn",
    ),
    "half a span": (lambda r: of(r, "revision").update(cause_end=None), "half of a span"),
    "altered words": (lambda r: content(r, "turn", 3).update(text="I lie."), "it was altered"),
    "an altered memory": (lambda r: content(r, "revision").update(text="Lie."), "was altered"),
    "an altered commitment": (lambda r: r[4].update(commitment="0" * 64), "it was altered"),
    "an altered link": (lambda r: r[1].update(link="0" * 64), "line 2: the chain is broken at"),
    "an altered actor": (lambda r: of(r, "revision").update(actor="x"), "the chain is broken"),
    "a nonce taken out": (
        lambda r: content(r, "revision").update(nonce=None, text="Lie."),
        "revision 1 has no content, or no nonce, and no erasure",
    ),
    "content taken out": (lambda r: r[2].update(content=None), "turn 2 has no content"),
    "an absent turn waits": (lambda r: of(r, "waiting").update(position=9), "turn 9 waits, but"),
    "an odd erasure": (lambda r: of(r, "erasure").update(struck='{"x":[]}'), "struck is"),
    "an odd context": (lambda r: of(r, "context").update(memories="[1]"), "memories is"),
    "a vector of nothing": (lambda r: of(r, "vector").update(owner=99), "vector of 99.*nothing"),
    "a vector that is none": (lambda r: of(r, "vector").update(vector="?"), "is no base64"),
    "a vector cut off": (lambda r: of(r, "vector").update(vector="AAA="), "has 2 bytes"),
    "an infinite vector": (lambda r: of(r, "vector").update(vector="AACAfw=="), "is infinite"),
    "a vector twice": (lambda r: twice(r, "vector"), "it is there twice"),
    "a lone surrogate": (lambda r: of(r, "context").update(query="\ud800"), "not UTF-8"),
    "a lost vector": (lambda r: without(r, "vector"), "counts 3 vectors, but the file has 2"),
    "something after": (lambda r: r.append(r[1]), "something follows the last line"),
    "no end": (lambda r: r.pop(), "the file is cut off here"),
    "an odd count": (lambda r: r[-1].update(turns=-1), "turns is -1"),
}


@pytest.mark.parametrize("name", ALTERED)
def test_what_was_altered_is_refused_with_its_line(name: str, life: bytes, tmp_path: Path) -> None:
    alter, message = ALTERED[name]
    records = [json.loads(line) for line in life.splitlines()]
    alter(records)
    told = refused(tmp_path, written(records))
    assert "Nothing was taken in." in told
    assert re.search(message, told), told


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (b"", "line 1: this is not an exported life"),
        (b"\n", "line 1: it is not JSON"),
        (b"not json\n", "line 1: it is not JSON"),
        (b"[]\n", "line 1: it is no JSON object"),
        (b"[" * 100_000, "line 1: it is not JSON"),
        (b'{"type":"life","n":' + b"9" * 5000 + b"}\n", "line 1"),
        (b'{"schema": 999}\n', "line 1: this is not an exported life"),
        (b"SQLite format 3\0\xff", "line 1: it is not UTF-8 from byte 16 on"),
    ],
)
def test_what_is_no_export_is_refused(bad: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "home" / "users").mkdir(parents=True)
    assert message in refused(tmp_path, bad)


def test_a_surrogate_written_as_an_escape_is_refused(life: bytes, tmp_path: Path) -> None:
    altered = life.replace(b'"query":"where?"', b'"query":"\\ud800"')
    assert "surrogate" in refused(tmp_path, altered)


def test_a_file_that_is_cut_off_anywhere_is_refused(life: bytes, tmp_path: Path) -> None:
    for end in range(1, len(life) - 1, 97):
        refused(tmp_path, life[:end])


def test_a_line_that_is_too_long_is_refused(
    life: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 1 << 20)
    long = life.splitlines(keepends=True)
    long.insert(3, b'{"type":"' + b"x" * (2 << 20))
    assert "line 4: it is longer than 1 MiB" in refused(tmp_path, b"".join(long))
