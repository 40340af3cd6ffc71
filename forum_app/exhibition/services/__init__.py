"""Verbs of the exhibition room. Flush, never commit. Every `now` is aware."""
