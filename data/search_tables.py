"""Indexes for what lists of cases are filtered by."""

CREATE_SEARCH = """
create index cases_open_of_kind on cases (kind, opened_at, id) where closed_at = '';
create index cases_open_in_state on cases (state, opened_at, id) where closed_at = '';
create index case_clock_due on case_clock (due_on) where ended_at = '';
"""
"""So that a filter that few cases pass does not walk through all that are open."""
