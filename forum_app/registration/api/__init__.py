"""Registrations for machines: the verbs of the pages, for whoever shows a token."""

from .registrations import bp as bp
