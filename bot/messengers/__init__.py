"""The only code that knows a vendor's API and its limits, one module a messenger."""
