"""The tables of a run as CSV: what a spreadsheet or a process-mining tool opens is what the Parquet tables say."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from small_hall import hall

from sim.experiments.runs.run import run
from sim.model import ModelError
from sim.results.spreadsheet import csv_of
from sim.worktime import HOUR


def test_the_tables_of_a_run_read_back_the_same(tmp_path: Path) -> None:
    out = tmp_path / "run"
    run(hall(tmp_path), replications=2, out=out)
    assert not list(out.glob("*-*.csv"))
    run(hall(tmp_path), replications=2, out=out, resume=True, csv=True)  # beside what is there already
    for kind in ("cases", "events"):
        table = pl.read_parquet(out / f"{kind}-00001.parquet")
        spans = [name for name, type_ in table.schema.items() if isinstance(type_, pl.Duration)]
        hours = table.with_columns(pl.col(name).dt.total_microseconds() / HOUR for name in spans)
        read = pl.read_csv(out / f"{kind}-00001.csv", try_parse_dates=True, infer_schema_length=None)
        assert len(read) > 0
        assert read.rows() == hours.rows()


def test_no_text_is_a_formula_and_chinese_is_told_as_such() -> None:
    content = csv_of(pl.DataFrame({"办件": ["=1+1", "窗口", None]}))
    assert content.decode("utf-8") == "\ufeff办件\n'=1+1\n窗口\n\n"


def test_csv_needs_tables_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no folder to write to"):
        run(hall(tmp_path), csv=True)
    with pytest.raises(ModelError, match="a summary keeps no tables"):
        run(hall(tmp_path), csv=True, out=tmp_path / "run", detail="summary")
