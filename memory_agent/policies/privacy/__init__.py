"""Privacy: secrets are never kept, origin decides trust, opt-outs are obeyed."""

from memory_agent.policies.privacy.answers import may_answer
from memory_agent.policies.privacy.echoes import echoes, sentence_keys
from memory_agent.policies.privacy.opting import (
    Asked,
    check_topic,
    opted_out_of,
    opting,
    same_topic,
)
from memory_agent.policies.privacy.origin import asks_to_be_remembered, quarantining, requests
from memory_agent.policies.privacy.secrets import Masked, mask

__all__ = [
    "Asked",
    "Masked",
    "asks_to_be_remembered",
    "check_topic",
    "echoes",
    "mask",
    "may_answer",
    "opted_out_of",
    "opting",
    "quarantining",
    "requests",
    "same_topic",
    "sentence_keys",
]
