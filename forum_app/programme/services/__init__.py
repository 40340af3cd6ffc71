"""What organisers do with the programme, and how a seat is taken. Flushes, never commits."""

from . import draft_versions as draft_versions  # listens to every flush
