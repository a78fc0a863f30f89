"""Tables as CSV in machine code: letter for letter what Polars makes of a frame with the same columns."""

from __future__ import annotations

import gc
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.compiled import simulate
from sim.engine.compiled.csv import ROOM, write_csv
from sim.engine.table import INSTANT, NAME, NUMBER, Column
from sim.experiments.questions.whatif import load
from sim.results.event_columns import event_columns
from sim.results.frames import event_frame, frame_of
from sim.results.spreadsheet import csv_of
from sim.worktime import DAY, NEVER

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def text_of(columns: list[Column]) -> str:
    file = BytesIO()
    write_csv(file, columns)
    return file.getvalue().decode()


def apart(values: list[int]) -> np.ndarray:
    """As they stand in a table of rows: not one behind another."""
    return np.column_stack([np.zeros(len(values), dtype=np.int64), np.array(values, dtype=np.int64)])[:, 1]


NAMES = ("窗口", "a, b", 'the "fast" lane', "=1+1", "x" * 39, "短")
TABLES = st.lists(
    st.tuples(
        st.integers(-(2**62), 2**62)
        | st.integers(-20, 20)
        | st.sampled_from([10**7, 10**8 - 1, 10**8, 10**16]),
        st.integers(-150 * 365 * DAY, 300 * 365 * DAY) | st.just(NEVER),
        st.integers(-1, len(NAMES) - 1),
    ),
    min_size=1,
    max_size=40,
)


@given(TABLES, st.permutations(range(3)))
def test_every_table_reads_as_polars_writes_it(rows: list[tuple[int, int, int]], order: list[int]) -> None:
    numbers, instants, names = (apart(list(part)) for part in zip(*rows, strict=True))
    columns = [
        Column("number", NUMBER, numbers),
        Column("instant", INSTANT, instants),
        Column("name, said", NAME, names, NAMES),
    ]
    columns = [columns[place] for place in order]
    assert text_of(columns) == csv_of(frame_of(columns)).decode()


def test_every_date_of_three_centuries() -> None:
    first = (date(1901, 1, 1) - EPOCH.date()).days
    days = np.arange(first, first + 300 * 366)
    lines = text_of([Column("at", INSTANT, days * DAY + 45_296_000_789)]).splitlines()[1:]
    said = [f"{date(1970, 1, 1) + timedelta(days=day)} 12:34:56.000789" for day in days.tolist()]
    assert lines == said


def test_a_table_longer_than_what_is_written_at_once() -> None:
    column = Column("n", NUMBER, np.arange(ROOM))
    assert text_of([column]) == "\ufeffn\n" + "".join(f"{n}\n" for n in range(ROOM))


def test_a_table_without_rows_is_its_heading() -> None:
    assert text_of([Column("n", NUMBER, np.zeros(0, dtype=np.int64))]) == "\ufeffn\n"


def test_events_are_told_alike_and_stay_when_the_kernel_has_given_its_memory_back() -> None:
    program = load("gedian/startup").program
    outcome = simulate(program, seed=3, replication=0)
    before = text_of(event_columns(program, outcome))
    others = [simulate(program, seed=4, replication=number) for number in range(20)]
    del others
    gc.collect()
    assert outcome.tasks > 100
    assert (
        text_of(event_columns(program, outcome)) == before == csv_of(event_frame(program, [outcome])).decode()
    )
