"""The page of the whole table: all promises by place, what was judged of them, and why the others were not.

It is made of rows as `check --all --json` gives them (`targets`), so that a stored table is shown like a fresh one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.pages.page import Column, Entry, Page, Section, Table, table
from sim.registry import ANSWERS, TIMES
from sim.words.amounts import found_amount, natural_time, unit_amount
from sim.words.counted import words_for
from sim.words.doubt import in_draws, share_kept
from sim.words.formats import OF_COUNTS, number, required, share
from sim.words.marks import marked, strong
from sim.words.promises import TONES, counted, headed
from sim.words.verdict_page import ANSWER
from sim.words.verdicts import WORDS
from sim.words.whole_table import HELD, TABLE

Row = Mapping[str, Any]
"""A row of the table: `Answered.to_dict`."""
SHOWN_AS = (*ANSWERS, "waiting")
"""How rows are counted, in this order."""


def page_of(rows: Sequence[Row], lang: str, load: str = "1", seed: int = 1) -> Page:
    """The page of the whole table. What stands in its details as tables is said in sentences before."""
    sections = [_place(place, lang) for place in places(rows)]
    details = [Section(heading(place, lang), tuple(tables(place, lang))) for place in places(rows)]
    return Page(
        TABLE[lang]["title"].format(load=load, seed=seed), answer(rows, lang), tuple(sections), tuple(details)
    )


def places(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each document, in the order of the registry."""
    return [
        [row for row in rows if row["document"] == key] for key in dict.fromkeys(r["document"] for r in rows)
    ]


def answer(rows: Sequence[Row], lang: str) -> str:
    """One sentence that counts all rows."""
    return TABLE[lang]["all"].format(n=len(rows), parts=counts(rows, lang))


def counts(rows: Sequence[Row], lang: str) -> str:
    """ "40 judged by simulation (30 met as assumed, 10 NOT met), 20 inputs"."""
    w, found = TABLE[lang], Counter(shown_as(row) for row in rows)
    parts = []
    for kind in SHOWN_AS:
        if not found[kind]:
            continue
        one = f"count_{kind}_one" if found[kind] == 1 else ""
        told = w.get(one, w[f"count_{kind}"]).format(n=found[kind])
        if kind == "verdict":
            results = [row["result"] for row in rows if judged(row)]
            drawn = any(result["kept"] is not None for result in results)
            verdicts = counted((result["verdict"] for result in results), lang, assumed=drawn)
            set_by_flow = sum(result.get("by_construction") is not None for result in results)
            if set_by_flow:
                verdicts += w["semicolon"] + w["of_them"].format(n=set_by_flow)
            told += w["brackets"].format(text=verdicts) if verdicts else ""
        parts.append(told)
    return w["comma"].join(parts)


def shown_as(row: Row) -> str:
    """Its answer; `waiting` where nobody has written its scenario."""
    return "waiting" if row["waiting"] else str(row["answer"])


def judged(row: Row) -> bool:
    """Whether a verdict stands in the row."""
    return row["answer"] == "verdict" and row["result"] is not None


def heading(rows: Sequence[Row], lang: str) -> str:
    w = TABLE[lang]
    return f"{rows[0]['place'][lang]}{w['colon']}{counts(rows, lang)}"


def called(row: Row, lang: str) -> str:
    """The service, and the reading where its clause has several."""
    reading = row["reading"]
    return str(row["service"][lang]) + (f" · {reading[lang]}" if reading else "")


# -- in sentences --------------------------------------------------------------------------------------------


def _place(rows: Sequence[Row], lang: str) -> Section:
    """What was judged, a few lines each; then all others, together with those that have the same reason."""
    entries = [_entry(row, lang) for row in rows if judged(row)]
    for kind in SHOWN_AS:
        others = [row for row in rows if shown_as(row) == kind and not judged(row)]
        if others:
            entries.append(_others(kind, others, lang))
    return Section(heading(rows, lang), tuple(entries))


def _entry(row: Row, lang: str) -> Entry:
    w, result = TABLE[lang], row["result"]
    tone = TONES[
        "undecided" if result["verdict"] == "met" and result["steady"] is False else result["verdict"]
    ]
    first = [_outcome(result, lang), within(row, lang)]
    told = f"{marked(tone, WORDS[lang][result['verdict']])}  " + w["semicolon"].join(filter(None, first))
    return Entry(
        headed(row["id"], called(row, lang), result["verdict"], tone), (told, *_beside(result, lang))
    )


def _outcome(result: Row, lang: str) -> str:
    w = TABLE[lang]
    if result["mean"] is not None:
        told = w["mean"].format(mean=_mean(result, lang), limit=limit(result, lang))
    elif result["on_time_share"] is not None:
        sort = {"case": "share_case", "visit": "share_counts", "window": "share_counts"}.get(
            result["unit"], "share"
        )
        told = w[sort].format(
            share=_share(result, lang),
            required=required(result["required_share"]),
            limit=limit(result, lang),
        )
    else:
        return w["nobody"]
    return told if result["kept"] is None else f"{told}{TABLE[lang]['semicolon']}{kept(result, lang)}"


def kept(result: Row, lang: str) -> str:
    """In how many draws of what is not known it is kept."""
    low, high = result["kept_ci"]
    return in_draws(share_kept(result["kept"]), low, high, result["draws"], lang)


def by_construction(result: Row, lang: str) -> str:
    """How whoever wrote the flow has set the outcome."""
    found = result["by_construction"]
    return WORDS[lang][f"construction_{found['kind']}"].format(step=found["step"])


def within(row: Row, lang: str) -> str:
    result = row["result"]
    if result["unit"] in OF_COUNTS:
        told = TABLE[lang]["within_counts"].format(p95=p95(result, lang))
        return told if result["p95"] is not None else ""
    if not result["limit"]:
        return ANSWER[lang]["at_once"]
    key = "within" if result["p95"] is not None else "late"
    return TABLE[lang][key].format(p95=p95(result, lang), limit=limit(result, lang))


def _beside(result: Row, lang: str) -> Iterator[str]:
    w = TABLE[lang]
    if result.get("by_construction") is not None:
        yield marked("doubtful", by_construction(result, lang))
    yield w["semicolon"].join(filter(None, (off_clock(result, lang), bears(result, lang))))
    first = result["measure_first"]
    if first is not None:
        yield w["first"].format(what=first[lang])
    yield w["behind"].format(what=sources(result, lang))


def _others(kind: str, rows: Sequence[Row], lang: str) -> Entry:
    """Rows that are answered alike: a line for every reason."""
    w = TABLE[lang]
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        why = reason(row, lang) if kind != "waiting" else ""
        told = called(row, lang) + w["brackets"].format(text=promise(row, lang))
        by_reason.setdefault(why, []).append(told)
    lines = [
        f"{why}{w['colon']}{w['and'].join(names)}" if why else w["and"].join(names)
        for why, names in by_reason.items()
    ]
    lines += [marked("faint", w["ask"])] if kind == "requirement" else []
    return Entry(strong(f"{w[kind]}{w['brackets'].format(text=len(rows))}"), tuple(lines))


# -- in cells ------------------------------------------------------------------------------------------------


def tables(rows: Sequence[Row], lang: str) -> list[Table]:
    """What was judged, with all that stands beside it; then the others with their reasons. No column is empty."""
    made = [_judged_table([row for row in rows if judged(row)], lang)]
    made.append(_others_table([row for row in rows if not judged(row)], lang))
    return [_without_empty(one) for one in made if one.rows]


def _without_empty(made: Table) -> Table:
    filled = [
        place for place in range(len(made.columns)) if any(row[place] not in ("", "–") for row in made.rows)
    ]
    rows = [tuple(row[place] for place in filled) for row in made.rows]
    return Table(tuple(made.columns[place] for place in filled), tuple(rows), made.caption)


def _judged_table(rows: Sequence[Row], lang: str) -> Table:
    heads = (
        "id",
        "clause",
        "promise",
        "answer",
        "result",
        "p95",
        "kept",
        "margin",
        "off",
        "numbers",
        "measure",
    )
    columns = _columns(heads, lang, [row["result"]["unit"] for row in rows])
    return table(columns, [_cells(row, lang) for row in rows])


def _others_table(rows: Sequence[Row], lang: str) -> Table:
    cells = [
        (
            called(row, lang),
            row["id"],
            row["clause"],
            promise(row, lang),
            TABLE[lang][shown_as(row)],
            reason(row, lang),
        )
        for row in rows
    ]
    return table(_columns(("id", "clause", "promise", "answer", "why"), lang), cells)


def _columns(heads: Sequence[str], lang: str, units: Sequence[str] = ()) -> list[str | Column]:
    """The promise first, then columns of text."""
    w = words_for(TABLE[lang], lang, units)
    return [w["target"], *(Column(w[head]) for head in heads)]


def _cells(row: Row, lang: str) -> tuple[str, ...]:
    result = row["result"]
    first = result["measure_first"]
    return (
        called(row, lang),
        row["id"],
        row["clause"],
        promise(row, lang),
        marked(TONES[result["verdict"]], _verdict(result, lang)),
        found(result, lang),
        p95(result, lang) if result["limit"] else "–",
        "–" if result["kept"] is None else share_kept(result["kept"]),
        _margin_cell(result),
        off_clock(result, lang, short=True),
        sources(result, lang),
        "–" if first is None else first[lang],
    )


def _verdict(result: Row, lang: str) -> str:
    w, word = TABLE[lang], WORDS[lang][result["verdict"]]
    set_by_flow = result.get("by_construction") is not None
    return word + w["brackets"].format(text=w["by_construction"]) if set_by_flow else word


def reason(row: Row, lang: str) -> str:
    """Why it is answered as it is, or what to know of it; nothing where nobody said."""
    return str(row["reason"][lang]) if row["reason"] else ""


def promise(row: Row, lang: str) -> str:
    """What is asked: "15 working days", "at least 93%"."""
    w, unit = TABLE[lang], row["unit"]
    if unit in TIMES and float(row["value"]) == 0:
        return WORDS[lang]["at_once"]
    amount = unit_amount(float(row["value"]), unit, lang) if unit in TIMES else w[unit].format(n=row["value"])
    told = (
        amount
        if unit in TIMES and row["comparator"] in ("<=", "=")
        else w[HELD[row["comparator"]]].format(x=amount)
    )
    return w["on_average"].format(limit=told) if row["required"] == "mean" else told


def limit(result: Row, lang: str) -> str:
    return unit_amount(result["limit"], result["unit"], lang)


def p95(result: Row, lang: str) -> str:
    return "–" if result["p95"] is None else found_amount(result["p95"], result["unit"], lang)


def found(result: Row, lang: str) -> str:
    """The share on time or the mean, with its interval."""
    if result["mean"] is not None:
        return TABLE[lang]["on_average"].format(limit=_mean(result, lang))
    return "–" if result["on_time_share"] is None else _share(result, lang)


def _share(result: Row, lang: str) -> str:
    low, high = (f"{100 * end:.1f}" for end in result["ci"])
    told = share(result["on_time_share"], result["required_share"])
    return told + TABLE[lang]["brackets"].format(text=f"{low}–{high}")


def _mean(result: Row, lang: str) -> str:
    """An upper end that undetermined cases leave open is "…"."""
    low, high = ("…" if end is None else number(end) for end in result["mean_ci"])
    told = found_amount(result["mean"], result["unit"], lang)
    return told + TABLE[lang]["brackets"].format(text=f"{low}–{high}")


def off_clock(result: Row, lang: str, *, short: bool = False) -> str:
    """Median time before acceptance, and paused."""
    before, paused = (natural_time(result[key], lang) for key in ("before_acceptance_p50", "paused_p50"))
    if short:
        return f"{before} + {paused}"
    return TABLE[lang]["off_clock"].format(before=before, paused=paused)


def bears(result: Row, lang: str) -> str:
    """The load it bears; nothing where nobody looked."""
    if result["margin"] is None:
        return TABLE[lang]["bears_not"] if result["margin_not_met"] is not None else ""
    w, most, lasts = TABLE[lang], result["margin"], result["margin_steady_up_to"]
    told = w["bears"].format(load=f"{most:.3g}")
    if lasts is None:
        return told + w["bears_growing"]
    return told + (w["bears_growing_beyond"].format(load=f"{lasts:.3g}") if lasts < most else "")


def _margin_cell(result: Row) -> str:
    return "–" if result["margin"] is None else f"{result['margin']:.3g} ×"


def sources(result: Row, lang: str) -> str:
    """Shares of the kinds of sources among the scenario's numbers."""
    w, found = TABLE[lang], result["numbers"]
    total = sum(found.values()) or 1
    return w["comma"].join(f"{w[kind]} {count / total:.0%}" for kind, count in found.items() if count)
