"""Questions about lines, tests and points."""
