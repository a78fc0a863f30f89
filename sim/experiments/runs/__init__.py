"""Runs that are told as they are: waits, utilisation, tables, folders; of one hall or of many."""
