"""The lines between the hall and the points: which link carries what to whom, and its secret."""
