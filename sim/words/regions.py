"""What a promise requires, in words: hours a case, cases a person and day, sign-offs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.words.amounts import limit_text
from sim.words.formats import number, required, share

if TYPE_CHECKING:
    from sim.experiments.searches.region import Bound, Boundary, Region

REGION: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "{scenario} · 负荷 {load} · 种子 {seed} · 样本 {n} 次模拟",
        "answered_by": "没有来源写明流程：不下结论，答须具备的条件（onewindow requirement）",
        "answer": "{promise}能做到，条件是：每人每日 {cases} 件、{times}时，每件至多办 {hours} 小时。",
        "answer_no": "{promise}在所查的条件下都做不到：每人每日 {cases} 件时，每件只办 {least} 小时也不行。",
        "share": "{limit}（{share} 的件）", "mean": "平均 {limit}",
        "times_0": "不签发", "times_1": "签发一次", "times_2": "签发两次", "times": "签发 {n} 次",
        "no_verdict": "这不是结论：没有来源写明流程，这里答的是须具备的条件。",
        "most": "每件至多办理的小时数", "each": "每人每日 {cases} 件", "each_one": "每人每日 1 件",
        "none": "都不行", "used_up": "{hours}*", "hours": "{hours}",
        "hollow": "空心点：再多，工时就用尽，积压不断增长；承诺本身还容得下更多",
        "star": "* 再多，工时就用尽，积压不断增长；承诺本身还容得下更多",
        "load": "每工作日 {cases} 件；每日办公 {day} 小时，每人其中 {part} 用于办件",
        "people": "每人每日 {cases} 件即 {people} 人各用 {part} 的工时",
        "confirmed": "每人每日 {cases} 件、{times}：新种子确认 {met} 小时以内做到、{not_met} 小时起做不到",
        "unknown": "（未能确认）", "note": "签发的时长、来件的多少、人员可用的工时都是假定的；每件用时按方案中的分布放大或缩小。",
        "figure": "{promise}：每人每日 {cases} 件、{times}时，每件至多办 {hours} 小时", "figure_no": "{promise}：所查的条件下都做不到",
        "x": "每件办理的小时数", "y": "每人每日件数",
    },
    "en": {
        "title": "{scenario} · load {load} · seed {seed} · sample of {n} replications",
        "answered_by": "no source tells its process: no verdict, but what it requires (onewindow requirement)",
        "answer": "{promise} holds as long as a case takes at most {hours} h of work {times}, at {cases} cases a person and day.",
        "answer_no": "{promise} holds nowhere tried: at {cases} cases a person and day not even with {least} h of work a case.",
        "share": "{limit} in {share} of cases", "mean": "{limit} on average",
        "times_0": "without a sign-off", "times_1": "with one sign-off", "times_2": "with two sign-offs", "times": "with {n} sign-offs",
        "no_verdict": "This is no verdict: no source tells the process, so it is told what would have to be true.",
        "most": "Hours of work a case may take", "each": "{cases} cases a person and day", "each_one": "1 case a person and day",
        "none": "none", "used_up": "{hours}*", "hours": "{hours}",
        "hollow": "Hollow points: with more the staff's hours are used up and a queue grows for ever; the promise itself would allow more",
        "star": "* with more the staff's hours are used up and a queue grows for ever; the promise itself would allow more",
        "load": "{cases} cases a working day; offices are open {day} h a day, of which a person gives {part} to cases",
        "people": "{cases} cases a person and day means {people} people with {part} of their day each",
        "confirmed": "at {cases} a person and day {times}: fresh seeds confirm it up to {met} h, and deny it from {not_met} h on",
        "unknown": "(not confirmed)", "note": "How long a sign-off takes, how many come and what a person gives to cases is assumed; the work has the spread that the file states.",
        "figure": "{promise} holds up to {hours} h of work a case {times}, at {cases} cases a person and day", "figure_no": "{promise} holds nowhere tried",
        "x": "Hours of work a case", "y": "Cases a person and day",
    },
}  # fmt: skip


def times(sign_offs: int, lang: str) -> str:
    """ "with two sign-offs"."""
    w = REGION[lang]
    return w.get(f"times_{sign_offs}", w["times"]).format(n=sign_offs)


def promise(made: Region, lang: str) -> str:
    """ "8 working days in 95% of cases"."""
    w, limit = REGION[lang], limit_text(made.limit, lang)
    if made.required.share is None:
        return w["mean"].format(limit=limit)
    return w["share"].format(limit=limit, share=required(made.required.share))


def told_of(made: Region) -> Boundary:
    """The boundary that the answer tells: that with most sign-offs for which it holds in the middle; else the first."""
    held = [one for one in made.boundaries if one.middle.kept is not None]
    return held[-1] if held else made.boundaries[0]


def answer(made: Region, lang: str, pattern: str = "answer") -> str:
    """What would have to be true, in a sentence."""
    w, one = REGION[lang], told_of(made)
    middle = one.middle
    if middle.kept is None:
        from sim.experiments.searches.region import HOURS

        return w[f"{pattern}_no"].format(
            promise=promise(made, lang), cases=number(middle.cases), least=number(HOURS[0])
        )
    return w[pattern].format(
        promise=promise(made, lang),
        cases=number(middle.cases),
        hours=number(middle.kept),
        times=times(one.sign_offs, lang),
    )


def cell(bound: Bound, lang: str) -> str:
    """The most hours, starred where the staff's hours end it; or that none will do."""
    w = REGION[lang]
    if bound.kept is None:
        return w["none"]
    return w["used_up" if bound.used_up else "hours"].format(hours=number(bound.kept))


def part_of_day(value: float) -> str:
    return share(value) if value < 0.01 else f"{value:.0%}"
