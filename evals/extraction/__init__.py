"""Scorers of what the extractors and the gate do with the gold."""
