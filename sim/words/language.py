"""The languages users read."""

from __future__ import annotations

from typing import Literal

Lang = Literal["zh", "en"]
