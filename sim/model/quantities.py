"""Quantities as a planner writes them: "20 min", "0.5 wd", "127 /wd", "30%".

`Duration` and `Rate` are parsed from text, `Share` from a number or a percentage. Nothing here draws or counts
working time: `Duration.micros` only multiplies.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    model_validator,
)  # fmt: skip
from pydantic_core import CoreSchema, core_schema

from sim.frozen import dataclass
from sim.model.bounds import CLASS, FACTOR, LONGEST, NUMBER, POSITIVE, RATE, WHOLE, Bounds
from sim.model.faults import in_our_words, listed, nearest, shown, wrong
from sim.model.names import refers_to, validated
from sim.visible import one_line

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

SECOND = 1_000_000
HOUR = 3600 * SECOND

Unit = Literal["s", "min", "h", "wh", "wd", "cd", "visit", "window", "case"]
"""Of time; the last three are what targets count instead (`sim.model.tally`), and no unit of a duration."""
UNITS: tuple[Unit, ...] = ("s", "min", "h", "wh", "wd", "cd")
MICROS: dict[str, int] = {"s": SECOND, "min": 60 * SECOND, "h": HOUR, "wh": HOUR, "cd": 24 * HOUR}
UNITS_ZH: dict[str, Unit] = {
    "秒": "s", "分": "min", "分钟": "min", "小时": "h", "工作小时": "wh", "工作日": "wd", "个工作日": "wd",
    "自然日": "cd", "个自然日": "cd", "个小时": "h", "个工作小时": "wh",
}  # fmt: skip

Per = Literal["h", "wd", "month", "year"]
PERS: tuple[Per, ...] = ("h", "wd", "month", "year")
PERS_ZH: dict[str, Per] = {"小时": "h", "工作日": "wd", "月": "month", "年": "year"}
PERS_EN: dict[str, Per] = {"hour": "h", "working day": "wd"}
"""As pages tell of a rate: "5000 cases a year", "24 cases a working day"; in Chinese "每年 5000 件"."""

Favourable = Literal["low", "high"]

_AMOUNT = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_DURATION = re.compile(rf"\s*({_AMOUNT})\s*([^\W\d]*)\s*")
_EACH = re.compile(rf"^\s*每([^\W\d]+)\s*({_AMOUNT})\s*件\s*$")
_RATE = re.compile(rf"\s*({_AMOUNT})\s*(?:件\s*/|/|cases an? )\s*([^\W\d]+(?: day)?|)\s*")


class Model(BaseModel):
    """Base of every model of the file: immutable, and an unknown key is a fault."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        serialize_by_alias=True,
        protected_namespaces=(),
        defer_build=True,  # built once, from the root, when a file is first read
    )

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Keys a file may write, in declared order."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @model_validator(mode="wrap")
    @classmethod
    def _in_our_words(cls, raw: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        try:
            return validated(cls, raw, handler, info)
        except ValidationError as error:
            raise in_our_words(error, cls.__name__, cls.keys()) from None


_NARROW = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: " "}


def narrow(text: str) -> str:
    """Full-width digits and signs as the usual ones: "９０％" is "90%". Nothing else changes: "5²" is not 52."""
    return text if text.isascii() else text.translate(_NARROW)


def number_text(amount: float) -> str:
    """Shortest text of a number: 20, 0.5, 2.4."""
    tidy = round(amount, 12)
    return str(int(tidy)) if tidy == int(tidy) and abs(tidy) < 1e15 else repr(tidy)


@dataclass(frozen=True)
class Duration:
    """A length of time in the unit it was written in.

    s, min, h and cd (calendar day, 24 h) are elapsed time; wh and wd (working hour, working day) run on an
    office calendar. A working day is as long as the jurisdiction's calendar says.
    """

    amount: float
    unit: Unit

    @classmethod
    def parse(cls, raw: object) -> Duration:
        if isinstance(raw, Duration):
            return raw
        found = _DURATION.fullmatch(narrow(raw)) if isinstance(raw, str) else None
        if found is None or not found[2]:
            bare = isinstance(raw, (int, float)) and not isinstance(raw, bool)
            raise wrong(
                f"{shown(raw)} is not a duration: " + ("the unit is missing; " if bare or found else "")
                + f'write a number and a unit, as in "20 min"; units: {listed(UNITS)}'
            )  # fmt: skip
        unit = UNITS_ZH.get(found[2], found[2])
        if unit in ("天", "日", "d", "day", "days"):
            raise wrong(
                f"{shown(raw)}: {shown(unit)} may be 工作日 (wd, working day) or 自然日 (cd, calendar day)"
            )
        if unit not in UNITS:
            raise wrong(
                f"{shown(raw)}: {shown(found[2])} is not a unit of time; "
                f"allowed: {listed(UNITS)}{nearest(found[2], [*UNITS, *UNITS_ZH])}"
            )
        amount = float(found[1])
        if amount < 0:
            raise wrong(f"{shown(raw)} is negative; a duration is 0 or longer")
        if amount > LONGEST[unit]:
            raise wrong(f"{shown(raw)} is too long; allowed: up to 100 years ({LONGEST[unit]:,} {unit})")
        if 0 < amount * MICROS.get(unit, HOUR) < 1:
            raise wrong(f"{shown(raw)} is too short; allowed: 0, or a millionth of a second and longer")
        return cls(amount, unit)

    @property
    def working(self) -> bool:
        """True for wh and wd: runs on an office calendar."""
        return self.unit in ("wh", "wd")

    def micros(self, wd_hours: float) -> int:
        """Microseconds, to the nearest; a wd is `wd_hours` working hours."""
        scale = wd_hours * HOUR if self.unit == "wd" else MICROS[self.unit]
        return math.floor(self.amount * scale + 0.5)

    def __str__(self) -> str:
        return f"{number_text(self.amount)} {self.unit}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _parsed(cls.parse)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        units = "|".join([*UNITS, *UNITS_ZH])
        return {
            "type": "string",
            "pattern": rf"^\s*\d+(\.\d+)?\s*({units})\s*$",
            "examples": ["20 min", "0.5 wd"],
        }


@dataclass(frozen=True)
class Rate:
    """How many per working day, open hour, month or year."""

    amount: float
    per: Per

    @classmethod
    def parse(cls, raw: object) -> Rate:
        if isinstance(raw, Rate):
            return raw
        found = _RATE.fullmatch(_EACH.sub(r"\2/\1", narrow(raw))) if isinstance(raw, str) else None
        if found is None:
            raise wrong(f'{shown(raw)} is not a rate: write a number per time, as in "127 /wd"; '
                        f"per: {listed(PERS)}")  # fmt: skip
        per = (PERS_ZH | PERS_EN).get(found[2], found[2])
        if per not in PERS:
            raise wrong(f"{shown(raw)}: {shown(found[2])} is not a time a rate can have; "
                        f"allowed: {listed(PERS)}{nearest(found[2], [*PERS, *PERS_ZH])}")  # fmt: skip
        amount = float(found[1])
        if amount < 0:
            raise wrong(f"{shown(raw)} is negative; a rate is 0 or more")
        if amount not in RATE:
            raise wrong(f"{shown(raw)} is no rate that can be used; allowed: {RATE}")
        return cls(amount, per)

    def __str__(self) -> str:
        return f"{number_text(self.amount)} /{self.per}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _parsed(cls.parse)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        pers = "|".join([*PERS, *PERS_ZH])
        return {
            "type": "string",
            "pattern": rf"^\s*\d+(\.\d+)?\s*件?\s*/\s*({pers})\s*$",
            "examples": ["127 /wd"],
        }


def _parsed(parse: Callable[[object], Any]) -> CoreSchema:
    return core_schema.no_info_plain_validator_function(
        parse, serialization=core_schema.plain_serializer_function_ser_schema(str)
    )


def number(raw: object) -> float:
    """A number within bounds; text and true/false are not numbers."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise wrong(f"{shown(raw)} is not a number")
    if raw not in NUMBER:
        raise wrong(f"{shown(raw)} is no number that can be used; allowed: {NUMBER}")
    return float(raw)


def _positive(raw: object) -> float:
    if (value := number(raw)) <= 0:
        raise wrong(f"{shown(raw)} is too small; allowed: above 0")
    return _within(POSITIVE, value)


def _not_negative(raw: object) -> float:
    if (value := number(raw)) < 0:
        raise wrong(f"{shown(raw)} is negative; allowed: 0 or more")
    return _within(FACTOR, value)


def _within(bounds: Bounds, value: float, kind: str = "") -> float:
    if value not in bounds:
        size = "large" if value > bounds.most else "small"
        raise wrong(f"{shown(value)} is too {size}; allowed: {kind}{bounds}")
    return value


def share(raw: object) -> float:
    """A share of a whole: 0.3 or "30%"."""
    percent = re.fullmatch(rf"\s*({_AMOUNT})\s*%\s*", narrow(raw)) if isinstance(raw, str) else None
    if percent:
        value = float(percent[1]) / 100
    elif isinstance(raw, str):
        raise wrong(f'{shown(raw)} is not a share; write 0.3 or "30%"')
    else:
        value = number(raw)
    if not 0 <= value <= 1:
        raise wrong(f"{shown(raw)} is not a share; allowed: 0 to 1, or 0% to 100%")
    return value


def _whole(least: int) -> Callable[[object], int]:
    return _integer(WHOLE.above(least))


def _integer(bounds: Bounds) -> Callable[[object], int]:
    def check(raw: object) -> int:
        if isinstance(raw, bool) or not isinstance(raw, (int, float)) or raw != math.floor(number(raw)):
            raise wrong(f"{shown(raw)} is not a whole number")
        return int(_within(bounds, raw, "whole numbers from "))

    return check


def _flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise wrong(f"{shown(raw)} is not allowed; allowed: true, false")
    return raw


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise wrong(f"{shown(raw)} is not text")
    return raw


def _line(raw: object) -> str:
    return one_line(_text(raw))


def _identifier(raw: object) -> str:
    if not isinstance(raw, str) or not re.fullmatch(r"[^\W\d][\w.-]*", raw):
        raise wrong(f"{shown(raw)} is not an id; an id starts with a letter and holds letters, digits, _ - .")
    return raw


def _calendar_date(raw: object) -> date:
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(raw)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise wrong(f"{shown(raw)} is not a date; write it as 2025-03-03") from None


def time_of_day(raw: object) -> int:
    """Microseconds after midnight of "09:30"; "24:00" ends the day."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", raw) if isinstance(raw, str) else None
    minutes = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else -1
    if not 0 <= minutes <= 24 * 60:
        raise wrong(f'{shown(raw)} is not a time of day; write it as "09:30", from "00:00" to "24:00"')
    return minutes * 60 * SECOND


def _moment(raw: object) -> int:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else time_of_day(raw)


class Checked:
    """Of a field whose values one function makes of what is written: nothing looks at them after it.

    Pydantic would look up the signature of the function for every field that has it, and check its values again.
    """

    def __init__(self, check: Callable[[Any], object], kind: str, **said: Any) -> None:
        self._check = check
        self._said = {"type": kind, **said}
        """What its JSON Schema says."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._check)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return dict(self._said)


Number = Annotated[float, Checked(number, "number")]
Positive = Annotated[float, Checked(_positive, "number", exclusiveMinimum=0)]
NotNegative = Annotated[float, Checked(_not_negative, "number", minimum=0)]
Share = Annotated[float, Checked(share, "number")]
Count = Annotated[int, Checked(_whole(1), "integer", minimum=1)]
Size = Annotated[int, Checked(_whole(0), "integer", minimum=0)]
Integer = Annotated[int, Checked(_integer(CLASS), "integer")]
Flag = Annotated[bool, Checked(_flag, "boolean")]
Text = Annotated[str, Checked(_text, "string")]
Line = Annotated[str, Checked(_line, "string")]
Id = Annotated[str, Checked(_identifier, "string")]
Date = Annotated[date, Checked(_calendar_date, "string", format="date")]
TimeOfDay = Annotated[int, Checked(_moment, "integer")]
SourceKey = Annotated[Text, refers_to("source")]


class Name(Model):
    """What people read, in Chinese and English. A plain string is used for both."""

    zh: Line
    en: Line

    @model_validator(mode="before")
    @classmethod
    def _same_for_both(cls, raw: object) -> object:
        return raw if isinstance(raw, (Mapping, Name)) else {"zh": raw, "en": raw}

    def in_language(self, language: Literal["zh", "en"]) -> str:
        return self.zh if language == "zh" else self.en
