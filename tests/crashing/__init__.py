"""Crashing: the real service is killed again and again while a town talks to it; then the books are
checked. ``python -m tests.crashing --help``; docs/crash.md says what is promised."""
