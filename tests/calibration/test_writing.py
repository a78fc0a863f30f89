"""A calibrated scenario file: the old file with new numbers, valid, and true to what was simulated."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from returning_office import OFFICE, SOURCES, Command, published, written

from calibration.calibrate import calibrate
from calibration.checking import FiguresFile, read_figures, study_of
from calibration.new_numbers import _uncut
from calibration.observing import observation
from calibration.result import Calibration, Compared, Estimate
from calibration.writing import calibrated_text, write
from sim.experiments.questions.accepted_vectors import vectors
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.requirement import ShareRequired
from sim.experiments.verdicts.check import check
from sim.experiments.verdicts.fitted_verdict import _told
from sim.model import ModelError
from sim.model.provenance import numbers

FITTED = (
    ("to: decided", "to: taken"),
    ("value: 1 wd, rounded: 0.1 wd", "value: 0.9 wh, rounded: 0.1 wh"),
    ("    held_back: true\n", ""),
    ("range: [0.8, 1.2]", "range: [0.4, 2.5]"),
    ("options.0.share\n", "options.0.share\n    range: [0.02, 0.6]\n"),
)
"""Changes of the figures that fix both parameters."""
INTAKE = "work: {mean: 20 min, p90: 40 min, range: [0.5, 2], source: guess}}  # 收件"
REVIEW = "work: 40 min}"
OWN = re.compile(r"\n\nsources:  # .*", re.DOTALL)


def made_in(
    folder: Path, *changes: tuple[str, str], figures: tuple[tuple[str, str], ...] = FITTED
) -> Calibration:
    scenario, file = written(folder, *changes), published(folder, *figures)
    with Crew(1) as pool:
        return calibrate(load(str(scenario)), file, replications=2, crew=pool)


def as_if_found(
    folder: Path, *changes: tuple[str, str], figures: tuple[tuple[str, str], ...] = FITTED
) -> Calibration:
    """A calibration that was never searched for: refusals at 0.2, work of the intake at 1.3 times."""
    whatif, file = load(str(written(folder, *changes))), read_figures(published(folder, *figures))
    return found_to_be(whatif, file, (0.2, 1.3))


def found_to_be(whatif: WhatIf, file: FiguresFile, values: tuple[float, ...]) -> Calibration:
    study = study_of(file, whatif, 2)
    places = np.array([p.place(value) for p, value in zip(study.parameters, values, strict=True)])
    values = tuple(study.values(places))
    compared = []
    for key, one in study.simulate(places).items():
        seen = observation(study.figures[key], 8.0)
        compared.append(
            Compared(key, study.figures[key], seen, one, one.value, one.value, 0.0, seen.variance(one))
        )
    estimates = [
        Estimate(p, value, value * 0.9, value * 1.1, False, False, "yes", ())
        for p, value in zip(study.parameters, values, strict=True)
    ]
    return Calibration(
        whatif, file, 2, tuple(estimates), tuple(compared), 1.0, 0.0, 0, False, (values, values), 2, 2
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Calibration:
    return made_in(tmp_path_factory.mktemp("made"))


@pytest.fixture
def out(made: Calibration) -> Path:
    """The file beside the one it was made of, new for each test."""
    return write(made, Path(made.whatif.source.file).with_name("made.yaml"))


def sources_in(path: Path) -> list[str]:
    return re.findall(r"^  ([\w-]+): \{kind:", path.read_text("utf-8"), re.MULTILINE)


def value_of(whatif: WhatIf, path: str) -> str:
    return next(number.value for number in numbers(whatif.stated) if number.path == path)


def test_the_figures_fix_both(made: Calibration) -> None:
    """Else no test below would see a number change."""
    assert [estimate.identified for estimate in made.estimates] == ["yes", "yes"]
    assert all(estimate.value != estimate.parameter.stated for estimate in made.estimates)
    assert len(made.accepted) == 32


def test_all_but_the_numbers_stays_as_it_was(made: Calibration, out: Path) -> None:
    old = Path(made.whatif.source.file).read_bytes().decode()
    new = out.read_bytes().decode()
    own = OWN.search(new)
    assert own is not None
    before, after = old.rstrip().splitlines(keepends=True), new[: own.start()].splitlines(keepends=True)
    assert len(before) == len(after)
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a.strip() != b.strip()]
    assert [a.strip() for a, _ in differing] == [
        f"- {{task: intake, pool: desk, {INTAKE}",
        "- share: {value: 25%, range: [0.02, 0.6], favourable: low, source: guess}",
    ]
    assert all(re.sub(r"\{[^{}]*\}", "", a[2:]) == re.sub(r"\{[^{}]*\}", "", b[2:]) for a, b in differing)
    assert differing[0][1].endswith("}}  # 收件\n")


def test_the_file_holds_what_was_found(made: Calibration, out: Path) -> None:
    written_file = load(str(out))
    stated = {number.path: number for number in numbers(written_file.stated)}
    share, intake = made.estimates
    at = stated[share.parameter.paths[0]]
    assert float(at.value) == pytest.approx(share.value, rel=1e-4)
    assert at.range is not None
    assert tuple(map(float, at.range)) == pytest.approx((share.low, share.high), rel=1e-4)
    assert (at.source, at.kind, at.favourable) == ("fitted-figures-refusals", "borrowed", "low")
    work = stated[intake.parameter.paths[0]]
    mean, p90 = map(float, re.findall(r"([\d.]+) min", work.value))
    assert (mean, p90) == pytest.approx((20 * intake.value, 40 * intake.value), rel=1e-4)
    assert work.range is not None
    low, high = (float(end) * intake.value for end in work.range)
    assert (low, high) == pytest.approx((intake.low, intake.high), rel=1e-3)


def test_the_vectors_are_those_that_fit(made: Calibration, out: Path) -> None:
    """A distribution is scaled in the file, so its factors are told from there."""
    (block,) = load(str(out)).stated.calibration
    assert [list(paths) for paths in block.parameters] == [list(e.parameter.paths) for e in made.estimates]
    for row, (share, factor) in zip(block.accepted, made.accepted, strict=True):
        assert row == pytest.approx((share, factor / made.estimates[1].value), rel=1e-3)


def test_calibrated_again_blocks_are_replaced(made: Calibration, out: Path) -> None:
    """Those of the same figures file; another one gets a block of its own."""
    figures = Path(made.file.path)
    again = write(
        found_to_be(load(str(out), seed=2), read_figures(figures), (0.2, 1.1)), out.with_name("again.yaml")
    )
    text = again.read_text("utf-8")
    assert [len(re.findall(f"^{key}:", text, re.MULTILINE)) for key in ("sources", "calibration")] == [1, 1]
    assert sources_in(again) == ["fitted-figures-refusals", "fitted-figures-intake"]
    assert "seed 2" in text
    assert "seed 1" not in text
    assert float(value_of(load(str(again)), made.estimates[0].parameter.paths[0])) == pytest.approx(
        0.2, rel=1e-4
    )
    times = 20 * made.estimates[1].value * 1.1
    assert float(
        value_of(load(str(again)), made.estimates[1].parameter.paths[0]).split()[1]
    ) == pytest.approx(times, rel=1e-3)
    (block,) = load(str(again)).stated.calibration
    assert block.accepted[0] == pytest.approx((0.2, 1.0), rel=1e-3)
    other = figures.with_name("others.yaml")
    other.write_text(figures.read_text("utf-8"), "utf-8")
    write(found_to_be(load(str(again)), read_figures(other), (0.3, 1.1)), again)
    assert [block.figures for block in load(str(again)).stated.calibration] == ["figures", "others"]
    assert len(sources_in(again)) == 4


@pytest.mark.parametrize("listed", ["[{}]  # all of it", "\n  - {}  # all of it\n", '["{}"]'])
def test_of_a_scenario_of_several_files_what_was_found_stands_beside_it(tmp_path: Path, listed: str) -> None:
    """Numbers of included files are overridden there; its own text only names one file more."""
    office = written(tmp_path)
    outer = tmp_path / "outer.yaml"
    text = f"onewindow: 1\ntitle: 外\ninclude: {listed.format(office.name)}\n"
    outer.write_text(text, "utf-8")
    figures = read_figures(published(tmp_path, *FITTED))
    made = write(found_to_be(load(str(outer)), figures, (0.2, 1.3)), tmp_path / "made.yaml")
    assert office.read_text("utf-8") == written(tmp_path).read_text("utf-8")
    said = made.read_text("utf-8")
    assert said.replace(", made.fitted.yaml", "").replace("  - made.fitted.yaml\n", "") == text
    found = load(str(made))
    assert [Path(one.file).name for one in found.source.origin.files] == [
        office.name,
        "made.fitted.yaml",
        "made.yaml",
    ]
    share, intake = found.stated.calibration[0].parameters
    by_path = {number.path: number for number in numbers(found.stated)}
    assert (by_path[share[0]].value, by_path[share[0]].source) == ("0.2", "fitted-figures-refusals")
    assert by_path[intake[0]].value.startswith("mean 26 min")
    assert {one.path for one in found.stated.origin.overridden} == {share[0], intake[0]}
    assert [setting.path for setting in vectors(found)[0]] == [share[0], intake[0]]
    again = write(found_to_be(load(str(made)), figures, (0.3, 1.0)), made)
    assert again.read_text("utf-8") == said
    assert float(value_of(load(str(again)), share[0])) == pytest.approx(0.3, rel=1e-4)
    assert len(load(str(again)).stated.calibration) == 1
    with pytest.raises(ModelError, match=r'vectors for "figures" stand in .*made.fitted.yaml:.* already'):
        write(found_to_be(load(str(made)), figures, (0.3, 1.0)), tmp_path / "other.yaml")
    assert not (tmp_path / "other.fitted.yaml").exists()
    with pytest.raises(ModelError, match="from its own folder; write to a file beside it"):
        write(found_to_be(load(str(made)), figures, (0.3, 1.0)), tmp_path / "elsewhere" / "other.yaml")


def test_sources_go_along_where_the_new_place_has_none(made: Calibration, out: Path, tmp_path: Path) -> None:
    fitted = ["fitted-figures-refusals", "fitted-figures-intake"]
    assert sources_in(out) == fitted
    away = write(made, tmp_path / "new" / "made.yaml")
    assert sources_in(away) == ["guess", *fitted]
    assert {n.kind for n in numbers(load(str(away)).stated) if n.source == "guess"} == {"assumed"}
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "sources.csv").write_text(SOURCES, "utf-8")
    assert sources_in(write(made, tmp_path / "there" / "made.yaml")) == fitted


@pytest.mark.parametrize(
    "asked",
    [
        ["--set", "pools.desk.capacity=2"],
        ["--load", "1.5"],
        ["--start", "2025-04-07"],
    ],
    ids=lambda asked: asked[0],
)
def test_a_question_that_stands_in_no_file_is_not_written(
    command: Command, scenario: Path, figures: Path, tmp_path: Path, asked: list[str]
) -> None:
    said = command("calibrate", scenario, "--figures", figures, "--out", tmp_path / "made.yaml", *asked)
    assert (said.code, said.out) == (2, "")
    assert "writes the file as it stands; leave out settings, levers" in said.err
    assert not (tmp_path / "made.yaml").exists()


def test_what_can_hold_no_scenario(command: Command, scenario: Path, figures: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    for name, why in (
        ("made.txt", "ends in .yaml"),
        ("made", "ends in .yaml"),
        ("folder.yaml", "is a folder"),
    ):
        said = command("calibrate", scenario, "--figures", figures, "--out", tmp_path / name)
        assert (said.code, said.out) == (2, "")
        assert why in said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "figures.yaml",
        "folder.yaml",
        "office.yaml",
        "sources.csv",
    ]


SHARED = (
    ("services:\n  main:", "fragments:\n  taken_in:\n    do:\n      - {task: intake, pool: desk, "
     "work: {mean: 20 min, p90: 40 min, source: guess}}\nservices:\n  main:"),
    (f"{{task: intake, pool: desk, {INTAKE}", "{use: taken_in, as: first}"),
    ("{task: glance, pool: desk, work: 5 min}", "{use: taken_in, as: second}"),
)  # fmt: skip
ONE_PATH = ("path: services.main.flow.intake.work", "path: services.main.flow.first.intake.work")
BOTH_PATHS = (
    "path: services.main.flow.intake.work",
    "path: [services.main.flow.first.intake.work, services.small.flow.second.intake.work]",
)


@pytest.mark.parametrize(
    ("changes", "one", "both", "named"),
    [
        (SHARED, ONE_PATH, BOTH_PATHS, "services.small.flow.second.intake.work"),
        (((INTAKE, "work: &t {mean: 20 min, p90: 40 min}}"), (REVIEW, "work: *t}")), ("title:", "title:"),
         ("path: services.main.flow.intake.work",
          "path: [services.main.flow.intake.work, services.main.flow.review.work]"),
         "services.main.flow.review.work"),
    ],
    ids=["fragment", "alias"],
)  # fmt: skip
def test_a_number_that_stands_for_more_than_moves(
    tmp_path: Path,
    changes: tuple[tuple[str, str], ...],
    one: tuple[str, str],
    both: tuple[str, str],
    named: str,
) -> None:
    """Even where the figures do not see it: review is done after what they time."""
    made = as_if_found(tmp_path / "one", *changes, figures=(*FITTED, one))
    out = tmp_path / "one" / "made.yaml"
    with pytest.raises(ModelError, match=re.escape(f'"{named}" would change too')):
        write(made, out)
    assert [path.name for path in out.parent.iterdir() if "made" in path.name] == []
    made = as_if_found(tmp_path / "both", *changes, figures=(*FITTED, both))
    written_file = load(str(write(made, tmp_path / "both" / "made.yaml")))
    first, second = (value_of(written_file, path) for path in made.estimates[1].parameter.paths)
    assert first == second != "mean 20 min, p90 40 min"


@pytest.mark.parametrize(
    ("work", "wanted"),
    [
        ("work: 20 min}", r"{fixed: (?P<a>[\d.]+) min, "),
        ("work: {mean: 20min, p90: 40 分钟}}", r"{mean: (?P<a>[\d.]+) min, p90: [\d.]+ 分钟, "),
        (
            "work: {min: 10 min, mode: 20 min, max: 40 min}}",
            r"{min: [\d.]+ min, mode: (?P<a>[\d.]+) min, max: [\d.]+ min, ",
        ),
        ("work: {family: gamma, a: 2, scale: 20 min}}", r"{family: gamma, a: 2, scale: (?P<a>[\d.]+) min, "),
        ("work: {median: 20 min, p95: 50 min}}", r"{median: (?P<a>[\d.]+) min, p95: [\d.]+ min, "),
        ("work: {mean: 20 min, cv: 0.5, factor: 1.1}}", r"{mean: (?P<a>[\d.]+) min, cv: 0.5, "),
    ],
)
def test_distributions_of_every_form(tmp_path: Path, work: str, wanted: str) -> None:
    """Lengths are scaled, shapes stay."""
    made = as_if_found(tmp_path, (INTAKE, work))
    found = re.search(f"task: intake, pool: desk, work: {wanted}range: ", calibrated_text(made))
    assert found is not None
    times = made.estimates[1].value * (1.1 if "factor" in work else 1.0)
    assert float(found["a"]) == pytest.approx(20 * times, rel=1e-4)
    assert load(str(write(made, tmp_path / "made.yaml"))).program is not None


def test_a_choice_whose_favourable_end_is_not_said(tmp_path: Path) -> None:
    """Its share may have no range, so the region stands in the note."""
    made = as_if_found(tmp_path, ("{value: 25%, range: [0.02, 0.6], favourable: low, source: guess}", "0.25"))
    out = write(made, tmp_path / "made.yaml")
    share = made.estimates[0]
    assert f"- share: {{value: {share.value:g}, source: fitted-figures-refusals}}" in out.read_text("utf-8")
    assert f"range: 95% region {share.low:g} to {share.high:g};" in out.read_text("utf-8")
    assert load(str(out)).program is not None


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    scenario, figures = written(tmp_path), published(tmp_path, *FITTED)
    scenario.write_bytes(b"\xef\xbb\xbf" + scenario.read_bytes().replace(b"\n", b"\r\n"))
    made = found_to_be(load(str(scenario)), read_figures(figures), (0.2, 1.3))
    raw = write(made, tmp_path / "made.yaml").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") > OFFICE.count("\n")
    assert "  # 收件\r\n".encode() in raw


def test_nothing_found_writes_no_empty_block(tmp_path: Path) -> None:
    """A figure no parameter moves: the vectors alone are added."""
    nothing = (
        ("share: {outcome: refused}", "share: {channel: hall}"),
        ("{count: 12, of: 100}", "{count: 50, of: 100}"),
    )
    made = made_in(tmp_path, figures=nothing)
    assert {estimate.identified for estimate in made.estimates} == {"no"}
    out = write(made, tmp_path / "made.yaml")
    assert sources_in(out) == []
    assert load(str(out)).program.digest == load(made.whatif.source.file).program.digest


def test_the_headline_over_the_next_block_stays(tmp_path: Path) -> None:
    """Blocks of its own in the middle of a file are taken out, the comments at the margin are not."""
    block = "sources:\n  guess: {kind: assumed, year: 2025}\n# 目标 / what is promised\ntargets:\n"
    made = as_if_found(tmp_path, ("targets:\n", block))
    text = calibrated_text(made)
    assert "# 目标 / what is promised\ntargets:\n" in text
    assert len(re.findall("^sources:", text, re.MULTILINE)) == 1


VECTORS = """
calibration:
  - figures: figures
    parameters:
      - services.main.flow.intake.work
      - [services.main.flow.result.options.0.share]
    accepted:
"""


def with_vectors(folder: Path, rows: list[object], old: str = "", new: str = "") -> Path:
    path = written(folder)
    block = VECTORS.replace(old, new) if old else VECTORS
    path.write_text(
        path.read_text("utf-8") + block + "".join(f"      - {json.dumps(row)}\n" for row in rows), "utf-8"
    )
    return path


WORK, SHARE = "services.main.flow.intake.work", "services.main.flow.result.options.0.share"
FIRST_ROW = (OFFICE + VECTORS).count("\n") + 1
"""Its line."""


def test_sampling_without_vectors(command: Command, scenario: Path) -> None:
    said = command("check", scenario, "--parameters", "sampled")
    assert (said.code, said.out) == (2, "")
    assert (
        "--parameters sampled  the scenario has no calibrated parameters; `onewindow calibrate` writes them"
        in said.err
    )


def test_rows_that_do_not_fit(command: Command, tmp_path: Path) -> None:
    path = with_vectors(tmp_path, [[1, 0.2], [1], [1, 0.2, 3]])
    said = command("check", path, "--parameters", "sampled", "--no-ends")
    assert (said.code, said.out) == (2, "")
    assert re.search(
        rf"yaml:{FIRST_ROW + 1}:\d+  a row needs a value for each of the 2 parameters; this one has 1",
        said.err,
    )
    path = with_vectors(tmp_path, [[1, 0.2], [1, 0.3]], "intake.work", "intak.work")
    said = command("check", path, "--parameters", "sampled", "--no-ends")
    assert (said.code, said.out) == (2, "")
    assert re.search(
        rf'yaml:{FIRST_ROW - 3}:\d+  there is no number at "services.main.flow.intak.work"', said.err
    )
    path = with_vectors(tmp_path, [[1, 0.2], [1, 1.4]])
    said = command("check", path, "--parameters", "sampled", "--no-ends")
    assert (said.code, said.out) == (2, "")
    assert "1.4" in said.err
    assert "internal" not in said.err


def test_vectors_that_are_all_as_stated_leave_the_verdict(tmp_path: Path) -> None:
    path = with_vectors(tmp_path, [[1, 0.25]] * 3)
    stated = {verdict.target: verdict.verdict for verdict in check(load(str(path)), ends=False)}
    assert stated == {"easy": "met", "hard": "not_met"}
    drawn = check(load(str(path)), ends=False, parameters="sampled")
    assert {verdict.target: verdict.verdict for verdict in drawn} == stated
    for verdict in drawn:
        assert verdict.sampled is not None
        assert len(set(verdict.sampled.values)) == 1


@pytest.mark.parametrize("replications", [None, 30])
def test_every_vector_is_judged_at_the_level_of_the_verdict(tmp_path: Path, replications: int | None) -> None:
    """Vectors that are as stated leave the interval too: a single look has no look before it."""
    asked = load(str(with_vectors(tmp_path, [[1, 0.25]] * 2)))
    plain = check(asked, replications=replications, ends=False)
    drawn = check(asked, replications=replications, ends=False, parameters="sampled")
    assert [(v.low, v.high, v.confidence) for v in drawn] == [(v.low, v.high, v.confidence) for v in plain]


def test_vectors_on_both_sides_leave_it_open(tmp_path: Path) -> None:
    """Half of them so slow that the promise is broken: neither met nor not met."""
    slow = with_vectors(tmp_path, [[1, 0.25], [12, 0.25]] * 3)
    (easy,) = [v for v in check(load(str(slow)), ends=False, parameters="sampled") if v.target == "easy"]
    assert (easy.verdict, easy.sampled is not None and easy.sampled.met_in) == ("undecided", 3)
    assert easy.low < 0.5 < easy.high


def test_the_stated_values_count_among_those_that_fit(tmp_path: Path) -> None:
    """Met as stated, and broken under all vectors: still open, for the stated values fit as well. The same upwards."""
    all_slow = with_vectors(tmp_path, [[12, 0.25]] * 3)
    (easy,) = [v for v in check(load(str(all_slow)), ends=False, parameters="sampled") if v.target == "easy"]
    assert (easy.verdict, easy.sampled is not None and easy.sampled.met_in) == ("undecided", 0)
    better = _told((0.9, 0.86, 0.94, 24), np.array([0.05, 0.06]), (0.91, 0.99), ShareRequired(0.9))
    assert (better.verdict, better.low) == ("undecided", 0.86)


def test_rows_of_two_calibrations_do_not_rise_together(tmp_path: Path) -> None:
    """Both were drawn by the same design; side by side as written, one would make up for the other."""
    path = written(tmp_path)
    rows = "".join(f"      - [{0.1 + row / 100}]\n" for row in range(32))
    block = "  - figures: {}\n    parameters: [{}]\n    accepted:\n" + rows
    text = (
        path.read_text("utf-8") + "\ncalibration:\n" + block.format("one", WORK) + block.format("two", SHARE)
    )
    path.write_text(text, "utf-8")
    drawn = [[float(setting.value) for setting in row] for row in vectors(load(str(path)))]
    assert len(drawn) == 32
    assert abs(np.corrcoef(np.array(drawn).T)[0, 1]) < 0.4


@pytest.mark.parametrize(
    ("asked", "moved"),
    [
        ([], {WORK, SHARE}),
        (["services.main.flow.intake.work=30 min"], {SHARE}),
        (["services.main.flow.intake.work*=2"], {WORK, SHARE}),
        (["services.main.flow.result.options.0.share=0.5"], {WORK}),
    ],
)
def test_a_number_the_user_set_stays(tmp_path: Path, asked: list[str], moved: set[str]) -> None:
    path = with_vectors(tmp_path, [[1.5, 0.25], [2, 0.3]])
    rows = vectors(load(str(path), set=asked))
    assert [{setting.path for setting in row} for row in rows] == [moved] * 2


@pytest.mark.verification
def test_every_vector_meets_the_same_draws(tmp_path: Path) -> None:
    """So the same question twice is the same answer, and a longer intake is never quicker."""
    path = with_vectors(tmp_path, [[1, 0.25], [2, 0.25]])
    first, second = (check(load(str(path), seed=5), parameters="sampled")[0].sampled for _ in range(2))
    assert first == second is not None


def test_a_region_is_not_taken_for_a_range_again(out: Path) -> None:
    """The same figures would count twice: who calibrates a calibrated file states the range."""
    figures = published(out.parent, *FITTED, ("    range: [0.4, 2.5]\n", ""))
    with pytest.raises(
        ModelError, match=r"is the region of an earlier calibration \(fitted-figures-intake\)"
    ):
        study_of(read_figures(figures), load(str(out)), 2)


def test_an_open_end_is_the_number_s_own(made: Calibration) -> None:
    """However narrow the figures file searched: where it found no end, it says none."""
    intake = made.estimates[1]
    (number,) = intake.parameter.numbers
    assert number.range == ("0.5", "2")
    assert _uncut(intake, number, 0.8, 1.2) == (0.8, 1.2)
    assert _uncut(replace(intake, low_open=True), number, 0.8, 1.2) == (0.5, 1.2)
    assert _uncut(replace(intake, high_open=True), number, 0.8, 1.2) == (0.8, 2.0)
