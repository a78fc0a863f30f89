"""What is said of time, said of what is counted instead: cases keep a promise on visits or windows, they are not on time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sim.words.formats import OF_COUNTS

if TYPE_CHECKING:
    from sim.experiments.running.requirement import Requirement

Turned = tuple[tuple[str, str], ...]

CHINESE: Turned = (
    ("超时 {share}", "超出 {share}"), ("超时→按时", "未做到→做到"), ("按时→超时", "做到→未做到"), ("的按时办结率", "做到的比例"), ("按时办结率", "做到的比例"), ("按时办结", "做到"),
    ("按时", "做到"), ("能确定缩短用时", "确定有改善"), ("省的时间最多", "减少最多"), ("缩短", "减少"), ("延长", "增加"), ("平均用时", "平均数"), ("用时", "数"),
)  # fmt: skip
ENGLISH: Turned = (
    ("late → on time", "not kept → kept"), ("on time → late", "kept → not kept"),
    ("brings more on time for", "raises the share kept of"), ("at least {share} on time", "kept by at least {share}"),
    ("at least {required} on time is required", "{required} have to keep it"), ("{share} overdue", "{share} beyond"),
    ("more on time in", "kept more often in"), ("fewer on time in", "kept less often in"),
    ("On time", "Kept"), ("on time", "kept"), ("Mean times", "Means"), ("mean time", "mean"), ("sure to save time", "sure to help"),
)  # fmt: skip
"""What is put in each other's place, in this order."""


def of_counted(said: str, lang: str) -> str:
    """A sentence on times, turned into one on what is counted."""
    for of_time, of_count in CHINESE if lang == "zh" else ENGLISH:
        said = said.replace(of_time, of_count)
    return said


def words_for(words: Mapping[str, str], lang: str, units: Iterable[object]) -> Mapping[str, str]:
    """The words of a page whose limits have these units: as they are unless one of them counts."""
    if not any_counted(units):
        return words
    return {key: of_counted(said, lang) for key, said in words.items()}


def words_required(words: Mapping[str, str], lang: str, needed: Requirement) -> Mapping[str, str]:
    """The words of one target: as they are unless it counts."""
    return words if needed.of_time else {key: of_counted(said, lang) for key, said in words.items()}


def any_counted(units: Iterable[object]) -> bool:
    """Whether a limit of these units counts anything."""
    return any(str(unit) in OF_COUNTS for unit in units)
