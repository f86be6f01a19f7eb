"""Training and judging: from what people say to the weights. Never imported by the service."""
