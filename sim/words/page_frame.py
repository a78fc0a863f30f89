"""Words that stand around every page of the server: its name, where one can go, what jobs are doing."""

from __future__ import annotations

from collections.abc import Mapping

FRAME: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "name": "一窗", "board": "承诺总览", "what_if": "改一改", "compare": "比一比", "ask": "问一问", "bring": "自带方案", "trust": "凭什么信", "dark": "深色", "light": "浅色", "to_content": "跳到正文", "navigation": "页面",
        "not_found": "没有这一页。", "back": "回到承诺总览", "broke": "出了意外，没有算出结果。可以再试一次；还不行，请把启动本页的窗口里的记录交给维护者。",
        "waiting": "排队中，前面还有 {n} 个", "warming": "正在准备", "running": "正在算：{stage}", "left": "约剩 {time}", "cancel": "停止", "cancelled": "已停止", "seconds": "{n} 秒", "minutes": "{n} 分钟",
        "version": "版本 {version}",
    },
    "en": {
        "name": "onewindow", "board": "All promises", "what_if": "What if", "compare": "Compare", "ask": "Ask", "bring": "Your own", "trust": "Why trust it", "dark": "Dark", "light": "Light", "to_content": "Skip to the content", "navigation": "Pages",
        "not_found": "There is no such page.", "back": "Back to all promises", "broke": "Something went wrong, and there is no result. Try again; if it happens again, give the record in the window that runs this page to whoever maintains it.",
        "waiting": "Waiting: {n} before this one", "waiting_one": "Waiting: 1 before this one", "warming": "Getting ready", "running": "Working: {stage}", "left": "about {time} left", "cancel": "Stop", "cancelled": "Stopped", "seconds": "{n} s", "minutes": "{n} min",
        "version": "version {version}",
    },
}  # fmt: skip
