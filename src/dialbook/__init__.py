"""A self-hosted server that speaks the Amazon Chime SDK Voice phone-number API."""

__version__ = "0.1.0"
