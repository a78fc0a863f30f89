"""Money as a planner writes it: "80 CNY/h" for an hour of a unit, "2000 CNY" for a case or a step."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from sim.frozen import dataclass
from sim.model.bounds import MONEY
from sim.model.faults import shown, wrong, wrong_at
from sim.model.quantities import number_text
from sim.model.sourced import Sourced

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

_MONEY = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Z]{3}|元)\s*(?:/\s*(h|小时))?\s*")
YUAN = "CNY"


@dataclass(frozen=True)
class Money:
    """An amount of a currency (three capital letters; 元 is CNY), as such or for an hour."""

    amount: float
    currency: str
    per: ClassVar[str] = ""
    example: ClassVar[str] = "2000 CNY"
    what: ClassVar[str] = "an amount of money"

    @classmethod
    def parse(cls, raw: object) -> Money:
        if isinstance(raw, cls):
            return raw
        found = _MONEY.fullmatch(raw) if isinstance(raw, str) else None
        if found is None or bool(found[3]) != bool(cls.per):
            raise wrong(f'{shown(raw)} is not {cls.what}; write it as "{cls.example}"')
        amount = float(found[1])
        if amount not in MONEY:
            raise wrong(f"{shown(raw)} is too large; allowed: {MONEY}")
        return cls(amount, YUAN if found[2] == "元" else found[2])

    def __str__(self) -> str:
        return f"{number_text(self.amount)} {self.currency}{self.per}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        per = r"\s*/\s*(h|小时)" if cls.per else ""
        return {
            "type": "string",
            "pattern": rf"^\s*\d+(\.\d+)?\s*([A-Z]{{3}}|元){per}\s*$",
            "examples": [cls.example],
        }


@dataclass(frozen=True)
class HourlyMoney(Money):
    """An amount for an hour of a unit."""

    per: ClassVar[str] = "/h"
    example: ClassVar[str] = "80 CNY/h"
    what: ClassVar[str] = "the cost of an hour"


class SourcedMoney(Sourced[Money]):
    """An amount of money with its source."""

    value: Money
    range: tuple[Money, Money] | None = None


class SourcedHourly(Sourced[HourlyMoney]):
    """The cost of a unit's hour with its source."""

    value: HourlyMoney
    range: tuple[HourlyMoney, HourlyMoney] | None = None


def of_one_currency(costs: Iterable[tuple[tuple[str | int, ...], SourcedMoney | SourcedHourly]]) -> None:
    """Refuse costs (with their paths) that cannot be added up."""
    first = None
    for path, cost in costs:
        first = first or cost.value.currency
        if cost.value.currency != first:
            message = f"{cost.value} is not in {first}, as others of this scenario are; costs are added up"
            raise wrong_at(path, message, str(cost.value))
