"""Intervals and tests on counts and values: nothing here knows what a scenario is."""
