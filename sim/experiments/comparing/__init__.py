"""Alternatives beside a base on the same draws."""
