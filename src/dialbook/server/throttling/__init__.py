"""Whether a request may pass: the limits that are set, and the buckets that processes share."""
