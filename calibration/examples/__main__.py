"""`python -m calibration.examples`: run the worked examples and write what they give."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from calibration.calibrate import calibrate
from calibration.examples import EXAMPLES, Example
from calibration.writing import write


def run(example: Example) -> None:
    """Run one example and write its report and, where it is used, the calibrated scenario."""
    made = calibrate(example.reference, example.path, replications=example.replications)
    told = made.to_dict() | {"figures": example.figures}
    example.beside("report.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    if example.written:
        write(made, example.beside("calibrated.yaml"))


def main(names: Sequence[str]) -> int:
    chosen = [one for one in EXAMPLES if not names or any(name in one.figures for name in names)]
    if not chosen:
        print(
            f"no example is called so; there are: {', '.join(one.figures for one in EXAMPLES)}",
            file=sys.stderr,
        )
        return 2
    for example in chosen:
        print(example.figures, flush=True)
        run(example)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
