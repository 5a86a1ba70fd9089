"""The behaviour: one file per operation, named after it. Nothing else is to be registered."""
