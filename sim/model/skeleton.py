"""The smallest whole scenario: what `onewindow new` writes where no other one is copied.

It runs as it stands, so that every line can be changed and tried; its comments are Chinese and English.
"""

from __future__ import annotations

import json

SKELETON = """\
# 数值都是示例，请换成本地的。The numbers are examples: put your own in their place.
onewindow: 1
title: {title}
jurisdiction: my-district
calendar: {{region: CN, wd: 7 wh, hours: "09:00-12:00 13:00-17:00"}}  # 办公时间 office hours; wd 工作日
study: {{start: 2026-03-02, lead_in: 10 wd, window: 40 wd, follow_up: 20 wd}}  # 预热、评判、跟踪
pools:  # 谁来办、几个人 who does the work, and how many
  window: {{name: {{zh: 综合窗口, en: Window}}, kind: window, capacity: 2}}
  reviewer: {{name: {{zh: 审批人员, en: Reviewers}}, kind: reviewer, capacity: 2}}
services:
  main:
    name: {{zh: 我的事项, en: My service}}
    channels: {{hall: {{rate: 20 /wd}}}}  # 每个工作日来件 cases that come on a working day
    flow:
      - {{task: intake, name: {{zh: 接件, en: Intake}}, pool: window, work: {{mean: 20 min, p90: 40 min}}}}
      - milestone: accepted  # 受理，开始计时 the clock starts
      - repeat: rounds  # 有的补正后再审 some come back for a correction and are reviewed again
        name: {{zh: 补正再审, en: Rounds}}
        do: [{{task: review, name: {{zh: 审查, en: Review}}, pool: reviewer, work: {{mean: 25 min, p90: 50 min}}}}]
        again: 0.2
        maximum: 3
        between: [{{wait: correction, name: {{zh: 补正, en: Correction}}, for: 2 cd, party: applicant}}]
      - milestone: decided  # 办结，停止计时 the clock stops
targets:
  main-total:
    name: {{zh: 受理至办结, en: accepted to decided}}
    service: main
    from: accepted
    to: decided
    limit: 1 wd
    clock: working
    parties: [government]  # 申请人补正的时间不计 time the applicant takes does not count
    required_share: 90%
variants:
  before: {{title: {{zh: 现状, en: As it is}}}}
  after: {{title: {{zh: 增加一名审批人员, en: One more reviewer}}, set: {{pools.reviewer.capacity: 3}}}}
"""


def skeleton(name: str) -> str:
    """A scenario of that title with one service, one promise and two variants."""
    return SKELETON.format(title=json.dumps(name, ensure_ascii=False))
