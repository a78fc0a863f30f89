"""Where what can be made again is kept for a user."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def user_cache() -> Path | None:
    """Where programs keep what they can make again; None where that would be in a home that is not there."""
    named = os.environ.get("XDG_CACHE_HOME")
    if named and os.path.isabs(named):
        return Path(named)
    try:
        if platform.system() == "Windows":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        return Path.home() / ("Library/Caches" if platform.system() == "Darwin" else ".cache")
    except RuntimeError:
        return None
