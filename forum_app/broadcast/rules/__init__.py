"""What is decided about points, their lines and their people, from facts in hand. Pure."""
