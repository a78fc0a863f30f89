"""Words of the engine: that it is compiled, and why it could not be kept."""

from __future__ import annotations

from collections.abc import Mapping

COMPILING: Mapping[str, str] = {
    "zh": "首次使用：正在为本机编译模拟引擎，仅此一次（约 20 秒）",
    "en": "compiling the engine for this machine, once (about 20 s)",
}

TOLD: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "not_kept": "编译好的引擎无法保存（{why}），每次运行都须重新编译；可用 XDG_CACHE_HOME 指定可写的文件夹",
        "damaged": "{folder} 中保存的引擎已损坏，现重新编译",
        "made_again": "{folder}：有 {n} 个文件写成后被改动、截断或丢失，现重新生成",
        "overloads": "{name}收到的工作是其能力的 {load}：队伍会一直变长，评判时段内的数字不会长久；模拟照常进行，可按 Ctrl-C 停止",
        "store_not_kept": "结果库 {folder} 无法写入（{why}）；算出的结果不予保存",
        "rounded": "{setting} 得 {exact} 个，按 {taken} 个计（人和窗口只能是整数；少一成也可写作缺勤：absence: {{share: 10%}}）",
    },
    "en": {
        "not_kept": "the compiled engine cannot be kept ({why}): each run compiles it anew; XDG_CACHE_HOME names another folder",
        "damaged": "the engine kept in {folder} was damaged; it is compiled anew",
        "made_again": "{folder}: {n} files were changed, cut off or lost since they were written; they are made again",
        "overloads": "{name}: offered {load} of what can be done; the queue grows for ever, and what the window shows would not last; the simulation goes on, Ctrl-C stops it",
        "store_not_kept": "{folder}: the store cannot be written ({why}); what is computed is not kept",
        "rounded": "{setting} comes to {exact} units; {taken} are taken, as units come whole (a tenth less on average is an absence: {{share: 10%}})",
    },
}
"""What the program helped itself with."""
