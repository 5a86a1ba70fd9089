"""The regions of voice connectors."""
