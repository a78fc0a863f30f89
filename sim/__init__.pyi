# The public names, once: type checkers read them here, and sim.public when the package is imported.

from sim.experiments.comparing.attribute import attribute as attribute
from sim.experiments.comparing.compare import compare as compare
from sim.experiments.questions.whatif import WhatIf as WhatIf
from sim.experiments.questions.whatif import load as load
from sim.experiments.running.cluster import using_cluster as using_cluster
from sim.experiments.runs.backlog import backlog as backlog
from sim.experiments.runs.many_halls import run_halls as run_halls
from sim.experiments.runs.part import run_part as run_part
from sim.experiments.runs.read_run import read_run as read_run
from sim.experiments.runs.run import run as run
from sim.experiments.runs.warm_up import warm_up as warm_up
from sim.experiments.searches.capacity import capacity as capacity
from sim.experiments.searches.region import requirement as requirement
from sim.experiments.searches.robustness import robustness as robustness
from sim.experiments.searches.sensitivity import sensitivity as sensitivity
from sim.experiments.searches.staffing import staffing as staffing
from sim.experiments.searches.sweep import sweep as sweep
from sim.experiments.store.chosen import using_store as using_store
from sim.experiments.verdicts.check import check as check
from sim.model import ModelError as ModelError
