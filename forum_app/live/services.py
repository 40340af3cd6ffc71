"""Touching what people watch. The new version is written after the commit, beside it."""

from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ..beside import beside
from ..db import after_writing, db

_RAISE = text(
    "INSERT INTO live_versions (topic, version) VALUES (:topic, 1)"
    " ON CONFLICT (topic) DO UPDATE SET version = live_versions.version + 1"
)


def touch(topic: str) -> None:
    """What `topic` names is another once this transaction is committed; else nothing happened."""
    db.session().info.setdefault("touched", set()).add(topic)


@event.listens_for(Session, "after_commit")
def _keep_changed(session: Session) -> None:
    if not session.in_nested_transaction():
        changed = session.info.setdefault("changed", set())
        changed |= session.info.pop("touched", set())


@event.listens_for(Session, "after_rollback")
def _forget_touched(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("touched", None)


@after_writing
def _raise_versions() -> None:
    """In a write of its own: whoever changes the same thing next does not wait for our commit.

    A version that cannot be written costs a moment: pages ask again by themselves.
    """
    topics = db.session().info.pop("changed", None)
    if not topics:
        return
    try:
        with beside() as connection:
            connection.execute(_RAISE, [{"topic": topic} for topic in sorted(topics)])
    except SQLAlchemyError:
        db.session().info["changed"] = topics
