"""What was computed once and need not be again: replications by their program, answers by their question.

A store can be thrown away at any time: it is only ever asked before something is computed. Nothing here knows an
experiment.
"""
