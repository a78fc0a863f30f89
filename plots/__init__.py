"""Figures from results, with matplotlib, in Chinese or English.

Here live pure functions from frames and numbers to a `Figure`, and the one way to save it.
Nothing here simulates, judges or reads files; no pyplot, no lasting change of rcParams.
"""

from plots.days import DayInfo
from plots.finish_time import time_to_finish
from plots.save import save
from plots.throughput import throughput

__all__ = ["DayInfo", "save", "throughput", "time_to_finish"]
