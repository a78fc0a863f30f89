"""Results as pages: what is said of a result, in one order, before any medium shows it."""
