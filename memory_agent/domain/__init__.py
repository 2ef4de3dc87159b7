"""The plain typed records that every part of memory-agent speaks in."""

from memory_agent.domain.candidate import Candidate, Intent, Resolution
from memory_agent.domain.change import Change, Ignored, Operation
from memory_agent.domain.context import Context, Hit, Profile
from memory_agent.domain.digest import Digest
from memory_agent.domain.entity import Entity, Relation
from memory_agent.domain.memory import Kind, Memory, Provenance, Status
from memory_agent.domain.revision import Revision
from memory_agent.domain.turn import Message, Role, Turn

__all__ = [
    "Candidate",
    "Change",
    "Context",
    "Digest",
    "Entity",
    "Hit",
    "Ignored",
    "Intent",
    "Kind",
    "Memory",
    "Message",
    "Operation",
    "Profile",
    "Provenance",
    "Relation",
    "Resolution",
    "Revision",
    "Role",
    "Status",
    "Turn",
]
