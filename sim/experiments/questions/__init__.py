"""What is asked: a scenario of the library or a file, with its variant, levers, settings, load and seed."""
