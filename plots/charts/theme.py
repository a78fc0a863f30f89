"""The colours of pages and charts by name, in light and dark; those of light are the figures' own."""

from __future__ import annotations

from collections.abc import Mapping

from plots import causes, palette

LIGHT: Mapping[str, str] = {
    "ground": palette.PAPER,
    "paper": "#F4F6F8",
    "ink": palette.INK,
    "soft_ink": palette.SOFT_INK,
    "rule": palette.RULE,
    "grid": palette.GRID,
    "accent": palette.FINISHED,
    "arrived": palette.ARRIVED,
    "finished": palette.FINISHED,
    "open": palette.OPEN,
    "on_time": palette.ON_TIME,
    "overdue": palette.OVERDUE,
    "unknown": palette.UNKNOWN,
    "closed": palette.WEEKEND,
    "holiday": palette.HOLIDAY,
    "idle": "#EEF1F3",
    **palette.VERDICT,
    **{f"by_{cause}": colour for cause, colour in causes.COLOURS.items()},
    "by_pause": causes.PAUSE,
    "waiting": causes.WAITING,
}
DARK: Mapping[str, str] = {
    "ground": "#14181C",
    "paper": "#1E242A",
    "ink": "#E6EAED",
    "soft_ink": "#A9B3BB",
    "rule": "#6B757E",
    "grid": "#323A41",
    "accent": "#8FB4D3",
    "arrived": "#4E7FA8",
    "finished": "#9CC3E4",
    "open": "#B5A9CF",
    "on_time": "#5E98CB",
    "overdue": "#E07A63",
    "unknown": "#7C858D",
    "closed": "#20272D",
    "holiday": "#4A3B1E",
    "idle": "#2A3138",
    "met": "#5FBBA4",
    "not_met": "#EE8A76",
    "undecided": "#D9B04F",
    "by_work": "#5B93C7",
    "by_session": "#A98BC6",
    "by_queue": "#E07A63",
    "by_wait_government": "#8FB4D3",
    "by_wait_intermediary": "#41A579",
    "by_wait_utility": "#C79A2B",
    "by_wait_applicant": "#D9C27E",
    "by_wait": "#8A9AA6",
    "by_closed": "#3A4651",
    "by_before": "#B99A7C",
    "by_pause": "#C06C9B",
    "waiting": "#8E5A60",
}


def css() -> str:
    """Both as variables of CSS; paper is light."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_listed(DARK)} }} }}"
    return f":root {{ {_listed(LIGHT)} }}\n{dark}"


def page_css() -> str:
    """The same where a switch decides: the body of a dark page has the class `body--dark`."""
    return f":root, body {{ {_listed(LIGHT)} }}\nbody.body--dark {{ {_listed(DARK)} }}"


def _listed(colours: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())
