"""rest-json without I/O: route, decode, encode, faults, for any operation of a contract."""
