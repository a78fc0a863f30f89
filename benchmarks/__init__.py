"""How fast and how sharp the simulator is, as ratios in one run: `uv run --group bench python -m benchmarks`.

One measurement a module, listed in `measurements`; nothing here is part of a test, and no test is timed.
"""
