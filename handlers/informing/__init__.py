"""Informing: what is told from the published data, and about the service itself."""
