"""What the inner layers ask of the outer ones: a store, a carrier."""
