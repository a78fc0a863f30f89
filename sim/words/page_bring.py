"""Words of the page for scenarios that people bring along."""

from __future__ import annotations

from collections.abc import Mapping

BRING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "自带方案", "explains": "上传自己的方案文件，或从库里的方案改起；在这里改，随时检查，没有错就可以像库里的方案一样改一改、比一比、问一问。文件只存在本机，其中的内容只读取，不执行。",
        "upload": "上传方案、引用的部分、表格和 sources.csv（.yaml、.csv，一次选齐）", "or_from": "从库里的方案改起", "begin": "取来修改", "mine": "我的方案", "none_mine": "还没有自带的方案。", "open": "打开", "forget": "删除",
        "editing": "正在修改：{name}", "files": "随方案的文件：{files}", "check": "保存并检查", "checking": "正在检查", "good": "没有错。", "go_what_if": "改一改", "go_compare": "比一比", "go_ask": "问一问", "go_trust": "凭什么信",
        "faults": "有 {n} 处要改，点一处就到那一行：", "warnings": "可以运行，但请留意：", "place": "第 {line} 行第 {column} 列", "in_file": "{file} 第 {line} 行", "whole": "整个文件", "more": "还有 {n} 处没有列出。",
        "completes": "输入时会提示这里可用的键；按 Ctrl+空格 全部列出。", "keys": "查键名", "keys_hint": "输入键名或意思，如 rate、窗口、节假日", "key": "键", "means": "含义", "written": "写法", "unless": "不写时", "where": "位置", "no_key": "没有相符的键。", "shown_first": "只列前 {n} 个，请再输入几个字。",
        "download": "下载 YAML", "download_all": "下载全部文件（zip）", "command": "同样的命令", "name": "文件名", "refused": "不能收：{why}", "too_large": "文件太大，最多 {n} MB。", "wanted": "编辑器",
    },
    "en": {
        "title": "Bring your own", "explains": "Upload a scenario of your own, or begin with one of the library; edit it here and check it as you go. Once it has no fault it can be changed, compared and asked like those of the library. Files stay on this machine; what they hold is read, never executed.",
        "upload": "Upload a scenario, the parts it includes, its tables and sources.csv (.yaml, .csv; choose them together)", "or_from": "Begin with a scenario of the library", "begin": "Take it to edit", "mine": "Brought along", "none_mine": "Nothing was brought along yet.", "open": "Open", "forget": "Delete",
        "editing": "Editing: {name}", "files": "Files of this scenario: {files}", "check": "Save and check", "checking": "Checking", "good": "No fault.", "go_what_if": "What if", "go_compare": "Compare", "go_ask": "Ask", "go_trust": "Why trust it",
        "faults": "{n} places need a change; click one to go to its line:", "faults_one": "One place needs a change; click it to go to its line:", "warnings": "It runs, but note:", "place": "line {line}, column {column}", "in_file": "{file}, line {line}", "whole": "the whole file", "more": "{n} more are not listed.",
        "completes": "Keys that may stand here are offered as you type; Ctrl+Space lists them all.", "keys": "Look up a key", "keys_hint": "a key or what it means: rate, window, holiday", "key": "key", "means": "means", "written": "written as", "unless": "unless stated", "where": "where", "no_key": "No key fits.", "shown_first": "The first {n} only: type a little more.",
        "download": "Download YAML", "download_all": "Download all files (zip)", "command": "The same as a command", "name": "name of the file", "refused": "Cannot be taken: {why}", "too_large": "The files are too large: {n} MB at most.", "wanted": "Editor",
    },
}  # fmt: skip
