"""What organisers do with the programme, and how a seat is taken. Flushes, never commits."""
