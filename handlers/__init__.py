"""What Prongsai decides to say: messenger-neutral, async, free of effects."""
