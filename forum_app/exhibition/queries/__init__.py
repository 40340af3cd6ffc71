"""Questions about the floor, who owns which of it, and who waits. Only reads."""
