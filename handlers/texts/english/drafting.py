"""What Prongsai says in English of how a draft goes on."""


def what_is_next() -> str:
    """How the draft gets to the officers."""
    return (
        "Nothing has been sent yet. When you have told everything, press or type review first: you"
        " see all of it, and then send it.\n"
        "Until then, just type or send photos."
    )
