"""What is asked of people about lines, tests and points."""
