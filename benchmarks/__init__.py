"""Measuring: generated material and comparisons with peers."""
