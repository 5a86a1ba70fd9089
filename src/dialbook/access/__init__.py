"""Who may call: signatures and keys."""
