"""Benchmarks, run from the checkout: ``python -m evals SUITE``."""
