"""The plain typed records that every part of memory-agent speaks in."""

from memory_agent.domain.candidate import Candidate, Intent, Resolution
from memory_agent.domain.change import Change, Ignored, Operation
from memory_agent.domain.context import Context, Hit, Profile
from memory_agent.domain.digest import Digest
from memory_agent.domain.entity import Entity, Graph, Relation, entity_id
from memory_agent.domain.identity import Identities, Tie
from memory_agent.domain.memory import Kind, Memory, Provenance, Status
from memory_agent.domain.past import Diff, Edit, LoggedContext, Replay, difference
from memory_agent.domain.revision import Revision
from memory_agent.domain.turn import Message, Role, Turn
from memory_agent.domain.upkeep import Destroyed, Destruction, Health, Receipt

__all__ = [
    "Candidate",
    "Change",
    "Context",
    "Destroyed",
    "Destruction",
    "Diff",
    "Digest",
    "Edit",
    "Entity",
    "Graph",
    "Health",
    "Hit",
    "Identities",
    "Ignored",
    "Intent",
    "Kind",
    "LoggedContext",
    "Memory",
    "Message",
    "Operation",
    "Profile",
    "Provenance",
    "Receipt",
    "Relation",
    "Replay",
    "Resolution",
    "Revision",
    "Role",
    "Status",
    "Tie",
    "Turn",
    "difference",
    "entity_id",
]
