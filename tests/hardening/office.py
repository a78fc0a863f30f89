"""A small office that holds one of everything, as data; and the same office with one thing wrong."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import Any

OFFICE: dict[str, Any] = {
    "onewindow": 1,
    "title": {"zh": "小厅", "en": "Small hall"},
    "jurisdiction": "testland",
    "calendar": {
        "region": "CN", "wd": "7 wh", "hours": "09:00-12:00 13:00-17:00",
        "seasons": [{"from": "06-01", "to": "08-31", "hours": "08:00-15:00"}],
        "off": ["2025-03-14"], "work": ["2025-03-15"],
    },
    "study": {
        "start": "2025-03-03", "lead_in": "2 wd", "window": "5 wd", "follow_up": "3 wd",
        "backlog": [{"service": "main", "at": "review", "arrived": "2025-02-28 10:00", "cases": 2}],
    },
    "pools": {
        "desk": {
            "name": "Desk", "kind": "window", "capacity": 2, "last_start": "10 min", "availability": 0.9,
            "skills": ["tax"],
            "other_work": {"share": 0.1, "work": "5 min"},
        },
        "back": {"name": "Back", "kind": "reviewer", "profile": {"09:00": 2, "13:00": 1}},
    },
    "sessions": {"panel": {"name": "Panel", "weekdays": ["tue"], "at": ["14:00"], "places": 6, "cutoff": "1 wd"}},
    "services": {
        "main": {
            "name": "Main",
            "attributes": {"kind": {"values": {"a": 0.3, "b": 0.7}}, "area": {"number": {"min": 1, "max": 9}}},
            "channels": {
                "hall": {
                    "rate": "20 /wd", "hours": {"09:00": 1, "14:00": 2}, "weekdays": {"mon": 1.5}, "months": {"3": 1.1},
                    "after_holiday": {"closed_days": 3, "factors": [1.5]}, "batch": 1, "growth": 0.1,
                },
                "online": {"rate": "5 /wd", "around_the_clock": True, "off_days": 0.3, "transfer": "1 h"},
            },
            "flow": [
                {
                    "documents": "file", "mode": "return", "papers": {"lease": {"missing": 0.2}},
                    "do": [{"task": "intake", "pool": "desk", "work": {"mean": "6 min", "p90": "12 min"}, "intake": True}],
                    "prepare": "1 cd", "again": 0.1, "maximum": 3,
                },
                {"milestone": "submitted"},
                {"choice": "which", "options": [
                    {"when": "kind == 'a' and area >= 5", "do": [{"task": "long", "skill": "tax", "work": "20 min"}]},
                    {"otherwise": True, "do": [{"wait": "rest", "for": {"min": "1 h", "mode": "2 h", "max": "4 h"}}]},
                ]},
                {"repeat": "again", "do": [{"task": "review", "any_of": ["back", "desk"], "work": "10 min", "class": 1}],
                 "again": 0.2, "maximum": 3},
                {"parallel": "both", "branches": {
                    "one": [{"item": "made", "promised": "2 wd", "do": [{"session": "meet", "of": "panel", "work": "5 min"}]}],
                    "two": [{"use": "hand", "with": {"pool": "desk", "time": "3 min"}}],
                }},
                {"task": "give", "pool": "desk", "work": "3 min", "patience": "1 h", "gives_up": "left"},
                {"end": "done"},
            ],
        },
    },
    "targets": {
        "all": {"service": "main", "from": "submitted", "to": "finished", "limit": "3 wd", "clock": "working",
                "required_share": 0.9, "headline": True},
    },
    "fragments": {"hand": {"parameters": ["pool", "time"], "do": [{"task": "over", "pool": "$pool", "work": "$time"}]}},
    "variants": {"before": {"title": "Before"}, "after": {"levers": [], "set": {"pools.desk.capacity": 3}}},
}  # fmt: skip


@dataclass(frozen=True)
class Bare:
    """A value as YAML writes it and JSON cannot: .inf, a tag, an alias."""

    text: str


def written(raw: Any) -> str:
    """A scenario as text, one value a line."""
    bare: list[str] = []

    def marked(value: Any) -> str:
        assert isinstance(value, Bare)
        bare.append(value.text)
        return f"@{len(bare) - 1}@"

    text = json.dumps(raw, ensure_ascii=False, indent=1, default=marked)
    for number, value in enumerate(bare):
        text = text.replace(f'"@{number}@"', value)
    return text


def with_value(path: str, value: Any) -> str:
    """The office with another value at a dotted path (list entries by number; a key that holds dots: a|b)."""
    raw = copy.deepcopy(OFFICE)
    steps = path.split(".")
    holder: Any = raw
    for step in steps[:-1]:
        holder = holder[int(step) if isinstance(holder, list) else step.replace("|", ".")]
    last = steps[-1].replace("|", ".")
    holder[int(last) if isinstance(holder, list) else last] = value
    return written(raw)


def without(path: str) -> str:
    """The office without a key."""
    raw = copy.deepcopy(OFFICE)
    holder: Any = raw
    *steps, last = path.split(".")
    for step in steps:
        holder = holder[int(step) if isinstance(holder, list) else step]
    del holder[last]
    return written(raw)
