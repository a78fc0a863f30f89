"""The twenty items of the STRESS-DES checklist (Monks and others 2019), in our own words, and what we say to each.

T. Monks, C. S. M. Currie, B. S. Onggo, S. Robinson, M. Kunc, S. J. E. Taylor: "Strengthening the reporting of empirical
simulation studies: Introducing the STRESS guidelines". Journal of Simulation 13 (2019) 55–67.
"""

from __future__ import annotations

from collections.abc import Mapping

ITEMS = (
    "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5", "3.1", "3.2", "3.3", "3.4",
    "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1",
)  # fmt: skip

STRESS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "item": "项目", "asked": "要说明什么", "said": "说明", "see": "见“{chapter}”",
        "ask_1.1": "为什么建模", "ask_1.2": "输出哪些量，怎样计算", "ask_1.3": "做哪些实验，想知道什么",
        "ask_2.1": "流程总图", "ask_2.2": "基准方案的逻辑", "ask_2.3": "各备选方案的逻辑", "ask_2.4": "模型内的算法和规则", "ask_2.5": "实体、环节、资源、队列、进出口",
        "ask_3.1": "数据来源", "ask_3.2": "数据的预处理", "ask_3.3": "输入参数", "ask_3.4": "假设",
        "ask_4.1": "初始状态与预热", "ask_4.2": "运行长度", "ask_4.3": "估计方法与模拟次数",
        "ask_5.1": "软件与语言", "ask_5.2": "随机数", "ask_5.3": "事件的执行次序", "ask_5.4": "运行环境与用时", "ask_6.1": "如何取得模型",
        "1.1": "判断“{title}”的公开承诺在真实负荷下能否兑现，不能兑现时看怎样才能。", "1.2": "按时办结率（承诺时钟上不超过时限的办件占比）、办结用时的半数与九成分位、各资源池的忙碌程度；{promises} 项承诺。",
        "1.3": "基准与 {alternatives} 种做法成对比较；{levers} 项举措逐项；收件量与增人；未知数字的抽样 {draws} 组。",
        "2.1": "流程图见“{chapter}”。", "2.2": "{services} 项服务、{steps} 个环节，按方案文件执行；全文：onewindow show {scenario}。",
        "2.3": "备选方案为方案文件的版本、举措或改动的数字：{what}。", "2.4": "排队先到先办，有优先级的按优先级；一个环节需要多个资源池的，同时占用；办理被下班打断的，次日接着办，除非写明办完为止。",
        "2.5": "实体：办件；环节 {steps} 个；资源池 {pools} 个，见“{chapter}”；每个资源池一条队列；从收件渠道进入，办结、退件或撤回离开。",
        "3.1": "{sources} 种来源，逐条列在“{chapter}”。", "3.2": "均值与分位数换算为分布；公布的年月总量按工作日折算；没有其他处理。",
        "3.3": "{numbers} 个数字，逐个列在“{chapter}”，单位、来源、范围俱全。", "3.4": "{uncertain} 个数字为假设、借用或没有来源，见“{chapter}”。",
        "4.1": "大厅从空的开始（或从所列积压开始），{lead_in}后才开始评判。", "4.2": "模拟 {start} 至 {end}，评判 {first} 至 {last}。",
        "4.3": "{n} 次独立模拟；学生 t 区间（偏度修正），按计划逐步查看，见“{chapter}”。",
        "5.1": "onewindow {version}（Python）；引擎 {engine}，另有一个独立写成的引擎逐事件核对。", "5.2": "按用途命名的计数式随机数（Philox），种子 {seed}；逆变换抽样；各做法用相同的随机数。",
        "5.3": "按时间推进；同一时刻先完成、后到达、再派工，次序固定，写在语义文档里。", "5.4": "普通电脑即可；结果与机器、核数、系统无关，逐字节相同。",
        "6.1": "程序与方案文件公开（Apache-2.0）；本报告的命令见“{chapter}”。",
    },
    "en": {
        "item": "item", "asked": "what is to be reported", "said": "here", "see": "see “{chapter}”",
        "ask_1.1": "why the model was made", "ask_1.2": "which outputs, and how they are computed", "ask_1.3": "which experiments, to find out what",
        "ask_2.1": "a diagram of the whole", "ask_2.2": "the logic of the base", "ask_2.3": "the logic of every alternative", "ask_2.4": "algorithms and rules inside the model", "ask_2.5": "entities, activities, resources, queues, ways in and out",
        "ask_3.1": "where the data come from", "ask_3.2": "what was done to the data beforehand", "ask_3.3": "input parameters", "ask_3.4": "assumptions",
        "ask_4.1": "initial state and warm-up", "ask_4.2": "length of a run", "ask_4.3": "estimation and number of replications",
        "ask_5.1": "software and language", "ask_5.2": "random numbers", "ask_5.3": "how events are executed, and in which order", "ask_5.4": "the machine, and how long it takes", "ask_6.1": "how to get the model",
        "1.1": "To tell whether the published promises of “{title}” are kept under realistic load, and what it would take where they are not.", "1.2": "Share on time (cases within the limit on the promise's clock), the time within which half and nine tenths are done, how busy each pool is; {promises} promises.",
        "1.3": "The base beside {alternatives} alternatives, in pairs; {levers} levers one by one; more cases and more staff; {draws} draws of what is not known.",
        "2.1": "The process map is in “{chapter}”.", "2.2": "{services} services, {steps} steps, as the scenario file says; in full: onewindow show {scenario}.",
        "2.3": "Alternatives are versions of the scenario file, levers, or changed numbers: {what}.", "2.4": "Queues are first come first served, by priority where one is stated; a step that needs several pools takes them all at once; work cut short by closing time goes on the next day, unless it is stated to be finished.",
        "2.5": "Entities: cases; {steps} steps; {pools} pools, in “{chapter}”; one queue a pool; cases come in by their channels and leave decided, returned or withdrawn.",
        "3.1": "{sources} sources, each listed in “{chapter}”.", "3.2": "Means and percentiles become distributions; published totals of a month or year are spread over its workdays; nothing else.",
        "3.3": "{numbers} numbers, each listed in “{chapter}” with unit, source and range.", "3.4": "{uncertain} numbers are assumed, borrowed or without a source; see “{chapter}”.",
        "4.1": "The hall starts empty (or with the backlog that is listed); judging begins after {lead_in}.", "4.2": "Simulated from {start} to {end}, judged from {first} to {last}.",
        "4.3": "{n} independent replications; Student's t interval corrected for skewness, looked at by a plan; see “{chapter}”.",
        "5.1": "onewindow {version} (Python); engine {engine}, held event by event against a second engine that was written apart from it.", "5.2": "Counter-based random numbers (Philox) named by what they are for, seed {seed}; inverse transform; the same numbers for every alternative.",
        "5.3": "By time; at one instant first completions, then arrivals, then dispatch, in a fixed order that the page of semantics states.", "5.4": "An ordinary computer; results do not depend on machine, cores or system, to the byte.",
        "6.1": "Program and scenario files are public (Apache-2.0); the command of this report is in “{chapter}”.",
    },
}  # fmt: skip
