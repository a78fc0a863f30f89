"""Chance: random draws as pure functions of who draws, and distributions as integer quantile tables.

Here live the generator, the keys, the tables, arrivals and shares. No scenario, no clock, no state; scipy
is loaded only inside `distributions`, when a distribution is fitted. Whatever an engine reads while it runs
is scalar code on integers.
"""

from sim.chance.arrivals import (
    UNIT,
    exact_load,
    exponential_table,
    instant_of_sum,
    instants_of,
    running_sums,
    scaled,
)
from sim.chance.distributions import Spec, exact_mean, table_of
from sim.chance.errors import DistributionError
from sim.chance.keys import VISIT_LIMIT, draw_words, name_words, replication_key, uniform52, visit_word
from sim.chance.listed import read_row
from sim.chance.philox import philox4x32
from sim.chance.quantile_table import TABLE_LENGTH, look_up
from sim.chance.refused import check_table
from sim.chance.regularity import first_gap_table, gap_table
from sim.chance.residual import beyond, draws_within
from sim.chance.shares import pick, threshold

__all__ = [
    "TABLE_LENGTH", "UNIT", "VISIT_LIMIT", "DistributionError", "Spec", "beyond", "check_table", "draw_words",
    "draws_within", "exact_load", "exact_mean", "exponential_table", "first_gap_table", "gap_table", "instant_of_sum",
    "instants_of", "look_up", "name_words",
    "philox4x32", "pick", "read_row", "replication_key", "running_sums", "scaled", "table_of", "threshold",
    "uniform52", "visit_word",
]  # fmt: skip
