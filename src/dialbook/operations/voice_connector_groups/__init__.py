"""Voice connector groups, and the phone numbers on them."""
