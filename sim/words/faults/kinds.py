"""What a fault may be about, in one word."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "pool": "资源池", "skill": "技能", "session": "场次", "target": "目标", "service": "服务", "fragment": "片段", "source": "来源",
    "lever": "举措", "load stage": "负荷阶段", "variant": "版本", "milestone": "里程碑", "background": "后台", "paper": "材料", "attribute": "属性",
    "item": "事项", "stage": "阶段", "step": "环节", "clock": "时钟", "channel": "渠道", "scenario": "方案", "default": "缺省",
    "attribute or column": "属性或列", "pool or unit": "资源池或人员", "kind of figure": "图", "target with `expected`": "写有 expected 的目标",
    "file of the library": "库中的文件", "require of a background": "等待后台的 require", "block": "流程块",
    "task": "办理（task）", "wait": "等待（wait）", "documents": "材料（documents）", "parallel": "并行（parallel）",
    "race": "竞速（race）", "choice": "分支（choice）", "repeat": "循环（repeat）", "until": "限时（until）", "end": "结束（end）",
    "require": "require", "use": "use", "round": "轮次", "survey": "测绘", "licence": "证照", "batch": "批量", "rate": "到达率",
    "list": "清单", "appointments": "预约", "share": "比例", "count": "件数", "mean": "平均值", "quantile": "分位数",
    "statutory": "法定", "working": "工作时间", "elapsed": "自然时间", "queue": "排队时间", "natural": "自然", "large": "大", "small": "小",
    "key": "编号", "uncertain number": "不确定的数", "begins": "起", "ends": "终",
    "working days": "工作日", "natural days": "自然日",
}  # fmt: skip
