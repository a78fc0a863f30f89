"""The line every figure ends with: what was run, so that anyone can run it again."""

from __future__ import annotations

from sim.experiments.questions.origin import HOURS_PROJECTED, calendar_status, package_version
from sim.experiments.questions.whatif import WhatIf
from sim.words.language import Lang


def provenance(whatif: WhatIf, lang: Lang) -> str:
    """Version, question, load, seed, program and calendar."""
    from sim.engine.compile.times import times_of

    status = calendar_status(times_of(whatif.scenario))
    digest = whatif.program.digest
    return ran(package_version(), whatif.label, whatif.load_text, whatif.seed, digest, status, lang)


def ran(version: str, label: str, load: str, seed: int, digest: str, calendar: str, lang: Lang) -> str:
    """`provenance` of what is known by its parts; `calendar` as `calendar_status` gives it."""
    parts = [f"onewindow {version}", label]
    if lang == "zh":
        parts += [f"负荷 {load}", f"种子 {seed}", f"程序 {digest[:12]}", f"日历{_in_chinese(calendar)}"]
    else:
        parts += [f"load {load}", f"seed {seed}", f"program {digest[:12]}", f"calendar {calendar}"]
    return " · ".join(parts)


STATUS_ZH = {
    HOURS_PROJECTED: "办公时间为推算", "projected: ": "含推算年份：", "published": "已公布", "national": "全国",
    "regional": "地区", " and ": "和", ", ": "、", "; ": "，",
}  # fmt: skip


def _in_chinese(status: str) -> str:
    for told, chinese in STATUS_ZH.items():
        status = status.replace(told, chinese)
    return status
