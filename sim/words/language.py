"""The languages users read."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Literal

Lang = Literal["zh", "en"]


def spoken() -> Lang:
    """The language of the environment: ONEWINDOW_LANG, else the system's; English unless it is Chinese."""
    for name in ("ONEWINDOW_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def said_in(lang: str) -> Callable[[str], str]:
    """How the message of a fault is said in a language; the Chinese of them is loaded only where it is wanted."""
    if lang != "zh":
        return str
    from sim.words.faults import in_chinese

    return in_chinese
