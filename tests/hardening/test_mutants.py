"""Random edits of the library: refused or run, never a crash, and what runs loses nobody and is alike on both engines."""

from __future__ import annotations

import resource
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from mutants import mended, mutant, written
from trying import tried

from sim.library import library_root

SECONDS = 20
"""Processor time one mutant may take."""
GROWTH = 1_000_000
"""KiB by which all of them together may make this process grow."""


class TooSlowError(Exception):
    pass


@contextmanager
def in_time() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlowError(f"over {SECONDS} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def failures(numbers: range, folder: Path) -> list[str]:
    """What went wrong with each mutant that was neither refused nor run."""
    library = shutil.copytree(library_root(), folder / "library")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    failed = []
    for number in numbers:
        done, path = written(number, library)
        try:
            with in_time():
                tried(path)
        except Exception as error:
            failed.append(f"mutant {number}: {done[:300]}: {type(error).__name__}: {str(error)[:300]}")
        mended(number, library)
    if (grown := resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) > GROWTH:
        failed.append(f"grown by {grown // 1000} MB")
    return failed


def test_a_mutant_is_always_the_same() -> None:
    assert [mutant(number) for number in range(5)] == [mutant(number) for number in range(5)]


def test_some_mutants_of_the_library(tmp_path: Path) -> None:
    assert failures(range(20), tmp_path) == []


@pytest.mark.verification
@pytest.mark.parametrize("part", range(100))
def test_ten_thousand_mutants_of_the_library(part: int, tmp_path: Path) -> None:
    assert failures(range(1000 + 100 * part, 1100 + 100 * part), tmp_path) == []
