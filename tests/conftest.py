"""Hypothesis draws the same examples in every ordinary run: a submission is judged by its change, not by luck."""

from hypothesis import settings

settings.register_profile("ordinary", derandomize=True)
settings.load_profile("ordinary")
