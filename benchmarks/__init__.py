"""Measurements: never part of the tests, always beside a baseline of the same run."""
