"""What of the points is watched."""


def readiness_topic(forum_id: int) -> str:
    """What is told to have changed when a result, a line or a test of any point is another."""
    return f"readiness.{forum_id}"
