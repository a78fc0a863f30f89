"""Share against the size of the hall: told right in both languages, nothing over anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tidy import all_text, assert_tidy

from plots.hall_sizes import SizePoint, Staffed, hall_sizes
from sim.words.language import Lang

SIZES = (5.4, 10.8, 21.6, 43.4, 86.9, 173.8, 347.2)
LEAN = Staffed(
    0.7,
    [SizePoint(a, 0.4 + 0.08 * i, 0.3 + 0.08 * i, 0.5 + 0.07 * i, 100 * i + 1) for i, a in enumerate(SIZES)],
)
USUAL = Staffed(1, [SizePoint(a, 0.97, 0.96, 0.99, 2) for a in SIZES])
AMPLE = Staffed(1.2, [SizePoint(a, 1.0, 1.0, 1.0, 1) for a in SIZES[:-1]])


def drawn(staffed: list[Staffed], lang: Lang = "en"):  # type: ignore[no-untyped-def]
    return hall_sizes(
        staffed,
        name="登记 Registering",
        share=0.925,
        required=0.95,
        lang=lang,
        notes=["a note"],
        provenance="seed 1",
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("staffed", [[LEAN, USUAL, AMPLE], [USUAL], [replace(LEAN, points=LEAN.points[:1])]])
def test_tidy(staffed: list[Staffed], lang: Lang) -> None:
    assert_tidy(drawn(staffed, lang))


def test_it_names_the_worst_and_the_best_halls() -> None:
    said = all_text(drawn([LEAN, USUAL, AMPLE]))
    assert "92.5% of the cases of 2,127 halls are on time" in said
    assert (
        "from 40.0% in halls of 5 cases a day with staff × 0.7 to 100% in halls of 5 with staff × 1.2"
        in " ".join(said.split())
    )
    assert "104 halls" in said
    assert "92.5%的办件按时" in all_text(drawn([LEAN, USUAL, AMPLE], "zh"))


def test_bad_input() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        drawn([])
    with pytest.raises(ValueError, match=r"share 1\.2"):
        drawn([replace(LEAN, points=[replace(LEAN.points[0], high=1.2)])])
