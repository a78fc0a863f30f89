"""Levers 改革举措: mechanisms a planner can switch, each a pure function Scenario -> Scenario in its own file.

A lever changes structure: pools, order, documents, routing. It may scale a number only by a sourced factor.
Levers know the model and nothing else. They apply in the order of `REGISTRY`, whatever order a file names.
"""

from sim.levers.apply import apply_levers, levers_in_force, stated_levers
from sim.levers.lever import Lever, Refusal
from sim.levers.registry import PARAMETERS, REGISTRY

__all__ = ["PARAMETERS", "REGISTRY", "Lever", "Refusal", "apply_levers", "levers_in_force", "stated_levers"]
