"""What a scenario may say: blocks, quantities, names; reading it; faults that point at file:line:column.

Nothing here runs a scenario, opens a calendar or draws a number.
"""

from sim.model.faults import Fault, ModelError
from sim.model.reading import ScenarioSource, read, read_text, warnings
from sim.model.scenario import Scenario
from sim.model.settings import Setting, parse_setting

__all__ = [
    "Fault",
    "ModelError",
    "Scenario",
    "ScenarioSource",
    "Setting",
    "parse_setting",
    "read",
    "read_text",
    "warnings",
]
