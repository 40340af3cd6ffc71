"""What holds at the points: contacts, parts in sessions, lines. Pure."""
