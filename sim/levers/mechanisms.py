"""Every mechanism the documents name, and the lever it is; the reference page about them is made from this.

uv run python -m sim.levers.mechanisms docs/reference
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sim.levers.registry import REGISTRY
from sim.model.quantities import Name

Lang = Literal["zh", "en"]
PAGES: dict[Lang, str] = {"en": "mechanisms.md", "zh": "mechanisms.zh-CN.md"}


@dataclass(frozen=True)
class Mechanism:
    """One mechanism: the levers it is, or why it is none."""

    name: Name
    levers: tuple[str, ...] = ()
    not_a_lever: Name | None = None


def _m(zh: str, en: str, *levers: str) -> Mechanism:
    return Mechanism(Name(zh=zh, en=en), levers)


MECHANISMS: tuple[Mechanism, ...] = (
    _m("一窗受理、受审分离", "One-window intake, intake apart from review", "one_window", "separated_intake"),
    _m("分类综合窗口与无差别窗口", "Windows by class, or one for everything", "one_window"),
    _m("并联审批、同步办理", "Parallel approval", "parallel_approval"),
    _m("一家牵头、限时办结", "Lead department with due dates", "lead_department"),
    _m("联合审图（多审合一）", "Joint drawing review", "joint_drawing_review"),
    _m("取消或抽查施工图审查", "Drawing review dropped or sampled", "sampled_drawing_review"),
    _m("联合验收", "Joint acceptance", "joint_acceptance"),
    _m("分类验收", "Classified acceptance", "classified_acceptance"),
    _m("多测合一、联合测绘", "Combined surveying", "combined_surveying"),
    _m("容缺受理", "Tolerant acceptance", "tolerant_acceptance"),
    _m("告知承诺", "Notice and commitment", "notice_and_commitment"),
    _m("承诺备案、审批改备案", "Record instead of approval", "record_instead"),
    _m("先建后验", "Build first, verify later", "build_first"),
    _m("拿地即开工、交地即交证", "Land-ready start", "land_ready_start"),
    _m("阶段合并", "Merged stages", "merged_stages"),
    _m("区域评估", "Area assessment", "area_assessment"),
    _m("标准地、产业定制地", "Standard land", "standard_land"),
    _m("一件事一次办、一事联办", "One thing done once", "one_thing_once"),
    _m(
        "首证通、证照联办",
        "First-certificate reuse, joint licensing",
        "first_certificate_reuse",
        "one_thing_once",
    ),
    _m("一业一证、一企一证", "One industry, one licence", "one_licence"),
    _m("名称自主申报、住所承诺", "Name self-declaration, address promise", "name_and_address"),
    _m("超时默认、自动用印", "Deemed approval", "deemed_approval"),
    _m("自动审批、24小时自助", "Automatic approval, self-service round the clock", "automatic_approval"),
    _m("信用审批", "Credit-based approval", "credit_approval"),
    _m("帮办代办、项目管家", "Assistance", "assistance"),
    _m("跨域通办、全城通办", "Cross-region handling", "cross_region"),
    _m("首问负责、一次性告知", "One-time notice", "one_time_notice"),
    _m(
        "窗口无否决权、“办不成事”反映窗口",
        "No refusal at the counter, supervisor window",
        "supervisor_window",
    ),
    _m("小时清单制", "Hour list", "hour_list"),
    _m("简易注销与容错", "Simplified deregistration with fault tolerance", "simplified_deregistration"),
    _m("免申即享、惠企政策兑现", "Benefits without application", "no_application"),
    Mechanism(
        Name(zh="好差评、12345接诉即办", en="Satisfaction ratings, complaint line"),
        not_a_lever=Name(
            zh="评价是结果，不改变办件的流程、资源或时限；投诉若要模拟，就是一项有自己时限的服务。",
            en="A rating is an outcome: it changes neither the flow, nor the pools, nor a limit. Complaints, to be "
            "simulated, are a service with limits of its own.",
        ),
    ),
    _m("提前介入、水电气前置", "Early utility involvement", "early_utilities"),
    _m("中介超市、规范中介", "Intermediary market", "intermediary_market"),
    _m("错时延时、预约、周末服务", "Extended hours, appointments, weekends", "extended_hours", "appointment"),
    _m("绿色通道", "Green channel", "green_channel"),
    _m("首席事务代表", "Chief representative", "chief_representative"),
    _m("一般工程取消竣工消防验收", "Completion fire inspection dropped", "fire_inspection_dropped"),
)

WORDS: dict[Lang, dict[str, str]] = {
    "en": {
        "title": "Mechanisms",
        "head": "Every mechanism the five documents name, and what switches it here. Clauses: U Urumqi, K Karamay, "
        "C Chengdu Hi-tech, G Gedian, Y Yingkou. Made from the levers themselves; do not edit.",
        "clauses": "Clauses", "rule": "Rule", "parameters": "Parameters", "documented": "Documented",
        "assumed": "Assumed", "test": "Test", "none": "No lever", "comma": ", ", "other": "中文",
    },
    "zh": {
        "title": "改革举措",
        "head": "五份文件提到的全部举措，以及这里由哪一项开关。"
        "条款：U 乌鲁木齐，K 克拉玛依，C 成都高新区，G 葛店，Y 营口。本页由举措的代码生成，请勿手改。",
        "clauses": "条款", "rule": "规则", "parameters": "参数", "documented": "有据可查", "assumed": "假设",
        "test": "测试", "none": "不是举措", "comma": "、", "other": "English",
    },
}  # fmt: skip


def page(lang: Lang) -> str:
    """The reference page in one language, as Markdown."""
    w = WORDS[lang]
    other = PAGES["zh" if lang == "en" else "en"]
    lines = [f"# {w['title']}", "", f"[{w['other']}]({other})", "", w["head"], ""]
    for number, mechanism in enumerate(MECHANISMS, 1):
        lines += [f"## {number}. {_said(mechanism.name, lang)}", ""]
        if mechanism.not_a_lever is not None:
            lines += [f"{w['none']}: {_said(mechanism.not_a_lever, lang)}", ""]
        for lever in mechanism.levers:
            lines += [*_lever(lever, lang), ""]
    return "\n".join(lines).rstrip() + "\n"


def _lever(name: str, lang: Lang) -> Iterator[str]:
    lever, w = REGISTRY[name], WORDS[lang]
    yield f"### `{name}` {_said(lever.label, lang)}"
    yield ""
    yield f"- **{w['rule']}**: {_said(lever.sentence, lang)}"
    yield f"- **{w['clauses']}**: {lever.about.clauses}"
    fields = (f"`{info.alias or field}`" for field, info in lever.parameters.model_fields.items())
    yield f"- **{w['parameters']}**: {w['comma'].join(fields)}"
    yield f"- **{w['documented']}**: {_said(lever.about.documented, lang)}"
    yield f"- **{w['assumed']}**: {_said(lever.about.assumed, lang)}"
    yield f"- **{w['test']}**: `tests/levers/test_{name}.py`"


def _said(name: Name, lang: Lang) -> str:
    return name.in_language(lang)


def main(folder: str) -> None:
    """Write both pages into a folder."""
    for lang, file in PAGES.items():
        Path(folder, file).write_text(page(lang), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
