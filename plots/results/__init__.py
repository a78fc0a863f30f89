"""From results to figures: `draw_<kind>` takes what a figure shows from a run or a verdict, and draws it."""
