"""Verbs of the points at work. They flush; the edge commits."""
