"""The command that prints the knowledge graph, or writes it to a file: graph."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from memory_agent.cli.options import AsOf, Json, ValidAt, examples
from memory_agent.cli.output import Column, json_text, print_json, print_rows, say
from memory_agent.cli.reports import graph_document
from memory_agent.cli.scope import scope_of
from memory_agent.domain.times import iso

if TYPE_CHECKING:
    from memory_agent.domain import Graph

app = typer.Typer()

# XML 1.0 has no place for these, not even as references (w3.org/TR/xml, production 2).
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_SUFFIXES = (".json", ".graphml")


def _out(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in _SUFFIXES:
        raise typer.BadParameter(
            f"{text!r} ends in {path.suffix or 'nothing'}; accepted are {' and '.join(_SUFFIXES)}"
        )
    return path


@app.command(
    epilog=examples(
        "graph", 'graph "Ana" --hops 2', "graph --valid-at 2025-06-01 --out ana.graphml"
    )
)
def graph(
    context: typer.Context,
    entity: Annotated[
        str | None,
        typer.Argument(metavar="ENTITY", show_default=False, help="Only what is around this one."),
    ] = None,
    hops: Annotated[
        int, typer.Option(min=1, metavar="N", help="How many relations away from ENTITY at most.")
    ] = 1,
    as_of: AsOf = None,
    valid_at: ValidAt = None,
    out: Annotated[
        Path | None,
        typer.Option(
            parser=_out,
            metavar="FILE",
            help="Write it to this file, whose name ends in .json or .graphml.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Print who and what is in the user's life, and how it is related.

    Into a pipe or file: one line an entity, of the word entity, id and name; then one line a
    relation, of the word relation, from where, what, to where, since and until when, and the
    memory that says it; separated by tabs.
    """
    scope = scope_of(context)
    with scope.known_memory() as memory:
        found = memory.graph(
            user_id=scope.user, entity=entity, hops=hops, as_of=as_of, valid_at=valid_at
        )
    if out is not None:
        _write(found, out)
        counts = f"{len(found.entities)} entities, {len(found.relations)} relations"
        say(f"wrote {out}: {counts}")
    if as_json:
        print_json(graph_document(found))
    elif out is None:
        _print(found)


def _print(graph: "Graph") -> None:
    if not graph.entities:
        say("nothing is known of how anything is related")
        return
    names = {entity.id: entity.name for entity in graph.entities}
    what = Column("", style="magenta", whole=True)
    print_rows(
        (what, Column("id", style="cyan"), Column("name")),
        [("entity", entity.id, entity.name) for entity in graph.entities],
    )
    if not graph.relations:
        return
    if sys.stdout.isatty():
        print()
    columns = (
        *(what, Column("from"), Column("relation", style="green"), Column("to")),
        *(Column("since", style="dim", whole=True), Column("until", style="dim", whole=True)),
        Column("memory", style="cyan", whole=True),
    )
    rows = [
        (
            *("relation", names.get(r.subject, r.subject), r.predicate),
            *(names.get(r.object, r.object), r.valid_from, r.valid_to, r.memory_id),
        )
        for r in graph.relations
    ]
    print_rows(columns, rows)


def _write(graph: "Graph", path: Path) -> None:
    from memory_agent.cli.writing import whole_file

    if path.suffix.lower() == ".json":
        content = json_text(graph_document(graph)).encode()
    else:
        content = _graphml(graph)
    with whole_file(path) as file:
        file.write(content)


def _graphml(graph: "Graph") -> bytes:
    """Return the graph as GraphML, without the attributes that a relation has no value for."""
    import networkx

    made = networkx.MultiDiGraph()
    for entity in graph.entities:
        made.add_node(_xml(entity.id), name=_xml(entity.name))
    for relation in graph.relations:
        fields = {
            "predicate": relation.predicate,
            "memory_id": relation.memory_id,
            "valid_from": iso(relation.valid_from),
            "valid_to": iso(relation.valid_to),
        }
        known = {name: _xml(value) for name, value in fields.items() if value is not None}
        made.add_edge(_xml(relation.subject), _xml(relation.object), **known)
    return "\n".join(networkx.generate_graphml(made)).encode() + b"\n"


def _xml(text: str) -> str:
    return _NOT_XML.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
