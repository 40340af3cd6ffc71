"""Sheets of the programme to print."""
