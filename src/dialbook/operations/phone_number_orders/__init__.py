"""Orders of phone numbers."""
