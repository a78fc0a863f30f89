"""Searches: the load a promise bears, and the values at which numbers flip its verdict."""
