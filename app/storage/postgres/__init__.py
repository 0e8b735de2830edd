"""The PostgreSQL engine: the only place that knows the server's driver, which is imported when a profile uses it."""
