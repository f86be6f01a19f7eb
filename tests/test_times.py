"""Times as they are stored: their order as text is their order in time."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from data import times

ZONES = st.sampled_from([UTC, times.BANGKOK, timezone(timedelta(hours=-9, minutes=-30))])
FIRST, LAST = datetime(2, 1, 1), datetime(9998, 12, 31)  # noqa: DTZ001  # hypothesis adds the zone
MOMENTS = st.datetimes(FIRST, LAST, timezones=ZONES)


@given(MOMENTS)
def test_a_moment_is_stored_as_iso_8601_in_utc_and_read_again(at: datetime) -> None:
    stored = times.stamp(at)
    assert stored == at.astimezone(UTC).isoformat(timespec="microseconds")
    assert times.parse(stored) == at


@given(MOMENTS, MOMENTS)
def test_the_order_of_the_texts_is_the_order_of_the_moments(one: datetime, other: datetime) -> None:
    assert (times.stamp(one) < times.stamp(other)) == (one < other)
