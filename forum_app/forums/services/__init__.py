"""Founding a forum, furnishing it, copying it, and who may work in it. Flushes, never commits."""
