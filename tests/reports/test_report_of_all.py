"""The report of all promises: every row of the registry in it, in both languages, and what does not fit is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from onewindow.cli.app import run
from onewindow.reports import put
from sim.experiments.verdicts.whole_table import answered
from sim.pages.reports.whole import whole_document


def test_every_row_stands_in_it_in_both_languages(tmp_path: Path) -> None:
    rows = [row.to_dict() for row in answered({})]
    documents = {
        lang: whole_document(rows, "onewindow report --all", lang, "1", 1, "0") for lang in ("zh", "en")
    }
    put(documents, tmp_path / "all.html")  # type: ignore[arg-type]
    text = (tmp_path / "all.html").read_text("utf-8")
    assert all(text.count(f">{row['id']}</td>") == 2 for row in rows)
    for document in documents.values():
        assert len(document.chapters) == 2 + len({row["document"] for row in rows})
        assert str(len(rows)) in document.question[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gedian/startup", "--all"], "reports everything; leave out gedian/startup"),
        (["--all", "--out", "x.xlsx"], "check --all --csv writes their table"),
        ([], "name a scenario or a run, or ask for --all"),
    ],
)
def test_what_does_not_fit_is_refused(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEWINDOW_LANG", "en")
    assert run(["report", *arguments]) == 2
    assert said in capsys.readouterr().err
