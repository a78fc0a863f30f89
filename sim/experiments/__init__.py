"""Questions to a scenario and their answers: replications, verdicts, what a verdict hangs on.

Everything here is decided by counts and seeds, never by wall time. Pictures and screens live elsewhere.
"""
