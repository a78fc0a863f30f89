"""What the looks that are planned ask of Student's t and of the beta distribution: scipy's values.

scipy takes a third of a second to load, longer than many a verdict. The test beside it reckons every value anew.
"""

from __future__ import annotations

from collections.abc import Mapping

STUDENT_T: Mapping[tuple[int, float], float] = {
    (4, 0.95): 2.3533634348018233,
    (8, 0.95): 1.8945786050900062,
    (24, 0.9995): 3.7676268043118246,
    (24, 0.995): 2.807335683769999,
    (24, 0.975): 2.0686576104190486,
    (48, 0.998): 3.0270195711116203,
    (48, 0.995): 2.6845556178665246,
    (48, 0.975): 2.0117405137297655,
    (96, 0.995): 2.628575670782743,
    (96, 0.975): 1.9852510035054978,
    (192, 0.995): 2.6018143167823133,
    (192, 0.9925): 2.4545899524792674,
    (192, 0.975): 1.972461989767211,
    (384, 0.995): 2.5887266870133567,
    (384, 0.99): 2.3361234724971265,
    (384, 0.975): 1.9661771911465886,
}
"""By (values, probability): the quantile on one degree of freedom fewer; 1 - level / 2 of a two-sided level."""

NONE_OF: Mapping[tuple[int, float], float] = {
    (24, 0.001): 0.2501057906675441,
    (24, 0.05): 0.11734615615494873,
    (48, 0.004): 0.10866098511201654,
    (48, 0.05): 0.0605034093488943,
    (96, 0.01): 0.04683811676521244,
    (96, 0.05): 0.03072367683353283,
    (192, 0.015): 0.02163597445903093,
    (192, 0.05): 0.01548167961867405,
    (384, 0.02): 0.010135842495260726,
    (384, 0.05): 0.0077710342963545846,
}
"""By (number, one-sided level): Clopper and Pearson's upper bound where it happened in none."""
