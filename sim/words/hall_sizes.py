"""Words of the figure of the on-time share against the size of halls."""

from __future__ import annotations

from dataclasses import dataclass

from sim.words.language import Lang


@dataclass(frozen=True)
class Said:
    """Sentences of one language."""

    title: str
    range: str
    staff: str
    share: str
    size: str
    halls: str
    required: str


SAID: dict[Lang, Said] = {
    "zh": Said(
        title="{halls}个大厅合计，{share}的办件按时",
        range="从{low}（每日{low_size}件、人员×{low_staff}的大厅）到{high}（每日{high_size}件、人员×{high_staff}）",
        staff="人员 ×{factor}", share="按时办结率", size="大厅规模：每个工作日的办件数，以及这样的大厅有多少个",
        halls="{n}个", required="要求{share}",
    ),
    "en": Said(
        title="{share} of the cases of {halls} halls are on time",
        range="from {low} in halls of {low_size} cases a day with staff × {low_staff} to {high} in halls of "
        "{high_size} with staff × {high_staff}",
        staff="staff × {factor}", share="share on time",
        size="size of the hall: cases a working day, and how many halls there are",
        halls="{n} halls", required="required {share}",
    ),
}  # fmt: skip
