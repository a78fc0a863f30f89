"""`onewindow runs` and `--store`: a second command finds what the first one computed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_office import Command

from sim.experiments.store.store import MARK


def test_the_commands(command: Command, small: Path, tmp_path: Path) -> None:
    asked = ("check", small, "--no-ends", "--json", "--engine", "reference")
    plain = command(*asked)
    named = ("--store", tmp_path / "store")
    assert command(*asked, *named)[:2] == plain[:2]
    found = json.loads(command("runs", "list", *named, "--json").out)
    (one,) = found["runs"]
    assert (one["replications"], one["current"], one["targets"]) == (24, True, ["easy", "hopeless"])
    assert command(*asked, *named)[:2] == plain[:2]
    assert json.loads(command("runs", "list", *named, "--json").out) == found
    assert "easy +1" in command("runs", "list", *named).out
    assert "结果库中有 1 组模拟，共 24 次" in command("runs", "list", *named, "--lang", "zh").out
    assert one["key"] in command("runs", "show", one["key"][:4], *named).out
    assert "Files taken over from" in command("runs", "merge", *named[1:], "--store", tmp_path / "other").out
    assert "Nothing to throw away" in command("runs", "gc", *named, "--most", "1GB").out
    assert "thrown away" in command("runs", "gc", *named, "--all").out
    assert "The store is empty." in command("runs", "list", *named).out


def test_parts_are_merged(command: Command, small: Path, tmp_path: Path) -> None:
    asked = ("run", small, "-n", 6, "--json")
    parts = [tmp_path / "a", tmp_path / "b"]
    said = [command(*asked[:-1], "--shard", f"{n}/2", "--store", parts[n - 1]) for n in (1, 2)]
    assert said[1].out.startswith(f"Part 2 of 2 is in the store {parts[1]}: 3 of 6 replications.")
    assert "3 次" in command(*asked[:-1], "--shard", "1/2", "--store", parts[0], "--lang", "zh").out
    command("runs", "merge", *parts, "--store", tmp_path / "whole")
    assert command(*asked, "--store", tmp_path / "whole") == command(*asked)
    (one,) = json.loads(command("runs", "list", "--store", tmp_path / "whole", "--json").out)["runs"]
    assert one["files"] == [[0, 2], [3, 5]]
    for arguments, why in (
        ((*asked, "--shard", "1/2"), "a part is kept in a store"),
        ((*asked, "--shard", "1/2", "--out", tmp_path / "out"), "--out needs the whole"),
        (("check", small, "--shard", "1/2"), "how many with --replications"),
        (("check", "--all", "--shard", "1/2"), "--all needs the whole"),
    ):
        refused = command(*arguments)
        assert (refused.code, refused.out) == (2, "")
        assert why in refused.err


def test_what_is_refused(command: Command, small: Path, tmp_path: Path) -> None:
    for arguments, why in (
        (("check", small, "--store", small), "cannot be a store"),
        (("runs", "gc", "--store", "none"), "this command needs a store"),
        (("runs", "gc", "--store", tmp_path / "new", "--most", "many"), "write it as 500MB or 2GB"),
        (("runs", "merge", tmp_path / "nowhere"), "there is no store"),
        (("runs", "show", "ab", "--store", tmp_path / "new"), 'there is no key "ab"'),
    ):
        said = command(*arguments)
        assert (said.code, said.out) == (2, "")
        assert why in said.err


def test_unless_named_it_lies_with_what_the_user_can_make_again(
    command: Command, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ONEWINDOW_STORE")
    monkeypatch.setattr("sim.experiments.store.chosen.user_cache", lambda: tmp_path / "cache")
    command("check", small, "--no-ends", "--engine", "reference")
    assert (tmp_path / "cache" / "onewindow" / "store" / MARK).is_file()
