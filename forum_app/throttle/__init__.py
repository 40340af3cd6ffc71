"""Limits on how often somebody may try, counted in the database: the same for every process.

Counts commit by themselves, at once and without waiting for the disk: a refused or failed attempt
counts too, and losing a few counts in a power cut harms nobody.
"""
