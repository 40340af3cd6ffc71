"""Makes channels of interpretation and interpreters; say only what the test is about."""

from forum_app.programme.models import ChannelKind
from forum_app.programme.services.channels import add_channel

from .speaking import BY, appears


def a_channel(session, language="en", kind="audio", *, source=None):
    """source: the channel it is interpreted from; None for the floor."""
    wanted = {"language": language, "kind": ChannelKind(kind)}
    return add_channel(session, wanted | {"relay_from_id": source and source.id}, **BY)


def interprets(channel, session, person, **given):
    """`person` in `channel`; see `speaking.appears`."""
    return appears(session, person, "interpreter", channel=channel, **given)
