"""A forum, its halls and points, the humans in it, and who works there: roles and invitations.

What its organisers write stands here too: pages of information with their versions, banners, and
the opening paragraphs of letters; and the tokens of its machines. A role at one thing alone, a
session or a point, is one mechanism here for all rooms (`bound`).
"""
