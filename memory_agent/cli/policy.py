"""The command policy: shows and sets what is forgotten and what is never remembered."""

from typing import Annotated, Literal

import typer

from memory_agent.cli.options import Json, examples, unicode_text
from memory_agent.cli.output import FIELDS, print_json, print_rows
from memory_agent.cli.records import change_document, memory_document
from memory_agent.cli.scope import Scope, scope_of
from memory_agent.cli.write import print_changes
from memory_agent.policies import Expire, Policies

app = typer.Typer()


@app.command(
    epilog=examples("policy", "policy opt-out health", "policy opt-in health", "policy --json")
)
def policy(
    context: typer.Context,
    action: Annotated[
        Literal["opt-out", "opt-in"] | None,
        typer.Argument(
            metavar="[opt-out|opt-in]",
            show_default=False,
            help="Remember nothing of a topic from now on, or allow it again.",
        ),
    ] = None,
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="TOPIC",
            parser=unicode_text,
            show_default=False,
            help="A few words, kind:KIND for a kind of memory, or everything.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the policies and opt-outs, or set an opt-out.

    The policies are those of policies.toml in the home folder. What is known of a topic already
    stays when it is opted out of, and so do turns.
    """
    scope = scope_of(context)
    if action is None:
        _show(scope, as_json)
        return
    if topic is None:
        raise typer.BadParameter(f"{action} needs a TOPIC, such as health")
    with scope.memory() as memory:
        if action == "opt-out":
            changes = [memory.opt_out(topic, user_id=scope.user)]
        else:
            scope.check_user(memory)
            changes = memory.opt_in(topic, user_id=scope.user)
    if as_json:
        print_json([change_document(change) for change in changes])
    else:
        print_changes(changes)


def _show(scope: Scope, as_json: bool) -> None:
    with scope.memory() as memory:
        policies = memory.policies()
        opted = memory.opt_outs(user_id=scope.user)
    if as_json:
        document = {
            "expire": _expire(policies),
            "never_remember": list(policies.never_remember),
            "opt_outs": [memory_document(one) for one in opted],
        }
        print_json(document)
        return
    expire = _expire(policies) or {"enabled": False}
    print_rows(FIELDS, [(f"expire {name}", str(value)) for name, value in expire.items()])
    print_rows(FIELDS, [("never remember", name) for name in policies.never_remember])
    print_rows(FIELDS, [("opt-out", f"{one.id}  {one.text}") for one in opted])


def _expire(policies: Policies) -> dict[str, object] | None:
    """Return what the policy expire says; None if it is not enabled."""
    for one in policies.forgetting:
        if isinstance(one, Expire):
            by_kind = {f"days {kind}": days for kind, days in sorted(one.days.items())}
            return {"after_event_days": one.after_event_days or 0, **by_kind}
    return None
