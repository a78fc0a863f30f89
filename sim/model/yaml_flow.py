"""A value as YAML writes it on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sim.model.quantities import number_text

_BARE = re.compile(r"[^\W_][\w ./%()+-]*")
NOT_TEXT = re.compile(r"[\d.+-][\d.eE+-]*|true|false|yes|no|on|off|null|~", re.IGNORECASE)
"""What YAML would not read as text."""


def flow(raw: Any) -> str:
    """One line of YAML."""
    if isinstance(raw, Mapping):
        return (
            "{" + ", ".join(f"{key}: {flow(value)}" for key, value in raw.items() if value is not None) + "}"
        )
    if isinstance(raw, (list, tuple)):
        return "[" + ", ".join(flow(value) for value in raw) + "]"
    return scalar(raw)


def scalar(raw: Any) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, (int, float)):
        return number_text(raw)
    text = str(raw)
    plainly = _BARE.fullmatch(text) and not NOT_TEXT.fullmatch(text) and text == text.strip()
    return text if plainly else json.dumps(text, ensure_ascii=False)
