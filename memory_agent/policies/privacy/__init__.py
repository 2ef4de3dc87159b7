"""Privacy: secrets are never kept, origin decides trust, opt-outs are obeyed."""

from memory_agent.policies.privacy.secrets import Masked, mask

__all__ = ["Masked", "mask"]
