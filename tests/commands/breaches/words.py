"""Names and statements that several of the tables here use."""

from forum_app.models import ReleasedSession

TAKEN = "seat_counts.taken: the number of live places"
OVERSOLD = "seat_counts: no more live places than seats and over"
OVER = "seat_counts.over: what is taken beyond the seats"
OVERLAP = "places: nobody is at two places at the same time"
PLACE = (
    "INSERT INTO places (forum_id, delegate_id, session_id, seat_count_id, way, state, taken_at)"
    " SELECT {{forum}}, {{{who}}}, session_id, id, way, 'confirmed', '{{now}}'"
    " FROM seat_counts WHERE id = {{{seats}}}"
)
TAKE = "UPDATE seat_counts SET taken = taken + 1 WHERE id = "
LEFT_OUT = ("id", "release_id", "cancelled")
KEPT = [c.name for c in ReleasedSession.__table__.c if c.name not in LEFT_OUT]
BEFORE, AFTER = "2030-04-30 05:00:00.000000+00:00", "2030-05-03 05:00:00.000000+00:00"
ONE_SEAT_MORE = "UPDATE seat_counts SET seats = seats + 1 WHERE id = {W1_hall}"


def cancelling(session, at=AFTER):
    """The statements of a release at that instant in which the session is cancelled."""
    return (
        "INSERT INTO releases (forum_id, number, released_at, frozen)"
        f" VALUES ({{forum}}, 3, '{at}', '{{{{}}}}')",
        "INSERT INTO release_mailings (release_id, forum_id, people)"
        " SELECT max(id), {forum}, 0 FROM releases",
        f"INSERT INTO released_sessions (release_id, cancelled, {', '.join(KEPT)})"
        f" SELECT (SELECT max(id) FROM releases), session_id = {{{session}}}, {', '.join(KEPT)}"
        " FROM released_sessions WHERE release_id ="
        " (SELECT id FROM releases WHERE forum_id = {forum} AND number = 2)",
    )


def sits_too(seats):
    """The one who waits for W1 has one of these seats, too."""
    return PLACE.format(who="waiting", seats=seats), f"{TAKE}{{{seats}}}"
