"""The keys that are offered where somebody types: those of the mapping around the cursor, and no key twice."""

from __future__ import annotations

import pytest

from onewindow.desk.completing import completions

FLOW = "services:\n  s:\n    flow:\n"


@pytest.mark.parametrize(
    ("before", "offered", "not_offered"),
    [
        ("", ["onewindow", "pools"], ["capacity"]),
        ("onewindow: 1\npools:\n", ["title", "services"], ["onewindow", "pools"]),
        ("pools:\n  window:\n    kind: window\n    ca", ["capacity", "hours"], ["kind", "task"]),
        ("pools:\n  window: {kind: window, other_work: {share: 1}, ca", ["capacity"], ["kind", "other_work"]),
        ("pools:\n  window: {kind: window, other_work: {", ["share", "work"], ["capacity"]),
        ("pools:\n  window: {}\n  ", [], ["capacity"]),
        (f"{FLOW}      - ta", ["task", "choice"], ["pool"]),
        (f"{FLOW}      - task: a\n        po", ["pool", "work"], ["choice", "task"]),
        (f"{FLOW}      - task: a\n      - {{wait: b, fo", ["for"], ["pool"]),
        (f"{FLOW}      - task: a\n        factors:\n          - wh", ["factor", "when"], ["pool"]),
        (
            f"{FLOW}      - parallel: p\n        branches:\n          one:\n            - ta",
            ["task"],
            ["one"],
        ),
        (f"{FLOW}      - task: a  # said: {{\n    channels:\n      hall: {{ra", ["rate"], ["pool", "task"]),
        ("services:\n  s:\n    channels:\n      hall:\n        rate: {va", ["value", "source"], ["rate"]),
    ],
)
def test_the_keys_of_the_place_are_offered(before: str, offered: list[str], not_offered: list[str]) -> None:
    found = [one.key for one in completions(before, "en")]
    assert set(offered) <= set(found)
    assert not set(not_offered) & set(found)
    assert len(found) == len(set(found))


def test_each_is_told_in_the_language_and_what_must_be_there_comes_first() -> None:
    first = completions("pools:\n  window:\n    ", "zh")[0]
    assert (first.key, first.unless) == ("kind", "必填")
    assert "窗口" in first.means
