"""The lines between the hall, the points and everybody at home, each with a secret of its own.

A *link* belongs to the forum, to a session, to a point, or to a session at a point. It has a
purpose (meet, watch, phone …), a transport, an audience and a window: from when until when it may
be opened, by default around the session. Its address may be told, its secret never: it is sealed,
leaves only through `services.links.secret_of`, and each time it does the trail says so. Whatever
changes the address or the secret raises `revision`: a test of an earlier one is worth nothing.

Who may open a line when is decided at the gate, in registration, which knows places.
"""
