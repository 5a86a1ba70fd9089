"""Voice connectors, and the phone numbers on them."""
