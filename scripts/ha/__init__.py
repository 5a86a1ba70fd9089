"""What docs/failover.md says, done on one machine: three servers with Patroni and etcd, two of dialbook, and clients that write."""
