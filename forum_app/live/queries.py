"""The versions of what people watch."""

from sqlalchemy import Engine, select

from .models import LiveVersion


def versions(engine: Engine) -> dict[str, int]:
    """topic -> version, of every topic that ever changed. One query, in no session."""
    asked = select(LiveVersion.topic, LiveVersion.version)
    with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        return dict(connection.execute(asked).all())
