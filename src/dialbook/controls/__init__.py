"""What a test does to a running service besides calling its API: move its clock, order faults, keep its state and bring it back."""
