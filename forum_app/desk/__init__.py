"""The organiser's overview, and what belongs to no one room. Owns no table.

That is the letters, the numbers drawn as figures, the files to take along, and the navigation,
in which each page of the desk stands once.
"""
