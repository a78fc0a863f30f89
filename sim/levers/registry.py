"""Every lever there is, in the order in which they apply. Each is found in the file of its name."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from sim.levers.lever import Lever
from sim.model.quantities import Model

ORDER: tuple[str, ...] = (
    "name_and_address",
    "first_certificate_reuse",
    "one_time_notice",
    "assistance",
    "simplified_deregistration",
    "merged_stages",
    "one_thing_once",
    "no_application",
    "separated_intake",
    "one_window",
    "tolerant_acceptance",
    "supervisor_window",
    "intermediary_market",
    "combined_surveying",
    "joint_drawing_review",
    "sampled_drawing_review",
    "joint_acceptance",
    "early_utilities",
    "parallel_approval",
    "one_licence",
    "land_ready_start",
    "build_first",
    "standard_land",
    "area_assessment",
    "record_instead",
    "notice_and_commitment",
    "fire_inspection_dropped",
    "classified_acceptance",
    "automatic_approval",
    "credit_approval",
    "chief_representative",
    "cross_region",
    "appointment",
    "green_channel",
    "hour_list",
    "lead_department",
    "deemed_approval",
    "extended_hours",
)
"""Files of this folder that hold a lever. A lever finds what the levers before it have made of the scenario."""


def _found(name: str) -> Lever:
    lever: Lever = import_module(f"sim.levers.{name}").LEVER
    return lever


REGISTRY: Mapping[str, Lever] = {name: _found(name) for name in ORDER}

PARAMETERS: Mapping[str, type[Model]] = {name: lever.parameters for name, lever in REGISTRY.items()}
"""What each lever is told."""
