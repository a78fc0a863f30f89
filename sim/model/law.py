"""Rule sets of legal clocks: which pauses stop a limit, and whose time it counts, by the law of a place and a date.

A target names a rule set with `rules:`, or `auto` for that of its jurisdiction and the study's date; without, every
pause written in the flow stops it. A pause's kind is read from its reason. Sources are articles of the law.

A rule set also knows times the law sets for an authority (`times`). A flow has one only where it asks for it, by
`notice: by_law` or by a check afterwards that states none: a law no flow names changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal

from sim.frozen import dataclass
from sim.model.block import Party
from sim.model.quantities import Duration, Name

PauseKind = Literal[
    "correction", "hearing", "tender", "auction", "testing", "quarantine", "appraisal", "expert_review", "publicity",
    "drawing_revision", "rectification", "special",
]  # fmt: skip

REASONS: Mapping[PauseKind, tuple[str, ...]] = {
    "correction": ("补正", "correct", "supplement"),
    "hearing": ("听证", "hearing"),
    "tender": ("招标", "招投标", "tender"),
    "auction": ("拍卖", "auction"),
    "testing": ("检验", "检测", "勘测", "testing", "survey"),
    "quarantine": ("检疫", "quarantine"),
    "appraisal": ("鉴定", "评估", "appraisal", "assessment"),
    "expert_review": ("专家评审", "技术评审", "专家", "expert"),
    "publicity": ("公示", "公告", "notice", "publicity"),
    "drawing_revision": ("改图", "修改图纸", "drawing"),
    "rectification": ("整改", "rectif", "rework"),
    "special": (),
}
"""Words of a reason that tell its kind, the first kind that fits; `special` is any other special procedure."""

PAUSE_KINDS: tuple[PauseKind, ...] = tuple(REASONS)


def kind_of(reason: str) -> PauseKind:
    """The kind of a pause."""
    lower = reason.lower()
    return next((kind for kind, words in REASONS.items() if any(word in lower for word in words)), "special")


LegalTimeKind = Literal["notice", "check"]
"""notice: to say what a file lacks, from its receipt; check: to look, after a decision on the applicant's word."""


@dataclass(frozen=True)
class LegalTime:
    """A time that a law sets for an authority; `source` is the document and its articles."""

    limit: Duration
    source: str


@dataclass(frozen=True)
class RuleSet:
    """What a law says of a limit's clock."""

    name: Name
    source: str
    since: date
    pauses: tuple[PauseKind, ...]
    """Kinds of pauses that stop the clock; others run on it."""
    commissioned_by: Party | None = None
    """Work that others commissioned does not count; None: who commissioned it does not matter."""
    jurisdictions: tuple[str, ...] = ()
    """Where `auto` means these rules; none: where no other rule set does."""
    until: date | None = None
    times: Mapping[LegalTimeKind, LegalTime] = field(default_factory=dict)

    def holds(self, day: date) -> bool:
        """Whether it is in force on a date."""
        return self.since <= day and (self.until is None or day < self.until)


_ART_45: tuple[PauseKind, ...] = (
    "hearing", "tender", "auction", "testing", "quarantine", "appraisal", "expert_review",
)  # fmt: skip

RULES: Mapping[str, RuleSet] = {
    "binzhou": RuleSet(
        Name(zh="滨州市并联审批规定", en="Binzhou parallel approval rules"),
        "滨州市工程建设项目并联审批管理规定 (2020) 第十九条：公示、评审、听证、招投标所需时间不计入",
        date(2020, 1, 1),
        ("correction", "publicity", "expert_review", "hearing", "tender"),
        jurisdictions=("binzhou",),
        times={
            # 两个工作日内告知需补正的全部内容
            "notice": LegalTime(Duration(2, "wd"), "滨州市工程建设项目并联审批管理规定 (2020) 第十条")
        },
    ),
    "zhejiang": RuleSet(
        Name(zh="浙江省“最多90天”口径", en="Zhejiang's 90-day definition"),
        "浙江省发展改革委 2019 年指南：不包括业主自主准备时间、业主委托中介服务时间",
        date(2019, 1, 1),
        ("correction", *_ART_45),
        commissioned_by="government",
        jurisdictions=("zhejiang",),
        times={
            # 以申请人承诺作出决定的，六十个工作日内核查
            "check": LegalTime(Duration(60, "wd"), "浙江省保障“最多跑一次”改革规定 (2018) 第十四条")
        },
    ),
    "registration": RuleSet(
        Name(zh="市场主体登记", en="Registration of market entities"),
        "市场主体登记管理条例 (2021) 第十九条，实施细则第十八条：材料不齐即退回，重新申请重新起算，不停时钟",
        date(2022, 3, 1),
        (),
    ),
    "drawing_review": RuleSet(
        Name(zh="施工图审查", en="Drawing review"),
        "住房城乡建设部令第13号 第十二条：修改图纸和复审时间不计入",
        date(2013, 8, 1),
        ("drawing_revision", "correction"),
    ),
    "licensing": RuleSet(
        Name(zh="行政许可法", en="Administrative licensing law"),
        "行政许可法 第四十五条：听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审所需时间不计算在期限内（不含公示）",
        date(2004, 7, 1),
        ("correction", *_ART_45),
        times={
            # 五日内一次告知，逾期不告知的，自收到申请材料之日起即为受理；期限以工作日计算
            "notice": LegalTime(Duration(5, "wd"), "行政许可法 第三十二条、第八十二条")
        },
    ),
}
"""Local rules first. `registration` and `drawing_review` hold for their matters, wherever; `auto` never means them."""

_BY_MATTER = ("registration", "drawing_review")


def rules_for(jurisdiction: str, day: date) -> str | None:
    """The rule set that holds in a place on a date; None before there was any."""
    return next(iter(_in_force(jurisdiction, day)), None)


def legal_time(jurisdiction: str, day: date, kind: LegalTimeKind) -> LegalTime | None:
    """The time the law of a place sets on a date: local law first, then the national one; None where none does."""
    known = (RULES[name].times.get(kind) for name in _in_force(jurisdiction, day))
    return next((time for time in known if time is not None), None)


def _in_force(jurisdiction: str, day: date) -> list[str]:
    """Rule sets that hold in a place on a date, local ones first."""
    found = [name for name, rules in RULES.items() if rules.holds(day) and name not in _BY_MATTER]
    local = [name for name in found if jurisdiction in RULES[name].jurisdictions]
    return [*local, *(name for name in found if not RULES[name].jurisdictions)]
