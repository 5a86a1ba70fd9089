"""The edge and the assembly."""
