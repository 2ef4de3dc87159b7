"""Compression: the profile, and the block that a prompt gets."""

from memory_agent.compression.profile import build_profile
from memory_agent.compression.rendering import NOTHING, render

__all__ = ["NOTHING", "build_profile", "render"]
