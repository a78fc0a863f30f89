"""Figures from results, with matplotlib, in Chinese or English.

Here live pure functions from frames and numbers to a `Figure`, and the one way to save it.
Nothing here simulates, judges or reads files; no pyplot, no lasting change of rcParams.
"""

from plots.capacity_curve import capacity_curve
from plots.case_gantt import case_gantt
from plots.days import DayInfo
from plots.finish_time import time_to_finish
from plots.flip_factors import flip_factors
from plots.hall_sizes import hall_sizes
from plots.process_map import process_map
from plots.save import save
from plots.target_board import target_board
from plots.throughput import throughput
from plots.utilisation import utilisation
from plots.where_days_go import where_days_go

__all__ = [
    "DayInfo",
    "capacity_curve",
    "case_gantt",
    "flip_factors",
    "hall_sizes",
    "process_map",
    "save",
    "target_board",
    "throughput",
    "time_to_finish",
    "utilisation",
    "where_days_go",
]
