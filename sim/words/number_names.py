"""A number of a scenario in words: "Registrars · share of the day for this work" for `pools.registrar.availability`.

Names are those the scenario gives to pools, services, blocks, papers and levers; what only has an id is called by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import BaseModel, ValidationError

from sim.levers import REGISTRY
from sim.model.blocks import Block, Choice, Documents, Task, walk
from sim.model.distribution import Distribution, Spread
from sim.model.provenance import Sort
from sim.model.quantities import Duration, Name, Rate
from sim.model.rules import PoolRule
from sim.model.scenario import LeverUse, Scenario
from sim.words.amounts import duration, rate, spread
from sim.words.counted import any_counted, of_counted

NUMBERS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "joint": " · ",
        "unit./h": "件/小时", "unit./wd": "件/工作日", "unit./month": "件/月", "unit./year": "件/年", "unit.s": "秒", "unit.min": "分钟", "unit.h": "小时",
        "unit.wh": "工作小时", "unit.wd": "工作日", "unit.cd": "自然日",
        "window.capacity": "窗口数", "reviewer.capacity": "人数", "inspector.capacity": "人数", "system.capacity": "并发数",
        "availability": "可用于本业务的时间", "room": "候办席位", "channel.rules.moved": "改在加开时间来的比例", "task.balks": "见排队而离去的比例", "task.comes_back": "改日再来的比例", "task.comes_back.after": "隔多久再来", "task.comes_back.most": "最多再来次数", "speed": "办理速度", "cost": "费用", "due.left": "动手时离到期的时间", "due.hurry.factor": "临近到期时用时的倍数", "other_work.share": "其他业务占用的时间", "other_work.work": "其他业务每件用时", "places": "名额",
        "way.hall": "大厅", "way.online": "网上", "channel.rate": "到达量", "channel.off_days": "休息日收件为平日的倍数", "channel.batch": "每批件数", "channel.hours": "一天中的分布", "channel.weekdays": "一周中的分布", "channel.months": "各月的分布", "channel.after_holiday": "节后各日的倍数", "channel.after_holiday.factors": "节后各日的倍数", "rules": "随日期变动的规则", "calendar.rules": "办公时间随日期变动的规则", "calendar.seasons": "办公时间的季节作息", "last_start": "下班前多久不再开始", "calendar.wd": "1 个工作日", "study.lead_in": "评判前预热", "study.window": "评判时段", "study.follow_up": "评判后跟踪", "channel.growth": "年增长率",
        "channel.cv": "到达间隔的变异系数", "channel.scale": "清单倍数", "channel.list": "清单件数", "channel.shocks": "特定日期来件的倍数", "channel.shift": "清单日期移动",
        "channel.appointments.booked": "约出的比例", "channel.appointments.no_show": "爽约比例", "channel.appointments.places": "每个时点的名额",
        "channel.appointments.early": "提前到达的时间", "channel.appointments.late.share": "迟到比例", "channel.appointments.late.by": "迟到时间",
        "channel.appointments.every": "预约时点间隔", "channel.transfer": "在途时间",
        "task.work": "办理用时", "task.work_by": "由其中一个资源池办理的用时", "task.factors": "用时的倍数", "session.work": "办理用时", "wait.for": "时长", "documents.prepare": "补齐后再报的用时",
        "documents.again": "再报仍缺件的比例", "documents.deadline": "补交期限", "repeat.again": "再来一次的比例", "item.promised": "承诺时限",
        "stage.promised": "承诺时限", "paper.missing": "缺“{paper}”的比例", "paper.supply": "补齐“{paper}”的用时",
        "option": "走“{way}”的比例", "option_unnamed": "走第 {n} 支的比例", "target.required_share": "要求的按时办结率", "target.limit": "时限",
        "one_window.longer": "办理用时为专窗的倍数", "one_window.hand_over": "前台转后台的用时", "joint_acceptance.visit": "联合查验用时",
        "joint_acceptance.within": "整改期限", "joint_drawing_review.work": "联合审图用时", "merged_stages.promised": "承诺时限",
        "parallel_approval.share": "预审的比例", "tolerant_acceptance.deadline": "补交期限",
        "cutoff": "须提前多久", "at": "开始的时刻", "record_instead.work": "备案用时", "record_instead.share": "改为备案的比例", "area_assessment.share": "在已评估区域内的比例", "combined_surveying.work": "联合测绘用时", "absence.spell": "每次缺勤多久", "task.patience": "最多等多久", "attribute.value": "“{value}”所占的比例", "simplified_deregistration.notice": "公告期",
        "target.apart": "隔多久算另一次到场", "target.statutory": "法定时限", "target.compressed": "比法定缩减的比例", "halls.number": "大厅数", "halls.sizes": "大厅的大小", "halls.staffing": "各厅人手的倍数",
        "absence.share": "缺勤日的比例", "rule.fewer": "{when}减少的人数", "rule.more": "{when}增加的人数", "rule.units": "{when}在岗的人数", "rule.dates": "{first}至{last}", "rule.nth": "第 {n} 条规则",
        "chief_representative.work": "当场决定用时", "chief_representative.share": "可当场决定的比例",
        "automatic_approval.work": "系统用时", "automatic_approval.share": "由系统审批的比例", "one_time_notice.second": "第二次退回的比例",
        "simplified_deregistration.objection": "公告遇异议的比例", "simplified_deregistration.exception": "发现异常状态的比例", "simplified_deregistration.clear": "消除异常状态的用时",
    },
    "en": {
        "unit./h": "/h", "unit./wd": "/wd", "unit./month": "/month", "unit./year": "/year", "unit.s": "s", "unit.min": "min", "unit.h": "h",
        "unit.wh": "wh", "unit.wd": "wd", "unit.cd": "cd",
        "joint": " · ",
        "window.capacity": "number of windows", "reviewer.capacity": "number of staff", "inspector.capacity": "number of staff", "system.capacity": "cases at a time",
        "availability": "share of the day for this work", "room": "places to wait", "channel.rules.moved": "share that comes in the added hours instead", "task.balks": "share that goes away at the sight of the queue", "task.comes_back": "share that comes back", "task.comes_back.after": "time until they come back", "task.comes_back.most": "how often they come back at most", "speed": "speed of work", "cost": "cost", "due.left": "time left when work is taken up", "due.hurry.factor": "hands-on time close to the due date, as a factor", "other_work.share": "share of the day other work takes", "other_work.work": "length of a piece of other work", "places": "places",
        "way.hall": "hall", "way.online": "online", "channel.rate": "arrivals", "channel.off_days": "cases on closed days, as a factor", "channel.batch": "cases a batch", "channel.hours": "hours of the day", "channel.weekdays": "days of the week", "channel.months": "months", "channel.after_holiday": "factors after a holiday", "channel.after_holiday.factors": "factors after a holiday", "rules": "rules by date", "calendar.rules": "office hours ruled by date", "calendar.seasons": "office hours by season", "last_start": "how long before closing nothing is begun", "calendar.wd": "a working day", "study.lead_in": "lead-in before judging", "study.window": "judged window", "study.follow_up": "follow-up after it", "channel.growth": "growth a year",
        "channel.cv": "coefficient of variation of the gaps", "channel.scale": "factor on the list", "channel.list": "cases of the list", "channel.shocks": "cases on some dates, as a factor", "channel.shift": "shift of the list",
        "channel.appointments.booked": "share of places booked", "channel.appointments.no_show": "share who do not come", "channel.appointments.places": "places at a time",
        "channel.appointments.early": "how early people come", "channel.appointments.late.share": "share who come late", "channel.appointments.late.by": "how late people come",
        "channel.appointments.every": "time between appointments", "channel.transfer": "time under way",
        "task.work": "hands-on time", "task.work_by": "hands-on time of one of the pools", "task.factors": "hands-on time, as a factor", "session.work": "hands-on time", "wait.for": "length", "documents.prepare": "time until the file comes again",
        "documents.again": "share incomplete again", "documents.deadline": "time to supply papers", "repeat.again": "share that goes round again", "item.promised": "promised limit",
        "stage.promised": "promised limit", "paper.missing": "share without {paper}", "paper.supply": "time to supply {paper}",
        "option": "share that goes “{way}”", "option_unnamed": "share that goes way {n}", "target.required_share": "required share on time", "target.limit": "limit",
        "one_window.longer": "hands-on time, as a factor", "one_window.hand_over": "hand-over to the back office", "joint_acceptance.visit": "length of the joint visit",
        "joint_acceptance.within": "time to put right", "joint_drawing_review.work": "length of the joint review", "merged_stages.promised": "promised limit",
        "parallel_approval.share": "share reviewed beforehand", "tolerant_acceptance.deadline": "time to supply papers",
        "cutoff": "how long before it files must be there", "at": "times of day", "record_instead.work": "hands-on time of the record", "record_instead.share": "share that is put on record instead", "area_assessment.share": "share inside assessed areas", "combined_surveying.work": "hands-on time of the joint survey", "absence.spell": "length of an absence", "task.patience": "how long they wait at most", "attribute.value": "share that is {value}", "simplified_deregistration.notice": "length of the notice",
        "target.apart": "how far apart two visits are", "target.statutory": "limit of the law", "target.compressed": "share cut off the limit of the law", "halls.number": "number of halls", "halls.sizes": "sizes of halls", "halls.staffing": "staffing of halls, as a factor",
        "absence.share": "share of days absent", "rule.fewer": "how many fewer {when}", "rule.more": "how many more {when}", "rule.units": "how many {when}", "rule.dates": "from {first} to {last}", "rule.nth": "under rule {n}",
        "chief_representative.work": "time to decide there", "chief_representative.share": "share decided there",
        "automatic_approval.work": "time of the system", "automatic_approval.share": "share decided by the system", "one_time_notice.second": "share sent back a second time",
        "simplified_deregistration.objection": "share of notices objected to", "simplified_deregistration.exception": "share with an obstacle", "simplified_deregistration.clear": "time to clear an obstacle",
    },
}  # fmt: skip
"""What a number is, by where it stands."""


class NumberWords:
    """Names and values of one scenario's numbers, in one language. The scenario is as stated, before levers."""

    def __init__(self, scenario: Scenario, lang: str) -> None:
        self.scenario = scenario
        self.lang = lang
        self.w = NUMBERS[lang]

    def name(self, path: str, target: str = "") -> str:
        """What the number at a path is; the path where it leads nowhere.

        What is said of a `target` is said without its name and that of its service.
        """
        kind, *steps = path.split(".")
        if kind == "targets" and steps[0] == target:
            return self._of_target(steps)
        own = self.scenario.targets[target].service if target in self.scenario.targets else ""
        readers: dict[str, Callable[[Sequence[str]], list[str]]] = {
            "pools": self._pool,
            "sessions": self._session,
            "services": partial(self._service, own),
            "targets": self._target,
            "variants": lambda steps: self._lever(self.scenario.variants[steps[0]].levers, steps[2:]),
            "levers": lambda steps: self._lever(self.scenario.levers, steps),
            "calendar": lambda steps: [self.w[f"calendar.{steps[0]}"]],
            "study": lambda steps: [self.w[f"study.{steps[0]}"]],
            "halls": lambda steps: [self.w[f"halls.{steps[0]}"]],
        }
        try:
            parts = readers[kind](steps)
        except (KeyError, IndexError, ValueError):
            return path
        return self.w["joint"].join(part for part in parts if part)

    def stated(self, path: str, sort: Sort, text: str) -> str:
        """The stated value: a distribution in words, any other as `value` says it."""
        if sort != "factor":
            return self.value(sort, text)
        found = self._at(path.split("."))
        return spread(found, self.lang) if isinstance(found, Spread) else text

    def value(self, sort: Sort, text: str) -> str:
        """A value of a number in its own unit; factors, shares and counts are the same in every language."""
        if sort == "duration":
            return duration(Duration.parse(text), self.lang)
        return rate(Rate.parse(text), self.lang) if sort == "rate" else text

    def brief(self, sort: Sort, text: str) -> str:
        """A value for a table: as the file has it, its unit in the language."""
        if sort not in ("duration", "rate"):
            return text
        amount, unit = text.split(maxsplit=1)
        return f"{amount} {self.w[f'unit.{unit}']}"

    def between(self, sort: Sort, low: str, high: str, mark: str) -> str:
        """Two values around a mark, their unit said once."""
        first, last = self.brief(sort, low), self.brief(sort, high)
        if sort in ("duration", "rate") and low.split()[1:] == high.split()[1:]:
            first = low.split()[0]
        return mark.format(low=first, high=last)

    # -- what stands where ----------------------------------------------------------------------------

    def _said(self, name: Name | None, otherwise: str) -> str:
        return otherwise if name is None else name.in_language(self.lang)  # type: ignore[arg-type]

    def _field(self, *keys: str) -> str:
        """The word for a field, the first that there is one for; else the key."""
        return next((self.w[key] for key in keys if key in self.w), keys[-1])

    def _pool(self, steps: Sequence[str]) -> list[str]:
        pool = self.scenario.pools[steps[0]]
        parts = [self._said(pool.name, steps[0])]
        if steps[1] == "staff":
            parts.append(self._said(pool.staff[steps[2]].name, steps[2]))
            steps = steps[2:]
        if steps[1] == "rules" and f"rule.{steps[-1]}" in self.w:
            return [
                *parts,
                self.w[f"rule.{steps[-1]}"].format(when=self._when(pool.rules[int(steps[2])], steps[2])),
            ]
        return [*parts, self._field(f"{pool.kind}.{steps[1]}", ".".join(steps[1:]))]

    def _when(self, rule: PoolRule, number: str) -> str:
        """When a rule of a pool holds: its name, its dates, or which one it is."""
        dates = self.w["rule.nth"].format(n=int(number) + 1)
        if rule.first is not None and rule.last is not None:
            dates = self.w["rule.dates"].format(first=rule.first, last=rule.last)
        return self._said(rule.name, dates)

    def _session(self, steps: Sequence[str]) -> list[str]:
        meeting = self.scenario.sessions[steps[0]]
        return [self._said(meeting.name, steps[0]), self._field(steps[1])]

    def _target(self, steps: Sequence[str]) -> list[str]:
        target = self.scenario.targets[steps[0]]
        return [self._said(target.name, steps[0]), self._of_target(steps)]

    def _of_target(self, steps: Sequence[str]) -> str:
        """A field of a target; a share that is required is one on time, unless something is counted."""
        said = self._field(f"target.{steps[1]}")
        counted = any_counted([self.scenario.targets[steps[0]].unit])
        return of_counted(said, self.lang) if counted else said

    def _service(self, own: str, steps: Sequence[str]) -> list[str]:
        service = self.scenario.services[steps[0]]
        several = len(self.scenario.services) > 1 and steps[0] != own
        parts = [self._said(service.name, steps[0])] if several else []
        if steps[1] == "flow":
            block, rest = self._block(service.flow, steps[2:])
            called = self._said(block.name, block.id)
            alike = [other for other in walk(service.flow) if self._said(other.name, other.id) == called]
            called += f" ({block.id})" if len(alike) > 1 and called != block.id else ""
            return [*parts, called, self._in_block(block, rest)]
        if steps[1] == "cost":
            return [self._said(service.name, steps[0]), self._field("cost")]
        if steps[1] == "attributes" and steps[3] == "values":
            said = self._said(service.attributes[steps[2]].name, steps[2])
            return [*parts, said, self.w["attribute.value"].format(value=".".join(steps[4:]))]
        channel = service.channels[steps[2]]
        several = len(service.channels) > 1
        named = self._said(channel.name, self.w.get(f"way.{steps[2]}", steps[2]) if several else "")
        field = self._field(f"channel.{'.'.join(steps[3:])}", f"channel.{steps[3]}", ".".join(steps[3:]))
        return [*parts, named, field]

    def _block(self, flow: Sequence[Block], steps: Sequence[str]) -> tuple[Block, list[str]]:
        """The block with the longest id that the steps begin with, and the steps below it."""
        known = {block.id: block for block in walk(flow)}
        for length in range(len(steps) - 1, 0, -1):
            block = known.get(".".join(steps[:length]))
            if block is not None:
                return block, list(steps[length:])
        raise KeyError(".".join(steps))

    def _in_block(self, block: Block, steps: Sequence[str]) -> str:
        if isinstance(block, Documents) and steps[0] == "papers":
            paper = self._said(block.papers[steps[1]].name, steps[1])
            return self.w[f"paper.{steps[2]}"].format(paper=paper)
        if isinstance(block, Choice) and steps[0] == "options":
            way = self._said(block.options[int(steps[1])].name, "")
            return self.w["option" if way else "option_unnamed"].format(way=way, n=int(steps[1]) + 1)
        said = self._field(
            f"{block.keyword}.{'.'.join(steps)}", ".".join(steps), f"{block.keyword}.{steps[0]}", steps[0]
        )
        several = isinstance(block, Task) and steps[0] == "factors" and len(block.factors) > 1
        return f"{said} ({int(steps[1]) + 1})" if several else said

    def _lever(self, uses: Sequence[LeverUse], steps: Sequence[str]) -> list[str]:
        """Of a lever that is used several times its number among them too."""
        lever = REGISTRY[steps[1]]
        said = self._said(lever.label, steps[1])
        alike = [number for number, use in enumerate(uses) if use.name == steps[1]]
        said += f" ({alike.index(int(steps[0])) + 1})" if len(alike) > 1 else ""
        if steps[-2] == "papers":
            return [said, self.w["paper.supply"].format(paper=self._paper(steps[-1]))]
        return [said, self._field(f"{steps[1]}.{steps[-1]}", steps[-1])]

    def _paper(self, own: str) -> str:
        """What a paper is called, wherever one of that id is asked for."""
        blocks = (block for service in self.scenario.services.values() for block in walk(service.flow))
        papers = [
            block.papers[own] for block in blocks if isinstance(block, Documents) and own in block.papers
        ]
        return self._said(papers[0].name, own) if papers else own

    # -- values ---------------------------------------------------------------------------------------

    def _at(self, steps: Sequence[str]) -> object:
        """The value at a path, with a lever's raw numbers read; None where there is none."""
        here: object = self.scenario
        left = list(steps)
        try:
            while left:
                if isinstance(here, tuple) and here and isinstance(here[0], Block):
                    here, left = self._block(here, left)
                elif isinstance(here, Mapping) and left[0] not in here:
                    here, left = _by_block(here, left)
                else:
                    here = _below(here, left.pop(0))
            return Distribution.model_validate(here) if isinstance(here, Mapping) else here
        except (KeyError, IndexError, ValueError, ValidationError):
            return None


def _by_block(here: Mapping[str, object], steps: Sequence[str]) -> tuple[object, list[str]]:
    """The entry of a mapping whose keys are ids of blocks, dots and all, and the steps below it."""
    for length in range(2, len(steps) + 1):
        if (key := ".".join(steps[:length])) in here:
            return here[key], list(steps[length:])
    raise KeyError(".".join(steps))


def _below(here: Any, key: str) -> object:
    """The entry of a list or mapping, or the field of a model, by the name the file has for it."""
    if isinstance(here, tuple):
        return here[int(key)]
    if isinstance(here, LeverUse):
        return here.parameters if key == here.name else here.parameters[key]
    if isinstance(here, Mapping):
        return here[key]
    if isinstance(here, BaseModel):
        fields = type(here).model_fields
        return getattr(here, next(name for name, field in fields.items() if key in (name, field.alias)))
    raise KeyError(key)
