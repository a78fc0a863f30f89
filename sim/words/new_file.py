"""Words beside a scenario file that was just written: what to type next."""

from __future__ import annotations

from collections.abc import Mapping

NEW: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "next": "改好数值后，依次运行：", "validate": "检查文件有无错误", "check": "承诺能否做到", "show": "流程、资源池和目标一览",
    },
    "en": {
        "next": "Change the numbers, then type:", "validate": "is the file free of faults?", "check": "is the promise kept?",
        "show": "its flow, pools and targets",
    },
}  # fmt: skip
