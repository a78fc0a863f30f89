"""Words of costs: what is paid by the roster, by hands-on work, and as fees."""

from __future__ import annotations

from collections.abc import Mapping

COSTS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "费用（{currency}）", "pool": "资源池", "per_hour": "每小时", "rostered": "在岗（含加班）", "hands_on": "其中动手办理",
        "service": "服务", "cases": "到达", "staff": "每件人工", "fees": "每件收费与外付", "per_case": "每件合计",
        "whole": "在岗费用 {rostered}，收费与外付 {fees}：按到达的办件摊，每件 {per_case}。", "pools_only": "在岗费用 {rostered}。每件的费用要有事件记录才能计：--detail events。",
        "paid": "在岗：评判时段内排班的每小时都付，忙闲不论，随机缺勤也付，另加加班；动手办理：只计实际办理的小时。结论不看费用",
        "hourly": "费用 {cost}", "each_time": "每次 {cost}", "each_case": "每件 {cost}",
        "rostered_all": "在岗费用", "case_cost": "每件人工与费用", "compared_title": "费用（{currency}，95% 区间各自成立）",
    },
    "en": {
        "title": "Costs ({currency})", "pool": "pool", "per_hour": "an hour", "rostered": "rostered, with overtime", "hands_on": "of it hands-on",
        "service": "service", "cases": "came", "staff": "work a case", "fees": "fees a case", "per_case": "together a case",
        "whole": "Rosters {rostered} and fees {fees}: {per_case} for each case that came.", "pools_only": "Rosters {rostered}. What a case costs needs event rows: --detail events.",
        "paid": "rostered: every hour of the roster in the judged dates, busy or not, absent at random or there, and overtime; hands-on: only hours of work. No verdict looks at costs",
        "hourly": "cost {cost}", "each_time": "{cost} each time", "each_case": "{cost} a case",
        "rostered_all": "rosters", "case_cost": "work and fees a case", "compared_title": "Costs ({currency}; each 95% interval on its own)",
    },
}  # fmt: skip


def money(amount: float) -> str:
    """To the cent, whole from a thousand on."""
    return f"{amount:,.0f}" if abs(amount) >= 1000 or amount == int(amount) else f"{amount:,.2f}"
