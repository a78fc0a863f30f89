"""Replications of a question: run on all cores, in order, and gathered."""
