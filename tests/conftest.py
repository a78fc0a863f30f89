"""Hypothesis draws the same examples in every ordinary run, however busy the machine is: a submission is judged by its
change, not by luck."""

from hypothesis import settings

settings.register_profile("ordinary", derandomize=True, deadline=None)
settings.load_profile("ordinary")
