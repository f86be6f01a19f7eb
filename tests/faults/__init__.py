"""What breaks below the service, played against the real process: docs/faults.md is the table."""
