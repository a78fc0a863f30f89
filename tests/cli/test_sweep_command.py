"""`onewindow sweep`: the answer, the document, the table."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
from small_office import Command


def test_the_command(command: Command, small: Path, tmp_path: Path) -> None:
    asked = ("sweep", small, "--over", "pools.desk.capacity=1:3", "--over", "load=1,2", "-n", 2)
    named = ("--store", tmp_path / "store")
    said = command(*asked, "--target", "easy", *named, "--table", tmp_path / "t.parquet")
    assert said.code == 0
    assert said.out.startswith("easy, at 6 points: kept at ")
    frame = pl.read_parquet(tmp_path / "t.parquet")
    assert frame["pools.desk.capacity"].to_list() == [1, 1, 2, 2, 3, 3]
    told = json.loads(command(*asked, "--json", *named).out)
    assert len(told["rows"]) == 12
    assert "（行）与负荷（列）" in command(*asked, "--lang", "zh", *named).out
    one = command("sweep", small, "--over", "load=0.5:1.5", "--lhs", 4, "-n", 2, "--lang", "zh")
    assert "各项取值下达到的比例" in one.out
    for more, why in (
        (("--table", "t.txt"), "no kind of table"),
        (("--shard", "3/2"), "write the second of four"),
    ):
        refused = command(*asked, *more)
        assert (refused.code, refused.out) == (2, "")
        assert why in refused.err
