"""What the numbers depend on: the machine, how busy it was, and the versions."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("onewindow", "numba", "llvmlite", "numpy", "polars", "simpy", "ciw", "cimba")


def processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def busy() -> float:
    """Processes that wanted a core in the last minute."""
    return os.getloadavg()[0]


def about(busy_before: float) -> dict[str, str]:
    """Date, machine and versions, by name."""
    return {
        "date": date.today().isoformat(),
        "processor": processor(),
        "cores": f"{len(os.sched_getaffinity(0))}",
        "memory": f"{memory_gib():.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "load": f"{busy_before:.1f} / {busy():.1f}",
        "python": platform.python_version(),
        **dict(_versions()),
    }


def _versions() -> Iterator[tuple[str, str]]:
    for name in PACKAGES:
        with suppress(PackageNotFoundError):
            yield name, version(name)
