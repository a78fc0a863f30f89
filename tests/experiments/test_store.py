"""A store gives back what was computed, to the bit, or nothing: whatever was done to its files."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from small_hall import hall

from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.experiments.comparing.compare import compare
from sim.experiments.questions.whatif import load
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence, JudgedReplication
from sim.experiments.running.replications import Simulated
from sim.experiments.store.chosen import opened, store_named, using_store
from sim.experiments.store.content import all_rules, digest_of, replication_rules
from sim.experiments.store.kept import kept, kept_of
from sim.experiments.store.packing import packed, unpacked
from sim.experiments.store.store import MARK, Store
from sim.experiments.store.tidying import contents, merge, stored, tidy, trim
from sim.experiments.verdicts.check import check
from sim.library import library
from sim.model import ModelError
from sim.worktime import NEVER


@dataclass(frozen=True)
class Leaf:
    numbers: Ints
    share: float
    name: str | None = None


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...]
    pair: tuple[int, float]
    by_name: dict[str, list[int]]


# -- packing --------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(arrays(np.int64, array_shapes(max_dims=3, max_side=30)))
def test_arrays_come_back(array: Ints) -> None:
    back = unpacked(Ints, packed(Ints, array))
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert np.array_equal(back, array)


def test_records_come_back_with_numbers_that_json_does_not_know() -> None:
    sparse = np.zeros((4, 50), dtype=np.int64)
    sparse[2, 7] = NEVER
    tree = Tree(
        (Leaf(sparse, math.inf, "甲"), Leaf(np.array([-5, NEVER, -(2**63)]), 0.1 + 0.2)),
        (2**62, -0.0),
        {"a": [1, 2], "": []},
    )
    back = unpacked(Tree, packed(Tree, tree))
    assert [leaf.numbers.tolist() for leaf in back.leaves] == [leaf.numbers.tolist() for leaf in tree.leaves]
    assert (back.leaves[0].share, back.leaves[1].share, back.leaves[0].name) == (math.inf, 0.1 + 0.2, "甲")
    assert (back.pair, back.by_name, back.leaves[1].name) == (tree.pair, tree.by_name, None)
    assert math.copysign(1, back.pair[1]) == -1


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.integers(0, 255))
def test_bytes_that_were_changed_are_refused_or_equal(place: int, put: int) -> None:
    tree = Tree((Leaf(np.arange(40), 0.5),), (1, 2.0), {"a": [1]})
    content = bytearray(packed(Tree, tree))
    content[place % len(content)] = put
    try:
        back = unpacked(Tree, bytes(content))
    except ValueError:
        return
    assert back.by_name == tree.by_name


def test_what_cannot_be_packed_says_so() -> None:
    for kind, value in ((Path, Path()), (Ints, np.zeros(3, dtype=np.int32))):
        with pytest.raises(TypeError, match="cannot be packed"):
            packed(kind, value)


# -- content --------------------------------------------------------------------------------------------


def test_equal_content_has_equal_digests_and_other_content_others() -> None:
    said: list[object] = [
        None, 0, 0.0, "", "0", False, date(2025, 1, 1), (0, 1), ((0,), 1), ((0, 1), ()), {"a": 0}, {"b": 0},
        np.array([0]), np.array([0.0]), np.array([[0]]), Leaf(np.array([1]), 0.5), Leaf(np.array([1]), 0.25),
    ]  # fmt: skip
    assert len({digest_of(value) for value in said}) == len(said)
    assert digest_of(Leaf(np.array([1]), 0.5)) == digest_of(Leaf(np.array([1]), 0.5))
    for nothing_plain in (object(), lambda: 0, iter(())):
        with pytest.raises(TypeError, match="no plain content"):
            digest_of([nothing_plain])


def test_a_question_is_its_content_wherever_its_file_lies(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    asked, same = hall(tmp_path), hall(tmp_path / "elsewhere")
    digest = digest_of(asked)
    assert digest_of(same) == digest
    others = [
        replace(asked, seed=2), replace(asked, load=(("", 2),)), replace(asked, variant="busy"),  # type: ignore[arg-type]
        load(str(tmp_path / "hall.yaml"), set="targets.kept.required_share=0.8"),
    ]  # fmt: skip
    assert digest not in {digest_of(other) for other in others}


def test_every_scenario_of_the_library_has_plain_content() -> None:
    some = sorted(library())[::30]
    assert len({digest_of(load(name)) for name in some}) == len(some)


def test_rules_are_those_of_the_code() -> None:
    assert replication_rules() != all_rules()


# -- replications ---------------------------------------------------------------------------------------


def grown(program: Program, store: Store | None, count: int) -> tuple[list[JudgedReplication], int]:
    """Replications, and how many of them were simulated for it."""
    made: list[int] = []

    class Counting(Crew):
        def _told(self, task, tell, given_up):  # type: ignore[no-untyped-def]
            made.append(1)
            return super()._told(task, tell, given_up)

    with Counting(1, store=store) as crew:
        evidence = Evidence(program, 1, crew, "reference")
        evidence.grow(count)
    return evidence.summaries, len(made)


def said(found: list[JudgedReplication]) -> bytes:
    return packed(list[JudgedReplication], found)


def test_nothing_is_simulated_twice_and_everything_comes_back(tmp_path: Path) -> None:
    program, store = hall(tmp_path).program, Store(tmp_path / "store")
    alone, _ = grown(program, None, 6)
    first, simulated = grown(program, store, 4)
    more, others = grown(program, store, 6)
    again, none = grown(program, store, 6)
    assert (simulated, others, none) == (4, 2, 0)
    assert said(first) == said(alone[:4])
    assert said(more) == said(alone) == said(again)
    (one,) = contents(store).runs
    assert (one.replications, one.current, one.manifest["program"]) == (6, True, program.digest)
    assert one.manifest["targets"] == ["kept", "broken"]


def test_another_program_or_seed_stands_elsewhere(tmp_path: Path) -> None:
    asked, store = hall(tmp_path), Store(tmp_path / "store")
    busy = replace(asked, variant="busy")
    with Crew(1, store=store) as crew:
        for program, seed in ((asked.program, 1), (asked.program, 2), (busy.program, 1)):
            Evidence(program, seed, crew, "reference").grow(1)
    assert len(contents(store).runs) == 3


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-7])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def changed(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-9] ^= 1
    file.write_bytes(content)


def that_of_another(file: Path) -> None:
    file.rename(file.with_name("00004-00007.chunk"))


@pytest.mark.parametrize("spoil", [cut_off, emptied, changed, that_of_another])
def test_a_spoilt_file_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(
        "sim.experiments.store.store.PAUSE", math.inf
    )  # one file, however slow the machine is
    program, store = hall(tmp_path).program, Store(tmp_path / "store")
    alone, _ = grown(program, store, 4)
    (file,) = (tmp_path / "store").rglob("*.chunk")
    spoil(file)
    again, simulated = grown(program, store, 8)
    assert simulated == 8
    assert said(again[:4]) == said(alone)
    assert [path.name for path in (tmp_path / "store").rglob("*.chunk")] == ["00000-00007.chunk"]
    _, none = grown(program, store, 8)
    assert none == 0


def test_two_writers_of_one_store_do_no_harm(tmp_path: Path) -> None:
    program = hall(tmp_path).program
    one, other = Store(tmp_path / "store"), Store(tmp_path / "store")
    with Crew(1, store=one) as crew, Crew(1, store=other) as second:
        a, b = (Evidence(program, 1, own, "reference") for own in (crew, second))
        for count in (
            1,
            3,
            4,
        ):  # each finds some of what the other has just written, and writes over the rest
            a.grow(count)
            b.grow(count + 1)
    alone, _ = grown(program, None, 5)
    assert said(a.summaries) == said(alone[:4])
    assert said(b.summaries) == said(alone)
    assert said(grown(program, one, 5)[0]) == said(alone)


def test_where_nothing_can_be_written_the_answer_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    program, store = hall(tmp_path).program, Store(tmp_path / "store")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.experiments.store.chunk.put", full)
    found, simulated = grown(program, store, 3)
    assert simulated == 3
    assert said(found) == said(grown(program, None, 3)[0])
    assert [record.getMessage() for record in caplog.records if "No space left" in record.getMessage()] == [
        f"{store.folder}: the store cannot be written (No space left on device); what is computed is not kept"
    ]


def test_a_folder_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("dear")
    (tmp_path / "file").write_text("")
    for name in ("letters", "file"):
        with pytest.raises(ModelError, match="this folder cannot be a store"):
            Store(tmp_path / name)
    with pytest.raises(ModelError, match=f"holds no {MARK}"):
        Store.there(tmp_path / "nowhere")


# -- answers, and whole experiments -----------------------------------------------------------------------


def test_check_and_compare_find_all_they_asked_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = hall(tmp_path)

    def answers() -> Iterator[object]:
        for verdict in check(asked, ["kept"], draws=12):
            yield verdict.to_dict()
        yield compare(asked, ["busy: @busy"], replications=4).to_dict()

    plain = list(answers())
    with using_store(tmp_path / "store"):
        made = list(answers())

        def simulates(*_: object, **__: object) -> None:
            raise AssertionError("something is simulated again")

        monkeypatch.setattr(Simulated, "__call__", simulates)
        monkeypatch.setattr("sim.experiments.running.crew.make_ready", simulates)
        monkeypatch.setattr("sim.experiments.unknowns.judging.summarising", simulates)
        found = list(answers())
    assert made == plain
    assert found == plain
    assert store_named() is None


def test_what_is_kept_is_marked_and_typed() -> None:
    @kept
    def counted(_program: Program, _outcome: Outcome) -> int:
        return 0

    assert kept_of(counted) is not None
    assert kept_of(counted).kind is int  # type: ignore[union-attr]
    assert kept_of(lambda: 0) is None


# -- looking after it -----------------------------------------------------------------------------------


def test_tidying_and_merging(tmp_path: Path) -> None:
    program, one, other = hall(tmp_path).program, Store(tmp_path / "one"), Store(tmp_path / "other")
    with Crew(1, store=one) as crew, Crew(1, store=other) as second:
        Evidence(program, 1, crew, "reference").grow(2)
        Evidence(program, 2, crew, "reference").grow(2)
        Evidence(program, 1, second, "reference").grow(3)
    assert merge(one, other.folder) == 1
    assert merge(one, other.folder) == 0
    seeds = {found.manifest["seed"]: found for found in contents(one).runs}
    assert (seeds[1].replications, seeds[1].spans) == (3, ((0, 1), (0, 2)))
    assert stored(one, seeds[2].key[:6]) == seeds[2]
    with pytest.raises(ModelError, match="there is no key"):
        stored(one, "zz")
    cut_off(next(other.folder.rglob("*.chunk")))
    tidy(other)
    assert contents(other).runs == ()
    os.utime(one.folder / "runs" / seeds[1].key[:2] / seeds[1].key, (1, 1))
    assert tidy(one, seeds[2].size).files == 2
    assert [found.manifest["seed"] for found in contents(one).runs] == [2]
    trim(one, seeds[2].size)
    assert len(contents(one).runs) == 1
    trim(one, 0)
    assert contents(one).size == 0


def test_the_store_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEWINDOW_STORE", str(tmp_path / "named"))
    assert store_named() is opened(str(tmp_path / "named"))
    with using_store(None):
        assert store_named() is None
    assert (tmp_path / "named" / MARK).is_file()
