"""Policies: small, named, testable rules that decide an edit or a forgetting."""

from memory_agent.policies.changing import Moment
from memory_agent.policies.editing import reconcile
from memory_agent.policies.expire import Expire
from memory_agent.policies.forgetting import Dated, Fading, ForgettingPolicy, apply_policies
from memory_agent.policies.known import Known
from memory_agent.policies.settings import read_policies

__all__ = [
    "Dated",
    "Expire",
    "Fading",
    "ForgettingPolicy",
    "Known",
    "Moment",
    "apply_policies",
    "read_policies",
    "reconcile",
]
