"""Verdicts on promises, and all that stands beside them (SEMANTICS 8)."""
