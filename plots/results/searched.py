"""What searches found, as figures that tell what they are of; nothing is simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plots.capacity_curve import capacity_curve
from plots.flip_factors import flip_factors
from plots.requirement_region import requirement_region
from sim.words.language import Lang
from sim.words.provenance import provenance

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.experiments.searches.capacity import Capacity
    from sim.experiments.searches.region import Region
    from sim.experiments.searches.robustness import Robustness


def draw_capacity(made: Capacity, lang: Lang) -> Figure:
    """Every target over the loads."""
    return capacity_curve(made, lang, provenance(made.whatif, lang))


def draw_robustness(made: Robustness, lang: Lang) -> Figure:
    """Where each uncertain number turns a verdict."""
    return flip_factors(made, lang, provenance(made.whatif, lang))


def draw_requirement(made: Region, lang: Lang) -> Figure:
    """Where a promise would hold."""
    return requirement_region(made, lang, provenance(made.whatif, lang))
