"""What `onewindow serve` says on the terminal."""

from __future__ import annotations

from collections.abc import Mapping

SERVING: Mapping[str, Mapping[str, str]] = {
    "zh": {"at": "页面在 {address}", "stop": "研究存放在 {folder}；按 Ctrl-C 结束"},
    "en": {"at": "The page is at {address}", "stop": "Studies are kept in {folder}; Ctrl-C ends it"},
}
