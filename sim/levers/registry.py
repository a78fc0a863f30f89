"""Every lever there is, in the order in which they apply. Each is found in the file of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TypeVar

from sim.levers.lever import Lever
from sim.model.quantities import Model

T = TypeVar("T")

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


class _Loaded(Mapping[str, T]):
    """Something of each lever by its name, in order. A lever's file is loaded when it is first asked for."""

    def __init__(self, of: Callable[[Lever], T]) -> None:
        self._of = of

    def __getitem__(self, name: str) -> T:
        if name not in ORDER:
            raise KeyError(name)
        return self._of(import_module(f"sim.levers.{name}").LEVER)

    def __contains__(self, name: object) -> bool:
        return name in ORDER

    def __iter__(self) -> Iterator[str]:
        return iter(ORDER)

    def __len__(self) -> int:
        return len(ORDER)


def _itself(lever: Lever) -> Lever:
    return lever


def _parameters(lever: Lever) -> type[Model]:
    return lever.parameters


REGISTRY: Mapping[str, Lever] = _Loaded(_itself)

PARAMETERS: Mapping[str, type[Model]] = _Loaded(_parameters)
"""What each lever is told."""
