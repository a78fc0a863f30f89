"""The engine against queueing theory, with stated error rates.

Each `System` has a closed form for some numbers, and a *twin*: the textbook recursion of that system fed with
the very draws of a replication. An interval for the engine's mean comes from many twins plus the mean
difference between engine and twin; an engine that is wrong, or draws that are, put theory outside of it.
"""
