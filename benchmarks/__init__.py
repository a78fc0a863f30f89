"""How fast the engines are, as ratios in one run. `uv run python -m benchmarks --help`. Never part of a test."""
