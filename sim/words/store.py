"""Words of the store of what was computed."""

from __future__ import annotations

from collections.abc import Mapping

STORE: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "结果库 {folder}", "answer": "结果库中有 {runs} 组模拟，共 {replications} 次，另有 {answers} 个答案，占 {size}。", "empty": "结果库是空的。",
        "columns": "编号|承诺|评判时段|种子|次数|大小", "old": "旧规则", "no_target": "（没有承诺）", "period": "{first} 至 {last}",
        "old_note": "旧规则：由另一版本的模拟规则算出，不会再用到；onewindow runs gc 可清除。",
        "show": "编号 {key}：{targets}，种子 {seed}，{replications} 次模拟，占 {size}。", "said": "内容", "files": "文件", "file": "第 {first} 至 {last} 次",
        "tidied": "清除 {files} 个文件（{size}），还剩 {left}。", "nothing": "没有可清除的，共 {left}。", "merged": "并入 {files} 个文件，来自 {folders}。", "comma": "、",
        "none": "没有使用结果库（--store none）。", "part": "第 {part} 部分（共 {parts} 部分）已存入结果库 {folder}：{counts}。", "replications_of": "{whole} 次模拟中的 {done} 次",
        "halls_of": "{whole} 个大厅中的 {done} 个", "merge": "onewindow runs merge 各部分的结果库 --store 合并后的结果库", "then": "同一命令，不带 --shard，加 --store 合并后的结果库",
        "more": "onewindow runs show 编号", "gc": "onewindow runs gc --most 1GB",
    },
    "en": {
        "head": "store {folder}", "answer": "In the store: {replications} replications in {runs} sets, and answers of other kinds, {answers}; {size} in all.", "empty": "The store is empty.",
        "columns": "key|promises|judged|seed|replications|size", "old": "old rules", "no_target": "(no promise)", "period": "{first} – {last}",
        "old_note": "Old rules: made by the rules of another version and never asked for again; onewindow runs gc throws them away.",
        "show": "Key {key}: {targets}, seed {seed}, {replications} replications, {size}.", "said": "What it is", "files": "Files", "file": "replications {first} to {last}",
        "tidied": "Files thrown away: {files} ({size}); {left} left.", "nothing": "Nothing to throw away; {left} in all.", "merged": "Files taken over from {folders}: {files}.", "comma": ", ",
        "none": "No store is used (--store none).", "part": "Part {part} of {parts} is in the store {folder}: {counts}.", "replications_of": "{done} of {whole} replications",
        "halls_of": "{done} of {whole} halls", "merge": "onewindow runs merge STORES-OF-ALL-PARTS --store WHOLE", "then": "the same command without --shard, with --store WHOLE",
        "more": "onewindow runs show KEY", "gc": "onewindow runs gc --most 1GB",
    },
}  # fmt: skip
