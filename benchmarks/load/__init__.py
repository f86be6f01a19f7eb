"""The load driver: signed messages in, the vendors' APIs played, every figure beside a baseline."""
