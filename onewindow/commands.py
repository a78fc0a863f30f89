"""The commands, and how one types them where this program was started."""

from __future__ import annotations

import os
import re

COMMANDS: dict[str, tuple[str, str]] = {
    "list": ("showing.list_scenarios", "List the scenarios of the library."),
    "show": ("showing.show", "Show a scenario: flows, pools, targets, sources; a chart; one case's story."),
    "check": ("checking.check", "Check promises: verdicts with intervals."),
    "run": ("running.run", "Simulate and tell waits and utilisation; write tables with --out."),
    "compare": ("comparing.compare", "Compare alternatives with a base, under common random numbers."),
    "attribute": ("attributing.attribute", "Divide what levers change together among them."),
    "levers": ("levering.levers", "What each lever of a scenario does, alone and together."),
    "capacity": (
        "capacities.capacity",
        "Find the largest load each target bears, and what one more of a pool would do.",
    ),
    "staffing": ("staffing.staffing", "Find the fewest people at which the promises are kept."),
    "sweep": (
        "sweeping.sweep",
        "Try every promise over a grid of loads, levers, staffings and other numbers.",
    ),
    "robustness": ("flips.robustness", "Find how wrong each assumed number may be until a verdict flips."),
    "sensitivity": ("moving.sensitivity", "How the promises move with every number that is not known."),
    "requirement": (
        "requiring.requirement",
        "What would have to be true, where no source tells a promise's process.",
    ),
    "calibrate": ("calibrating.calibrate", "Fit parameters to published figures, with regions."),
    "backlog": ("starting.backlog", "Take down the cases open on a morning, to start another study from."),
    "warmup": ("starting.warmup", "Find how long a lead-in an office needs that starts empty."),
    "plot": ("running.plot", "Draw a figure."),
    "report": ("reporting.report", "Write a report: one file to read, to print, or with tables."),
    "animate": ("animating.animate", "Play one replication in a page, on real dates and hours."),
    "serve": ("serving.serve", "Open the planner's page in the browser: all promises, what-if, studies."),
    "validate": ("files.validate", "Check scenario files: every fault with its line and column."),
    "new": ("files.new", "Start a scenario file: a short one that runs, or a copy of another."),
    "schema": ("files.schema", "Print the JSON Schema of the scenario file, for editors."),
    "runs": (
        "storing.runs",
        "Look after the store of what was computed: list, show, throw away, bring together.",
    ),
}
"""By name: the function in a file of `onewindow.cli`, or the group of commands, and one line of help."""

UV_RUN = "UV_RUN_RECURSION_DEPTH"
"""What `uv run` sets in the environment of what it starts; UV itself is set by other commands of uv as well."""
NAMED = re.compile(rf"(?<!uv run )\bonewindow (?=(?:{'|'.join(COMMANDS)})\b)")
"""A command of ours in a text, unless it says `uv run` already."""


def typed(text: str) -> str:
    """The text with our commands as one types them here: after `uv run` where that started us."""
    return NAMED.sub("uv run onewindow ", text) if UV_RUN in os.environ else text
