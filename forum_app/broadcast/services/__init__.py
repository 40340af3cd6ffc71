"""What people do with lines, tests and points. Flushes, never commits."""
