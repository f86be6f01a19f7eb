"""Services: what of the agency's work a case is about, by short stable keys. Named in the texts."""

SERVICES = (
    "road",
    "light",
    "water",
    "drain",
    "waste",
    "nuisance",
    "permit",
    "tax",
    "welfare",
    "procurement",
    "personnel",
    "other",
)
