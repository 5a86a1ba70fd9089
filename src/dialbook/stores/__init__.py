"""Where records live: in and out, no rules."""
