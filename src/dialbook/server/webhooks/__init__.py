"""Events to a webhook: where it leads, and how each event gets there."""
