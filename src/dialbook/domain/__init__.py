"""The rules: pure functions on frozen records. No I/O, no clock, no randomness."""
