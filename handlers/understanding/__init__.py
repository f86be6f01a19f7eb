"""From text to a Question: normalise, find codes, guard, classify. Pure and deterministic."""
