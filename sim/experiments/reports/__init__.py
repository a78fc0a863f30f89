"""What a report holds: the results of all experiments that it tells of, gathered once; no words, no page."""
