"""What is decided about points and their lines, from facts in hand."""
