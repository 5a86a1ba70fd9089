"""Carriers that stand behind the API, and what libphonenumber knows of numbers."""
