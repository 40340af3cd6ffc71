"""What people do with lines. Flushes, never commits."""
