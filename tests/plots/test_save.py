"""Same figure, same bytes; files whole or absent; the caller's rcParams neither read nor changed."""

import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import polars as pl
import pytest
from matplotlib.figure import Figure

from plots import DayInfo, save, throughput
from plots import save as save_function
from plots.save import inline, render


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_same_bytes_whatever_the_callers_style(
    cases: pl.DataFrame, days: list[DayInfo], suffix: str, lang: str
) -> None:
    def once() -> bytes:
        return render(throughput(cases, days, lang=lang, title="题 T"), suffix)  # type: ignore[arg-type]

    plain = once()
    changed = {
        "font.size": 20.0,
        "axes.grid": True,
        "lines.linewidth": 9.0,
        "figure.dpi": 50.0,
        "svg.fonttype": "none",
    }
    with mpl.rc_context(changed):
        before = dict(mpl.rcParams)
        assert once() == plain
        assert dict(mpl.rcParams) == before


def test_no_suffix_writes_both(tmp_path: Path) -> None:
    written = save(Figure(), tmp_path / "new" / "figure")
    assert [path.name for path in written] == ["figure.png", "figure.svg"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["figure.png", "figure.svg"]


def test_svg_has_no_text_and_no_date(cases: pl.DataFrame, days: list[DayInfo]) -> None:
    content = render(throughput(cases, days, lang="zh", title="题"), ".svg").decode()
    assert "<text" not in content
    assert "dc:date" not in content


def test_other_suffixes_are_refused_before_writing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.gif.*\.png, \.svg, \.pdf"):
        save_function(Figure(), tmp_path / "sub" / "figure.gif")
    assert not (tmp_path / "sub").exists()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "figure.png"
    target.write_bytes(b"old")

    def broken(_source: object, _target: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", broken)
    with pytest.raises(OSError, match="disk full"):
        save(Figure(), target)
    assert [path.name for path in tmp_path.iterdir()] == ["figure.png"]
    assert target.read_bytes() == b"old"


def test_neither_pyplot_nor_zhplot_is_imported() -> None:
    """In a fresh interpreter: the test runner's plugins may import pyplot themselves."""
    unwanted = "{'matplotlib.pyplot', 'zhplot'}"
    code = f"import sys, plots.fonts; plots.fonts.font(9); print(*{unwanted} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_figure_in_a_page_keeps_every_digit_that_is_read() -> None:
    figure = Figure()
    figure.text(0.123456, 0.5, "0.123456 days")
    drawn = inline(figure, "one")
    assert "0.123456 days" in drawn
    assert "0.123456" not in drawn.replace("0.123456 days", "")
