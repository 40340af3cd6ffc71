"""A forum, its halls and points, the humans in it, who organises it, and its machines' tokens."""
