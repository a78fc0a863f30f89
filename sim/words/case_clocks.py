"""Words of the figure of how the clocks of one case went."""

from __future__ import annotations

from dataclasses import dataclass

from sim.words.language import Lang


@dataclass(frozen=True)
class Said:
    """Sentences of one language."""

    elapsed: str
    limit: str
    crossed: str


SAID: dict[Lang, Said] = {
    "zh": Said(elapsed="自收件起的自然日", limit="时限{value}", crossed="{when}到限"),
    "en": Said(elapsed="calendar days since arrival", limit="limit {value}", crossed="reached {when}"),
}
