"""What Prongsai says of copying, in English."""


def by_hand() -> str:
    """Where the app has no copying."""
    return "This app cannot copy from a button. Hold the message with the number and choose “Copy”."


def shared_phone() -> str:
    """Beside the button that copies a receipt."""
    return (
        "“Copy the receipt” leaves the number on this device. If you share it with others, write"
        " the number on paper instead."
    )
