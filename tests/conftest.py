"""Hypothesis draws the same examples in every ordinary run, however busy the machine is: a submission is judged by its
change, not by luck. Nothing is read from a store unless a test names one. Programs that tests start find the compiled
engine, though pytester gives them another home. Commands are told without `uv run`, even if that runs them, and in
English unless a test asks for Chinese, whatever the system speaks."""

import os
from pathlib import Path

from hypothesis import settings

settings.register_profile("ordinary", derandomize=True, deadline=None)
settings.load_profile("ordinary")

os.environ.setdefault("XDG_CACHE_HOME", str(Path.home() / ".cache"))
os.environ["ONEWINDOW_STORE"] = "none"
os.environ.pop("UV_RUN_RECURSION_DEPTH", None)
for name in ("ONEWINDOW_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
    if os.environ.get(name, "").lower().startswith("zh"):
        del os.environ[name]
