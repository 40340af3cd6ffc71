"""What a topic may be called, and that only who was shown a page may listen to its topics. Pure."""

import re

from .. import seal

MOST_TOPICS = 8  # of one stream
_TOPIC = re.compile(r"[a-z]{2,20}(\.\d{1,10}){0,2}")
_PURPOSE = "live"


def signed(topic: str) -> str:
    """`topic` as a page gives it away: "seats.3~SIGNATURE". Raises ValueError for no topic."""
    if not _TOPIC.fullmatch(topic):
        raise ValueError(f"not a topic: {topic}")
    return f"{topic}~{seal.signature(_PURPOSE, topic)}"


def topic_in(given: str) -> str | None:
    """The topic where `given` is one that a page of ours gave away, else None."""
    topic, _, signature = given.partition("~")
    if not _TOPIC.fullmatch(topic) or not seal.is_signature(signature, _PURPOSE, topic):
        return None
    return topic
