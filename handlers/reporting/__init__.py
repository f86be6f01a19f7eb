"""Reporting: from the first word of a case to its end, as whoever tells it sees it."""
