"""Order a phone number, and give it a calling name: what those see who are called from it."""

from newnumber.numbers import Numbers, Unwilling

__all__ = ["Numbers", "Unwilling"]
