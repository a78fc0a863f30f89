"""What a planner asks next: the numbers of the commands, told by their pages, with colour only where it is certain."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest

from onewindow.desk import ask, compare, files, trust
from onewindow.desk.about import about_of, named_versions, scenarios
from onewindow.desk.about import answer as about
from onewindow.desk.asked import Asked
from onewindow.desk.brought import Brought
from onewindow.desk.compare import Side
from onewindow.desk.desk import Desk
from onewindow.desk.job import Job, key_of
from onewindow.desk.kinds import KINDS, work_of
from sim.experiments.comparing.comparison import Difference
from sim.experiments.comparing.people import people_moved
from sim.experiments.questions.whatif import load
from sim.experiments.running.progress import silent
from sim.experiments.searches.staffing import staffing
from sim.model.skeleton import skeleton
from sim.pages.by_name import by_name
from sim.words.marks import in_parts


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"), workers=0)


@pytest.fixture(scope="module")
def own(desk: Desk) -> Brought:
    return desk.brought.keep({"mine.yaml": skeleton("mine").encode()})


def nothing(*_: object) -> None:
    """No part is looked at."""


def test_every_kind_of_job_is_there() -> None:
    for kind in KINDS:
        assert callable(work_of(kind))
    assert {*ask.KINDS, *files.KINDS} <= set(KINDS)


def test_a_question_gives_what_its_command_gives(own: Brought) -> None:
    asked = Asked(own.reference, "main-total")
    made = ask.staffing(asked.request(), silent, nothing)
    command = json.loads(json.dumps(staffing(load(own.path), targets=["main-total"]).to_dict()))
    told = {**made["found"], "scenario": command["scenario"], "asked": command["asked"]}
    assert json.loads(json.dumps(told)) == command
    assert "受理至办结" in made["said"]["zh"]["answer"]
    assert "main-total" not in made["said"]["en"]["answer"]
    assert [chart["option"]["series"][0]["type"] for chart in made["charts"].values()] == ["bar", "bar"]
    assert ask.command("attribution", asked) == "onewindow attribute mine.yaml --target main-total"


def test_keys_in_a_sentence_become_names_and_nothing_else_does() -> None:
    names = {"a-b": "one", "a-b-c": "two"}
    assert by_name("a-b, a-b-c; xa-b a-bx", names) == "one, two; xa-b a-bx"
    assert by_name("a-b  one · in a day", names) == "one · in a day", (
        "where the name stands behind it, the key goes"
    )


def test_alternatives_stand_beside_the_base_with_verdict_and_people(
    own: Brought, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiments.comparing.compare.REPLICATIONS", 6)
    base = Side({"zh": "现状", "en": "As it is"}, Asked(f"{own.reference}@before"))
    alike = {"zh": "<script>", "en": "<script>"}
    more = Asked(f"{own.reference}@before", set=("pools.reviewer.capacity=4",))
    sides = [Side(alike, Asked(f"{own.reference}@after")), Side(alike, more)]
    made = compare.answer(compare.request_of(base, sides), silent, nothing)
    assert [[one["more"] for one in side] for side in made["people"]] == [[1.0], [2.0]]
    assert [one["verdict"] for one in made["verdicts"]] == ["met", "met", "met"]
    assert "&lt;script&gt;" in made["tables"]["zh"]
    assert "<script>" not in made["tables"]["zh"] + made["said"]["zh"]["body"] + made["said"]["zh"]["answer"]
    assert "审批人员 +1（2 → 3）" in made["tables"]["zh"]
    assert compare.command(base, sides[:1], "zh") == (
        "onewindow compare mine.yaml@before --vs '<script>: @after'"
    )
    assert compare.command(sides[1], [base], "zh") == "", "options would come on top of the base's"


@pytest.mark.parametrize(
    ("judgement", "tones"),
    [("better", {"good"}), ("worse", {"bad"}), ("unclear", {""}), ("same", {""}), ("unknown", {""})],
)
def test_colour_stands_only_where_a_difference_is_certain(judgement: str, tones: set[str]) -> None:
    d = Difference("on_time_share", "share", 0.7, 0.72, 0.02, -0.01, 0.05, "better", (9, 9), None, None)
    told = compare.difference_text(replace(d, judgement=judgement), "en")  # type: ignore[arg-type]
    assert {tone for tone, _ in in_parts(told)} == tones


def test_people_are_counted_over_the_hours_of_the_base() -> None:
    base = load("gedian/startup")
    other = load("gedian/startup", set=["pools.registrar.capacity=3"])
    (moved,) = people_moved(base, other)
    assert (moved.pool, moved.name[1], moved.before, moved.after) == ("registrar", "Registrars", 2, 3)
    assert people_moved(base, base) == ()


def test_what_was_saved_and_brought_may_be_chosen(desk: Desk, own: Brought) -> None:
    request = {"scenario": own.reference}
    found = about(request, silent, nothing)
    assert list(about_of(found).targets) == ["main-total"]
    assert own.reference not in scenarios(desk, "zh"), "not before it was checked"
    job = Job(key_of("validate", request), "validate", request)
    desk.studies.asked(job)
    job.state, job.result = "done", {"faults": [], "title": found["title"], "targets": ["main-total"]}
    desk.studies.over(job)
    assert next(iter(scenarios(desk, "zh").items())) == (own.reference, "mine (mine.yaml)")
    asked = Asked(f"{own.reference}@after", "main-total", load="1.2")
    job = Job(key_of("what_if", asked.request()), "what_if", asked.request())
    desk.studies.asked(job)
    desk.studies.named(job.key, "busier")
    assert named_versions(desk, own.reference) == {job.key: ("busier", asked)}
    assert named_versions(desk, "gedian/startup") == {}


def test_trust_tells_what_is_assumed_and_how_it_was_simulated(own: Brought) -> None:
    asked = Asked(own.reference, "main-total")
    made = trust.answer(asked.request(), silent, nothing)
    told = made["numbers"]["en"]
    assert sum(one["n"] for one in told["shares"]) > 5
    assert sum(one["share"] for one in told["shares"]) == pytest.approx(1)
    assert "no source" in told["uncertain"]
    verdict = made["verdicts"][0]
    assert f"{verdict['replications']} replications" in made["method"]["en"]
    assert verdict["digest"] in made["method"]["zh"]


def test_a_stored_answer_says_what_to_measure_first() -> None:
    asked = Asked("gedian/startup", "gd-startup-total")
    plain = trust.numbers(asked, asked.question(), "zh")["first"]
    changed = replace(asked, load="1.5")
    assert trust.numbers(changed, changed.question(), "zh")["first"] != plain


def test_a_run_is_taken_away_as_the_folder_its_command_writes(desk: Desk, own: Brought) -> None:
    asked = Asked(own.reference)
    request = files.request_of("run", asked, "zh")
    made = files.run(request, silent, nothing)
    assert made["name"] == "mine-yaml-run.zip"
    path = desk.studies.folder / f"{key_of('run', request)}.file"
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert "run/manifest.json" in archive.namelist()
    assert desk.studies.file("../secret") is None
