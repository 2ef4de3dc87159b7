"""Policies: small, named, testable rules that decide an edit or a forgetting."""

from memory_agent.policies.changing import Moment
from memory_agent.policies.contesting import undo
from memory_agent.policies.editing import reconcile
from memory_agent.policies.erasing import cited_words, struck_words, without_turns
from memory_agent.policies.expire import Expire
from memory_agent.policies.forgetting import Dated, Fading, ForgettingPolicy, apply_policies
from memory_agent.policies.known import Known
from memory_agent.policies.resolving import resolve
from memory_agent.policies.settings import Policies, read_policies
from memory_agent.policies.undoing import Undoing, becoming

__all__ = [
    "Dated",
    "Expire",
    "Fading",
    "ForgettingPolicy",
    "Known",
    "Moment",
    "Policies",
    "Undoing",
    "apply_policies",
    "becoming",
    "cited_words",
    "read_policies",
    "reconcile",
    "resolve",
    "struck_words",
    "undo",
    "without_turns",
]
