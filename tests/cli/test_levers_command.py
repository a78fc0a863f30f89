"""`onewindow levers`: each lever by name, where it is stated, what it does; and nothing a reader must skip."""

from __future__ import annotations

import json
import re
from pathlib import Path

from small_office import Command

QUICK = ("-n", 4)


def test_the_base_is_told_as_one_would_type_it_and_each_lever_where_it_is_stated(
    command: Command, small: Path
) -> None:
    said = command("levers", f"{small}@pooled", *QUICK, "--details")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].startswith("No lever alone brings more on time for easy.")
    assert lines[1] == "load 1 · seed 1 · 4 replications of each, under common random numbers"
    told = " ".join(said.out.split())
    assert f"without any lever ({small}@pooled --without one_window)" in told.replace("- ", "-")
    assert "  one_window  One-window intake (as stated in the variant pooled)" in lines
    assert any(re.match(r"  one_window +\d", line) for line in lines)
    assert "The cases behind it" not in said.out
    assert '--vs "--with one_window"' in told


def test_who_reads_chinese_reads_names(command: Command, small: Path) -> None:
    chinese = command("levers", small, *QUICK, "--lang", "zh").out
    assert "  one_window  一窗受理（参数取自版本 pooled）" in chinese.splitlines()
    assert re.search(r"^  一窗受理 +\d", chinese, re.MULTILINE)
    assert not re.search(r"\b(base|worse|unclear|replications|variant)\b", chinese)


def test_the_document_says_where_parameters_come_from(command: Command, small: Path) -> None:
    document = json.loads(command("levers", small, *QUICK, "--json").out)
    assert document["stated_in"] == {"one_window": "pooled"}
