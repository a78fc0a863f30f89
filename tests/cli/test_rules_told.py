"""Every key of every rule is told by `show`, in both languages; what a setting was rounded to stands on stderr."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_office import Command

from sim.model.rules import ChannelRule, MeetingRule, OfficeRule, PoolRule, Rule
from sim.model.scenario import Absence
from sim.pages.rules import absence_told, told

WHEN = {
    "weekdays": (["tue"], "周二", "Tue"),
    "nth": ([2], "每月第2个周二", "Tue no. 2 of the month"),
    "from": ("07-01", "07-01", "07-01"),
    "to": ("08-31", "08-31", "08-31"),
    "dates": (["2025-07-08"], "2025-07-08", "2025-07-08"),
    "days": (["makeup"], "调休上班日", "make-up workdays"),
    "during": ("14:00-16:00", "14:00-16:00 时段", "14:00-16:00"),
    "name": ({"zh": "培训", "en": "Training"}, "培训（", "Training ("),
}
WHAT = {
    "hours": ("09:00-12:00", "开放 09:00-12:00", "open 09:00-12:00"),
    "open": ("17:00-20:00", "加开 17:00-20:00", "also open 17:00-20:00"),
    "closed": ("12:00-13:00", "12:00-13:00 ", "12:00-13:00"),
    "units": (14, "14 个在岗", "14 on duty"),
    "more": (2, "增 2 个", "2 more"),
    "fewer": (3, "减 3 个", "3 fewer"),
    "absence": ("10%", "缺勤 10%", "10% absent"),
    "factor": (1.5, "来件为平时的 1.5 倍", "arrivals × 1.5"),
    "at": (["10:00", "11:00"], "改为 10:00、11:00", "held 10:00, 11:00"),
    "moved": ("8%", "每周来人的 8% 改在此时来", "8% of the week's people come then instead"),
    "places": (9, "名额 9", "9 places"),
}
SIZES = ("units", "more", "fewer")


@pytest.mark.parametrize("rule", [OfficeRule, PoolRule, ChannelRule, MeetingRule])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_key_is_told(rule: type[Rule], lang: str) -> None:
    column = 1 if lang == "zh" else 2
    for size in SIZES if rule is PoolRule else ("",):
        left_out = {"source", *SIZES} - {size}
        stated = {key: {**WHEN, **WHAT}[key] for key in rule.keys() if key not in left_out}  # noqa: SIM118
        text = told(rule.model_validate({key: value[0] for key, value in stated.items()}), lang)  # type: ignore[arg-type]
        assert [key for key, said in stated.items() if said[column] not in text and key != "weekdays"] == []


def test_all_day_and_absences() -> None:
    closed = {"dates": ["2025-05-14"], "closed": True}
    assert told(PoolRule.model_validate(closed), "en") == "2025-05-14: closed"
    assert told(MeetingRule.model_validate(closed), "zh") == "2025-05-14：停开"
    assert (
        told(PoolRule.model_validate({"from": "2025-05-14", "fewer": 1}), "en") == "from 2025-05-14: 1 fewer"
    )
    assert told(PoolRule.model_validate({"fewer": 1}), "zh") == "每个工作日：减 1 个"
    assert told(PoolRule.model_validate({"fewer": 1}), "en", every_date=True) == "every day: 1 fewer"
    assert absence_told(Absence.model_validate({"share": "5%"}), "zh") == "随机缺勤 5%（每个单独计）"
    ill = Absence.model_validate({"share": "5%", "spell": "3 wd"})
    assert absence_told(ill, "en") == "5% absent at random, each on its own, 3 working days at a time"


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "得 12.6 个，按 13 个计"), ("en", "comes to 12.6 units; 13 are taken")]
)
def test_what_was_rounded_is_said(command: Command, lang: str, said: str, tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "hours-and-staff.md"
    text = page.read_text("utf-8").split("```yaml scenario\n")[1].split("```")[0]
    file = tmp_path / "hall.yaml"
    file.write_text(text, "utf-8")
    shown = command("show", str(file), "--set", "pools.window.capacity*=0.9", "--lang", lang)
    assert said in shown.err
    assert "absence: {share: 10%}" in shown.err
    assert command("show", str(file), "--set", "pools.window.capacity*=0.5", "--lang", lang).err == ""
