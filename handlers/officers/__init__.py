"""Officers: what those who work on cases see and do, and what others read of it."""
