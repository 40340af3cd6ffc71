"""The points at work: who is there, in which session and as what, and by which lines.

A point has contacts (coordinator, technician, deputy) and a desk of its own, which opens to the
users who coordinate it and to whoever holds the point's secret page, which is sent by mail. A
`Relay` is a point's part in a session; it is frozen with each release, as talks are, and people
see what was released. A speaking part needs a line, a backup by another transport and a phone that
neither carries: what is missing is said by name. An upper room adds to the point's desk by the
slot `point_desk.people`.

What a line carries is sealed; who may open it and when, the gate in registration asks of here.
People at a point open its lines from its desk, around its sessions and tests. Points are tested
from a check list in rounds, try their own devices and are reminded: whether one is ready is worked
out, never typed. Call sheets are pages, and files to print.
"""
