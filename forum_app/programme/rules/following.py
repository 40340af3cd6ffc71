"""How many seats a session has in the hall to which it is moved."""


def seats_in(hall: int, *, was: int, offered: int) -> int:
    """Seats of the session in a hall of `hall`, where it offered `offered` in one of `was`.

    Where it offered all that its hall had, it does so again; fewer, which somebody chose, stay,
    as far as the other hall has them.
    """
    return hall if offered == was else min(offered, hall)
