"""The PostgreSQL store: one database that any number of processes share."""
