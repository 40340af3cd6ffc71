"""The organiser's overview, and what belongs to no one room: the letters. Owns no table."""
