"""Measurements: quality and speed, as tables and JSON."""
