"""What may be decided about lines from facts in hand. Pure."""
