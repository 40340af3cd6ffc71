"""Questions about the points at work. Only reads."""
